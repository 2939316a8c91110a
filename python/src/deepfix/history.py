"""The metrics of a training: rows of steps, as metrics.csv has them."""

from __future__ import annotations

import csv
import io
import math
import re
from typing import Any, Dict, List, Mapping, Optional, Sequence

_LEAD = ("train_loss", "val_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2", "learning_rate")
_ALIASES = {"loss": "train_loss", "acc": "train_accuracy", "accuracy": "train_accuracy", "lr": "learning_rate", "train_acc": "train_accuracy", "val_acc": "val_accuracy", "valid_loss": "val_loss", "eval_loss": "val_loss", "eval_accuracy": "val_accuracy"}
_MOST_ROWS = 100_000


class History:
    """Rows of metrics. A row that comes again with the same step is filled up, not repeated."""

    def __init__(self, metric_names: Optional[Sequence[str]] = None) -> None:
        self.rows: List[Dict[str, float]] = []
        self._names = None if metric_names is None else {contract_name(n) for n in metric_names} | set(metric_names) | set(_LEAD)
        self._thinning = 1
        self._seen = 0

    def add(self, step: int, epoch: float, values: Mapping[str, Any], own: Mapping[str, float] = {}) -> None:
        """Adds what was logged at a step, and what was measured besides. Names become the contract's; what is no number is left out."""
        row: Dict[str, float] = {"step": int(step), "epoch": epoch}
        for name, value in values.items():
            number = as_number(value)
            if number is not None and (self._names is None or name in self._names or contract_name(name) in self._names):
                row[contract_name(name)] = number
        for name, value in own.items():
            row.setdefault(name, value)
        if self.rows and self.rows[-1]["step"] == row["step"]:
            self.rows[-1].update(row)
            return
        self._seen += 1
        if self._seen % self._thinning:
            return
        self.rows.append(row)
        if len(self.rows) > _MOST_ROWS:
            self.rows = self.rows[::2]
            self._thinning *= 2

    def last(self, name: str) -> Optional[float]:
        """The latest value of a metric."""
        return next((row[name] for row in reversed(self.rows) if name in row), None)

    def csv(self) -> str:
        """The rows as metrics.csv: an empty cell was not logged; nan, inf and -inf are values."""
        names = {name: None for row in self.rows for name in row if name not in ("step", "epoch")}
        lead = [n for n in _LEAD if n in names or n == "train_loss"]
        layers = [n for n in names if n.startswith("grad_norm/")]
        columns = ["step", "epoch", *lead, *(n for n in names if n not in lead and n not in layers), *layers]
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        for row in self.rows:
            writer.writerow([_cell(row.get(name)) for name in columns])
        return text.getvalue()


def contract_name(name: str) -> str:
    """A metric's name in metrics.csv: that of the contract where it is one of the usual others."""
    name = re.sub(r"_epoch$", "", name.strip())
    return _ALIASES.get(name, name)


def as_number(value: Any) -> Optional[float]:
    """The value as a float; None where it is not one number."""
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, str) or value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError, RuntimeError, OverflowError):
        return None


def _cell(value: Optional[float]) -> str:
    if value is None:
        return ""
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.8g}"
