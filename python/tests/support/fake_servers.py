"""A DeepFix server and an MLflow server in a few lines, which keep what they are sent and fail as they are told."""

from __future__ import annotations

import json
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit


class Served:
    """A server on a free port of this machine, for the length of a with block."""

    def __init__(self):
        self.requests = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                parts = urlsplit(self.path)
                owner.requests.append((self.command, self.path, dict(self.headers), body))
                answer = owner.answer(self.command, unquote(parts.path), {k: v[0] for k, v in parse_qs(parts.query, keep_blank_values=True).items()}, body, self)
                if answer is None:
                    return
                status, headers, content = answer
                content = content if isinstance(content, bytes) else json.dumps(content).encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_DELETE = _any

            def log_message(self, *args):
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, method, path, query, body, handler):
        raise NotImplementedError

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


def result(run_id, **more):
    return {
        "request_id": "req_" + uuid.uuid4().hex,
        "run_id": run_id,
        "status": "completed",
        "summary": "The learning rate is too high.",
        "agent_results": [
            {
                "agent_name": "TrainingArtifactsAnalyzer",
                "analysis": [
                    {
                        "findings": {"description": "Loss rises <b>.", "evidence": "…", "severity": "high", "confidence": 0.9, "code": "divergence"},
                        "recommendations": {"action": "Lower it.", "rationale": "…", "priority": "high", "confidence": 0.8, "parameters": {"learning_rate": 0.001}},
                    }
                ],
            }
        ],
        "warnings": ["Deepchecks artifacts not found - skipping data quality analysis"],
        "not_assessed": [{"code": "dying_relu", "because": "…", "log_to_enable": "Log dead_unit_fraction."}],
        "execution_time": 0.5,
        "a_field_of_the_future": [1, 2],
        **more,
    }


class DeepFixServer(Served):
    """Answers at once, or keeps accepted analyses running for a while."""

    def __init__(self, seconds=0.0, answers=None):
        super().__init__()
        self.seconds, self.answers = seconds, answers
        self.accepted = {}

    def answer(self, method, path, query, body, handler):
        if path == "/health/live":
            return 200, {}, {"status": "healthy"}
        if self.answers is not None:
            return self.answers(method, path, json.loads(body) if body else None, handler)
        if path == "/api/v1/analyze" and method == "POST":
            request = json.loads(body)
            done = result(request["run_id"])
            if handler.headers.get("Prefer") == "respond-async":
                self.accepted[done["request_id"]] = (time.monotonic() + self.seconds, done)
                return 202, {"Retry-After": "0"}, {"request_id": done["request_id"], "status": "queued", "status_url": "", "result_url": ""}
            time.sleep(self.seconds)
            return 200, {}, done
        identity = path.rsplit("/", 1)[-1]
        if identity not in self.accepted:
            return 404, {}, {"error": "REQUEST_NOT_FOUND", "message": f"No request {identity}", "details": {"suggestion": "Look at the id."}, "timestamp": ""}
        ready, done = self.accepted[identity]
        if path.startswith("/api/v1/status/"):
            state = "completed" if time.monotonic() >= ready else "running"
            return 200, {}, {"request_id": identity, "run_id": done["run_id"], "status": state, "progress": 0.5}
        return 200, {}, done


