"""Recording a plain torch loop: what is seen from within, and that the training itself stays bit for bit what it was."""

import contextlib
import csv
import io
import json
import math
import os
import random
import tempfile
import unittest

try:
    import torch
except ImportError:
    raise unittest.SkipTest("torch is not installed")

import numpy

import deepfix
from support.fake_servers import DeepFixServer, MlflowServer

F = torch.nn.functional


def data(seed=0, rows=96, classes=3):
    g = torch.Generator().manual_seed(seed)
    x = torch.randn(rows, 8, generator=g)
    return x, (x[:, :classes]).argmax(1)


def model(dropout=0.3, activation=torch.nn.ReLU, width=24):
    return torch.nn.Sequential(torch.nn.Linear(8, width), torch.nn.BatchNorm1d(width), activation(), torch.nn.Dropout(dropout), torch.nn.Linear(width, 3))


def train(net, optimizer, epochs=4, run=None, log=None, scheduler=None, loss=F.cross_entropy, no_grad=True, draws=None):
    x, y = data()
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x[:64], y[:64]), 16, shuffle=True)
    for epoch in range(epochs):
        net.train()
        for a, b in loader:
            optimizer.zero_grad()
            loss(net(a), b).backward()
            optimizer.step()
            if draws is not None:
                draws.append((random.random(), float(numpy.random.rand()), float(torch.rand(()))))
        if scheduler is not None:
            scheduler.step()
        net.eval()
        with torch.no_grad() if no_grad else contextlib.nullcontext():
            value = loss(net(x[64:]), y[64:]).item()
        if run is not None:
            run.log(log(value) if log else None)


def recorded(folder):
    name = os.listdir(folder)[0]
    read = lambda path: open(os.path.join(folder, name, path), encoding="utf-8").read()
    statistics = os.path.join(folder, name, "dataset/statistics.json")
    return list(csv.DictReader(io.StringIO(read("training_artifacts/metrics.csv")))), read("training_artifacts/params.yaml"), json.load(open(statistics)) if os.path.exists(statistics) else None


