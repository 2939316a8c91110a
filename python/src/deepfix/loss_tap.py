"""Sees every loss that torch computes while it is in place, under whatever name the program calls it. The functions give what they always give."""

from __future__ import annotations

import functools
from typing import Any, Callable, List, Tuple

# torch.nn.functional and the modules of torch.nn all end in these.
_NATIVE = {
    "cross_entropy_loss": "CrossEntropyLoss",
    "nll_loss_nd": "NLLLoss",
    "mse_loss": "MSELoss",
    "l1_loss": "L1Loss",
    "smooth_l1_loss": "SmoothL1Loss",
    "huber_loss": "HuberLoss",
    "binary_cross_entropy": "BCELoss",
}
_GENERAL = {"binary_cross_entropy_with_logits": "BCEWithLogitsLoss"}
Seen = Callable[[str, Any, Any, Any], None]


class LossTap:
    """Tells a function of each loss: its name, the outputs, the targets and the loss. Whatever that function does wrong stays within it."""

    def __init__(self, torch: Any, seen: Seen) -> None:
        self._torch, self._seen = torch, seen
        self._originals: List[Tuple[Any, str, Any]] = []
        self._is_inside = False

    def install(self) -> None:
        """Puts the tap in place."""
        if self._originals:
            return
        for owner, names in ((self._torch._C._nn, _NATIVE), (self._torch, _GENERAL)):
            for name, loss_name in names.items():
                original = getattr(owner, name, None)
                if original is not None:
                    self._originals.append((owner, name, original))
                    setattr(owner, name, self._wrapped(original, loss_name))

    def remove(self) -> None:
        """Takes the tap out again."""
        for owner, name, original in reversed(self._originals):
            setattr(owner, name, original)
        self._originals = []

    def _wrapped(self, original: Any, loss_name: str) -> Any:
        is_compiling = getattr(getattr(self._torch, "compiler", None), "is_compiling", None)

        @functools.wraps(original)
        def loss(*args: Any, **kwargs: Any) -> Any:
            value = original(*args, **kwargs)
            if self._is_inside or len(args) < 2 or (is_compiling is not None and is_compiling()):
                return value
            self._is_inside = True
            try:
                self._seen(loss_name, args[0], args[1], value)
            except Exception:  # the training goes on, whatever the recorder meets
                pass
            finally:
                self._is_inside = False
            return value

        return loss
