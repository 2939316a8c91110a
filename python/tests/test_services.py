"""With the real server and a stateful MLflow: faults are named, healthy trainings come out clean, and the specification's listings run as they stand."""

import asyncio
import contextlib
import io
import logging
import os
import textwrap
import time
import types
import unittest
from unittest import mock

try:
    import torch
except ImportError:
    raise unittest.SkipTest("torch is not installed")

import deepfix
from support import faults, services
from support.fake_lightning import LightningModule, Trainer

# At least one of every family of codes: what training shows, how it was set up, how it was evaluated, and its data.
NAMED = [
    "learning_rate_too_high nan",
    "learning_rate_too_low",
    "missing_zero_grad",
    "frozen_layers",
    "redundant_softmax",
    "bad_initialization",
    "bad_initialization zero",
    "wrong_final_activation one unit",
    "missing_shuffle",
    "excessive_regularization decay",
    "evaluation_in_train_mode",
    "preprocessing_mismatch",
    "unnormalized_inputs",
    "corrupted_labels",
    "label_noise",
    "split_leakage",
    "target_leakage",
    "feature_drift",
    "class_imbalance",
]


class Services(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        reason = services.missing()
        if reason is not None:
            if os.environ.get("DEEPFIX_REQUIRE_SERVICES") == "1":
                raise RuntimeError(reason)
            raise unittest.SkipTest(reason)
        cls.mlflow, cls.server = services.mlflow(), services.server()
        cls.threads = torch.get_num_threads()
        torch.set_num_threads(1)

    @classmethod
    def tearDownClass(cls):
        torch.set_num_threads(cls.threads)

    def recorded(self, training, name):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            run = training(lambda *a, **k: deepfix.watch(*a, **k, tracking_uri=self.mlflow, server_url=self.server, experiment="faults", run_name=name, mode="strict"))
        return run.result, out.getvalue()

    def run_id(self):
        if not hasattr(Services, "_run_id"):
            Services._run_id = self.recorded(faults.FAULTS["learning_rate_too_low"], "listings")[0].run_id
        return self._run_id


class Faults(Services):
    def test_faults_are_named_first(self):
        for name in NAMED:
            with self.subTest(name):
                result, printed = self.recorded(faults.FAULTS[name], name)
                self.assertEqual(name.split()[0], result.root_causes[0].code if result.root_causes else None, [(f.code, f.severity) for f in result.findings])
                self.assertIn(name.split()[0], printed)
                if name.endswith("nan"):
                    self.assertIn("nan_loss", [f.code for f in result.findings])

    def test_healthy_trainings_come_out_clean(self):
        for name, training in faults.HEALTHY.items():
            with self.subTest(name):
                result, _ = self.recorded(training, name)
                self.assertEqual("completed", result.status)
                self.assertEqual([], result.root_causes)
                self.assertEqual([], [(f.code, f.severity) for f in result.findings if f.severity != "low"])


class Listings(Services):
    """The specification's listings, word for word; only their addresses and ids are those of this test."""

    def listing(self, text, **names):
        text = textwrap.dedent(text).replace("http://localhost:8000", self.server).replace("http://localhost:5000", self.mlflow).replace("abc123def456", self.run_id())
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile(text, "listing", "exec"), names)
        names["printed"] = out.getvalue()
        return names

    def test_workflow_3_standalone_analysis(self):
        seen = self.listing(
            """
            from deepfix.client import DeepFixClient

            client = DeepFixClient(server_url="http://localhost:8000")

            # Analyze a specific run
            result = client.analyze(
                run_id="abc123def456",
                mlflow_uri="http://localhost:5000",
                analysis_options={
                    "enable_training_analysis": True,
                    "optimization_focus": ["overfitting"]
                }
            )

            print(result.summary)
            for agent_result in result.agent_results:
                for analysis in agent_result.analysis:
                    print(f"Finding: {analysis.findings.description}")
                    print(f"Action: {analysis.recommendations.action}")
            """
        )
        self.assertIn("Finding: ", seen["printed"])
        self.assertIn("Action: ", seen["printed"])
        self.assertIn("<table>", seen["result"]._repr_html_())

    def test_workflow_4_knowledge_query(self):
        seen = self.listing(
            """
            client = DeepFixClient(server_url="http://localhost:8000")

            results = client.query_knowledge(
                query="How to prevent overfitting in CNNs?",
                domain="training",
                query_type="best_practice",
                max_results=5
            )

            for item in results:
                print(f"{item.content} (confidence: {item.confidence})")
            """,
            DeepFixClient=deepfix.DeepFixClient,
        )
        self.assertEqual(len(seen["results"]), seen["printed"].count("(confidence: "))
        self.assertIn(f"knowledge {seen['results'].knowledge_version}", f"knowledge {seen['results']['knowledge_version']}")

    def test_error_4_server_unavailable(self):
        from deepfix.client import ServerUnavailableError

        with self.assertLogs("training", "WARNING") as warned, mock.patch("deepfix.config.RetryConfig.get_delay", return_value=0.0):
            self.listing(
                """
                try:
                    result = client.analyze(run_id=run_id, mlflow_uri=uri)
                except ServerUnavailableError as e:
                    logger.warning(
                        f"DeepFix server unavailable: {e}. "
                        "Skipping analysis. Training metrics logged to MLflow."
                    )
                    # Continue without analysis
                """,
                client=deepfix.DeepFixClient("http://127.0.0.1:9"),
                run_id="run1",
                uri="http://localhost:5000",
                ServerUnavailableError=ServerUnavailableError,
                logger=logging.getLogger("training"),
            )
        self.assertIn("DeepFix server unavailable: connection refused", warned.output[0])

    def test_several_runs_at_once(self):
        async def main():
            names = {"DeepFixClient": deepfix.DeepFixClient, "asyncio": asyncio}
            body = """
            # Client can send multiple concurrent requests
            client = DeepFixClient(server_url="...")

            # Analyze multiple runs in parallel
            run_ids = ["run1", "run2", "run3"]
            results = await asyncio.gather(*[
                client.analyze_async(run_id=rid, mlflow_uri=uri)
                for rid in run_ids
            ])
            """
            body = textwrap.dedent(body).replace('"..."', repr(self.server)).replace('["run1", "run2", "run3"]', repr([self.run_id()] * 3))
            source = "async def listing(uri):\n" + textwrap.indent(body, "    ") + "    return results\n"
            exec(compile(source, "listing", "exec"), names)
            return await names["listing"](self.mlflow)

        results = asyncio.run(main())
        self.assertEqual([self.run_id()] * 3, [r.run_id for r in results])

    def test_retry_and_polling_configuration(self):
        import random
        from typing import List

        seen = self.listing(
            '''
            class RetryConfig:
                max_retries: int = 3
                base_delay: float = 1.0  # seconds
                max_delay: float = 10.0
                backoff_factor: float = 2.0
                retryable_statuses: List[int] = [408, 429, 500, 502, 503, 504]
                
                def get_delay(self, attempt: int) -> float:
                    """Exponential backoff with jitter"""
                    delay = min(
                        self.base_delay * (self.backoff_factor ** attempt),
                        self.max_delay
                    )
                    jitter = random.uniform(0, delay * 0.1)
                    return delay + jitter

            class PollingConfig:
                initial_interval: float = 1.0  # Start with 1s
                max_interval: float = 10.0     # Cap at 10s
                max_wait_time: float = 300.0   # Give up after 5min
                backoff_factor: float = 1.5
            ''',
            List=List,
            random=random,
        )
        for name, ours in (("RetryConfig", deepfix.RetryConfig()), ("PollingConfig", deepfix.PollingConfig())):
            for member, value in vars(seen[name]).items():
                if not member.startswith("_") and not callable(value):
                    self.assertEqual(value, getattr(ours, member))
        for attempt in range(6):
            least = min(1.0 * 2.0**attempt, 10.0)
            for config in (seen["RetryConfig"](), deepfix.RetryConfig()):
                self.assertTrue(least <= config.get_delay(attempt) <= least * 1.1)
        # The listing's own configuration is one that our client takes.
        self.assertEqual("completed", deepfix.DeepFixClient(self.server, retry=seen["RetryConfig"](), polling=seen["PollingConfig"]()).analyze(self.run_id(), self.mlflow).status)

    def test_the_listing_that_polls_runs_with_this_client(self):
        from support.fake_servers import DeepFixServer

        source = textwrap.dedent(
            '''
            async def poll_until_complete(request_id: str) -> AnalysisResult:
                start_time = time.time()
                interval = initial_interval
                
                while time.time() - start_time < max_wait_time:
                    status = await client.get_status(request_id)
                    
                    if status.status == "completed":
                        return await client.get_result(request_id)
                    elif status.status == "failed":
                        raise AnalysisError(status.error_message)
                    
                    # Backoff
                    await asyncio.sleep(interval)
                    interval = min(interval * backoff_factor, max_interval)
                
                raise TimeoutError(f"Analysis did not complete within {max_wait_time}s")
            '''
        )
        with DeepFixServer(seconds=0.3) as server:
            client = deepfix.DeepFixClient(server.url)
            names = {**vars(deepfix.PollingConfig(initial_interval=0.1, max_interval=0.2)), "client": client, "time": time, "asyncio": asyncio, "AnalysisError": deepfix.AnalysisError, "AnalysisResult": deepfix.AnalysisResult, "TimeoutError": deepfix.TimeoutError}
            exec(compile(source, "listing", "exec"), names)
            accepted = client.submit("run1", self.mlflow)
            self.assertEqual("run1", asyncio.run(names["poll_until_complete"](accepted.request_id)).run_id)


