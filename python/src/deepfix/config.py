"""When a client tries again, and how often it looks whether an analysis is done."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import List

# A source of its own: the random state of the user's training stays as it is.
_jitter: random.Random = random.SystemRandom()


@dataclass
class RetryConfig:
    """How failed requests are repeated: at most max_retries times after the first one, with exponential back-off and jitter."""

    max_retries: int = 3
    base_delay: float = 1.0
    """Seconds before the first retry."""
    max_delay: float = 10.0
    """Seconds that no back-off exceeds; a Retry-After of the server may."""
    backoff_factor: float = 2.0
    retryable_statuses: List[int] = field(default_factory=lambda: [408, 429, 500, 502, 503, 504])

    def get_delay(self, attempt: int) -> float:
        """Seconds to wait after the attempt with this number, counted from 0, jitter included."""
        return with_jitter(self._backoff(attempt))

    def _backoff(self, attempt: int) -> float:
        try:
            return min(self.base_delay * (self.backoff_factor**attempt), self.max_delay)
        except OverflowError:
            return self.max_delay


def with_jitter(delay: float) -> float:
    """The delay with up to a tenth of itself on top, so that clients do not come back all at once."""
    return delay + _jitter.uniform(0, delay * 0.1)


@dataclass
class PollingConfig:
    """How often the state of an analysis is asked for."""

    initial_interval: float = 1.0
    """Seconds before the second look."""
    max_interval: float = 10.0
    max_wait_time: float = 300.0
    """Seconds after which waiting is given up. The analysis goes on."""
    backoff_factor: float = 1.5
