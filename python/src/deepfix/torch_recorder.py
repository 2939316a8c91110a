"""Everything that is seen of a torch training from within: gradients, weights, losses, predictions, what the model is fed."""

from __future__ import annotations

import functools
import sys
import types
from typing import Any, Dict, List, Optional

from . import graph
from .budget import Budget, Pace
from .loss_tap import LossTap
from .moments import Moments
from .predictions import Predictions
from .probe import Probe

_SURE_ROWS = 5


def torch_of(model: Any) -> Optional[Any]:
    """The torch module, if the model is one of torch."""
    torch = sys.modules.get("torch")
    return torch if torch is not None and isinstance(model, torch.nn.Module) else None


class TorchRecorder:
    """Looks on while a model trains. Random state, gradients, modes and numbers stay as they are.

    A step is looked at or not; what runs in every step is kept to a few comparisons.
    """

    def __init__(self, torch: Any, model: Any, budget: Budget) -> None:
        self._torch, self._model, self.budget = torch, model, budget
        self.probe = Probe(torch, model, budget)
        self.facts: Dict[str, Any] = {}
        """loss, final_activation and activations, as the graph shows them."""
        self.inputs: Dict[str, Moments] = {}
        """What the model is fed, by split."""
        self.wants_loss = True
        """Whether the loss of every training step is kept, since nobody else logs it."""
        self.is_validating: Optional[bool] = None
        """Which split comes now, where the framework tells."""
        self._tap = LossTap(torch, self._on_loss)
        self._train, self._val, self._pending = Predictions(torch), Predictions(torch), Predictions(torch)
        self._losses_since_step = 0
        self._steps_drained = 0
        self._rows = 0
        self._wants_graph = True
        self._named = {"train": Pace(budget, 0.1, 4e-5), "val": Pace(budget, 0.3, 4e-5)}
        self._fed = {"train": Pace(budget, 0.05, 1e-4), "val": Pace(budget, 0.05, 1e-4)}
        self._units = Pace(budget, 0.15, 3e-4)
        self._dead: Optional[float] = None
        self._hooks: List[Any] = []
        self._patched: List[Any] = []
        self._is_fed_by_hook = False
        self._hears_losses = False
        self._looks = True

    def start(self) -> None:
        """Puts hooks in place."""
        self._tap.install()
        self._hooks = [self._model.register_forward_pre_hook(self._on_input), self._model.register_forward_hook(self._on_output)]

    def stop(self) -> None:
        """Takes all hooks out again."""
        self._tap.remove()
        for hook in self._hooks:
            hook.remove()
        for optimizer in self._patched:
            optimizer.__dict__.pop("step", None)
        self._hooks, self._patched = [], []

    def follow(self, optimizer: Any) -> None:
        """Looks before and after each step of an optimizer."""
        while type(optimizer).__name__ == "AcceleratedOptimizer" or not hasattr(optimizer, "param_groups") and hasattr(optimizer, "optimizer"):
            optimizer = optimizer.optimizer
        if any(optimizer is known for known in self._patched):
            return
        original = optimizer.step

        @functools.wraps(original)
        def step(this: Any, *args: Any, **kwargs: Any) -> Any:
            self.before_step(this)
            result = original(*args, **kwargs)
            self.after_step()
            return result

        # A scheduler made later wraps this method again, as it does with the optimizer's own: it must be a bound one.
        optimizer.step = types.MethodType(step, optimizer)
        self._patched.append(optimizer)

    def before_step(self, optimizer: Any) -> None:
        """Gradients are ready."""
        self.budget.steps += 1
        if self._losses_since_step:
            self._losses_since_step = 0
            self._train.take(self._pending)
        if self._looks:
            start = self.budget.clock()
            self.probe.before_step(optimizer)
            self.budget.spend(start, self.probe.cost)

    def after_step(self) -> None:
        """The step is taken."""
        if self._looks:
            start = self.budget.clock()
            self.probe.after_step()
            self.budget.spend(start, self.probe.cost)
        self._looks = self.probe.is_due()

    def before_backward(self, loss: Any) -> None:
        """The graph of a step's loss is whole."""
        if self._looks and not self._hears_losses:
            start = self.budget.clock()
            self._look_at_graph(loss)
            self.budget.spend(start)

    def fed(self, inputs: Any, split: str) -> None:
        """What the model is fed, where no hook sees it."""
        if not self._is_fed_by_hook and (self._looks or split == "val"):
            self._feed(inputs, split)

    def drain(self) -> Dict[str, float]:
        """What was seen since the last time, as columns of one row."""
        start = self.budget.clock()
        self._steps_drained = self.budget.steps
        self._rows += 1
        self._wants_graph = self._rows < _SURE_ROWS
        columns = {**self._train.drain("train"), **self.probe.drain()}
        if self._losses_since_step:
            # Losses with a graph and no step after them: a validation that forgot no_grad.
            self._losses_since_step = 0
            self._val.take(self._pending)
        columns.update(self._val.drain("val"))
        if self._dead is not None:
            columns["dead_unit_fraction"] = self._dead
            self._dead = None
        for name in ("train_max_class_share", "train_balanced_accuracy"):
            columns.pop(name, None)
        self.budget.spend(start)
        return columns

    @property
    def has_news(self) -> bool:
        """Whether a step was taken since the last row."""
        return self.budget.steps > self._steps_drained

    def note(self) -> Optional[str]:
        """A sentence on sampling, where it had to be lowered."""
        step = self.budget.elapsed / max(1, self.budget.steps)
        if self.probe.stride <= 1 or step >= 0.005:
            return None
        return f"Steps take {1000 * step:.2g} ms: gradients were looked at in one of {self.probe.stride}, so that recording stays cheap ({100 * self.budget.taken:.2g} % of the training)."

    def _is_training(self) -> bool:
        if self.is_validating is not None:
            return not self.is_validating
        return bool(self._torch.is_grad_enabled() and self._model.training)

    def _on_input(self, _: Any, args: Any) -> None:
        if not self._looks and self._torch.is_grad_enabled():
            return
        try:
            self._is_fed_by_hook = bool(args)
            self._feed(args[0] if args else None, "train" if self._is_training() else "val")
        except Exception:  # the training goes on, whatever the recorder meets
            pass

    def _on_output(self, _: Any, args: Any, output: Any) -> None:
        # Where no loss of torch's own is computed, the outputs alone tell of the model.
        if self._looks and not self._hears_losses and hasattr(output, "grad_fn"):
            start = self.budget.clock()
            try:
                self._look_at_graph(output)
            except Exception:  # the training goes on, whatever the recorder meets
                pass
            self.budget.spend(start)

    def _feed(self, inputs: Any, split: str) -> None:
        if hasattr(inputs, "is_floating_point") and inputs.is_floating_point() and self._fed[split].is_due():
            start = self.budget.clock()
            self.inputs.setdefault(split, Moments()).add_tensor(inputs.detach())
            self._fed[split].looked(self.budget.spend(start, self._fed[split].cost))

    def _on_loss(self, name: str, outputs: Any, targets: Any, loss: Any) -> None:
        self._hears_losses = True
        if not self._is_training():
            self._keep(self._val, self._named["val"], name, outputs, targets, loss)
        elif loss.requires_grad:
            self._losses_since_step += 1
            # More than one loss since the last step may be a validation that forgot no_grad.
            if self._looks or self._losses_since_step > 1:
                self._keep(self._pending, self._named["train"], name, outputs, targets, loss)
            elif self.wants_loss:
                self._pending.add_loss(loss, targets)

    def _keep(self, where: Predictions, pace: Pace, name: str, outputs: Any, targets: Any, loss: Any) -> None:
        start = self.budget.clock()
        self.facts.setdefault("loss", name)
        if loss.requires_grad:
            self._look_at_graph(outputs)
        where.add_loss(loss, targets)
        is_due = pace.is_due()
        if is_due:
            where.add(outputs, targets, name == "BCELoss" or self.facts.get("final_activation") in ("sigmoid", "softmax"))
        seconds = self.budget.spend(start, pace.cost + self._units.cost)
        if is_due:
            pace.looked(seconds)

    def _look_at_graph(self, tensor: Any) -> None:
        node = getattr(tensor, "grad_fn", None)
        if node is None:
            return
        if not self._wants_graph and not self._units.is_due():
            return
        self._wants_graph = False
        start = self.budget.clock()
        seen = graph.read(node, with_units=True)
        graph.merge(self.facts, seen)
        if seen.dead_units is not None:
            self._dead = seen.dead_units
        self._units.looked(self.budget.clock() - start)