class Workflows(Services):
    def test_workflow_1_and_2_a_lightning_training_from_callback_to_result_in_seventy_seconds(self):
        class Net(LightningModule):
            def __init__(self):
                super().__init__()
                torch.manual_seed(1)
                self.net = faults.Net()

            def configure_optimizers(self):
                return torch.optim.Adam(self.parameters(), lr=3e-6)

            def training_step(self, batch, i):
                loss = faults.F.cross_entropy(self.net(batch[0]), batch[1])
                self.log("train_loss", loss)
                return loss

            def validation_step(self, batch, i):
                out = self.net(batch[0])
                self.log("val_loss", faults.F.cross_entropy(out, batch[1]))
                self.log("val_acc", (out.argmax(1) == batch[1]).float().mean())

        from deepfix.mlflow_rest import MlflowRest
        from deepfix.clock import Patience
        from support.rest_client import RestLogger

        data = [torch.utils.data.DataLoader(torch.utils.data.TensorDataset(*faults.make(seed, rows)), 32, shuffle=seed == 1) for seed, rows in ((1, 600), (2, 300))]
        for options in ({}, {"analysis_mode": "async", "poll_interval": 5, "max_wait_time": 300}):
            rest = MlflowRest(self.mlflow, time.monotonic() + 60, Patience(30))
            logger = RestLogger(rest, self.mlflow)
            callback = deepfix.DeepSightCallback(dataset_name="toy", server_url=self.server, run_deepchecks=True, **options)
            trainer = Trainer(callbacks=[callback], loggers=[logger], max_epochs=8)
            with contextlib.redirect_stdout(io.StringIO()) as out, fake_deepchecks():
                with mock.patch.object(callback, "on_fit_end", wraps=callback.on_fit_end) as ended:
                    trainer.fit(Net(), *data)
                    self.assertEqual(1, ended.call_count)
                end = time.monotonic() + 60
                while options and "✗ " not in out.getvalue() and time.monotonic() < end:
                    time.sleep(0.2)
            self.assertIn("✗ ", out.getvalue())
            self.assertLess(logger.seconds_from_first_upload(), 70)
            self.assertIn("deepchecks/results.yaml", logger.uploaded)
            if options:
                self.assertIn("in the background, request ", out.getvalue())
                continue
            self.assertEqual("completed", callback.result.status)
            self.assertFalse([w for w in callback.result.warnings if "not found" in w], callback.result.warnings)
            self.assertIn(callback.result.summary, " ".join(out.getvalue().split()))


