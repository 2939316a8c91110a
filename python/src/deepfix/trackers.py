"""Where a run is tracked, and how its artifacts get there: by MLflow's own client where a logger has one, else by REST."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple
from urllib.parse import urlsplit, urlunsplit

from .clock import Patience
from .mlflow_rest import MlflowError, MlflowRest
from .transport import Limits, NetworkError, send


_MOST_POINTS = 2000


class Tracker:
    """A run of an MLflow tracking store."""

    tracking_uri: str
    run_id: str

    @property
    def is_remote(self) -> bool:
        """Whether a server can fetch from it."""
        return self.tracking_uri.lower().startswith(("http://", "https://"))

    @property
    def asked_uri(self) -> str:
        """The tracking URI as it is sent on: without credentials."""
        parts = urlsplit(self.tracking_uri)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, "")) if self.is_remote else self.tracking_uri

    def has(self, folder: str, deadline: float, patience: Patience) -> bool:
        """Whether the run has files in a folder already. Raises MlflowError."""
        return False

    def end(self, status: str, deadline: float, patience: Patience) -> None:
        """Says that the training is over, FINISHED or FAILED: of a run that is RUNNING no end can be judged."""

    def reopen(self, deadline: float, patience: Patience) -> None:
        """Leaves the run as it was, where whoever began it has not ended it."""

    def upload(self, files: Mapping[str, bytes], deadline: float, patience: Patience) -> None:
        """Uploads files and verifies that they arrived whole. Raises MlflowError."""
        raise NotImplementedError

    def set_tags(self, tags: Mapping[str, str], deadline: float, patience: Patience) -> None:
        """Writes tags."""


class ClientTracker(Tracker):
    """Through MLflow's own Python client, as a logger carries it."""

    def __init__(self, client: Any, run_id: str, tracking_uri: str, is_open: bool = False) -> None:
        self._client, self.run_id, self.tracking_uri, self._is_open = client, run_id, tracking_uri, is_open

    def has(self, folder: str, deadline: float, patience: Patience) -> bool:
        if self.is_remote:
            self._knock(deadline, patience)
        return bool(_bounded(lambda: list(self._client.list_artifacts(self.run_id, folder)), min(5.0, _left(deadline))))

    def end(self, status: str, deadline: float, patience: Patience) -> None:
        _bounded(lambda: [self._client.set_terminated(self.run_id, status)], min(5.0, _left(deadline)))

    def reopen(self, deadline: float, patience: Patience) -> None:
        if self._is_open:
            _bounded(lambda: [self._client.update_run(self.run_id, status="RUNNING")], min(5.0, _left(deadline)))

    def upload(self, files: Mapping[str, bytes], deadline: float, patience: Patience) -> None:
        if self.is_remote:
            self._knock(deadline, patience)
        _bounded(lambda: self._upload(files), _left(deadline))

    def set_tags(self, tags: Mapping[str, str], deadline: float, patience: Patience) -> None:
        _bounded(lambda: [self._client.set_tag(self.run_id, k, v) for k, v in tags.items()], _left(deadline))

    def _knock(self, deadline: float, patience: Patience) -> None:
        # MLflow's client tries for minutes where nobody answers.
        left = max(0.1, min(patience.left, _left(deadline)))
        try:
            send("GET", self.asked_uri.rstrip("/") + "/health", {"User-Agent": "deepfix-python"}, None, Limits(left, left, left))
        except NetworkError as error:
            patience.lose(error.lost or left)
            raise MlflowError(f"{error} ({self.asked_uri})") from error

    def _upload(self, files: Mapping[str, bytes]) -> None:
        with tempfile.TemporaryDirectory(prefix="deepfix-") as folder:
            for path, content in files.items():
                local = os.path.join(folder, *path.split("/"))
                os.makedirs(os.path.dirname(local), exist_ok=True)
                with open(local, "wb") as file:
                    file.write(content)
                self._client.log_artifact(self.run_id, local, os.path.dirname(path))
        sizes: Dict[str, int] = {}
        for directory in _folders(files):
            sizes.update({f.path: int(f.file_size or 0) for f in self._client.list_artifacts(self.run_id, directory) if not f.is_dir})
        _verify(files, sizes)


