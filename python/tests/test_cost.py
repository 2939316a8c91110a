"""What recording costs, and that reading data sets ends in time."""

import statistics
import sys
import time
import unittest
from unittest import mock

try:
    import torch
except ImportError:
    raise unittest.SkipTest("torch is not installed")

from deepfix.budget import Budget, RowPlan
from deepfix.dataset_statistics import DatasetStatistics
from deepfix.recorder import Recorder
from deepfix.settings import Settings


def train(steps, seconds, epochs=5):
    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Linear(32, 128), torch.nn.ReLU(), torch.nn.Linear(128, 128), torch.nn.ReLU(), torch.nn.Linear(128, 10))
    optimizer = torch.optim.Adam(net.parameters())
    x, y = torch.randn(64, 32), torch.randint(0, 10, (64,))
    recorder = Recorder(Settings(offline_mode=True))
    recorder.begin(net)
    recorder.torch.follow(optimizer)
    for epoch in range(epochs):
        net.train()
        for _ in range(steps):
            time.sleep(seconds)
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            for _ in range(steps // 5):
                time.sleep(seconds)
                torch.nn.functional.cross_entropy(net(x), y)
        recorder.row((epoch + 1) * steps, epoch, {})
    recorder.budget.close()
    recorder.torch.stop()
    return recorder


class Timed(Budget):
    now = 0.0

    @property
    def elapsed(self):
        return self.now


class Cost(unittest.TestCase):
    def setUp(self):
        # The processor's time: what others do on this machine is no cost of ours.
        clock = mock.patch.object(Budget, "clock", staticmethod(time.thread_time))
        clock.start()
        self.addCleanup(clock.stop)

    def test_steps_of_five_milliseconds_lose_less_than_two_percent(self):
        train(10, 0.0)
        taken = statistics.median(train(60, 0.005).budget.taken for _ in range(5))
        self.assertLess(taken, 0.02)

    def test_shorter_steps_are_looked_at_less_often(self):
        def looks(step, rows, steps, cost=5e-5):
            budget = Timed()
            plan = RowPlan(budget, cost)
            for _ in range(rows):
                for _ in range(steps):
                    budget.now += step
                    budget.steps += 1
                    if plan.is_due():
                        budget._planned += cost
                        plan.looked(cost)
                plan.next_row()
            return plan.looks / budget.steps, budget._planned / budget.now

        usual, short, tiny = looks(0.005, 20, 200), looks(0.0005, 400, 200), looks(0.0001, 2000, 200)
        self.assertTrue(usual[0] > short[0] > tiny[0], (usual, short, tiny))
        for share in (usual[1], short[1], looks(0.02, 5, 50)[1]):
            self.assertLess(share, 0.02)
        # Every epoch of a short training has enough looks to tell the mean from the largest, or none.
        self.assertGreater(looks(0.001, 30, 25)[0], 6 * 8 / (30 * 25))

    def test_fewer_looks_are_said(self):
        recorder = train(10, 0.0, epochs=8)
        recorder.budget.steps, recorder.budget._ended = 10_000, recorder.budget._began + 5
        self.assertRegex(recorder.torch.note(), r"Steps take 0.5 ms: gradients were looked at in one of \d+, so that recording stays cheap")
        recorder.budget._ended = recorder.budget._began + 100
        self.assertIsNone(recorder.torch.note())

    def test_slow_and_large_data_sets_are_read_for_the_time_given_only(self):
        class Slow(torch.utils.data.Dataset):
            def __len__(self):
                return 100_000

            def __getitem__(self, i):
                time.sleep(0.005)
                return torch.randn(3, 8, 8), i % 7

        start = time.monotonic()
        found = DatasetStatistics({"train": Slow(), "val": None}, None, 0.4)
        self.assertLess(time.monotonic() - start, 5)
        document = found.statistics({})
        self.assertEqual(100_000, document["splits"]["train"]["num_samples"])
        self.assertLess(document["extra"]["rows_read"]["train"], 200)
        self.assertNotIn("class_counts", document["splits"]["train"])

    def test_memory_is_bounded_whatever_the_size_of_the_data(self):
        x = torch.zeros(1, 1).expand(2_000_000, 20)
        y = torch.zeros(1, dtype=torch.long).expand(2_000_000)
        found = DatasetStatistics({"train": (x, y)}, None, 2.0)
        self.assertEqual(2_000_000, found.splits["train"]["num_samples"])
        self.assertLessEqual(len(found._rows["train"].inputs), 4000)


if __name__ == "__main__":
    unittest.main()
