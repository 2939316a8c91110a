"""Many calls on a network that fails, in virtual time."""

import json
import random
import unittest
from unittest import mock

import deepfix
from deepfix import config
from deepfix.transport import NetworkError, Reply
from support.virtual import RESULT, VirtualClock


class Flaky:
    """Each attempt fails on its own with probability 0.20; besides, there are outages of up to five seconds."""

    def __init__(self, clock, rng):
        self.clock, self.rng = clock, rng
        start = rng.uniform(0, 40)
        self.outage = (start, start + rng.uniform(0, 5))

    def __call__(self, method, url, headers, body, limits):
        self.clock.sleep(self.rng.uniform(0.2, 2))
        if self.outage[0] <= self.clock.now < self.outage[1]:
            raise NetworkError("connection refused")
        draw = self.rng.random()
        if draw < 0.08:
            raise NetworkError("connection reset")
        if draw < 0.12:
            return Reply(500, {}, b"")
        if draw < 0.17:
            return Reply(503, {"retry-after": "2"}, b"")
        if draw < 0.20:
            return Reply(429, {"retry-after": "1"}, b"")
        return Reply(200, {}, json.dumps(RESULT).encode())


class Reliability(unittest.TestCase):
    def test_ninety_nine_in_a_hundred_calls_succeed_where_one_attempt_in_five_fails(self):
        rng = random.Random(7)
        calls = succeeded = 0
        for _ in range(1000):
            clock = VirtualClock()
            client = deepfix.DeepFixClient(transport=Flaky(clock, rng), clock=clock)
            for _ in range(4):
                calls += 1
                try:
                    client.analyze("run_1", "http://localhost:5000")
                    succeeded += 1
                except deepfix.AnalysisError:
                    pass
                clock.sleep(rng.uniform(0, 10))
        self.assertGreaterEqual(succeeded / calls, 0.99)

    def test_ten_thousand_clients_do_not_come_back_at_once(self):
        arrivals = {"refused": [], "retry-after": []}

        class Down:
            def __init__(self, clock, kind):
                self.clock, self.kind = clock, kind

            def __call__(self, method, url, headers, body, limits):
                arrivals[self.kind].append(self.clock.now)
                if self.kind == "refused":
                    raise NetworkError("connection refused")
                return Reply(503, {"retry-after": "30"}, b"")

        with mock.patch.object(config, "_jitter", random.Random(3)):
            for kind in arrivals:
                for _ in range(10_000):
                    clock = VirtualClock()
                    client = deepfix.DeepFixClient(transport=Down(clock, kind), clock=clock)
                    self.assertRaises(deepfix.ServerUnavailableError, client.analyze, "run_1", "http://localhost:5000")
        for kind, millisecond in (("refused", 0.02), ("retry-after", 0.002)):
            later = [t for t in arrivals[kind] if t > 0]
            self.assertEqual(30_000, len(later))
            most = max(_count_by(later, 0.001).values())
            self.assertLess(most / 10_000, millisecond, "share of clients in the busiest millisecond")
            # With every retry they drift further apart.
            spreads = [max(part) - min(part) for part in (later[i::3] for i in range(3))]
            self.assertTrue(spreads[0] < spreads[1] < spreads[2], spreads)


def _count_by(times, width):
    counts = {}
    for t in times:
        counts[int(t / width)] = counts.get(int(t / width), 0) + 1
    return counts


if __name__ == "__main__":
    unittest.main()