class RestTracker(Tracker):
    """By REST, for trainings without a client."""

    def __init__(self, tracking_uri: str, run_id: str) -> None:
        self.tracking_uri, self.run_id = tracking_uri, run_id

    def has(self, folder: str, deadline: float, patience: Patience) -> bool:
        return bool(MlflowRest(self.tracking_uri, deadline, patience).sizes(self.run_id, folder))

    def end(self, status: str, deadline: float, patience: Patience) -> None:
        MlflowRest(self.tracking_uri, deadline, patience).set_terminated(self.run_id, status)

    def upload(self, files: Mapping[str, bytes], deadline: float, patience: Patience) -> None:
        rest = MlflowRest(self.tracking_uri, deadline, patience)
        uri = rest.artifact_uri(self.run_id)
        for path, content in files.items():
            rest.upload(self.run_id, uri, path, content)
        sizes: Dict[str, int] = {}
        for folder in _folders(files):
            sizes.update(rest.sizes(self.run_id, folder))
        _verify(files, sizes)

    def set_tags(self, tags: Mapping[str, str], deadline: float, patience: Patience) -> None:
        rest = MlflowRest(self.tracking_uri, deadline, patience)
        for key, value in tags.items():
            rest.set_tag(self.run_id, key, value)


class NewRun(RestTracker):
    """A run that is made when the training is over, with its metrics and settings."""

    def __init__(self, tracking_uri: str, experiment: str, name: Optional[str], started_ms: int, rows: List[Dict[str, float]], params: Mapping[str, Any]) -> None:
        super().__init__(tracking_uri, "")
        self._experiment, self._name, self._started_ms, self._rows, self._params = experiment, name, started_ms, rows, params

    def has(self, folder: str, deadline: float, patience: Patience) -> bool:
        return False

    def upload(self, files: Mapping[str, bytes], deadline: float, patience: Patience) -> None:
        if not self.run_id:
            self._create(MlflowRest(self.tracking_uri, deadline, patience))
        super().upload(files, deadline, patience)

    def _create(self, rest: MlflowRest) -> None:
        run_id = rest.create_run(rest.experiment_id(self._experiment), self._name, self._started_ms)
        rest.log_params(run_id, {k: str(v) for k, v in self._params.items() if isinstance(v, (str, int, float, bool))})
        now = int(time.time() * 1000)
        points = [(k, v, now, int(row["step"])) for row in self._rows[-_MOST_POINTS:] for k, v in row.items() if k != "step"]
        rest.log_metrics(run_id, points)
        self.run_id = run_id


def of_loggers(loggers: Any) -> Optional[Tracker]:
    """The first MLflow logger among a trainer's; None where there is none."""
    for logger in loggers if isinstance(loggers, (list, tuple)) else [loggers]:
        if logger is None or not getattr(logger, "run_id", None):
            continue
        uri = getattr(logger, "_tracking_uri", None)
        client = getattr(logger, "experiment", None)
        if uri is not None and client is not None and hasattr(client, "log_artifact"):
            return ClientTracker(client, str(logger.run_id), str(uri))
    return None


def of_active_run() -> Optional[Tracker]:
    """The run that mlflow.start_run began, if the program uses MLflow at all."""
    mlflow = sys.modules.get("mlflow")
    if mlflow is None:
        return None
    run = mlflow.active_run()
    return None if run is None else ClientTracker(mlflow.MlflowClient(), str(run.info.run_id), str(mlflow.get_tracking_uri()), is_open=True)


def _bounded(work: Callable[[], Any], seconds: float) -> Any:
    """Does something that cannot be told to end, and goes on without it when time is up."""
    result: List[Any] = []
    failure: List[BaseException] = []

    def run() -> None:
        try:
            result.append(work())
        except Exception as error:
            failure.append(error)

    thread = threading.Thread(target=run, name="deepfix-upload", daemon=True)
    try:
        thread.start()
    except RuntimeError:
        run()  # the interpreter ends and starts no thread any more
    else:
        thread.join(seconds)
    if failure:
        raise failure[0] if isinstance(failure[0], MlflowError) else MlflowError(f"{type(failure[0]).__name__}: {str(failure[0])[:300]}") from failure[0]
    if not result:
        raise MlflowError(f"MLflow's client did not end within {seconds:.3g} s")
    return result[0]


def _left(deadline: float) -> float:
    return max(0.1, deadline - time.monotonic())


def _folders(files: Mapping[str, bytes]) -> List[str]:
    return sorted({os.path.dirname(path) for path in files})


def _verify(files: Mapping[str, bytes], sizes: Mapping[str, int]) -> None:
    wrong: List[Tuple[str, Optional[int], int]] = [(p, sizes.get(p), len(c)) for p, c in files.items() if sizes.get(p) != len(c)]
    if wrong:
        path, seen, sent = wrong[0]
        raise MlflowError(f"{path} did not arrive whole: {sent} bytes were sent, {'none' if seen is None else seen} are there")
