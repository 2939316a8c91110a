"""The callback for Keras."""

from __future__ import annotations

import logging
import math
from dataclasses import replace
from typing import Any, Dict, List, Optional

from .at_end import AtEnd
from .framework_base import plain_class, with_bases
from .recorder import Recorder
from .results import AnalysisResult
from .settings import Settings
from .trackers import of_active_run

log = logging.getLogger("deepfix")
_BASES = (("keras.callbacks", "Callback"), ("tensorflow.keras.callbacks", "Callback"))
_TASKS = {"mse": "regression", "mae": "regression", "mean_squared_error": "regression", "mean_absolute_error": "regression"}


class KerasCallback:
    """Records model.fit and has it analysed at its end. Takes the arguments of deepfix.settings.Settings."""

    def __new__(cls, *args: Any, **kwargs: Any) -> "KerasCallback":
        made: KerasCallback = object.__new__(with_bases(cls, _BASES))
        return made

    def __init__(self, dataset_name: Optional[str] = None, train_dataset: Any = None, val_dataset: Any = None, **settings: Any) -> None:
        super().__init__()
        self._arguments: Dict[str, Any] = {"dataset_name": dataset_name, "train_dataset": train_dataset, "val_dataset": val_dataset, **settings}
        self.settings = Settings(**self._arguments)
        self._recorder: Optional[Recorder] = None
        self._at_end: Optional[AtEnd] = None
        self._trained: Any = None
        self._fit: Dict[str, Any] = {}
        self._steps = 0

    def __reduce__(self) -> Any:
        return _rebuilt, (plain_class(self), self._arguments)

    @property
    def result(self) -> Optional[AnalysisResult]:
        """What the analysis said, once there is one."""
        return self._recorder.result if self._recorder is not None else None

    def set_model(self, model: Any) -> None:
        """Keras names the model."""
        self._trained = model
        parent = getattr(super(), "set_model", None)
        if parent is not None:
            parent(model)

    def set_params(self, params: Any) -> None:
        """Keras names the arguments of fit."""
        self._fit = dict(params or {})
        parent = getattr(super(), "set_params", None)
        if parent is not None:
            parent(params)

    def on_train_begin(self, logs: Any = None) -> None:
        """Training begins."""
        self._finish(RuntimeError("the training before ended without its last hook"))
        self._steps = 0
        self._recorder = None
        if not Recorder.is_first_process():
            return
        recorder = self._recorder = Recorder(replace(self.settings))
        try:
            recorder.set_params(_describe(self._trained, self._fit))
        except Exception as error:
            log.debug("the model could not be described", exc_info=error)
        # After an exception in training Keras calls nobody any more.
        self._at_end = AtEnd(self, lambda failure: _deliver(recorder, failure))

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        """A step is taken."""
        self._steps += 1

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        """An epoch is over."""
        if self._recorder is None:
            return
        start = self._recorder.budget.clock()
        try:
            self._recorder.row(self._steps, epoch, {**dict(logs or {})}, self._measured())
        except Exception as error:
            log.debug("recording failed", exc_info=error)
        self._recorder.budget.spend(start)

    def on_train_end(self, logs: Any = None) -> None:
        """Training is over."""
        self._finish(None)

    def _measured(self) -> Dict[str, float]:
        measured: Dict[str, float] = {}
        rate = _rate(getattr(self._trained, "optimizer", None))
        if rate is not None:
            measured["learning_rate"] = rate
        assert self._recorder is not None
        if self._recorder.budget.allows(0.0):
            kernels = [w for w in self._trained.get_weights() if getattr(w, "ndim", 0) >= 2] if hasattr(self._trained, "get_weights") else []
            if kernels:
                measured["weight_norm"] = math.sqrt(sum(float((w.astype("float64") ** 2).sum()) for w in kernels))
        return measured

    def _finish(self, failure: Optional[BaseException]) -> None:
        if self._at_end is not None:
            self._at_end.cancel()
            self._at_end = None
        if self._recorder is not None:
            _deliver(self._recorder, failure)


def _deliver(recorder: Recorder, failure: Optional[BaseException]) -> None:
    recorder.finish(None if recorder.settings.offline_mode else of_active_run(), failure)


def _describe(model: Any, fit: Dict[str, Any]) -> Dict[str, Any]:
    layers = list(getattr(model, "layers", None) or [])
    activations = [_activation(layer) for layer in layers]
    named = [a for a in activations if a]
    units: List[int] = [u for u in (getattr(layer, "units", None) or getattr(layer, "filters", None) for layer in layers) if isinstance(u, int)]
    optimizer = getattr(model, "optimizer", None)
    rates = [float(r) for r in (getattr(layer, "rate", None) for layer in layers if "Dropout" in type(layer).__name__) if isinstance(r, (int, float))]
    loss = _loss(getattr(model, "loss", None))
    last = named[-1] if named else None
    hidden = [a for a in named[:-1] if a != "linear"]
    return {
        "model_name": getattr(model, "name", None) or type(model).__name__,
        "optimizer": type(optimizer).__name__ if optimizer is not None else None,
        "learning_rate": _rate(optimizer),
        "num_epochs": fit.get("epochs"),
        "batch_size": fit.get("batch_size"),
        "dropout_rate": max(rates) if rates else 0.0,
        "loss_function": loss,
        "task_type": "classification" if loss and "crossentropy" in loss.lower() else _TASKS.get((loss or "").lower()),
        "model": {
            "layers": [type(layer).__name__ for layer in layers],
            "activation": max(sorted(set(hidden)), key=hidden.count) if hidden else None,
            "hidden_units": max(set(units[:-1]), key=units.count) if len(units) > 1 else None,
            "num_layers": len(units) - 1 if len(units) > 1 else None,
            "final_activation": None if last is None else "none" if last == "linear" else last,
            "num_parameters": _count(getattr(model, "weights", None)),
            "num_trainable_parameters": _count(getattr(model, "trainable_weights", None)),
        },
    }


def _activation(layer: Any) -> Optional[str]:
    function = getattr(layer, "activation", None)
    return getattr(function, "__name__", None) or (type(layer).__name__.lower() if type(layer).__name__ in ("ReLU", "Softmax", "LeakyReLU") else None)


def _loss(loss: Any) -> Optional[str]:
    if loss is None or isinstance(loss, str):
        return loss
    name = getattr(loss, "__name__", None) or type(loss).__name__
    return str(name)


def _rate(optimizer: Any) -> Optional[float]:
    rate = getattr(optimizer, "learning_rate", None)
    try:
        return None if rate is None else float(rate.numpy() if hasattr(rate, "numpy") else rate)
    except (TypeError, ValueError, RuntimeError):
        return None


def _count(weights: Any) -> Optional[int]:
    if not weights:
        return None
    return sum(math.prod(int(side) for side in w.shape) for w in weights)


def _rebuilt(kind: Any, arguments: Dict[str, Any]) -> Any:
    return kind(**arguments)
