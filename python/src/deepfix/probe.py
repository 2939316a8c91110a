"""Looks at gradients and weights of a torch model while it trains: a few steps of every epoch, evenly spread, within the budget. Nothing is changed."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Optional, Tuple

from .budget import Budget, RowPlan

_MOST_LAYERS = 64
_SLICE = 4096
_WEIGHTS_EVERY = 16
_FEWEST_FOR_MAX = 5


class Probe:
    """Samples what metrics.csv calls grad_norm, grad_norm_max, grad_norm/<layer>, update_ratio, weight_norm, zero_grad_fraction and nan_count."""

    def __init__(self, torch: Any, model: Any, budget: Budget) -> None:
        self._torch, self._budget = torch, budget
        self._parameters: List[Any] = [p for p in model.parameters()]
        self._layers = _layers_of(model)
        self._rows = RowPlan(budget, 6e-5)
        self._samples: List[Any] = []
        self._zero: List[Any] = []
        self._ratios: List[Any] = []
        self._before: Optional[List[Tuple[Any, Any]]] = None
        self.learning_rate: Optional[float] = None

    @property
    def stride(self) -> int:
        """Steps from one look at the gradients to the next."""
        return max(1, round(self._budget.steps / max(1, self._rows.looks)))

    @property
    def cost(self) -> float:
        """Seconds that a look at the gradients usually takes."""
        return self._rows.cost

    def is_due(self) -> bool:
        """Whether the coming step is to be looked at. The first one always is."""
        return self._rows.is_due()

    def before_step(self, optimizer: Any) -> None:
        """Gradients are ready, the step is not taken yet."""
        start = self._budget.clock()
        if optimizer is not None:
            self.learning_rate = _rate(optimizer)
        self._look_at_gradients()
        self._rows.looked(self._budget.clock() - start)
        # Weights cost more and change slowly: once a row, and again in long ones.
        if len(self._samples) % _WEIGHTS_EVERY == 1:
            self._look_at_weights()

    def after_step(self) -> None:
        """The step is taken."""
        if self._before is None:
            return
        before, self._before = self._before, None
        parts = []
        for parameter, old in before:
            new = _sliced(parameter)
            parts.append((new - old).norm() / old.norm().clamp_min(1e-12))
        if parts:
            self._ratios.append(self._torch.stack(parts).mean())

    def drain(self) -> Dict[str, float]:
        """What was seen since the last time, as columns of one row."""
        columns: Dict[str, float] = {}
        self._rows.next_row()
        if self._samples:
            self._drain_norms(columns)
        ratios = [v for v in self._numbers(self._ratios) if math.isfinite(v)]
        if ratios:
            columns["update_ratio"] = sum(ratios) / len(ratios)
        zeros = self._numbers(self._zero)
        if zeros:
            columns["zero_grad_fraction"] = sum(zeros) / len(zeros)
        weights = [p.detach() for _, p in self._layers] or [p.detach() for p in self._parameters]
        if weights:
            columns["weight_norm"] = float(self._torch.stack([w.norm().float() for w in weights]).norm().item())
        if self.learning_rate is not None:
            columns["learning_rate"] = self.learning_rate
        self._samples, self._zero, self._ratios = [], [], []
        return columns

    def _drain_norms(self, columns: Dict[str, float]) -> None:
        rows: List[List[float]] = self._torch.stack(self._samples).tolist()
        totals = [row[0] for row in rows]
        finite = [t for t in totals if math.isfinite(t)]
        columns["grad_norm"] = sum(finite) / len(finite) if finite else math.nan
        # The largest of a few looks is close to their mean, whatever the steps between them did.
        if len(finite) >= min(_FEWEST_FOR_MAX, self._rows.last_steps):
            columns["grad_norm_max"] = max(finite)
        columns["nan_count"] = float(len(totals) - len(finite))
        for i, (name, _) in enumerate(self._layers[:_MOST_LAYERS], start=1):
            layer = [row[i] for row in rows if math.isfinite(row[i])]
            if layer:
                columns[f"grad_norm/{name}"] = sum(layer) / len(layer)

    def _look_at_gradients(self) -> None:
        torch = self._torch
        with torch.no_grad():
            rest = [p.grad.detach() for p in self._others() if p.grad is not None]
            layers = [None if p.grad is None else p.grad.detach() for _, p in self._layers[:_MOST_LAYERS]]
            dense = [g.coalesce().values() if g.is_sparse else g for g in rest + [g for g in layers if g is not None]]
            if not dense:
                self._samples.append(torch.zeros(1 + len(layers)))
                return
            norms = [n.float() for n in _norms(torch, dense)]
            zero = norms[0].new_zeros(())
            by_layer = iter(norms[len(rest):])
            layer_norms = [zero if g is None else next(by_layer) for g in layers]
            self._samples.append(torch.stack([torch.stack(norms).norm(), *layer_norms]).cpu() if dense[0].device.type != "cpu" else torch.stack([torch.stack(norms).norm(), *layer_norms]))

    def _others(self) -> List[Any]:
        named = {id(p) for _, p in self._layers[:_MOST_LAYERS]}
        return [p for p in self._parameters if id(p) not in named]

    def _look_at_weights(self) -> None:
        torch = self._torch
        with torch.no_grad():
            gradients = [p.grad.detach() for _, p in self._layers if p.grad is not None and not p.grad.is_sparse]
            if gradients:
                cells = sum(g.numel() for g in gradients)
                self._zero.append(sum((g == 0).sum() for g in gradients) / cells)
            trained = [p for _, p in self._layers if p.grad is not None][:_MOST_LAYERS]
            self._before = [(p, _sliced(p).clone()) for p in trained]

    def _numbers(self, tensors: List[Any]) -> List[float]:
        return [float(v) for v in self._torch.stack(tensors).tolist()] if tensors else []


def _layers_of(model: Any) -> List[Tuple[str, Any]]:
    # Weights of layers, not biases or scales: those of normalisation say nothing of the signal's way.
    layers, seen = [], set()
    for name, parameter in model.named_parameters():
        owner, _, last = name.rpartition(".")
        if parameter.dim() < 2 or id(parameter) in seen:
            continue
        seen.add(id(parameter))
        layers.append((owner if last == "weight" and owner else name, parameter))
    if len(layers) > _MOST_LAYERS:
        # First and last layers tell most; between them every so many.
        keep = {round(i * (len(layers) - 1) / (_MOST_LAYERS - 1)) for i in range(_MOST_LAYERS)}
        layers = [layer for i, layer in enumerate(layers) if i in keep]
    return layers


def _norms(torch: Any, tensors: List[Any]) -> List[Any]:
    together = getattr(torch, "_foreach_norm", None)
    if together is not None and len({(t.device, t.dtype) for t in tensors}) == 1:
        return list(together(tensors))
    return [t.norm() for t in tensors]


def _sliced(parameter: Any) -> Any:
    flat = parameter.detach().reshape(-1)
    return flat if flat.numel() <= 2 * _SLICE else flat[:: flat.numel() // _SLICE]


def _rate(optimizer: Any) -> Optional[float]:
    groups = getattr(optimizer, "param_groups", None)
    return float(groups[0]["lr"]) if groups and "lr" in groups[0] else None
