"""The settings of a training as params.yaml has them, read off the objects that train."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Mapping, Optional

_LAYER_WORDS = ("Linear", "Conv", "Norm", "Dropout", "Embedding", "LSTM", "GRU", "RNN", "Attention", "Flatten", "Pool", "Dense", "Transformer")
_ACTIVATIONS = {
    "ReLU": "relu",
    "ReLU6": "relu6",
    "LeakyReLU": "leaky_relu",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "GELU": "gelu",
    "SiLU": "silu",
    "ELU": "elu",
    "SELU": "selu",
    "Softplus": "softplus",
    "Hardtanh": "hardtanh",
    "Mish": "mish",
    "PReLU": "prelu",
    "Softmax": "softmax",
    "LogSoftmax": "log_softmax",
}
_MOST_LAYERS = 200


def of_torch_model(model: Any, seen: Mapping[str, Any]) -> Dict[str, Any]:
    """The model block, from its modules and from what the graph of its loss showed."""
    modules = [m for m in model.modules() if not any(True for _ in m.children())]
    names = [type(m).__name__ for m in modules]
    layers = [n for n in names if n in _ACTIVATIONS or any(word in n for word in _LAYER_WORDS)]
    wide = [m for m in modules if _units(m) is not None]
    hidden = [u for u in (_units(m) for m in wide[:-1]) if u is not None]
    activations = list(seen.get("activations") or [])
    final = seen.get("final_activation")
    inner = activations[1:] if final not in (None, "none") and activations else activations
    declared = [_ACTIVATIONS[n] for n in names if n in _ACTIVATIONS and n not in ("Softmax", "LogSoftmax")]
    parameters = list(model.parameters())
    return {
        "layers": layers[:_MOST_LAYERS],
        "activation": "none" if seen.get("is_linear") else _commonest(inner or declared),
        "hidden_units": max(set(hidden), key=hidden.count) if hidden else None,
        "num_layers": len(hidden) if hidden else None,
        "final_activation": final,
        "num_parameters": sum(_numel(p) for p in parameters),
        "num_trainable_parameters": sum(_numel(p) for p in parameters if p.requires_grad),
    }


def dropout_of(model: Any) -> Optional[float]:
    """The largest dropout probability; 0 where there is no dropout."""
    rates = [float(m.p) for m in model.modules() if "Dropout" in type(m).__name__ and hasattr(m, "p")]
    return max(rates) if rates else 0.0


def of_optimizer(optimizer: Any, initial_rate: Optional[float] = None) -> Dict[str, Any]:
    """optimizer, learning_rate, weight_decay and momentum."""
    while type(optimizer).__name__ == "AcceleratedOptimizer" or hasattr(optimizer, "_optimizer"):
        optimizer = getattr(optimizer, "optimizer", None) or getattr(optimizer, "_optimizer")
    groups = getattr(optimizer, "param_groups", None)
    if not groups:
        return {}
    first = groups[0]
    momentum = first.get("momentum")
    return {
        "optimizer": type(optimizer).__name__,
        "learning_rate": float(first.get("initial_lr", initial_rate if initial_rate is not None else first["lr"])),
        "weight_decay": float(first.get("weight_decay", 0.0)),
        "momentum": float(momentum) if momentum is not None else None,
    }


def of_loader(loader: Any) -> Dict[str, Any]:
    """batch_size and shuffle of a data loader."""
    facts: Dict[str, Any] = {}
    size = getattr(loader, "batch_size", None)
    if isinstance(size, int):
        facts["batch_size"] = size
    sampler = type(getattr(loader, "sampler", None)).__name__
    if sampler in ("RandomSampler", "SequentialSampler"):
        facts["shuffle"] = sampler == "RandomSampler"
    return facts


def loss_of(model: Any, torch: Any) -> Optional[str]:
    """The one loss among a model's modules; None where there are several or none."""
    losses = {type(m).__name__ for m in model.modules() if isinstance(m, torch.nn.modules.loss._Loss)}
    return losses.pop() if len(losses) == 1 else None


def scheduler_name(scheduler: Any) -> Optional[str]:
    """A learning-rate scheduler's class."""
    return None if scheduler is None else type(scheduler).__name__


def settings_of(hparams: Any) -> Dict[str, Any]:
    """Scalars of hyper-parameters, as extra settings."""
    items: Iterable[Any] = hparams.items() if isinstance(hparams, Mapping) else vars(hparams).items() if hasattr(hparams, "__dict__") else ()
    return {str(k): v for k, v in items if isinstance(v, (str, int, float, bool)) and len(str(v)) <= 200}


def _units(module: Any) -> Optional[int]:
    for name in ("out_features", "out_channels", "hidden_size"):
        value = getattr(module, name, None)
        if isinstance(value, int):
            return value
    return None


def _numel(parameter: Any) -> int:
    try:
        return int(parameter.numel())
    except (ValueError, RuntimeError):
        return 0  # a lazy module that never saw data


def _commonest(names: List[str]) -> Optional[str]:
    return max(sorted(set(names)), key=names.count) if names else None
