"""The callback for Lightning: what it records, asks and prints, and when it is silent."""

import contextlib
import csv
import io
import json
import pathlib
import pickle
import tempfile
import unittest

try:
    import torch
except ImportError:
    raise unittest.SkipTest("torch is not installed")

import deepfix
from support import fake_lightning
from support.fake_lightning import LightningModule, Trainer
from support.fake_servers import DeepFixServer, MlflowLogger, MlflowServer

RECORDED = json.loads((pathlib.Path(__file__).parent / "recorded/lightning-hooks.json").read_text("utf-8"))


class Net(LightningModule):
    def __init__(self, fails_at=None, error=ValueError):
        super().__init__()
        torch.manual_seed(3)
        self.net = torch.nn.Sequential(torch.nn.Linear(6, 16), torch.nn.ReLU(), torch.nn.Dropout(0.2), torch.nn.Linear(16, 3))
        self.fails_at, self.error = fails_at, error

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=0.01, weight_decay=0.001)

    def training_step(self, batch, i):
        if self.trainer.global_step == self.fails_at:
            raise self.error("boom")
        loss = torch.nn.functional.cross_entropy(self.net(batch[0]), batch[1])
        self.log("train_loss", loss)
        return loss

    def validation_step(self, batch, i):
        out = self.net(batch[0])
        self.log("val_loss", torch.nn.functional.cross_entropy(out, batch[1]))
        self.log("val_acc", (out.argmax(1) == batch[1]).float().mean())


def loaders(rows=64, batch=16):
    g = torch.Generator().manual_seed(1)
    x = torch.randn(rows * 2, 6, generator=g)
    y = (x[:, 0] > 0).long() + (x[:, 1] > 0.5).long()
    data = torch.utils.data.TensorDataset
    make = torch.utils.data.DataLoader
    return make(data(x[:rows], y[:rows]), batch, shuffle=True), make(data(x[rows:], y[rows:]), batch)


def rows_of(server, run_id):
    return list(csv.DictReader(io.StringIO(server.runs[run_id]["files"]["training_artifacts/metrics.csv"].decode())))


class Fakes(unittest.TestCase):
    def test_the_trainer_calls_what_lightning_was_recorded_to_call(self):
        cases = {
            "fit_2_epochs": {},
            "fast_dev_run": {"fast_dev_run": True},
            "exception_in_training_step": {"fails_at": 5},
            "validate_twice_an_epoch": {"val_check_interval": 0.5},
            "no_sanity_check": {"num_sanity_val_steps": 0},
            "max_steps_5": {"max_steps": 5},
        }
        for name, options in cases.items():
            with self.subTest(name):
                trainer = Trainer(**{k: v for k, v in options.items() if k != "fails_at"})
                with contextlib.suppress(ValueError):
                    trainer.fit(Net(options.get("fails_at")), *loaders())
                expected = [(c["hook"], c["epoch"], c["step"], c["sanity"], c["metrics"]) for c in RECORDED[name]["calls"] if "folded" not in c]
                folded = {h for c in RECORDED[name]["calls"] for h in c.get("folded", [])}
                self.assertEqual(expected, [c for c in trainer.calls if c[0] not in folded])


