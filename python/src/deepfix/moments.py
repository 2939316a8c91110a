"""Mean, deviation and range of numbers that come in parts."""

from __future__ import annotations

import math
from typing import Any, Dict


class Moments:
    """Merges parts as they come, in bounded memory (Chan, Golub and LeVeque 1979)."""

    def __init__(self) -> None:
        self._count = 0
        self._mean = 0.0
        self._squares = 0.0
        self._min = math.inf
        self._max = -math.inf

    def add(self, count: int, mean: float, squares: float, low: float, high: float) -> None:
        """A part: its size, mean, sum of squared deviations, and range."""
        if not count or not math.isfinite(mean):
            return
        total, delta = self._count + count, mean - self._mean
        self._squares += squares + delta * delta * self._count * count / total
        self._mean += delta * count / total
        self._count, self._min, self._max = total, min(self._min, low), max(self._max, high)

    def add_tensor(self, tensor: Any) -> None:
        """The numbers of a torch tensor, of large ones every so many."""
        flat = tensor.reshape(-1)
        if flat.numel() > 65536:
            flat = flat[:: flat.numel() // 32768]
        if not flat.numel():
            return
        flat = flat.double()
        mean = flat.mean()
        squares = ((flat - mean) ** 2).sum()
        self.add(flat.numel(), float(mean), float(squares), float(flat.min()), float(flat.max()))

    def to_dict(self) -> Dict[str, float]:
        """mean, std, min and max."""
        return {"mean": self._mean, "std": math.sqrt(self._squares / self._count), "min": self._min, "max": self._max} if self._count else {}
