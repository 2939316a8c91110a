"""Records a loop that no framework drives: with deepfix.watch(model, optimizer, ...) as run."""

from __future__ import annotations

import gc
import logging
import os
import time
from types import TracebackType
from typing import Any, Dict, Mapping, Optional, Type

from . import facts
from .recorder import Recorder
from .results import AnalysisResult
from .settings import Settings
from .trackers import NewRun, RestTracker, Tracker, of_active_run

log = logging.getLogger("deepfix")


class watch:  # noqa: N801 - read as a word: with deepfix.watch(...)
    """Watches a training loop, and has it analysed when the block is left, whether it ended well or not.

    model, optimizer: what trains; of torch models much is seen from within. scheduler, loss_function, num_epochs, params: settings that cannot be seen.
    run_id and tracking_uri: the MLflow run to log to; with tracking_uri alone a new run is made; with neither the active run of mlflow is used,
    else MLFLOW_TRACKING_URI. The rest are the arguments of deepfix.settings.Settings.
    """

    def __init__(
        self,
        model: Any = None,
        optimizer: Any = None,
        *,
        scheduler: Any = None,
        loss_function: Optional[str] = None,
        num_epochs: Optional[int] = None,
        params: Optional[Mapping[str, Any]] = None,
        tracking_uri: Optional[str] = None,
        run_id: Optional[str] = None,
        experiment: str = "Default",
        run_name: Optional[str] = None,
        **settings: Any,
    ) -> None:
        self.settings = Settings(**settings)
        self._model, self._optimizer, self._scheduler = model, optimizer, scheduler
        self._given: Dict[str, Any] = {**dict(params or {}), "loss_function": loss_function, "num_epochs": num_epochs}
        self._tracking_uri, self._run_id, self._experiment, self._run_name = tracking_uri, run_id, experiment, run_name
        self._recorder: Optional[Recorder] = None
        self._epoch = 0
        self._started_ms = 0

    @property
    def result(self) -> Optional[AnalysisResult]:
        """What the analysis said, once there is one."""
        return self._recorder.result if self._recorder is not None else None

    def __enter__(self) -> "watch":
        self._started_ms = int(time.time() * 1000)
        if not Recorder.is_first_process():
            return self
        recorder = Recorder(self.settings)
        try:
            recorder.begin(self._model)
            self._follow(recorder)
        except Exception as error:
            log.debug("recording could not begin", exc_info=error)
        self._recorder = recorder
        return self

    def log(self, metrics: Optional[Mapping[str, Any]] = None, *, step: Optional[int] = None, epoch: Optional[float] = None, **more: Any) -> None:
        """Ends an epoch, or a stretch of steps: adds a row with these metrics. What is not given is filled in from what was seen.

        step: updates so far; counted where not given. epoch: counted from 0 where not given.
        """
        recorder = self._recorder
        if recorder is None:
            return
        try:
            seen = recorder.budget.steps or self._epoch + 1
            recorder.row(seen if step is None else step, self._epoch if epoch is None else epoch, {**dict(metrics or {}), **more})
        except Exception as error:
            log.debug("recording failed", exc_info=error)
        self._epoch = self._epoch + 1 if epoch is None else int(epoch) + 1

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        recorder = self._recorder
        if recorder is None:
            return
        if recorder.torch is not None and recorder.torch.has_news:
            # Steps after the last row: those of an epoch that was cut, or of a loop that logs nothing.
            self.log()
        recorder.set_params({k: v for k, v in self._given.items() if v is not None})
        recorder.set_params({"scheduler": facts.scheduler_name(self._scheduler), "num_epochs": self._epoch or None})
        if recorder.torch is None:
            recorder.set_params({"model_name": None if self._model is None else type(self._model).__name__})
        recorder.finish(self._tracker(recorder), error, self._run_name)

    def _follow(self, recorder: Recorder) -> None:
        optimizer = self._optimizer if self._optimizer is not None else self._found_optimizer(recorder)
        if optimizer is None:
            return
        recorder.set_params(facts.of_optimizer(optimizer))
        if recorder.torch is not None:
            recorder.torch.follow(optimizer)
        for source in (self.settings.train_dataset,):
            recorder.set_params(facts.of_loader(source))

    def _found_optimizer(self, recorder: Recorder) -> Any:
        if recorder.torch is None:
            return None
        import torch

        mine = {id(p) for p in self._model.parameters()}
        for item in gc.get_objects():
            if type(item).__module__.startswith("torch.optim") and isinstance(item, torch.optim.Optimizer) and any(id(p) in mine for g in item.param_groups for p in g["params"]):
                return item
        return None

    def _tracker(self, recorder: Recorder) -> Optional[Tracker]:
        if self.settings.offline_mode:
            return None
        uri = self._tracking_uri
        if uri is None and self._run_id is None:
            active = of_active_run()
            if active is not None:
                return active
        uri = uri or os.environ.get("MLFLOW_TRACKING_URI")
        if not uri or not uri.lower().startswith(("http://", "https://")):
            return None
        if self._run_id:
            return RestTracker(uri, self._run_id)
        return NewRun(uri, self._experiment, self._run_name, self._started_ms, recorder.history.rows, recorder.params)