class MlflowServer(Served):
    """Runs, histories and artifacts, as far as a recorder writes and reads them."""

    def __init__(self, artifact_scheme="mlflow-artifacts:", loses=0):
        super().__init__()
        self.runs, self.experiments = {}, {"Default": "0"}
        self.scheme, self.loses = artifact_scheme, loses

    def new_run(self, experiment="0"):
        run_id = uuid.uuid4().hex
        root = f"mlflow-artifacts:/{experiment}/{run_id}/artifacts" if self.scheme == "mlflow-artifacts:" else f"{self.scheme}/{run_id}/artifacts"
        self.runs[run_id] = {"status": "RUNNING", "uri": root, "files": {}, "params": {}, "metrics": [], "tags": {}}
        return run_id

    def store(self, run_id, path, content):
        self.runs[run_id]["files"][path] = content[: len(content) - self.loses]

    def answer(self, method, path, query, body, handler):
        if path in ("/health", "/version"):
            return 200, {"Content-Type": "text/plain"}, b"OK"
        if path.startswith("/api/2.0/mlflow-artifacts/artifacts/") and method == "PUT":
            _, run_id, _, rest = path[len("/api/2.0/mlflow-artifacts/artifacts/"):].split("/", 3)
            self.store(run_id, rest, body)
            return 200, {}, b""
        if path == "/ajax-api/2.0/mlflow/upload-artifact":
            self.store(query["run_uuid"], query["path"], body)
            return 200, {}, b""
        call = path[len("/api/2.0/mlflow/"):]
        given = json.loads(body) if body else query
        if call == "experiments/get-by-name":
            identity = self.experiments.get(given["experiment_name"])
            return (200, {}, {"experiment": {"experiment_id": identity}}) if identity else (404, {}, {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "no"})
        if call == "experiments/create":
            self.experiments[given["name"]] = str(len(self.experiments))
            return 200, {}, {"experiment_id": self.experiments[given["name"]]}
        if call == "runs/create":
            return 200, {}, {"run": {"info": {"run_id": self.new_run(given["experiment_id"])}}}
        run = self.runs.get(given.get("run_id"))
        if run is None:
            return 404, {}, {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": "Run not found"}
        if call == "runs/get":
            return 200, {}, {"run": {"info": {"run_id": given["run_id"], "artifact_uri": run["uri"], "status": run["status"]}}}
        if call == "artifacts/list":
            folder = given.get("path", "")
            files = [{"path": p, "is_dir": False, "file_size": len(c)} for p, c in run["files"].items() if p.rsplit("/", 1)[0] == folder]
            return 200, {}, {"files": files} if files else {}
        if call == "runs/log-batch":
            run["params"].update({p["key"]: p["value"] for p in given.get("params", [])})
            run["metrics"] += [(m["key"], m["value"], m["step"]) for m in given.get("metrics", [])]
            return 200, {}, {}
        if call == "runs/update":
            run["status"] = given["status"]
            return 200, {}, {"run_info": {}}
        if call == "runs/set-tag":
            run["tags"][given["key"]] = given["value"]
            return 200, {}, {}
        return 404, {}, b"<html>"


class MlflowClient:
    """MLflow's own client, over the server above: the few methods that a callback uses."""

    def __init__(self, server):
        self._server = server

    def log_artifact(self, run_id, local_path, artifact_path=None):
        with open(local_path, "rb") as file:
            name = local_path.replace("\\", "/").rsplit("/", 1)[-1]
            self._server.store(run_id, f"{artifact_path}/{name}" if artifact_path else name, file.read())

    def list_artifacts(self, run_id, path=None):
        from types import SimpleNamespace

        return [SimpleNamespace(path=p, is_dir=False, file_size=len(c)) for p, c in self._server.runs[run_id]["files"].items() if p.rsplit("/", 1)[0] == path]

    def set_terminated(self, run_id, status=None, end_time=None):
        self._server.runs[run_id]["status"] = status or "FINISHED"

    def update_run(self, run_id, status=None, name=None):
        self._server.runs[run_id]["status"] = status

    def set_tag(self, run_id, key, value):
        self._server.runs[run_id]["tags"][key] = value


class MlflowLogger:
    """What MLFlowLogger of Lightning shows of itself (recorded/lightning-hooks.json)."""

    def __init__(self, server, tracking_uri=None):
        self._server = server
        self.run_id = server.new_run("1")
        self.experiment_id = self.name = "1"
        self.version = self.run_id
        self.save_dir = None
        self._tracking_uri = tracking_uri or server.url
        self.experiment = MlflowClient(server)

    def finalize(self, status):
        self.experiment.set_terminated(self.run_id, {"success": "FINISHED", "failed": "FAILED"}[status])
