"""A small trainer that calls callbacks as Lightning 2 does: the same hooks, in the same order, with the same state (recorded/lightning-hooks.json)."""

from __future__ import annotations

import contextlib
import sys
import types

import torch


class Callback:
    """Lightning's base class: every hook does nothing."""

    @property
    def state_key(self):
        return type(self).__qualname__

    def __getattr__(self, name):
        if name.startswith("on_") or name in ("setup", "teardown"):
            return lambda *args, **kwargs: None
        raise AttributeError(name)


@contextlib.contextmanager
def installed(*names):
    """Makes `lightning.pytorch` or `pytorch_lightning` importable for a while."""
    before = dict(sys.modules)
    for name in names:
        for full in (name, f"{name}.callbacks"):
            module = types.ModuleType(full)
            module.Callback = Callback
            sys.modules[full] = module
    try:
        yield
    finally:
        for name in names:
            for full in (name, f"{name}.callbacks"):
                sys.modules.pop(full, None)
                if full in before:
                    sys.modules[full] = before[full]


class LightningModule(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.trainer = None
        self.hparams = {}

    def log(self, name, value):
        self.trainer.log(name, float(value))


class Trainer:
    """fit() only: automatic optimisation, one optimizer, validation every epoch or part of one."""

    def __init__(self, max_epochs=2, callbacks=(), loggers=(), fast_dev_run=False, num_sanity_val_steps=2, val_check_interval=1.0, is_global_zero=True, gradient_clip_val=None, max_steps=-1):
        self.max_epochs, self.callbacks, self.loggers = max_epochs, list(callbacks), list(loggers)
        self.fast_dev_run, self.num_sanity_val_steps, self.val_check_interval = fast_dev_run, num_sanity_val_steps, val_check_interval
        self.is_global_zero, self.gradient_clip_val, self.max_steps = is_global_zero, gradient_clip_val, max_steps
        self.sanity_checking = False
        self.global_step = self.current_epoch = 0
        self.callback_metrics = {}
        self.optimizers, self.lr_scheduler_configs = [], []
        self.train_dataloader = self.val_dataloaders = None
        self.calls = []
        self._epoch_values = {}

    def log(self, name, value):
        if name.startswith("train"):
            self.callback_metrics[name] = self.callback_metrics[name + "_step"] = torch.tensor(value)
        self._epoch_values.setdefault(name, []).append(value)

    def fit(self, module, train_loader, val_loader=None):
        self.lightning_module, self.train_dataloader, self.val_dataloaders = module, train_loader, val_loader
        module.trainer = self
        try:
            self._fit(module, train_loader, val_loader)
        except BaseException as error:
            self._call("on_exception", module, error)
            for logger in self.loggers:
                logger.finalize("failed")
            if isinstance(error, KeyboardInterrupt):
                sys.exit(1)
            raise

    def _fit(self, module, train_loader, val_loader):
        configured = module.configure_optimizers()
        optimizer, scheduler = configured if isinstance(configured, tuple) else (configured, None)
        self.optimizers = [optimizer]
        self.lr_scheduler_configs = [types.SimpleNamespace(scheduler=scheduler)] if scheduler is not None else []
        if self.fast_dev_run:
            self.max_epochs, self.num_sanity_val_steps, self.loggers = 1, 0, []
        self._call("setup", module, "fit")
        self._call("on_fit_start", module)
        if val_loader is not None and self.num_sanity_val_steps:
            self.sanity_checking = True
            self._call("on_sanity_check_start", module)
            self._validate(module, val_loader, self.num_sanity_val_steps)
            self._call("on_sanity_check_end", module)
            self.sanity_checking = False
            self.callback_metrics = {}
        self._call("on_train_start", module)
        for self.current_epoch in range(self.max_epochs):
            module.train()
            self._call("on_train_epoch_start", module)
            self._train_values = {}
            batches = 1 if self.fast_dev_run else len(train_loader)
            every = max(1, int(batches * self.val_check_interval))
            for i, batch in enumerate(train_loader):
                if i >= batches:
                    break
                self._epoch_values = self._train_values
                self._step(module, optimizer, batch, i)
                stopped = 0 < self.max_steps <= self.global_step
                if val_loader is not None and (i + 1) % every == 0 and not stopped:
                    self._validate(module, val_loader, 1 if self.fast_dev_run else None)
                if stopped:
                    break
            if scheduler is not None:
                scheduler.step()
            for name, values in self._train_values.items():
                mean = torch.tensor(sum(values) / len(values))
                self.callback_metrics[name] = self.callback_metrics[name + "_epoch"] = mean
            self._call("on_train_epoch_end", module)
            if 0 < self.max_steps <= self.global_step:
                break
        self.current_epoch += 1
        self._call("on_train_end", module)
        self._call("on_fit_end", module)
        for logger in self.loggers:
            logger.finalize("success")
        self._call("teardown", module, "fit")

    def _step(self, module, optimizer, batch, i):
        self._call("on_train_batch_start", module, batch, i)
        loss = module.training_step(batch, i)
        self._call("on_before_zero_grad", module, optimizer)
        if not getattr(module, "skips_zero_grad", False):
            optimizer.zero_grad()
        self._call("on_before_backward", module, loss)
        loss.backward()
        self._call("on_after_backward", module)
        self._call("on_before_optimizer_step", module, optimizer)
        optimizer.step()
        self.global_step += 1
        self._call("on_train_batch_end", module, {"loss": loss.detach()}, batch, i)

    def _validate(self, module, loader, most=None):
        self._epoch_values = {}
        if not getattr(module, "validates_in_train_mode", False):
            module.eval()
        with torch.no_grad():
            self._call("on_validation_start", module)
            self._call("on_validation_epoch_start", module)
            for i, batch in enumerate(loader):
                if most is not None and i >= most:
                    break
                self._call("on_validation_batch_start", module, batch, i)
                module.validation_step(batch, i)
                self._call("on_validation_batch_end", module, None, batch, i)
            for name, values in self._epoch_values.items():
                self.callback_metrics[name] = torch.tensor(sum(values) / len(values))
            self._call("on_validation_epoch_end", module)
            self._call("on_validation_end", module)
        module.train()

    def _call(self, hook, module, *args):
        self.calls.append((hook, self.current_epoch, self.global_step, self.sanity_checking, sorted(self.callback_metrics)))
        for callback in self.callbacks:
            method = getattr(callback, hook, None)
            if method is not None:
                method(self, module, *args)
