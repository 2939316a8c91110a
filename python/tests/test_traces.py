"""What is sent to MLflow is what MLflow's own client sends (recorded from versions 2 and 3)."""

import json
import pathlib
import time
import unittest
from urllib.parse import parse_qs, urlsplit

from deepfix.clock import Patience
from deepfix.mlflow_rest import MlflowRest
from deepfix.trackers import RestTracker
from support.fake_servers import MlflowServer

TRACES = json.loads((pathlib.Path(__file__).parent / "recorded/mlflow-traces.json").read_text("utf-8"))


class Traces(unittest.TestCase):
    def sent(self, operation):
        with MlflowServer() as mlflow:
            run_id = mlflow.new_run("2")
            operation(MlflowRest(mlflow.url, time.monotonic() + 20, Patience(5)), run_id, mlflow)
            return [(m, urlsplit(p), next((v for k, v in h.items() if k.lower() == "content-type"), None), b.decode()) for m, p, h, b in mlflow.requests], run_id

    def assert_like(self, name, operation):
        requests, run_id = self.sent(operation)
        for version in ("v2", "v3"):
            # That a run exists is asked by MLflow's client before every change; once is enough.
            theirs = [r for r in TRACES[f"{version} {name}"] if not (r["method"] == "GET" and name == "set_terminated")]
            self.assertEqual([(r["method"], r["content_type"]) for r in theirs], [(m, t) for m, _, t, _ in requests])
            for their, (_, url, _, body) in zip(theirs, requests):
                self.assertEqual(len(their["path"].split("/")), len(url.path.split("/")))
                self.assertEqual(their["path"].split("/")[:5], url.path.split("/")[:5])
                self.assertEqual(sorted(parse_qs(their["query"])), sorted(parse_qs(url.query)))
                if their["content_type"] == "application/json":
                    self.assert_same_shape(json.loads(their["body"]), json.loads(body))

    def assert_same_shape(self, theirs, ours):
        self.assertLessEqual(set(ours), set(theirs))
        for name, value in ours.items():
            self.assertIs(type(theirs[name]), type(value), name)
            if isinstance(value, list) and value:
                self.assertLessEqual(set(value[0]), set(theirs[name][0]))

    def test_a_run_is_made(self):
        self.assert_like("create_run", lambda rest, run_id, _: rest.create_run("2", "client trace", 1))

    def test_an_artifact_is_stored(self):
        self.assert_like("log_artifact", lambda rest, run_id, _: rest.upload(run_id, rest.artifact_uri(run_id), "training_artifacts/metrics.csv", b"step,loss\n0,1\n"))

    def test_metrics_and_params_are_logged(self):
        self.assert_like("log_batch", lambda rest, run_id, _: rest.log_metrics(run_id, [("a", 1.5, 1, 0)]))
        self.assert_like("log_batch", lambda rest, run_id, _: rest.log_params(run_id, {"p": "1"}))

    def test_a_run_is_ended_and_tagged(self):
        self.assert_like("set_terminated", lambda rest, run_id, _: rest.set_terminated(run_id, "FINISHED"))
        self.assert_like("set_tag", lambda rest, run_id, _: rest.set_tag(run_id, "deepfix.verdict", "clean"))

    def test_non_finite_metrics_are_sent_as_the_words_that_mlflow_reads(self):
        requests, _ = self.sent(lambda rest, run_id, _: rest.log_metrics(run_id, [("a", float("nan"), 1, 0), ("a", float("inf"), 1, 1), ("a", float("-inf"), 1, 2)]))
        self.assertEqual(["NaN", "Infinity", "-Infinity"], [m["value"] for m in json.loads(requests[0][3])["metrics"]])

    def test_runs_whose_artifacts_lie_on_the_servers_disk_are_uploaded_through_it(self):
        with MlflowServer(artifact_scheme="/mlflow/mlruns") as mlflow:
            run_id = mlflow.new_run("2")
            RestTracker(mlflow.url, run_id).upload({"dataset/metadata.yaml": b"a: 1\n"}, time.monotonic() + 20, Patience(5))
            self.assertEqual({"dataset/metadata.yaml": b"a: 1\n"}, mlflow.runs[run_id]["files"])
            self.assertIn("/ajax-api/2.0/mlflow/upload-artifact", mlflow.requests[1][1])

    def test_credentials_are_sent_as_mlflow_wants_them_and_never_passed_on(self):
        from unittest import mock

        with MlflowServer() as mlflow:
            uri = mlflow.url.replace("http://", "http://user:secret@")
            run_id = mlflow.new_run("2")
            tracker = RestTracker(uri, run_id)
            tracker.upload({"a/b.txt": b"x"}, time.monotonic() + 20, Patience(5))
            self.assertTrue(all(h.get("Authorization", "").startswith("Basic ") for _, _, h, _ in mlflow.requests))
            self.assertEqual(mlflow.url, tracker.asked_uri)
            with mock.patch.dict("os.environ", {"MLFLOW_TRACKING_TOKEN": "t"}):
                RestTracker(mlflow.url, run_id).upload({"a/b.txt": b"x"}, time.monotonic() + 20, Patience(5))
            self.assertEqual("Bearer t", mlflow.requests[-1][2]["Authorization"])


if __name__ == "__main__":
    unittest.main()
