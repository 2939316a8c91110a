"""Sees every loss that torch.nn.functional computes while it is in place. The functions give what they always give."""

from __future__ import annotations

import functools
from typing import Any, Callable, Dict

_FUNCTIONS = {
    "cross_entropy": "CrossEntropyLoss",
    "nll_loss": "NLLLoss",
    "mse_loss": "MSELoss",
    "l1_loss": "L1Loss",
    "smooth_l1_loss": "SmoothL1Loss",
    "huber_loss": "HuberLoss",
    "binary_cross_entropy": "BCELoss",
    "binary_cross_entropy_with_logits": "BCEWithLogitsLoss",
}
Seen = Callable[[str, Any, Any, Any], None]


class LossTap:
    """Tells a function of each loss: its name, the outputs, the targets and the loss. Whatever that function does wrong stays within it."""

    def __init__(self, torch: Any, seen: Seen) -> None:
        self._torch, self._seen = torch, seen
        self._originals: Dict[str, Any] = {}
        self._is_inside = False

    def install(self) -> None:
        """Puts the tap in place."""
        functional = self._torch.nn.functional
        for name, loss_name in _FUNCTIONS.items():
            original = getattr(functional, name, None)
            if original is not None and name not in self._originals:
                self._originals[name] = original
                setattr(functional, name, self._wrapped(original, loss_name))

    def remove(self) -> None:
        """Takes the tap out again."""
        for name, original in self._originals.items():
            setattr(self._torch.nn.functional, name, original)
        self._originals = {}

    def _wrapped(self, original: Any, loss_name: str) -> Any:
        is_compiling = getattr(getattr(self._torch, "compiler", None), "is_compiling", None)

        @functools.wraps(original)
        def loss(*args: Any, **kwargs: Any) -> Any:
            value = original(*args, **kwargs)
            if self._is_inside or (is_compiling is not None and is_compiling()):
                return value
            self._is_inside = True
            try:
                outputs = args[0] if args else kwargs.get("input")
                targets = args[1] if len(args) > 1 else kwargs.get("target")
                self._seen(loss_name, outputs, targets, value)
            except Exception:  # the training goes on, whatever the recorder meets
                pass
            finally:
                self._is_inside = False
            return value

        return loss