class Watching(unittest.TestCase):
    def watched(self, net, optimizer, body, **options):
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            with deepfix.watch(net, optimizer, offline_mode=True, offline_dir=folder, **options) as run:
                body(run)
            return recorded(folder)

    def test_a_loop_that_logs_nothing_itself_is_recorded_all_the_same(self):
        x, y = data()
        net = model()
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
        rows, params, statistics = self.watched(net, optimizer, lambda run: train(net, optimizer, run=run), train_dataset=(x[:64], y[:64]), val_dataset=(x[64:], y[64:]))
        self.assertEqual(["4", "8", "12", "16"], [r["step"] for r in rows])
        for row in rows:
            self.assertTrue(row["train_loss"] and row["val_loss"] and row["weight_norm"] and row["learning_rate"] == "0.1")
        self.assertTrue(rows[0]["grad_norm"] and rows[0]["val_accuracy"] and rows[0]["grad_norm/0"] and rows[0]["grad_norm/4"] and rows[0]["dead_unit_fraction"])
        for line in ("optimizer: SGD", "learning_rate: 0.1", "momentum: 0.9", "weight_decay: 0.0001", "loss_function: CrossEntropyLoss", "task_type: classification", "dropout_rate: 0.3", "  activation: relu", "  final_activation: none", "  hidden_units: 24", "  num_layers: 1"):
            self.assertIn(line, params)
        self.assertEqual(64, statistics["splits"]["train"]["num_samples"])
        self.assertLess(abs(statistics["model_input"]["train"]["mean"]), 0.5)

    def test_what_the_user_logs_wins(self):
        net = model()
        optimizer = torch.optim.Adam(net.parameters())
        rows, _, _ = self.watched(net, optimizer, lambda run: train(net, optimizer, run=run, log=lambda v: {"train_loss": 7.0, "val_loss": v, "auc": 0.5, "note": "text"}))
        self.assertEqual({"7"}, {r["train_loss"] for r in rows})
        self.assertEqual({"0.5"}, {r["auc"] for r in rows})
        self.assertNotIn("note", rows[0])

    def test_measures_are_what_they_are_called(self):
        torch.manual_seed(0)
        net = torch.nn.Sequential(torch.nn.Linear(8, 3, bias=False))
        optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
        x, y = data()
        before = net[0].weight.detach().clone()
        seen = {}

        def body(run):
            optimizer.zero_grad()
            F.cross_entropy(net(x), y).backward()
            seen["norm"] = float(net[0].weight.grad.norm())
            optimizer.step()
            with torch.no_grad():
                net.eval()
                out = net(x)
                F.cross_entropy(out, y)
            run.log()
            named = out.argmax(1)
            seen["accuracy"] = float((named == y).float().mean())
            seen["balanced"] = sum(float((named[y == c] == c).float().mean()) for c in range(3)) / 3
            seen["share"] = float(torch.bincount(named).max()) / len(y)
            seen["ratio"] = float((net[0].weight.detach() - before).norm() / before.norm())
            seen["weights"] = float(net[0].weight.norm())

        rows, params, _ = self.watched(net, optimizer, body)
        expected = {"grad_norm": "norm", "grad_norm/0": "norm", "val_accuracy": "accuracy", "val_balanced_accuracy": "balanced", "val_max_class_share": "share", "update_ratio": "ratio", "weight_norm": "weights"}
        for column, name in expected.items():
            self.assertAlmostEqual(seen[name], float(rows[0][column]), places=5, msg=column)
        self.assertEqual(("0", "0"), (rows[0]["nan_count"], rows[0]["zero_grad_fraction"]))

    def test_a_regression_gets_its_share_of_variance(self):
        net, x = torch.nn.Sequential(torch.nn.Linear(8, 1), torch.nn.ReLU()), data()[0]
        y = x[:, :1] * 2 - 5
        optimizer = torch.optim.SGD(net.parameters(), lr=0.01)

        def body(run):
            F.mse_loss(net(x), y).backward()
            optimizer.step()
            net.eval()
            with torch.no_grad():
                F.mse_loss(net(x), y)
            run.log()

        rows, params, statistics = self.watched(net, optimizer, body, train_dataset=(x, y))
        with torch.no_grad():
            expected = 1 - float(((net(x) - y) ** 2).sum() / ((y - y.mean()) ** 2).sum())
        self.assertAlmostEqual(expected, float(rows[0]["val_r2"]), places=4)
        self.assertIn("final_activation: relu", params)
        self.assertIn("loss_function: MSELoss", params)
        self.assertAlmostEqual(float(y.mean()), statistics["splits"]["train"]["target"]["mean"], places=4)

    def test_a_model_of_linear_layers_alone_is_said_to_have_no_activation(self):
        linear = torch.nn.Linear

        class Sine(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.first, self.second = linear(8, 6), linear(6, 3)

            def forward(self, x):
                return self.second(torch.sin(self.first(x)))

        for net, expected in (
            (torch.nn.Sequential(linear(8, 6), linear(6, 3)), "  activation: none\n"),
            (torch.nn.Sequential(linear(8, 6), linear(6, 3), torch.nn.Sigmoid()), "  activation: none\n"),
            (torch.nn.Sequential(linear(8, 6), torch.nn.ReLU(), linear(6, 3)), "  activation: relu\n"),
            # A step that is not known is no activation that could be named, and no linear one either.
            (Sine(), None),
        ):
            optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
            _, params, _ = self.watched(net, optimizer, lambda run: train(net, optimizer, run=run, epochs=1))
            if expected:
                self.assertIn(expected, params)
            else:
                self.assertNotIn("\n  activation:", params)

    def test_the_last_activation_is_seen_where_softmax_comes_before_cross_entropy(self):
        for last, expected in ((torch.nn.Softmax(1), "softmax"), (torch.nn.ReLU(), "relu"), (torch.nn.Identity(), "none")):
            net = torch.nn.Sequential(torch.nn.Linear(8, 16), torch.nn.Tanh(), torch.nn.Linear(16, 3), last)
            optimizer = torch.optim.Adam(net.parameters())
            _, params, _ = self.watched(net, optimizer, lambda run: train(net, optimizer, run=run, epochs=1))
            self.assertIn(f"final_activation: {expected}", params)
            self.assertIn("  activation: tanh", params)

    def test_dead_units_are_counted_also_where_relu_is_a_function(self):
        class Dead(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.a, self.b = torch.nn.Linear(8, 10), torch.nn.Linear(10, 3)
                with torch.no_grad():
                    self.a.bias[:7] = -100.0

            def forward(self, x):
                return self.b(F.relu(self.a(x)))

        net = Dead()
        optimizer = torch.optim.SGD(net.parameters(), lr=1e-3)
        rows, params, _ = self.watched(net, optimizer, lambda run: train(net, optimizer, run=run, epochs=1))
        self.assertAlmostEqual(0.7, float(rows[0]["dead_unit_fraction"]), places=5)
        self.assertIn("activation: relu", params)

    def test_a_validation_that_forgets_no_grad_and_eval_is_told_from_training(self):
        net = model()
        optimizer = torch.optim.Adam(net.parameters())
        x, y = data()

        def body(run):
            for _ in range(4):
                F.cross_entropy(net(x[:64]), y[:64]).backward()
                optimizer.step()
            F.cross_entropy(net(x[64:]), y[64:])
            run.log()

        rows, _, _ = self.watched(net, optimizer, body)
        self.assertTrue(rows[0]["val_loss"] and rows[0]["train_loss"])
        self.assertNotEqual(rows[0]["val_loss"], rows[0]["train_loss"])

    def test_weights_and_random_draws_are_bit_identical_with_and_without_the_recorder(self):
        def run_once(seed, is_watched, kind):
            random.seed(seed)
            numpy.random.seed(seed)
            torch.manual_seed(seed)
            net = model(dropout=0.4)
            optimizer = kind(net.parameters(), lr=0.05)
            scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2, 0.5)
            draws = []
            if is_watched:
                x, y = data()
                # Random augmentation draws whenever a row is read.
                source = [(row + torch.rand(()) * random.random(), int(label)) for row, label in zip(x, y)]
                random.seed(seed), torch.manual_seed(seed), numpy.random.seed(seed)
                torch.manual_seed(seed)
                net = model(dropout=0.4)
                optimizer = kind(net.parameters(), lr=0.05)
                scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 2, 0.5)
                self.watched(net, optimizer, lambda run: train(net, optimizer, run=run, scheduler=scheduler, draws=draws), train_dataset=Augmented(source), val_dataset=(x, y))
            else:
                train(net, optimizer, scheduler=scheduler, draws=draws)
            after = (random.random(), float(numpy.random.rand()), float(torch.rand(())))
            return [p.detach().clone() for p in net.state_dict().values()], [p.grad.clone() for p in net.parameters()], draws, after, net.training

        for seed in (0, 1, 2):
            for kind in (torch.optim.SGD, torch.optim.Adam):
                with self.subTest(seed=seed, kind=kind.__name__):
                    plain, seen = run_once(seed, False, kind), run_once(seed, True, kind)
                    for a, b in zip(plain[0] + plain[1], seen[0] + seen[1]):
                        self.assertTrue(torch.equal(a, b))
                    self.assertEqual(plain[2:], seen[2:])

    def test_everything_is_taken_out_again(self):
        net = model()
        optimizer = torch.optim.Adam(net.parameters())
        seen = lambda: (torch._C._nn.cross_entropy_loss, torch._C._nn.mse_loss, torch.binary_cross_entropy_with_logits, optimizer.step.__func__)
        before = seen()
        self.watched(net, optimizer, lambda run: train(net, optimizer, run=run, epochs=1))
        self.assertEqual(before, seen())
        self.assertEqual((0, 0), (len(net._forward_pre_hooks), len(net._forward_hooks)))
        self.assertNotIn("step", optimizer.__dict__)

    def test_a_loop_that_breaks_is_recorded_up_to_there_and_its_exception_passes(self):
        net = model()
        optimizer = torch.optim.Adam(net.parameters())

        def body(run):
            train(net, optimizer, run=run, epochs=2)
            F.cross_entropy(net(data()[0]), data()[1]).backward()
            optimizer.step()
            raise ValueError("boom")

        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            with self.assertRaisesRegex(ValueError, "boom"), deepfix.watch(net, optimizer, offline_mode=True, offline_dir=folder) as run:
                body(run)
            rows, _, _ = recorded(folder)
        self.assertEqual(["4", "8", "9"], [r["step"] for r in rows])

    def test_nan_is_a_value_and_is_counted(self):
        net = model()
        optimizer = torch.optim.SGD(net.parameters(), lr=1e30)
        rows, _, _ = self.watched(net, optimizer, lambda run: train(net, optimizer, run=run, epochs=3))
        self.assertTrue(math.isnan(float(rows[-1]["train_loss"])))
        self.assertIn("nan_count", rows[-1])

    def test_a_new_run_is_made_where_only_the_server_is_named(self):
        net = model()
        optimizer = torch.optim.Adam(net.parameters())
        with MlflowServer() as mlflow, DeepFixServer() as server, contextlib.redirect_stdout(io.StringIO()) as out:
            with deepfix.watch(net, optimizer, tracking_uri=mlflow.url, experiment="loops", run_name="first", server_url=server.url) as run:
                train(net, optimizer, run=run)
            self.assertEqual(1, len(mlflow.runs))
            made = next(iter(mlflow.runs.values()))
        self.assertEqual({"training_artifacts/metrics.csv", "training_artifacts/params.yaml", "dataset/metadata.yaml", "dataset/statistics.json"}, set(made["files"]))
        self.assertEqual("FINISHED", made["status"])
        self.assertIn("train_loss", {m[0] for m in made["metrics"]})
        self.assertEqual("Adam", made["params"]["optimizer"])
        self.assertEqual("completed", run.result.status)
        self.assertIn("The learning rate is too high.", out.getvalue())


class Augmented(torch.utils.data.Dataset):
    def __init__(self, items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        x, y = self.items[i]
        return x + torch.randn(()) * random.random() + numpy.random.rand(), y


if __name__ == "__main__":
    unittest.main()
