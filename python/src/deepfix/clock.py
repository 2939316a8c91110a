"""Time as the package sees it, so that tests can have their own."""

from __future__ import annotations

import time


class Clock:
    """The computer's time."""

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()

    def wall(self) -> float:
        """Seconds since 1970, UTC."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Waits."""
        if seconds > 0:
            time.sleep(seconds)


class Patience:
    """Seconds that may be lost, over all requests, to hosts that do not answer or answer nothing of use."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    def lose(self, seconds: float) -> None:
        """Takes lost time off."""
        self.left = max(0.0, self.left - seconds)