class Requests(Services):
    def test_an_analysis_is_handed_over_watched_fetched_and_cannot_be_cancelled_any_more(self):
        client = deepfix.DeepFixClient(self.server)
        accepted = client.submit(self.run_id(), self.mlflow)
        result = client.poll_until_complete(accepted, poll_interval=0.5)
        self.assertEqual((self.run_id(), "completed"), (result.run_id, result.status))
        state = client.get_status(accepted.request_id)
        self.assertTrue(state.is_finished)
        self.assertEqual(1.0, state.progress)
        self.assertEqual(result.summary, client.get_result(accepted.request_id).summary)
        with self.assertRaises(deepfix.AnalysisError) as raised:
            client.cancel(accepted.request_id)
        self.assertEqual(409, raised.exception.status)

    def test_refusals_are_typed_and_say_what_to_do(self):
        client = deepfix.DeepFixClient(self.server)
        cases = [
            (lambda: client.get_status("nobody-knows-this"), deepfix.AnalysisError, "REQUEST_NOT_FOUND"),
            (lambda: client.analyze("0" * 32, self.mlflow), deepfix.AnalysisError, "RUN_NOT_FOUND"),
            (lambda: client.analyze(self.run_id(), "http://tracking.example:5000"), deepfix.AnalysisError, "FORBIDDEN"),
        ]
        for ask, kind, code in cases:
            with self.subTest(code), self.assertRaises(kind) as raised:
                ask()
            self.assertEqual((code, False), (raised.exception.code, raised.exception.is_transient))
            self.assertTrue(raised.exception.suggestion)

    def test_what_the_client_refuses_the_server_refuses_as_well(self):
        from deepfix.calls import Call

        client = deepfix.DeepFixClient(self.server)
        for options in ({"max_analysis_time": 5}, {"optimization_focus": ["speed"]}, {"log_to_mlflow": "yes"}):
            with self.assertRaises(deepfix.ValidationError) as here:
                client.analyze(self.run_id(), self.mlflow, options)
            with self.assertRaises(deepfix.ValidationError) as there:
                client._call(Call("POST", "/api/v1/analyze", {"run_id": self.run_id(), "mlflow_tracking_uri": self.mlflow, "analysis_options": options}))
            self.assertEqual((here.exception.field, here.exception.constraint), (there.exception.field, there.exception.constraint))

    def test_runs_are_compared(self):
        other = self.recorded(faults.Training(epochs=3), "other")[0].run_id
        found = deepfix.DeepFixClient(self.server).compare([self.run_id(), other], self.mlflow)
        self.assertEqual({self.run_id(), other}, {r.run_id for r in found.runs})
        self.assertIn("learning_rate", {c.what for c in found.changed})


