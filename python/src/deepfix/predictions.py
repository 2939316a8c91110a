"""What a model said and what was meant, counted as it comes: loss, accuracy, balanced accuracy and the share of the commonest class, or R²."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

_MOST_CLASSES = 1000


class Predictions:
    """Keeps the classes named and the classes meant, a number each a row; of numbers their sums."""

    def __init__(self, torch: Any) -> None:
        self._torch = torch
        self._named: List[Any] = []
        self._meant: List[Any] = []
        self._loss: List[Any] = []
        self._squares: List[Any] = []
        self._numbers = 0

    def add_loss(self, loss: Any, targets: Any) -> None:
        """The loss of a batch."""
        if loss.dim() == 0:
            self._loss.append((loss.detach(), targets.shape[0] if targets.dim() else 1))

    def add(self, outputs: Any, targets: Any, is_probability: bool) -> None:
        """The classes or numbers that a batch was about."""
        named = _classes_named(outputs.detach(), targets, is_probability)
        if named is None:
            self._add_numbers(outputs.detach(), targets.detach())
            return
        meant = targets.detach()
        if meant.dim() == 2 and meant.shape[1] > 1:
            meant = meant.argmax(1)
        self._named.append(named)
        self._meant.append(meant.reshape(-1))

    def _add_numbers(self, outputs: Any, targets: Any) -> None:
        if outputs.numel() != targets.numel() or not targets.is_floating_point() or not targets.numel():
            return
        meant = targets.reshape(-1).double()
        error = outputs.reshape(-1).double() - meant
        self._squares.append(self._torch.stack([meant.sum(), (meant * meant).sum(), (error * error).sum()]))
        self._numbers += int(targets.numel())

    def take(self, other: "Predictions") -> None:
        """Takes over what another one kept, which begins afresh."""
        self._loss += other._loss
        self._named += other._named
        self._meant += other._meant
        self._squares += other._squares
        self._numbers += other._numbers
        other._clear()

    def drain(self, prefix: str) -> Dict[str, float]:
        """The measures of what came since the last time, and a fresh start."""
        columns: Dict[str, float] = {}
        rows = sum(n for _, n in self._loss)
        if rows:
            columns[f"{prefix}_loss"] = float((self._torch.stack([v.float() * n for v, n in self._loss]).sum() / rows).item())
        if self._named:
            self._count(columns, prefix)
        elif self._squares:
            total, square, error = self._torch.stack(self._squares).sum(0).tolist()
            spread = square - total * total / self._numbers
            if spread > 0:
                columns[f"{prefix}_r2"] = 1 - error / spread
        self._clear()
        return columns

    def _clear(self) -> None:
        self._named, self._meant, self._loss, self._squares, self._numbers = [], [], [], [], 0

    def _count(self, columns: Dict[str, float], prefix: str) -> None:
        torch = self._torch
        named, meant = torch.cat(self._named).long().cpu(), torch.cat(self._meant).long().cpu()
        valid = meant >= 0
        if not bool(valid.all()):
            named, meant = named[valid], meant[valid]
        if not named.numel():
            return
        columns[f"{prefix}_accuracy"] = float((named == meant).float().mean().item())
        classes = int(max(named.max().item(), meant.max().item())) + 1
        if classes > _MOST_CLASSES:
            return
        columns[f"{prefix}_max_class_share"] = float(torch.bincount(named).max().item()) / named.numel()
        met = torch.bincount(meant, minlength=classes).float()
        right = torch.bincount(meant[named == meant], minlength=classes).float()
        columns[f"{prefix}_balanced_accuracy"] = float((right[met > 0] / met[met > 0]).mean().item())


def _classes_named(outputs: Any, targets: Any, is_probability: bool) -> Optional[Any]:
    if outputs.dim() == 2 and outputs.shape[1] > 1:
        is_index = targets.dim() == 1 and not targets.is_floating_point() and targets.shape[0] == outputs.shape[0]
        is_one_hot = targets.shape == outputs.shape and bool(((targets == 0) | (targets == 1)).all()) and bool((targets.sum(1) == 1).all())
        return outputs.argmax(1) if is_index or is_one_hot else None
    if outputs.dim() <= 2 and outputs.numel() == targets.numel() and _is_binary(targets):
        return (outputs.reshape(-1) > (0.5 if is_probability else 0.0)).long()
    return None


def _is_binary(targets: Any) -> bool:
    return bool(((targets == 0) | (targets == 1)).all())