class Callback(unittest.TestCase):
    def setUp(self):
        self.offline = tempfile.TemporaryDirectory()
        self.addCleanup(self.offline.cleanup)

    def fit(self, callback, loggers=(), module=None, **options):
        trainer = Trainer(callbacks=[callback], loggers=loggers, **options)
        with contextlib.redirect_stdout(io.StringIO()) as out:
            trainer.fit(module or Net(), *loaders())
        return trainer, out.getvalue()

    def test_a_training_is_recorded_uploaded_analysed_and_printed(self):
        with MlflowServer() as mlflow, DeepFixServer() as server:
            logger = MlflowLogger(mlflow)
            callback = deepfix.DeepFixCallback(dataset_name="toy", server_url=server.url)
            _, printed = self.fit(callback, [logger], max_epochs=3)
            run = mlflow.runs[logger.run_id]
            self.assertEqual({"training_artifacts/metrics.csv", "training_artifacts/params.yaml", "dataset/metadata.yaml", "dataset/statistics.json"}, set(run["files"]))
            rows = rows_of(mlflow, logger.run_id)
            self.assertEqual([("4", "0"), ("8", "1"), ("12", "2")], [(r["step"], r["epoch"]) for r in rows])
            for name in ("train_loss", "val_loss", "val_accuracy", "learning_rate", "weight_norm"):
                self.assertTrue(all(r[name] for r in rows), name)
            params = run["files"]["training_artifacts/params.yaml"].decode()
            for line in ("model_name: Net", "optimizer: Adam", "learning_rate: 0.01", "batch_size: 16", "num_epochs: 3", "loss_function: CrossEntropyLoss", "shuffle: true", "scheduler: none", "activation: relu", "final_activation: none", "dropout_rate: 0.2"):
                self.assertIn(line, params)
            self.assertIn("num_train_samples: 64", run["files"]["dataset/metadata.yaml"].decode())
            statistics = json.loads(run["files"]["dataset/statistics.json"])
            self.assertEqual(64, sum(statistics["splits"]["train"]["class_counts"].values()))
            self.assertEqual({"train", "val"}, set(statistics["model_input"]))
            asked = [json.loads(b) for m, p, _, b in server.requests if p == "/api/v1/analyze"]
            self.assertEqual((logger.run_id, mlflow.url), (asked[0]["run_id"], asked[0]["mlflow_tracking_uri"]))
            self.assertIn("The learning rate is too high.", printed)
            self.assertIn("Deepchecks artifacts not found", printed)
            self.assertIn("log dead_unit_fraction.", printed)
            self.assertEqual("FINISHED", run["status"])
            self.assertEqual("completed", callback.result.status)

    def test_the_logger_is_found_among_several(self):
        with MlflowServer() as mlflow, DeepFixServer() as server:
            logger = MlflowLogger(mlflow)

            class CsvLogger:
                name, version, save_dir = "csv", 0, "."

                def finalize(self, status):
                    pass

            self.fit(deepfix.DeepFixCallback(server_url=server.url), [CsvLogger(), logger])
            self.assertIn("training_artifacts/metrics.csv", mlflow.runs[logger.run_id]["files"])

    def test_without_a_logger_everything_goes_to_a_folder_with_one_warning(self):
        callback = deepfix.DeepFixCallback(offline_dir=self.offline.name)
        with self.assertLogs("deepfix", "WARNING") as warned:
            self.fit(callback)
        self.assertEqual(1, len(warned.output), warned.output)
        self.assertIn("deepfix analyze", warned.output[0])
        self.assertTrue(list(pathlib.Path(self.offline.name).glob("*/training_artifacts/metrics.csv")))

    def test_validating_twice_an_epoch_gives_a_row_each(self):
        with MlflowServer() as mlflow, DeepFixServer() as server:
            logger = MlflowLogger(mlflow)
            self.fit(deepfix.DeepFixCallback(server_url=server.url), [logger], val_check_interval=0.5)
            rows = rows_of(mlflow, logger.run_id)
            self.assertEqual(["2", "4", "6", "8"], [r["step"] for r in rows])
            self.assertTrue(all(r["val_loss"] for r in rows))

    def test_sanity_check_fast_dev_run_and_other_ranks_are_silent(self):
        for options in ({"fast_dev_run": True}, {"is_global_zero": False}):
            with self.subTest(options), self.assertNoLogs("deepfix"):
                _, printed = self.fit(deepfix.DeepFixCallback(offline_dir=self.offline.name), **options)
                self.assertEqual("", printed)
        self.assertEqual([], list(pathlib.Path(self.offline.name).iterdir()))

    def test_a_training_that_fails_is_analysed_too(self):
        for error, raised in ((ValueError, ValueError), (KeyboardInterrupt, SystemExit)):
            with self.subTest(error), MlflowServer() as mlflow, DeepFixServer() as server:
                logger = MlflowLogger(mlflow)
                trainer = Trainer(callbacks=[deepfix.DeepFixCallback(server_url=server.url)], loggers=[logger], max_epochs=3)
                with contextlib.redirect_stdout(io.StringIO()) as out, self.assertRaises(raised):
                    trainer.fit(Net(fails_at=9, error=error), *loaders())
                self.assertEqual(["4", "8", "9"], [r["step"] for r in rows_of(mlflow, logger.run_id)])
                self.assertIn("The learning rate is too high.", out.getvalue())
                self.assertEqual("FAILED", mlflow.runs[logger.run_id]["status"])

    def test_it_is_of_the_frameworks_own_class_under_both_names_and_can_be_pickled(self):
        for name in ("lightning.pytorch", "pytorch_lightning"):
            with self.subTest(name), fake_lightning.installed(name):
                callback = deepfix.DeepSightCallback(dataset_name="toy", poll_interval=5)
                self.assertIsInstance(callback, fake_lightning.Callback)
                self.assertIsInstance(callback, deepfix.DeepFixCallback)
                again = pickle.loads(pickle.dumps(callback))
                self.assertEqual(("toy", 5), (again.settings.dataset_name, again.settings.poll_interval))

    def test_statistics_of_the_data_are_left_out_where_the_run_has_them(self):
        with MlflowServer() as mlflow, DeepFixServer() as server:
            logger = MlflowLogger(mlflow)
            mlflow.store(logger.run_id, "dataset/statistics.json", b"{}")
            self.fit(deepfix.DeepFixCallback(server_url=server.url), [logger])
            files = mlflow.runs[logger.run_id]["files"]
            self.assertEqual({"dataset/statistics.json", "training_artifacts/metrics.csv", "training_artifacts/params.yaml"}, set(files))
            self.assertEqual(b"{}", files["dataset/statistics.json"])

    def test_metric_names_choose_what_is_kept(self):
        class Chatty(Net):
            def validation_step(self, batch, i):
                super().validation_step(batch, i)
                self.log("val_auc", 0.5)
                self.log("val_noise", 0.1)

        with MlflowServer() as mlflow, DeepFixServer() as server:
            logger = MlflowLogger(mlflow)
            self.fit(deepfix.DeepFixCallback(server_url=server.url, metric_names=["val_auc"]), [logger], Chatty())
            row = rows_of(mlflow, logger.run_id)[0]
            self.assertTrue(row["val_auc"] and row["val_loss"] and row["val_accuracy"])
            self.assertNotIn("val_noise", row)

    def test_wrong_arguments_are_refused_before_training(self):
        with self.assertRaises(deepfix.ValidationError) as raised:
            deepfix.DeepFixCallback(mode="sometimes", timeout=-1)
        self.assertEqual("timeout", raised.exception.field)
        self.assertEqual(2, len(raised.exception.details["errors"]))


if __name__ == "__main__":
    unittest.main()
