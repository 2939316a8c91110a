"""The part of MLflow's REST interface that a recorder needs, for trainings without MLflow's own client."""

from __future__ import annotations

import base64
import configparser
import json
import os
import posixpath
import time
from typing import Any, Dict, List, Mapping, Optional, Tuple
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from .clock import Patience
from .transport import Limits, NetworkError, Reply, send

_MOST_PARAMS = 100
_MOST_METRICS = 500


class MlflowError(Exception):
    """MLflow is out of reach or refused."""


class MlflowRest:
    """One tracking server. Every request ends within the deadline (on the monotonic clock) and the patience given."""

    def __init__(self, tracking_uri: str, deadline: float, patience: Patience) -> None:
        self._base, self._headers = _with_credentials(tracking_uri.rstrip("/"))
        self._deadline, self._patience = deadline, patience

    def experiment_id(self, name: str) -> str:
        """The id of an experiment, which is made where there is none."""
        reply = self._send("GET", "/api/2.0/mlflow/experiments/get-by-name?" + urlencode({"experiment_name": name}))
        if reply.status == 200:
            return str(_object(reply)["experiment"]["experiment_id"])
        if reply.status != 404:
            raise _refused(reply, "find the experiment")
        return str(self._post("experiments/create", {"name": name})["experiment_id"])

    def create_run(self, experiment_id: str, run_name: Optional[str], start_ms: int) -> str:
        """A new run, RUNNING; its id."""
        tags = [{"key": "mlflow.user", "value": _user()}, {"key": "mlflow.source.type", "value": "LOCAL"}]
        body: Dict[str, Any] = {"experiment_id": experiment_id, "user_id": _user(), "start_time": start_ms, "tags": tags}
        if run_name:
            body["run_name"] = run_name
        return str(self._post("runs/create", body)["run"]["info"]["run_id"])

    def log_params(self, run_id: str, params: Mapping[str, str]) -> None:
        """Settings of a run."""
        pairs = [{"key": k, "value": v[:6000]} for k, v in params.items()]
        for i in range(0, len(pairs), _MOST_PARAMS):
            self._post("runs/log-batch", {"run_id": run_id, "params": pairs[i : i + _MOST_PARAMS]})

    def log_metrics(self, run_id: str, points: List[Tuple[str, float, int, int]]) -> None:
        """Points of name, value, milliseconds since 1970, and step."""
        rows = [{"key": k, "value": _number(v), "timestamp": t, "step": s} for k, v, t, s in points]
        for i in range(0, len(rows), _MOST_METRICS):
            self._post("runs/log-batch", {"run_id": run_id, "metrics": rows[i : i + _MOST_METRICS]})

    def set_terminated(self, run_id: str, status: str) -> None:
        """Ends a run: FINISHED or FAILED."""
        self._post("runs/update", {"run_id": run_id, "run_uuid": run_id, "status": status, "end_time": int(time.time() * 1000)})

    def set_tag(self, run_id: str, key: str, value: str) -> None:
        """A tag of a run."""
        self._post("runs/set-tag", {"run_id": run_id, "run_uuid": run_id, "key": key, "value": value[:8000]})

    def artifact_uri(self, run_id: str) -> str:
        """Where a run's artifacts lie."""
        return str(self._get("runs/get", {"run_uuid": run_id, "run_id": run_id})["run"]["info"]["artifact_uri"])

    def upload(self, run_id: str, artifact_uri: str, path: str, content: bytes) -> None:
        """Puts a file: through the artifact proxy where the run has one, else by the server's upload."""
        proxied = _proxy_path(artifact_uri)
        if proxied is not None:
            reply = self._send("PUT", "/api/2.0/mlflow-artifacts/artifacts/" + quote(posixpath.join(proxied, path)), content, _content_type(path))
        else:
            reply = self._send("POST", "/ajax-api/2.0/mlflow/upload-artifact?" + urlencode({"run_uuid": run_id, "path": path}), content, _content_type(path))
        if reply.status != 200:
            raise _refused(reply, f"store {path}")

    def sizes(self, run_id: str, folder: str) -> Dict[str, int]:
        """Bytes of the files in a folder of a run, by their paths."""
        files = self._get("artifacts/list", {"run_id": run_id, "path": folder}).get("files") or []
        # A size of 0 is left out.
        return {str(f["path"]): int(f.get("file_size") or 0) for f in files if not f.get("is_dir")}

    def _get(self, path: str, query: Mapping[str, str]) -> Dict[str, Any]:
        reply = self._send("GET", f"/api/2.0/mlflow/{path}?{urlencode(query)}")
        if reply.status != 200:
            raise _refused(reply, path)
        return _object(reply)

    def _post(self, path: str, body: Mapping[str, Any]) -> Dict[str, Any]:
        reply = self._send("POST", f"/api/2.0/mlflow/{path}", json.dumps(body).encode("utf-8"), "application/json")
        if reply.status != 200:
            raise _refused(reply, path)
        return _object(reply)

    def _send(self, method: str, path: str, body: Optional[bytes] = None, content_type: Optional[str] = None) -> Reply:
        headers = {**self._headers, **({"Content-Type": content_type} if content_type else {})}
        attempt = 0
        while True:
            left = min(self._deadline - time.monotonic(), 30.0)
            if left <= 0 or self._patience.left <= 0:
                raise MlflowError(f"no answer of {self._base} in the time that is left")
            try:
                reply = send(method, self._base + path, headers, body, Limits(min(left, self._patience.left), left, self._patience.left))
                if reply.status not in (408, 429, 500, 502, 503, 504) or attempt >= 2:
                    return reply
                self._patience.lose(0.5)
            except NetworkError as error:
                self._patience.lose(error.lost + 0.5)
                # A request that may have been carried out is not sent twice; making a run is the one that must not be.
                if attempt >= 2 or self._patience.left <= 0 or path.endswith("runs/create"):
                    raise MlflowError(f"{error} ({self._base})") from error
            attempt += 1
            time.sleep(0.5)


