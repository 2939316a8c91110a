"""What happens with a recorded training: upload, verification, the question to the server, and what is printed. Bounded in time, and nothing is lost."""

from __future__ import annotations

import logging
import os
import re
import time
from typing import Any, Callable, Dict, List, Mapping, Optional

from . import local_program, report
from .background import Background
from .client import DeepFixClient
from .clock import Patience
from .config import RetryConfig
from .errors import AnalysisError, MlflowUnavailableError, ServerUnavailableError, ValidationError
from .mlflow_rest import MlflowError
from .results import AnalysisResult
from .settings import Settings
from .trackers import Tracker

log = logging.getLogger("deepfix")
_PATIENCE_SECONDS = 4.5
"""Lost to hosts that do not answer: under the five seconds by which the end of a process may be delayed."""


class Delivery:
    """The end of one training."""

    def __init__(self, settings: Settings, tracker: Optional[Tracker], name: str, raises: bool = True, say: Callable[[str], None] = print) -> None:
        self._settings, self._tracker, self._name, self._say = settings, tracker, name, say
        self._raises = raises and settings.mode == "strict"
        self.deadline = time.monotonic() + settings.timeout
        self.patience = Patience(min(_PATIENCE_SECONDS, settings.timeout))
        self.folder: Optional[str] = None
        """Where the artifacts are, if they went to a folder."""

    def has_dataset(self) -> bool:
        """Whether the run has statistics of its data already. Nobody waits long for that."""
        if self._tracker is None or self._settings.offline_mode:
            return False
        try:
            return self._tracker.has("dataset", self.deadline, self.patience)
        except MlflowError as error:
            log.debug("whether the run has data set statistics is not known: %s", error)
            return False

    def run(self, files: Mapping[str, bytes], context: Mapping[str, Any], status: str = "FINISHED") -> Optional[AnalysisResult]:
        """Delivers the files and asks for an analysis. Returns its result, if there is one now."""
        if self._tracker is None or self._settings.offline_mode:
            return self._offline(files, None if self._settings.offline_mode else "There is no MLflow run to log to")
        try:
            self._tracker.upload(files, self.deadline, self.patience)
            self._tracker.end(status, self.deadline, self.patience)
        except Exception as error:
            if self._raises:
                self._write(files)
                raise MlflowUnavailableError(f"The artifacts could not be logged to MLflow: {error}", details={"suggestion": self._how_later()}, is_transient=True) from error
            return self._offline(files, f"The artifacts could not be logged to MLflow: {error}")
        if not self._settings.enable_analysis:
            return None
        try:
            return self._ask(context)
        except AnalysisError as error:
            self._give_up(error)
            if self._raises:
                raise
            return None
        finally:
            self._reopen()

    def _reopen(self) -> None:
        assert self._tracker is not None
        try:
            if self._settings.analysis_mode == "sync":
                self._tracker.reopen(self.deadline, self.patience)
        except MlflowError as error:
            log.debug("the run stays ended: %s", error)

    def _ask(self, context: Mapping[str, Any]) -> Optional[AnalysisResult]:
        assert self._tracker is not None
        tracker = self._tracker
        if self._settings.mode == "local" or not tracker.is_remote:
            return self._locally(["analyze", tracker.run_id, "--tracking-uri", tracker.asked_uri])
        client = DeepFixClient(self._settings.server_url, self._settings.api_key, RetryConfig(max_retries=int(self._settings.max_retries)))
        client.check_alive(self.patience)
        if self._settings.analysis_mode == "async":
            accepted = client.submit(tracker.run_id, tracker.asked_uri, self._options(), context, deadline=max(1.0, self.patience.left), patience=self.patience)
            Background.watch(client, accepted, self._settings.poll_interval, self._settings.max_wait_time, tracker.run_id, self._say)
            self._say(f"DeepFix analyses run {tracker.run_id} in the background, request {accepted.request_id}.")
            return None
        options = self._options()
        left = max(0.5, self.deadline - time.monotonic())
        # The answer, partial if need be, has to come before the time of the training's end is over.
        options.setdefault("max_analysis_time", float(max(30, min(60, int(left) - 5))))
        result = client.analyze(tracker.run_id, tracker.asked_uri, options, context, deadline=left, patience=self.patience)
        self._say(report.of_result(result))
        return result

    def _options(self) -> Dict[str, Any]:
        options = dict(self._settings.analysis_options or {})
        if self._settings.log_to_mlflow:
            options.setdefault("log_to_mlflow", True)
        return options

    def _locally(self, arguments: List[str]) -> Optional[AnalysisResult]:
        program = local_program.find()
        if program is None:
            self._say(f"DeepFix: recorded. To analyse it: {local_program.command(arguments)}")
            return None
        result = local_program.analyze(program, arguments, max(1.0, self.deadline - time.monotonic()))
        self._say(report.of_result(result))
        if self._settings.log_to_mlflow and self._tracker is not None and not self._settings.offline_mode:
            self._write_back(result)
        return result

    def _write_back(self, result: AnalysisResult) -> None:
        assert self._tracker is not None
        import json

        findings = sorted(result.findings, key=lambda f: {"high": 0, "medium": 1}.get(f.severity, 2))
        verdict = result.root_causes[0].code if result.root_causes else findings[0].code if findings else "clean"
        tags = {"deepfix.verdict": verdict, "deepfix.findings": ",".join(f.code for f in findings), "deepfix.request_id": result.request_id}
        try:
            self._tracker.upload({"deepfix/result.json": json.dumps(result.to_dict()).encode("utf-8")}, self.deadline, self.patience)
            self._tracker.set_tags(tags, self.deadline, self.patience)
        except MlflowError as error:
            log.warning("The result could not be logged to MLflow: %s", error)

    def _offline(self, files: Mapping[str, bytes], why: Optional[str]) -> Optional[AnalysisResult]:
        folder = self._write(files)
        arguments = ["analyze", folder]
        if why is not None:
            log.warning("%s. The artifacts are in %s. To analyse them: %s", why, folder, local_program.command(arguments))
        if self._settings.enable_analysis and (self._settings.mode == "local" or self._settings.offline_mode) and local_program.find() is not None:
            try:
                return self._locally(arguments)
            except AnalysisError as error:
                self._give_up(error)
                if self._raises:
                    raise
        elif why is None:
            self._say(f"DeepFix: recorded in {folder}. To analyse it: {local_program.command(arguments)}")
        return None

    def _write(self, files: Mapping[str, bytes]) -> str:
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", self._name).strip("-.") or "run"
        base = os.path.join(self._settings.offline_root, name[:80])
        folder, number = base, 1
        while True:
            try:
                os.makedirs(folder)
                break
            except FileExistsError:
                number += 1
                folder = f"{base}-{number}"
        for path, content in files.items():
            target = os.path.join(folder, *path.split("/"))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "wb") as file:
                file.write(content)
        self.folder = folder
        return folder

    def _give_up(self, error: AnalysisError) -> None:
        what = "DeepFix server unavailable" if isinstance(error, ServerUnavailableError) else "DeepFix refused the request" if isinstance(error, ValidationError) else "DeepFix could not analyse the run"
        if isinstance(error, MlflowUnavailableError):
            what = "The DeepFix server is there, but cannot reach MLflow"
        logged = "Training metrics logged to MLflow." if self.folder is None else f"The artifacts are in {self.folder}."
        log.warning("%s: %s Skipping analysis. %s %s", what, report.of_error(error), logged, self._how_later())

    def _how_later(self) -> str:
        if self.folder is not None:
            return f"To analyse them later: {local_program.command(['analyze', self.folder])}"
        if self._tracker is None:
            return ""
        return f"To analyse it later: {local_program.command(['analyze', self._tracker.run_id, '--tracking-uri', self._tracker.asked_uri])}"
