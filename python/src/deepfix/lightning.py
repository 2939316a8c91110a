"""The callback for Lightning 2, under either of its import names."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any, Dict, List, Optional, Set, Tuple

from . import facts
from .framework_base import plain_class, with_bases
from .recorder import Recorder
from .results import AnalysisResult
from .settings import Settings
from .trackers import of_active_run, of_loggers

log = logging.getLogger("deepfix")
_BASES = (("lightning.pytorch.callbacks", "Callback"), ("pytorch_lightning.callbacks", "Callback"), ("lightning.pytorch", "Callback"), ("pytorch_lightning", "Callback"))


class DeepFixCallback:
    """Records a Lightning training and has it analysed at its end. Takes the arguments of deepfix.settings.Settings."""

    def __new__(cls, *args: Any, **kwargs: Any) -> "DeepFixCallback":
        made: DeepFixCallback = object.__new__(with_bases(cls, _BASES))
        return made

    def __init__(self, dataset_name: Optional[str] = None, train_dataset: Any = None, val_dataset: Any = None, **settings: Any) -> None:
        super().__init__()
        self._arguments: Dict[str, Any] = {"dataset_name": dataset_name, "train_dataset": train_dataset, "val_dataset": val_dataset, **settings}
        self.settings = Settings(**self._arguments)
        self._recorder: Optional[Recorder] = None
        self._val_names: Set[str] = set()
        self._validated = False
        self._before_validation: Dict[str, float] = {}
        self._validation: Tuple[int, int, Dict[str, float]] = (0, 0, {})

    def __reduce__(self) -> Any:
        return _rebuilt, (plain_class(self), self._arguments)

    @property
    def result(self) -> Optional[AnalysisResult]:
        """What the analysis said, once there is one."""
        return self._recorder.result if self._recorder is not None else None

    def on_fit_start(self, trainer: Any, pl_module: Any) -> None:
        """Training begins."""
        self._recorder = None
        if not getattr(trainer, "is_global_zero", True) or getattr(trainer, "fast_dev_run", False):
            return
        self._guarded(self._begin, trainer, pl_module)

    def on_train_start(self, trainer: Any, pl_module: Any) -> None:
        """The sanity check is over: what was seen of it is no part of the training."""
        if self._recorder is not None and self._recorder.torch is not None:
            self._guarded(self._recorder.torch.drain)

    def on_train_batch_start(self, trainer: Any, pl_module: Any, batch: Any, batch_idx: int) -> None:
        """A training batch is ready."""
        if self._is_on(trainer) and self._recorder is not None and self._recorder.torch is not None:
            self._recorder.torch.is_validating = False
            self._guarded(self._recorder.torch.fed, _first_tensor(batch), "train")

    def on_before_backward(self, trainer: Any, pl_module: Any, loss: Any) -> None:
        """The loss is there, with its graph."""
        if self._recorder is not None and self._recorder.torch is not None:
            self._guarded(self._recorder.torch.before_backward, loss)

    def on_before_optimizer_step(self, trainer: Any, pl_module: Any, optimizer: Any) -> None:
        """Gradients are there."""
        if self._recorder is not None and self._recorder.torch is not None:
            self._guarded(self._recorder.torch.before_step, optimizer)

    def on_train_batch_end(self, trainer: Any, pl_module: Any, outputs: Any, batch: Any, batch_idx: int) -> None:
        """The step is taken."""
        if self._recorder is not None and self._recorder.torch is not None:
            self._guarded(self._recorder.torch.after_step)

    def on_validation_start(self, trainer: Any, pl_module: Any) -> None:
        """Validation begins."""
        if self._is_on(trainer):
            self._guarded(self._before, trainer)

    def on_validation_batch_start(self, trainer: Any, pl_module: Any, batch: Any, batch_idx: int, dataloader_idx: int = 0) -> None:
        """A validation batch is ready."""
        if self._is_on(trainer) and self._recorder is not None and self._recorder.torch is not None:
            self._recorder.torch.is_validating = True
            self._guarded(self._recorder.torch.fed, _first_tensor(batch), "val")

    def on_validation_end(self, trainer: Any, pl_module: Any) -> None:
        """Validation is over."""
        if self._is_on(trainer):
            self._guarded(self._after_validation, trainer)

    def on_train_epoch_end(self, trainer: Any, pl_module: Any) -> None:
        """An epoch is over."""
        if self._is_on(trainer):
            self._guarded(self._epoch, trainer)

    def on_fit_end(self, trainer: Any, pl_module: Any) -> None:
        """Training is over."""
        self._finish(trainer, None)

    def on_exception(self, trainer: Any, pl_module: Any, exception: BaseException) -> None:
        """Training failed, or was interrupted."""
        if self._recorder is not None and not getattr(trainer, "sanity_checking", False):
            self._guarded(self._epoch, trainer, True)
        self._finish(trainer, exception)

    def _is_on(self, trainer: Any) -> bool:
        return self._recorder is not None and not getattr(trainer, "sanity_checking", False)

    def _guarded(self, work: Any, *args: Any) -> None:
        # A fault of the recorder must not end a training.
        try:
            work(*args)
        except Exception as error:
            log.debug("recording failed in %s", work, exc_info=error)

    def _begin(self, trainer: Any, module: Any) -> None:
        recorder = Recorder(replace(self.settings))
        recorder.begin(module)
        if recorder.torch is not None:
            recorder.torch.is_validating = True
        self._recorder, self._val_names, self._validated = recorder, set(), False

    def _before(self, trainer: Any) -> None:
        assert self._recorder is not None
        if self._validated:
            # A second validation in one epoch: the first gets a row of its own.
            step, epoch, metrics = self._validation
            self._recorder.row(step, epoch, {k: v for k, v in metrics.items() if k in self._val_names})
            self._validated = False
        self._before_validation = _metrics(trainer)

    def _after_validation(self, trainer: Any) -> None:
        now = _metrics(trainer)
        self._val_names |= {k for k in now if k not in self._before_validation or k.lower().startswith(("val", "valid", "eval", "dev"))}
        self._validated, self._validation = True, (int(trainer.global_step), int(trainer.current_epoch), now)

    def _epoch(self, trainer: Any, is_cut: bool = False) -> None:
        assert self._recorder is not None
        metrics = _metrics(trainer)
        if not self._validated:
            metrics = {k: v for k, v in metrics.items() if k not in self._val_names}
        if is_cut:
            # The epoch was not finished: what is there of it are the steps' values, or the epoch before.
            rows = self._recorder.history.rows
            if rows and rows[-1]["step"] >= int(trainer.global_step):
                return
            metrics = {k: v for k, v in metrics.items() if k.endswith("_step") and not self._validated}
        self._row(trainer, metrics)
        self._validated = False

    def _row(self, trainer: Any, metrics: Dict[str, float]) -> None:
        assert self._recorder is not None
        plain = {k: v for k, v in metrics.items() if not k.endswith("_step")}
        plain.update({k[:-5]: v for k, v in metrics.items() if k.endswith("_step") and k[:-5] not in plain and k[:-5] + "_epoch" not in plain})
        self._recorder.row(int(trainer.global_step), int(trainer.current_epoch), plain)

    def _finish(self, trainer: Any, failure: Optional[BaseException]) -> None:
        recorder = self._recorder
        if recorder is None:
            return
        self._guarded(self._describe, trainer, recorder)
        tracker = None
        if not self.settings.offline_mode:
            try:
                tracker = of_loggers(list(getattr(trainer, "loggers", None) or [])) or of_active_run()
            except Exception as error:
                log.warning("The MLflow logger could not be used: %s: %s", type(error).__name__, error)
        recorder.finish(tracker, failure)

    def _describe(self, trainer: Any, recorder: Recorder) -> None:
        optimizers: List[Any] = list(getattr(trainer, "optimizers", None) or [])
        if optimizers:
            rate = next((row["learning_rate"] for row in recorder.history.rows if "learning_rate" in row), None)
            recorder.set_params(facts.of_optimizer(optimizers[0], rate))
        loader = getattr(trainer, "train_dataloader", None)
        loader = loader if hasattr(loader, "dataset") or hasattr(loader, "batch_size") else getattr(loader, "loaders", None)
        recorder.set_params(facts.of_loader(loader))
        val_loader = getattr(trainer, "val_dataloaders", None)
        val_loader = val_loader[0] if isinstance(val_loader, (list, tuple)) and val_loader else val_loader
        own = recorder.settings
        own.train_dataset = own.train_dataset if own.train_dataset is not None else getattr(loader, "dataset", None)
        own.val_dataset = own.val_dataset if own.val_dataset is not None else getattr(val_loader, "dataset", None)
        configs = list(getattr(trainer, "lr_scheduler_configs", None) or [])
        epochs = getattr(trainer, "max_epochs", None)
        recorder.set_params(
            {
                "scheduler": facts.scheduler_name(configs[0].scheduler) if configs else "none",
                "num_epochs": epochs if isinstance(epochs, int) and epochs > 0 else None,
                "gradient_clip_val": getattr(trainer, "gradient_clip_val", None),
            }
        )
        if recorder.torch is not None:
            module = trainer.lightning_module if hasattr(trainer, "lightning_module") else None
            if module is not None:
                known = facts.settings_of(getattr(module, "hparams", {}) or {})
                recorder.set_params({k: v for k, v in known.items() if k not in ("lr", "learning_rate", "model", "batch_size", "num_epochs", "max_epochs", "optimizer")})


def _metrics(trainer: Any) -> Dict[str, float]:
    found: Dict[str, float] = {}
    for name, value in dict(getattr(trainer, "callback_metrics", {}) or {}).items():
        try:
            found[str(name)] = float(value)
        except (TypeError, ValueError, RuntimeError):
            continue
    return found


def _first_tensor(batch: Any) -> Any:
    if isinstance(batch, (list, tuple)):
        return _first_tensor(batch[0]) if batch else None
    if isinstance(batch, dict):
        return _first_tensor(next(iter(batch.values()))) if batch else None
    return batch


def _rebuilt(kind: Any, arguments: Dict[str, Any]) -> Any:
    return kind(**arguments)


DeepSightCallback = DeepFixCallback
