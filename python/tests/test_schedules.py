"""When the client sends, waits and gives up, in virtual time, from the table that all clients share."""

import json
import pathlib
import unittest
from unittest import mock

import deepfix
from deepfix import config
from deepfix.results import AcceptedAnalysis
from support.virtual import Fixed, Network, VirtualClock

TABLE = json.loads((pathlib.Path(__file__).parents[2] / "tests/clients/schedules.json").read_text("utf-8"))


def client_of(case, key):
    clock = VirtualClock()
    network = Network(clock, case[key])
    retry = deepfix.RetryConfig(**(case.get("config", {}) if key == "attempts" else {}))
    polling = deepfix.PollingConfig(**(case.get("config", {}) if key == "answers" else {}))
    client = deepfix.DeepFixClient("http://localhost:8000", retry=retry, polling=polling, timeout=case.get("timeout", 30), transport=network, clock=clock)
    if case.get("timeout"):
        client._analysis_timeout = lambda options: case["timeout"]
    return client, clock, network


class Schedules(unittest.TestCase):
    def assert_times(self, expected, actual):
        self.assertEqual(len(expected), len(actual), actual)
        for e, a in zip(expected, actual):
            self.assertAlmostEqual(e, a, places=6)

    def test_defaults_are_those_of_the_table(self):
        self.assertEqual(TABLE["retry_config"], vars(deepfix.RetryConfig()))
        self.assertEqual(TABLE["polling_config"], vars(deepfix.PollingConfig()))

    def test_delays(self):
        for case in TABLE["delays"]:
            with self.subTest(case), mock.patch.object(config, "_jitter", Fixed(case["random"])):
                self.assertAlmostEqual(case["seconds"], deepfix.RetryConfig(**case["config"]).get_delay(case["attempt"]), places=9)

    def test_calls(self):
        for case in TABLE["calls"]:
            with self.subTest(case["name"]), mock.patch.object(config, "_jitter", Fixed(case["random"])):
                client, clock, network = client_of(case, "attempts")
                outcome, error = "result", None
                try:
                    self.assertEqual("completed", client.analyze("run_1", "http://localhost:5000", deadline=case.get("deadline")).status)
                except deepfix.AnalysisError as raised:
                    outcome, error = type(raised).__name__, raised
                self.assertEqual(case["outcome"], outcome)
                self.assert_times(case["sent_at"], network.sent_at)
                self.assertAlmostEqual(case["ended_at"], clock.now, places=6)
                for name in ("code", "is_transient"):
                    if name in case:
                        self.assertEqual(case[name], getattr(error, name))
                self.assertEqual(1, len({headers["Idempotency-Key"] for _, _, headers, _ in network.requests}), "one key for all attempts")

    def test_polls(self):
        for case in TABLE["polls"]:
            with self.subTest(case["name"]), mock.patch.object(config, "_jitter", Fixed(case["random"])):
                client, clock, network = client_of(case, "answers")
                accepted = AcceptedAnalysis({"request_id": "req_1", "status": "queued", "retry_after": float(case["retry_after"]) if "retry_after" in case else None})
                try:
                    client.poll_until_complete(accepted, case.get("poll_interval"), case.get("max_wait_time"))
                    outcome = "result"
                except deepfix.AnalysisError as raised:
                    outcome = type(raised).__name__
                self.assertEqual(case["outcome"], outcome)
                self.assert_times(case["polled_at"], network.sent_at)
                self.assertAlmostEqual(case["ended_at"], clock.now, places=6)

    def test_an_idempotency_key_is_new_for_every_call(self):
        client, _, network = client_of({"attempts": [{"takes": 0, "status": 200, "body": "result"}]}, "attempts")
        client.analyze("run_1", "http://localhost:5000")
        client.analyze("run_1", "http://localhost:5000")
        self.assertEqual(2, len({headers["Idempotency-Key"] for _, _, headers, _ in network.requests}))


if __name__ == "__main__":
    unittest.main()
