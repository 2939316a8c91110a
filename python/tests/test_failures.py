"""Servers that are down or misbehave: the training goes on, its end is delayed a little, one warning says what to do, and nothing is lost."""

import contextlib
import io
import os
import pathlib
import stat
import subprocess
import sys
import tempfile
import textwrap
import time
import unittest
from unittest import mock

import deepfix
from deepfix import delivery
from deepfix.history import History
from deepfix.recorder import Recorder
from deepfix.settings import Settings
from deepfix.trackers import ClientTracker, RestTracker, of_loggers
from support import bad_hosts
from support.fake_servers import DeepFixServer, MlflowClient, MlflowLogger, MlflowServer, result


def finished(settings, tracker, failure=None):
    recorder = Recorder(settings)
    recorder.row(1, 0, {"train_loss": 1.0})
    recorder.row(2, 1, {"train_loss": 0.5})
    start = time.monotonic()
    with contextlib.redirect_stdout(io.StringIO()) as out:
        recorder.finish(tracker, failure)
    return recorder.result, out.getvalue(), time.monotonic() - start


class Failures(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        # The same behaviour with a fifth of the patience; the whole of it is measured below.
        patience = mock.patch.object(delivery, "_PATIENCE_SECONDS", 0.9)
        patience.start()
        self.addCleanup(patience.stop)

    def settings(self, url="http://127.0.0.1:9", **more):
        return Settings(server_url=url, offline_dir=str(self.folder), **more)

    def test_every_kind_of_bad_server_costs_little_and_gives_one_warning(self):
        for name, host in bad_hosts.ALL.items():
            for mode in ("sync", "async"):
                with self.subTest(name, mode=mode), MlflowServer() as mlflow, host() as url, self.assertLogs("deepfix", "WARNING") as warned:
                    run_id = mlflow.new_run()
                    _, _, seconds = finished(self.settings(url, analysis_mode=mode), ClientTracker(MlflowClient(mlflow), run_id, mlflow.url))
                    self.assertLess(seconds, 3.0)
                    self.assertEqual(1, len(warned.output), warned.output)
                    self.assertRegex(warned.output[0], "DeepFix server unavailable: .*Skipping analysis. Training metrics logged to MLflow. To analyse it later: deepfix analyze " + run_id)
                    self.assertIn("training_artifacts/metrics.csv", mlflow.runs[run_id]["files"])

    def test_every_kind_of_bad_mlflow_leaves_the_artifacts_in_a_folder(self):
        for name, host in bad_hosts.ALL.items():
            if name == "web page":
                continue
            for kind in ("client", "rest"):
                with self.subTest(name, kind=kind), host() as url, self.assertLogs("deepfix", "WARNING") as warned:

                    class Hanging:
                        def __getattr__(self, _):
                            return lambda *a, **k: time.sleep(30)

                    tracker = RestTracker(url, "run1") if kind == "rest" else ClientTracker(Hanging(), "run1", url)
                    _, _, seconds = finished(self.settings(timeout=4), tracker)
                    self.assertLess(seconds, 6.0)
                    self.assertEqual(1, len(warned.output), warned.output)
                    self.assertIn("To analyse them: deepfix analyze", warned.output[0])
        self.assertEqual(2 * (len(bad_hosts.ALL) - 1), len(list(self.folder.glob("*/training_artifacts/metrics.csv"))))

    def test_an_upload_that_does_not_arrive_whole_is_noticed(self):
        for kind in (lambda m, r: ClientTracker(MlflowClient(m), r, m.url), lambda m, r: RestTracker(m.url, r)):
            with MlflowServer(loses=3) as mlflow, self.assertLogs("deepfix", "WARNING") as warned:
                finished(self.settings(), kind(mlflow, mlflow.new_run()))
                self.assertRegex(warned.output[0], r"did not arrive whole: \d+ bytes were sent, \d+ are there")

    def test_mlflow_out_of_reach_for_the_server_is_told_from_a_server_that_is_down(self):
        def answers(method, path, body, handler):
            return 503, {"Retry-After": "30"}, {"error": "MLFLOW_CONNECTION_ERROR", "message": "Unable to connect to MLflow", "details": {"suggestion": "Check MLflow", "retryable": False}, "timestamp": ""}

        with MlflowServer() as mlflow, DeepFixServer(answers=answers) as server, self.assertLogs("deepfix", "WARNING") as warned:
            finished(self.settings(server.url), RestTracker(mlflow.url, mlflow.new_run()))
        self.assertIn("The DeepFix server is there, but cannot reach MLflow", warned.output[0])

    def test_a_validation_error_names_field_and_constraint(self):
        def answers(method, path, body, handler):
            errors = [{"field": "analysis_options.optimization_focus[0]", "constraint": "must be one of overfitting", "provided": "speed"}]
            return 400, {}, {"error": "VALIDATION_ERROR", "message": "Invalid request", "details": {**errors[0], "errors": errors, "suggestion": "Correct it."}, "timestamp": ""}

        with MlflowServer() as mlflow, DeepFixServer(answers=answers) as server, self.assertLogs("deepfix", "WARNING") as warned:
            finished(self.settings(server.url), RestTracker(mlflow.url, mlflow.new_run()))
        self.assertRegex(warned.output[0], r"optimization_focus\[0\]: must be one of overfitting; given was speed")

    def test_strict_raises_but_never_over_the_trainings_own_failure(self):
        with bad_hosts.down() as url, MlflowServer() as mlflow:
            tracker = RestTracker(mlflow.url, mlflow.new_run())
            with self.assertLogs("deepfix", "WARNING"), self.assertRaises(deepfix.ServerUnavailableError):
                finished(self.settings(url, mode="strict"), tracker)
            with self.assertLogs("deepfix", "WARNING"):
                finished(self.settings(url, mode="strict"), tracker, ValueError("boom"))
        with bad_hosts.down() as url, self.assertRaises(deepfix.MlflowUnavailableError):
            finished(self.settings(mode="strict"), RestTracker(url, "run1"))

    def test_analysis_off_only_uploads(self):
        with MlflowServer() as mlflow, self.assertNoLogs("deepfix", "WARNING"):
            run_id = mlflow.new_run()
            _, printed, _ = finished(self.settings(enable_analysis=False), RestTracker(mlflow.url, run_id))
            self.assertEqual("", printed)
            self.assertIn("training_artifacts/params.yaml", mlflow.runs[run_id]["files"])

    def test_a_partial_result_says_what_to_try(self):
        def answers(method, path, body, handler):
            return 200, {}, result(body["run_id"], status="partial", execution_time=60.0, warnings=["Analysis timed out after 60s", "OptimizationAdvisor did not complete"])

        with MlflowServer() as mlflow, DeepFixServer(answers=answers) as server:
            _, printed, _ = finished(self.settings(server.url), RestTracker(mlflow.url, mlflow.new_run()))
        for text in ("Analysis timed out after 60s", "OptimizationAdvisor did not complete", "Try max_analysis_time = 120 "):
            self.assertIn(text, printed)

    def program(self, body):
        path = self.folder / "deepfix"
        path.write_text(f"#!{sys.executable}\n{body}")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return mock.patch.dict(os.environ, {"DEEPFIX_BIN": str(path)})

    def test_stores_on_disk_are_analysed_by_the_program_of_this_machine(self):
        with MlflowServer() as mlflow:
            logger = MlflowLogger(mlflow, "sqlite:///mlflow.db")
            tracker = of_loggers([logger])
            body = f"import sys, json\nassert sys.argv[1:] == ['analyze', {logger.run_id!r}, '--tracking-uri', 'sqlite:///mlflow.db', '--format', 'json'], sys.argv\nprint(json.dumps({result(logger.run_id)!r}))"
            with self.program(body):
                found, printed, _ = finished(self.settings(log_to_mlflow=True), tracker)
            self.assertIn("The learning rate is too high.", printed)
            self.assertEqual("divergence", mlflow.runs[logger.run_id]["tags"]["deepfix.verdict"])
            self.assertIn("deepfix/result.json", mlflow.runs[logger.run_id]["files"])

    def test_without_the_program_the_command_is_printed(self):
        with MlflowServer() as mlflow, mock.patch.dict(os.environ, {"PATH": "/nowhere", "DEEPFIX_BIN": ""}):
            logger = MlflowLogger(mlflow, "file:///tmp/mlruns")
            _, printed, _ = finished(self.settings(), of_loggers([logger]))
            self.assertIn(f"deepfix analyze {logger.run_id} --tracking-uri file:///tmp/mlruns", printed)

    def test_offline_mode_never_uses_the_network(self):
        with mock.patch("socket.socket.connect", side_effect=AssertionError("the network was used")), mock.patch.dict(os.environ, {"PATH": "/nowhere", "DEEPFIX_BIN": ""}):
            _, printed, _ = finished(self.settings(offline_mode=True), RestTracker("http://127.0.0.1:9", "run1"))
        self.assertRegex(printed, "recorded in .*run1. To analyse it: deepfix analyze")

    def run_script(self, code, *arguments):
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        return subprocess.run([sys.executable, "-c", textwrap.dedent(code), *arguments], capture_output=True, text=True, timeout=120, cwd=self.folder, env=environment)

    def test_the_end_of_a_process_is_delayed_by_five_seconds_at_most(self):
        code = """
            import sys, time, atexit, deepfix
            sys.path.insert(0, sys.argv[3])
            start = time.monotonic()
            atexit.register(lambda: print(f"{time.monotonic() - start:.2f}"))
            with deepfix.watch(server_url=sys.argv[1], tracking_uri=sys.argv[2]) as run:
                run.log(train_loss=1.0)
                start = time.monotonic()
        """
        with bad_hosts.black_hole() as hole, MlflowServer() as mlflow:
            for server, tracking in ((hole, mlflow.url), (hole, hole)):
                done = self.run_script(code, server, tracking, os.getcwd())
                self.assertEqual(0, done.returncode, done.stderr)
                self.assertLess(float(done.stdout.strip().splitlines()[-1]), 5.0)
                self.assertEqual(1, done.stderr.count("To analyse"), done.stderr)

    def test_the_end_of_a_process_never_waits_for_an_asynchronous_analysis(self):
        code = """
            import sys, time, deepfix
            with deepfix.watch(server_url=sys.argv[1], tracking_uri=sys.argv[2], analysis_mode="async", poll_interval=0.1) as run:
                run.log(train_loss=1.0)
            time.sleep(float(sys.argv[3]))
            print("end")
        """
        with MlflowServer() as mlflow, DeepFixServer(seconds=30) as slow, DeepFixServer(seconds=0.1) as fast:
            start = time.monotonic()
            done = self.run_script(code, slow.url, mlflow.url, "0")
            self.assertLess(time.monotonic() - start, 25)
            request = next(iter(slow.accepted))
            self.assertRegex(done.stdout, f"end\\nDeepFix is still analysing run .*, request {request}. Ask later: deepfix result {request} --server {slow.url}")
            done = self.run_script(code, fast.url, mlflow.url, "3")
            self.assertIn("The learning rate is too high.", done.stdout)
            self.assertNotIn("still analysing", done.stdout)


if __name__ == "__main__":
    unittest.main()
