"""How much of a training the recorder may take, and what it has taken."""

from __future__ import annotations

import time
from typing import Optional

SHARE = 0.012
"""Share of the training's time that looks are planned with: under the two percent that are allowed, for what cannot be planned."""
_HEAD_START = 0.006
_STEP_SECONDS = 4e-6
"""What the hooks cost in a step that is not looked at, measured on small models."""


class Budget:
    """Counts the seconds spent by the recorder during training, and says what may still be spent."""

    def __init__(self, share: float = SHARE) -> None:
        self._share = share
        self._began = time.perf_counter()
        self._ended: Optional[float] = None
        self._seconds = 0.0
        self._planned = 0.0
        self.steps = 0
        """Steps of the training."""

    def spend(self, since: float, usual: float = 1.0) -> float:
        """Counts the time since a moment of perf_counter as spent, and returns it. For planning, a look that was interrupted counts as a usual one."""
        seconds = time.perf_counter() - since
        self._seconds += seconds
        self._planned += min(seconds, 4 * usual)
        return seconds

    @property
    def spent(self) -> float:
        """Seconds taken from the training."""
        return self._seconds + self.steps * _STEP_SECONDS

    def allows(self, cost: float) -> bool:
        """Whether a look that costs so many seconds is still within the share."""
        return self._planned + self.steps * _STEP_SECONDS + cost <= self._share * self.elapsed + _HEAD_START

    @property
    def elapsed(self) -> float:
        """Seconds of the training so far."""
        return (self._ended or time.perf_counter()) - self._began

    @property
    def taken(self) -> float:
        """Share of the training's time that the recorder took."""
        return self.spent / max(self.elapsed, 1e-9)

    def close(self) -> None:
        """The training is over: what follows is not its time."""
        self._ended = self._ended or time.perf_counter()


class Pace:
    """Spreads looks of one kind evenly over the times they could be had, as many as a part of the budget pays for."""

    def __init__(self, budget: Budget, part: float, first_cost: float) -> None:
        self._budget, self._part, self.cost = budget, part, first_cost
        self._times = 1
        self._next = 0
        self.looks = 0
        self.stride = 1
        """Times from one look to the next."""

    def is_due(self) -> bool:
        """Counts a time and says whether to look."""
        self._times += 1
        return self._times > self._next and (self.looks == 0 or self._budget.allows(self.cost))

    def looked(self, seconds: float) -> None:
        """Notes what a look cost, and plans the next one."""
        self.looks += 1
        # The first look warms caches up; a look that was interrupted says little of the next one.
        self.cost = seconds if self.looks == 2 else self.cost + 0.2 * (min(seconds, 3 * self.cost) - self.cost)
        apart = self._budget.elapsed / self._times
        self.stride = max(1, round(self.cost / max(SHARE * self._part * apart, 1e-9)))
        self._next = self._times - 1 + self.stride
