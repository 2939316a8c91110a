"""Lightning's MLflow logger over a real tracking server, by REST."""

from __future__ import annotations

import posixpath
import time
from types import SimpleNamespace


class RestLogger:
    def __init__(self, rest, tracking_uri):
        self._rest, self._tracking_uri = rest, tracking_uri
        self.experiment_id = self.name = rest.experiment_id("lightning")
        self.run_id = self.version = rest.create_run(self.experiment_id, "lightning", int(time.time() * 1000))
        self.experiment = self
        self.save_dir = None
        self.uploaded = []
        self._first_upload = None

    def log_artifact(self, run_id, local_path, artifact_path=None):
        self._first_upload = self._first_upload or time.monotonic()
        name = posixpath.join(artifact_path or "", posixpath.basename(local_path))
        with open(local_path, "rb") as file:
            self._rest.upload(run_id, self._rest.artifact_uri(run_id), name, file.read())
        self.uploaded.append(name)

    def list_artifacts(self, run_id, path=None):
        return [SimpleNamespace(path=p, is_dir=False, file_size=s) for p, s in self._rest.sizes(run_id, path or "").items()]

    def set_terminated(self, run_id, status=None):
        self._rest.set_terminated(run_id, status)

    def finalize(self, status):
        self.finished = time.monotonic()

    def seconds_from_first_upload(self):
        return self.finished - self._first_upload
