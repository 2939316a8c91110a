"""How much of a training the recorder may take, and what it has taken."""

from __future__ import annotations

import time
from typing import Optional

SHARE = 0.012
"""Share of the training's time that looks are planned with: under the two percent that are allowed, for what cannot be planned."""
_HEAD_START = 0.006
_SHORT_STEP = 0.004
_SHORT_SHARE = 0.05
_SHORT_SECONDS = 0.25
_STEP_SECONDS = 4e-6
"""What the hooks cost in a step that is not looked at, measured on small models."""


class Budget:
    """Counts the seconds spent by the recorder during training, and says what may still be spent."""

    clock = staticmethod(time.perf_counter)
    """What the recorder's own seconds are measured with."""

    def __init__(self, share: float = SHARE) -> None:
        self._share = share
        self._began = time.perf_counter()
        self._ended: Optional[float] = None
        self._seconds = 0.0
        self._planned = 0.0
        self.steps = 0
        """Steps of the training."""

    def spend(self, since: float, usual: float = 1.0) -> float:
        """Counts the time since a moment of the clock as spent, and returns it. For planning, a look that was interrupted counts as a usual one."""
        seconds = self.clock() - since
        self._seconds += seconds
        self._planned += min(seconds, 4 * usual)
        return seconds

    @property
    def spent(self) -> float:
        """Seconds taken from the training."""
        return self._seconds + self.steps * _STEP_SECONDS

    @property
    def share(self) -> float:
        """The share that may be spent now. Trainings of short steps are mostly short themselves: the first quarter of a second is no loss there, and without it nothing would be seen."""
        is_short = self.elapsed < _SHORT_STEP * max(self.steps, 5)
        return _SHORT_SHARE if is_short and self._planned < _SHORT_SECONDS else self._share

    def allows(self, cost: float) -> bool:
        """Whether a look that costs so many seconds is still within the share."""
        return self._planned + self.steps * _STEP_SECONDS + cost <= self.share * self.elapsed + _HEAD_START

    def left(self, ahead: float) -> float:
        """Seconds that may be spent by a time so many seconds ahead."""
        return max(0.0, self.share * (self.elapsed + ahead) + _HEAD_START - self._planned - self.steps * _STEP_SECONDS)

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
        self.stride = max(1, round(self.cost / max(self._budget.share * self._part * apart, 1e-9)))
        self._next = self._times - 1 + self.stride


class RowPlan:
    """Spreads looks over the steps of a row of metrics.csv: enough of them to tell mean from largest, or none in this row and more in a later one."""

    _ENOUGH = 6
    _MOST = 64
    _SURE_ROWS = 5
    _PART = 0.7

    def __init__(self, budget: Budget, first_cost: float) -> None:
        self._budget, self.cost = budget, first_cost
        self.looks = 0
        self.last_steps = 0
        """Steps of the row before."""
        self._rows = 0
        self._last_sure = 0
        self._in_row = 0
        self._stride = 1
        self._row_began = budget.elapsed

    def is_due(self) -> bool:
        """Counts a step and says whether to look at the next one."""
        self._in_row += 1
        if self._rows == 0:
            # How long a row will be is not known yet: ever wider, within the budget.
            return self._in_row < self._ENOUGH or (self._in_row % max(1, self._in_row // self._ENOUGH) == 0 and self._budget.allows(self.cost))
        return self._stride > 0 and self._in_row % self._stride == 0

    def looked(self, seconds: float) -> None:
        """Notes what a look cost."""
        self.looks += 1
        self.cost = seconds if self.looks == 2 else self.cost + 0.2 * (min(seconds, 3 * self.cost) - self.cost)

    def next_row(self) -> None:
        """A row is full: plans the next one."""
        steps, seconds = max(1, self._in_row), self._budget.elapsed - self._row_began
        self.last_steps = self._in_row
        self._rows, self._in_row, self._row_began = self._rows + 1, 0, self._budget.elapsed
        enough = min(self._ENOUGH, steps)
        looks = min(steps, self._MOST, int(self._budget.left(seconds) * self._PART / self.cost))
        # Some rows of the beginning, and ever fewer later on, are looked at whatever it costs: a course needs points.
        if self._rows < self._SURE_ROWS or self._rows >= 1.25 * self._last_sure:
            looks, self._last_sure = max(looks, enough), self._rows
        self._stride = max(1, steps // looks) if looks >= enough else 0