class LocalProgram(Services):
    def test_an_offline_folder_is_read_by_the_program(self):
        program = services.ROOT / "src/DeepFix.Cli/bin/Debug/net10.0/DeepFix.Cli.dll"
        if not program.exists():
            self.skipTest(f"{program.name} is not built")
        import pathlib
        import tempfile

        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as out:
            script = pathlib.Path(folder) / "deepfix"
            script.write_text(f'#!/bin/sh\nexec dotnet "{program}" "$@"\n')
            script.chmod(0o755)
            with mock.patch.dict(os.environ, {"DEEPFIX_BIN": str(script)}):
                run = faults.FAULTS["corrupted_labels"](lambda *a, **k: deepfix.watch(*a, **k, offline_mode=True, offline_dir=folder))
        self.assertEqual("corrupted_labels", run.result.root_causes[0].code)
        self.assertIn("corrupted_labels", out.getvalue())


@contextlib.contextmanager
def fake_deepchecks():
    """deepchecks as far as it is called: suites whose results give the JSON of real ones."""
    import json
    import sys

    class Result:
        display = []

        def get_header(self):
            return "Data Duplicates"

        def to_json(self, with_display=True):
            return json.dumps({"type": "CheckResult", "check": {"name": "Data Duplicates", "params": {}}, "header": "Data Duplicates", "value": 0.0, "conditions_results": [{"Status": "PASS", "Condition": "Duplicate data ratio is less or equal to 5%", "More Info": "Found 0% duplicate data"}]})

    class Suite:
        def run(self, *data, **named):
            return types.SimpleNamespace(results=[Result()])

    class Frame(dict):
        def __init__(self, rows, columns):
            super().__init__({name: [row[i] for row in rows] for i, name in enumerate(columns)})

    suites = types.SimpleNamespace(data_integrity=Suite, train_test_validation=Suite)
    tabular = types.ModuleType("deepchecks.tabular")
    tabular.Dataset, tabular.suites = lambda frame, **named: frame, suites
    deepchecks = types.ModuleType("deepchecks")
    deepchecks.tabular = tabular
    pandas = types.ModuleType("pandas")
    pandas.DataFrame = Frame
    with mock.patch.dict(sys.modules, {"deepchecks": deepchecks, "deepchecks.tabular": tabular, "pandas": pandas}):
        yield


if __name__ == "__main__":
    unittest.main()
