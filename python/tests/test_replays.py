"""The callbacks for Hugging Face and Keras, called with what the frameworks were recorded to call."""

import contextlib
import csv
import gc
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import types
import unittest

import deepfix

RECORDED = pathlib.Path(__file__).parent / "recorded"
HF = json.loads((RECORDED / "hf-trainer-hooks.json").read_text("utf-8"))
KERAS = json.loads((RECORDED / "keras-hooks.json").read_text("utf-8"))
ARGUMENTS = types.SimpleNamespace(
    learning_rate=5e-5, weight_decay=0.01, per_device_train_batch_size=16, num_train_epochs=2.0, max_grad_norm=1.0, optim=types.SimpleNamespace(value="adamw_torch"), lr_scheduler_type=types.SimpleNamespace(value="linear"), fp16=False
)


def replay_hf(callback, scenario, first_process=True):
    for call in HF[scenario]["calls"]:
        state = types.SimpleNamespace(global_step=call["step"], epoch=call["epoch"], max_steps=call["max_steps"], is_world_process_zero=first_process)
        hook = getattr(callback, call["hook"], None)
        more = {k: v for k, v in (("logs", call["logs"]), ("metrics", call["metrics"])) if v is not None}
        if hook is not None:
            hook(ARGUMENTS, state, None, model=None, optimizer=None, train_dataloader=None, **more)


def replay_keras(callback, scenario, model):
    callback.set_params({"epochs": 2, "steps": 3, "verbose": 0})
    callback.set_model(model)
    for call in KERAS[scenario]["calls"]:
        hook = getattr(callback, call["hook"], None)
        if hook is not None:
            hook(*call["args"])


def layer(kind, **members):
    return type(kind, (), members)()


def named(name):
    function = lambda v: v
    function.__name__ = name
    return function


class KerasModel:
    name = "sequential"
    loss = "sparse_categorical_crossentropy"
    optimizer = type("Adam", (), {"learning_rate": 0.001})()
    layers = [layer("Dense", units=32, activation=named("relu")), layer("Dropout", rate=0.25), layer("Dense", units=4, activation=named("softmax"))]
    weights = trainable_weights = [types.SimpleNamespace(shape=(8, 32)), types.SimpleNamespace(shape=(32, 4))]


class Replays(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.settings = {"offline_mode": True, "offline_dir": folder.name}

    def recorded(self):
        run = next(self.folder.iterdir())
        return list(csv.DictReader(io.StringIO((run / "training_artifacts/metrics.csv").read_text("utf-8")))), (run / "training_artifacts/params.yaml").read_text("utf-8")

    def test_hugging_face(self):
        callback = deepfix.HuggingFaceCallback(**self.settings)
        with contextlib.redirect_stdout(io.StringIO()) as out:
            replay_hf(callback, "train_eval_each_epoch")
        rows, params = self.recorded()
        self.assertEqual(["2", "4", "6", "8"], [r["step"] for r in rows])
        self.assertEqual(("1", "0.69192117", "0.6913923", "3.125e-05", "0.71402001"), tuple(rows[1][n] for n in ("epoch", "train_loss", "val_loss", "learning_rate", "grad_norm")))
        self.assertNotIn("val_runtime", rows[0])
        for line in ("optimizer: adamw_torch", "learning_rate: 5.0e-05", "scheduler: linear", "num_epochs: 2", "batch_size: 16", "gradient_clip_val: 1.0"):
            self.assertIn(line, params)
        self.assertIn("deepfix analyze", out.getvalue())

    def test_keras(self):
        with contextlib.redirect_stdout(io.StringIO()):
            replay_keras(deepfix.KerasCallback(**self.settings), "fit_2_epochs", KerasModel())
        rows, params = self.recorded()
        self.assertEqual([("3", "0"), ("6", "1")], [(r["step"], r["epoch"]) for r in rows])
        self.assertEqual(("1.4888562", "1.4885991", "0.39583334", "0.5", "0.001"), tuple(rows[0][n] for n in ("train_loss", "val_loss", "train_accuracy", "val_accuracy", "learning_rate")))
        for line in ("optimizer: Adam", "loss_function: sparse_categorical_crossentropy", "num_epochs: 2", "dropout_rate: 0.25", "  activation: relu", "  final_activation: softmax", "  hidden_units: 32", "  num_parameters: 384"):
            self.assertIn(line, params)

    def test_a_training_that_broke_is_delivered_when_the_callback_goes(self):
        for replay in (lambda: replay_hf(deepfix.HuggingFaceCallback(**self.settings), "exception"), lambda: replay_hf(deepfix.HuggingFaceCallback(**self.settings), "keyboard_interrupt")):
            with contextlib.redirect_stdout(io.StringIO()):
                replay()
                gc.collect()
            rows, _ = self.recorded()
            self.assertEqual(["2", "4"], [r["step"] for r in rows])

    def test_a_training_that_broke_is_delivered_when_the_process_ends(self):
        code = """
            import sys; sys.path.insert(0, "."); import deepfix, test_replays
            callback = deepfix.KerasCallback(offline_mode=True, offline_dir=sys.argv[1])
            test_replays.replay_keras(callback, "fit_2_epochs", test_replays.KerasModel()) if False else None
            callback.set_params({}); callback.set_model(test_replays.KerasModel()); callback.on_train_begin()
            callback.on_train_batch_end(0); callback.on_epoch_end(0, {"loss": 1.5, "val_loss": 1.6})
            raise ValueError("boom")
        """
        done = subprocess.run([sys.executable, "-c", textwrap.dedent(code), str(self.folder)], capture_output=True, text=True, timeout=120)
        self.assertIn("boom", done.stderr)
        self.assertIn("deepfix analyze", done.stdout)
        rows, _ = self.recorded()
        self.assertEqual([("1", "1.5", "1.6")], [(r["step"], r["train_loss"], r["val_loss"]) for r in rows])

    def test_other_processes_are_silent(self):
        with contextlib.redirect_stdout(io.StringIO()) as out:
            replay_hf(deepfix.HuggingFaceCallback(**self.settings), "train_eval_each_epoch", first_process=False)
        self.assertEqual(("", []), (out.getvalue(), list(self.folder.iterdir())))


if __name__ == "__main__":
    unittest.main()
