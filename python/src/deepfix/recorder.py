"""Records one training, whatever framework drives it, and delivers what was recorded at its end."""

from __future__ import annotations

import logging
import os
import time
from typing import Any, Dict, Mapping, Optional

from . import artifacts, deepchecks_suites, facts
from .budget import Budget
from .dataset_statistics import DatasetStatistics
from .delivery import Delivery
from .history import History, contract_name
from .results import AnalysisResult
from .settings import Settings
from .torch_recorder import TorchRecorder, torch_of
from .trackers import Tracker

log = logging.getLogger("deepfix")
_SHARE_OF_STATISTICS = 0.05
_LEAST_SECONDS, _MOST_SECONDS = 0.5, 20.0
_TASKS = {"CrossEntropyLoss": "classification", "NLLLoss": "classification", "BCELoss": "classification", "BCEWithLogitsLoss": "classification"}


class Recorder:
    """What is known of a training while it goes on."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.history = History(settings.metric_names)
        self.params: Dict[str, Any] = {}
        self.budget = Budget()
        self.torch: Optional[TorchRecorder] = None
        self.result: Optional[AnalysisResult] = None
        self._model: Any = None
        self._is_finished = False

    @staticmethod
    def is_first_process() -> bool:
        """Whether this is the process that records, where a launcher started several."""
        return os.environ.get("RANK", "0") in ("0", "") and os.environ.get("SLURM_PROCID", "0") in ("0", "")

    def begin(self, model: Any) -> None:
        """Training starts."""
        self._model = model
        torch = torch_of(model)
        if torch is not None:
            self.torch = TorchRecorder(torch, model, self.budget)
            self.torch.start()

    def row(self, step: int, epoch: float, values: Mapping[str, Any], otherwise: Mapping[str, float] = {}) -> None:
        """A row of metrics.csv: what was logged, what was seen since the last row, and what else is known where neither says it."""
        own: Dict[str, float] = {}
        if self.torch is not None:
            own = self.torch.drain()
            self.torch.wants_loss = not any(contract_name(name) == "train_loss" for name in values)
        self.history.add(step, epoch, values, {**otherwise, **own})

    def set_params(self, params: Mapping[str, Any]) -> None:
        """Settings, of which the first said holds."""
        for name, value in params.items():
            if value is not None:
                self.params.setdefault(name, value)

    def finish(self, tracker: Optional[Tracker], failure: Optional[BaseException] = None, name: Optional[str] = None) -> Optional[AnalysisResult]:
        """The training is over, well or not. Raises in strict mode only, and never beside a failure of the training."""
        if self._is_finished:
            return self.result
        self._is_finished = True
        raises = self.settings.mode == "strict" and failure is None
        self.budget.close()
        if self.torch is not None:
            self.torch.stop()
        if not self.history.rows:
            log.info("nothing was recorded, so nothing is analysed")
            return None
        delivery = Delivery(self.settings, tracker, name or self._name(tracker), raises)
        try:
            files = self._files(delivery, failure)
            self.result = delivery.run(files, self._context(), "FINISHED" if failure is None else "FAILED")
        except Exception as error:
            if raises:
                raise
            log.warning("DeepFix could not record the training: %s: %s", type(error).__name__, error)
        return self.result

    def _files(self, delivery: Delivery, failure: Optional[BaseException]) -> Dict[str, bytes]:
        start = time.perf_counter()
        self._complete_params()
        files = artifacts.training(self.history, self.params)
        statistics = None
        if not delivery.has_dataset():
            statistics = self._dataset(files)
        if self.settings.run_deepchecks:
            files.update(deepchecks_suites.run(self.settings.train_dataset, self.settings.val_dataset, self._dataset_name(), statistics.task_type if statistics else None))
        note = self.torch.note() if self.torch is not None else None
        seconds = self.budget.spent + time.perf_counter() - start
        log.info("recording took %.2f s, %.1f %% of the training%s", seconds, 100 * seconds / max(self.budget.elapsed, 1e-9), f". {note}" if note else "")
        if note:
            delivery._say(f"DeepFix: {note}")
        return files

    def _dataset(self, files: Dict[str, bytes]) -> Optional[DatasetStatistics]:
        seconds = min(_MOST_SECONDS, max(_LEAST_SECONDS, _SHARE_OF_STATISTICS * self.budget.elapsed - self.budget.spent))
        splits = {"train": self.settings.train_dataset, "val": self.settings.val_dataset}
        inputs = {} if self.torch is None else {name: m.to_dict() for name, m in sorted(self.torch.inputs.items()) if m.to_dict()}
        if all(source is None for source in splits.values()) and not inputs:
            return None
        try:
            statistics = DatasetStatistics(splits, self.params.get("task_type"), seconds)
        except Exception as error:
            log.warning("DeepFix could not read the data sets, so their statistics are left out: %s: %s", type(error).__name__, error)
            return None
        if statistics.task_type:
            self.params.setdefault("task_type", statistics.task_type)
        files.update(artifacts.dataset(statistics.metadata(self._dataset_name()), statistics.statistics(inputs)))
        return statistics

    def _complete_params(self) -> None:
        if self.torch is None:
            return
        seen = self.torch.facts
        loss = seen.get("loss")
        self.set_params({"model_name": type(self._model).__name__, "loss_function": loss, "task_type": _TASKS.get(loss or ""), "dropout_rate": facts.dropout_of(self._model), "model": facts.of_torch_model(self._model, seen)})
        self.set_params({"batch_size": self.settings.batch_size})

    def _dataset_name(self) -> str:
        if self.settings.dataset_name:
            return self.settings.dataset_name
        source = self.settings.train_dataset
        source = getattr(source, "dataset", source)
        return "unnamed" if source is None or isinstance(source, (tuple, list)) else type(source).__name__

    def _context(self) -> Dict[str, Any]:
        context: Dict[str, Any] = {"dataset_name": self._dataset_name()} if self.settings.dataset_name else {}
        if self.params.get("task_type"):
            context["task_type"] = self.params["task_type"]
        return context

    def _name(self, tracker: Optional[Tracker]) -> str:
        return tracker.run_id if tracker is not None else time.strftime("run-%Y%m%d-%H%M%S")
