"""The callback for the Trainer of Hugging Face."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any, Dict, Optional

from . import facts
from .at_end import AtEnd
from .framework_base import plain_class, with_bases
from .recorder import Recorder
from .results import AnalysisResult
from .settings import Settings
from .trackers import of_active_run

log = logging.getLogger("deepfix")
_NO_METRICS = ("runtime", "samples_per_second", "steps_per_second", "flos", "jit_compilation_time")


class HuggingFaceCallback:
    """Records a training of a Hugging Face Trainer and has it analysed at its end. Takes the arguments of deepfix.settings.Settings."""

    def __new__(cls, *args: Any, **kwargs: Any) -> "HuggingFaceCallback":
        made: HuggingFaceCallback = object.__new__(with_bases(cls, [("transformers", "TrainerCallback"), ("transformers.trainer_callback", "TrainerCallback")]))
        return made

    def __init__(self, dataset_name: Optional[str] = None, train_dataset: Any = None, val_dataset: Any = None, **settings: Any) -> None:
        super().__init__()
        self._arguments: Dict[str, Any] = {"dataset_name": dataset_name, "train_dataset": train_dataset, "val_dataset": val_dataset, **settings}
        self.settings = Settings(**self._arguments)
        self._recorder: Optional[Recorder] = None
        self._at_end: Optional[AtEnd] = None

    def __reduce__(self) -> Any:
        return _rebuilt, (plain_class(self), self._arguments)

    @property
    def result(self) -> Optional[AnalysisResult]:
        """What the analysis said, once there is one."""
        return self._recorder.result if self._recorder is not None else None

    def on_train_begin(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Training begins."""
        self._finish(RuntimeError("the training before ended without its last hook"))
        self._recorder = None
        if not getattr(state, "is_world_process_zero", True):
            return
        try:
            self._begin(args, kwargs)
        except Exception as error:
            log.debug("recording could not begin", exc_info=error)

    def on_log(self, args: Any, state: Any, control: Any, logs: Optional[Dict[str, Any]] = None, **kwargs: Any) -> None:
        """Something was logged, of training or of an evaluation."""
        if self._recorder is None or not logs or "train_runtime" in logs:
            return
        try:
            named = {_name(k): v for k, v in logs.items() if k != "epoch" and not k.endswith(_NO_METRICS)}
            # The Trainer's norm is that of one step; what was seen of several says more.
            norm = named.pop("grad_norm", None)
            self._recorder.row(int(state.global_step), float(logs.get("epoch", state.epoch or 0)), named, {} if norm is None else {"grad_norm": float(norm)})
        except Exception as error:
            log.debug("recording failed", exc_info=error)

    def on_prediction_step(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """A batch was evaluated."""

    def on_train_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Training is over."""
        self._finish(None)

    def _begin(self, args: Any, known: Dict[str, Any]) -> None:
        recorder = Recorder(replace(self.settings))
        recorder.begin(known.get("model"))
        optimizer, loader = known.get("optimizer"), known.get("train_dataloader")
        if optimizer is not None:
            recorder.set_params(facts.of_optimizer(optimizer))
            if recorder.torch is not None:
                recorder.torch.follow(optimizer)
        recorder.set_params(facts.of_loader(loader))
        recorder.set_params(_arguments_of(args))
        own = recorder.settings
        own.train_dataset = own.train_dataset if own.train_dataset is not None else getattr(loader, "dataset", None)
        own.val_dataset = own.val_dataset if own.val_dataset is not None else getattr(known.get("eval_dataloader"), "dataset", None)
        self._recorder = recorder
        # After an exception in training the Trainer calls nobody any more.
        self._at_end = AtEnd(self, lambda failure: _deliver(recorder, failure))

    def _finish(self, failure: Optional[BaseException]) -> None:
        if self._at_end is not None:
            self._at_end.cancel()
            self._at_end = None
        if self._recorder is not None:
            _deliver(self._recorder, failure)


def _deliver(recorder: Recorder, failure: Optional[BaseException]) -> None:
    recorder.finish(None if recorder.settings.offline_mode else of_active_run(), failure)


def _arguments_of(args: Any) -> Dict[str, Any]:
    names = {
        "learning_rate": "learning_rate",
        "weight_decay": "weight_decay",
        "per_device_train_batch_size": "batch_size",
        "num_train_epochs": "num_epochs",
        "max_grad_norm": "gradient_clip_val",
        "optim": "optimizer",
        "fp16": "fp16",
    }
    found = {ours: getattr(args, theirs, None) for theirs, ours in names.items()}
    if isinstance(found["num_epochs"], float) and found["num_epochs"].is_integer():
        found["num_epochs"] = int(found["num_epochs"])
    scheduler = getattr(args, "lr_scheduler_type", None)
    found["scheduler"] = getattr(scheduler, "value", scheduler)
    return {k: v if isinstance(v, (bool, int, float)) else str(getattr(v, "value", v)) for k, v in found.items() if v is not None}


def _name(name: str) -> str:
    return "val_" + name[5:] if name.startswith("eval_") else name


def _rebuilt(kind: Any, arguments: Dict[str, Any]) -> Any:
    return kind(**arguments)