def _with_credentials(uri: str) -> Tuple[str, Dict[str, str]]:
    parts = urlsplit(uri)
    headers = {"User-Agent": "deepfix-python"}
    user, password = parts.username, parts.password
    if user is None:
        user, password = os.environ.get("MLFLOW_TRACKING_USERNAME"), os.environ.get("MLFLOW_TRACKING_PASSWORD")
        if not (user and password):
            user, password = _stored_credentials()
    if user and password:
        headers["Authorization"] = "Basic " + base64.b64encode(f"{user}:{password}".encode("utf-8")).decode("ascii")
    elif os.environ.get("MLFLOW_TRACKING_TOKEN"):
        headers["Authorization"] = "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"]
    if os.environ.get("MLFLOW_WORKSPACE"):
        headers["X-MLFLOW-WORKSPACE"] = os.environ["MLFLOW_WORKSPACE"]
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path.rstrip("/"), "", "")), headers


def _stored_credentials() -> Tuple[Optional[str], Optional[str]]:
    file = configparser.ConfigParser(interpolation=None)
    try:
        file.read(os.path.join(os.path.expanduser("~"), ".mlflow", "credentials"))
        return file.get("mlflow", "mlflow_tracking_username", fallback=None), file.get("mlflow", "mlflow_tracking_password", fallback=None)
    except (configparser.Error, OSError, UnicodeDecodeError):
        return None, None


def _proxy_path(artifact_uri: str) -> Optional[str]:
    if artifact_uri.startswith("mlflow-artifacts:"):
        return urlsplit(artifact_uri).path.lstrip("/")
    marker = "/api/2.0/mlflow-artifacts/artifacts/"
    if artifact_uri.startswith(("http://", "https://")) and marker in artifact_uri:
        return artifact_uri.split(marker, 1)[1]
    return None


def _content_type(path: str) -> str:
    return "application/json" if path.endswith(".json") else "text/plain"


def _object(reply: Reply) -> Dict[str, Any]:
    try:
        body = json.loads(reply.body.decode("utf-8"))
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise MlflowError("an answer that is not MLflow's")
    return body


def _refused(reply: Reply, what: str) -> MlflowError:
    text = reply.body[:300].decode("utf-8", "replace")
    try:
        text = str(json.loads(reply.body.decode("utf-8")).get("message", text))
    except (ValueError, AttributeError):
        pass
    return MlflowError(f"MLflow answered {reply.status} to {what}: {text[:200]}")


def _number(value: float) -> Any:
    # JSON has no other numbers; MLflow reads these words.
    if value != value:
        return "NaN"
    return "Infinity" if value == float("inf") else "-Infinity" if value == float("-inf") else value


def _user() -> str:
    return os.environ.get("USER") or os.environ.get("USERNAME") or "unknown"
