"""What the graph of a loss tells of the model: its loss function, its activations, and units that give nothing. Read before it is freed; it is not changed."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Set

_MOST_NODES = 4000
_PASSING = ("View", "Reshape", "Squeeze", "Unsqueeze", "Select", "Clone", "ToCopy", "T", "Transpose", "Permute", "Flatten", "Alias", "Expand", "Mean", "Sum", "Div", "Mul", "Slice", "Index", "Neg", "Add", "Sub", "Pow", "Norm", "LinalgVectorNorm")
_LINEAR = ("Addmm", "Mm", "Bmm", "Addbmm", "Convolution", "ConvolutionOverrideable", "MkldnnConvolution", "Add", "Sub", "T", "Transpose", "Permute", "View", "UnsafeView", "Reshape", "Squeeze", "Unsqueeze", "Expand", "Select", "Slice", "Cat", "Clone", "Alias", "Flatten", "Mean", "AvgPool2D")
_LOSSES = {
    "NllLoss": "NLLLoss",
    "NllLoss2D": "NLLLoss",
    "NllLossNd": "NLLLoss",
    "CrossEntropyLoss": "CrossEntropyLoss",
    "MseLoss": "MSELoss",
    "BinaryCrossEntropy": "BCELoss",
    "BinaryCrossEntropyWithLogits": "BCEWithLogitsLoss",
    "SmoothL1Loss": "SmoothL1Loss",
    "HuberLoss": "HuberLoss",
    "L1Loss": "L1Loss",
    "KlDiv": "KLDivLoss",
}
_ACTIVATIONS = {
    "Relu": "relu",
    "Sigmoid": "sigmoid",
    "Tanh": "tanh",
    "Softmax": "softmax",
    "LogSoftmax": "log_softmax",
    "Gelu": "gelu",
    "Silu": "silu",
    "LeakyRelu": "leaky_relu",
    "Elu": "elu",
    "Softplus": "softplus",
    "Hardtanh": "hardtanh",
    "Mish": "mish",
}


class GraphFacts(NamedTuple):
    """What was seen."""

    loss: Optional[str]
    final_activation: Optional[str]
    """none where the last layer's numbers go into the loss as they are; None where it cannot be told."""
    activations: List[str]
    """From the output to the input."""
    dead_units: Optional[float]
    """Share of ReLU units that give zero for every row; None without ReLU."""
    is_linear: bool
    """Whether everything from the input to the last layer's numbers is linear. False as well where a step is not known."""


def read(node: Any, with_units: bool) -> GraphFacts:
    """Walks from the node of a loss, or of an output, back to the input."""
    loss: Optional[str] = None
    final: Optional[str] = None
    activations: List[str] = []
    dead = units = 0.0
    visited, is_linear = 0, True
    for current in _walk(node):
        kind = _kind(current)
        visited += 1
        if final is not None and kind not in _LINEAR and not kind.startswith("Accumulate"):
            is_linear = False
        if kind in _LOSSES:
            loss = loss or _LOSSES[kind]
        elif kind in _ACTIVATIONS:
            name = _ACTIVATIONS[kind]
            if loss == "NLLLoss" and name == "log_softmax" and final is None and not activations:
                # Log-softmax and the negative log-likelihood are what CrossEntropyLoss is made of.
                loss = "CrossEntropyLoss"
                continue
            final = final or (None if activations else name)
            activations.append(name)
            if name == "relu" and with_units:
                count, zero = _dead(current)
                units, dead = units + count, dead + zero
        elif final is None and kind not in _PASSING and not kind.startswith("Accumulate"):
            final = "none"
    return GraphFacts(loss, final, activations, dead / units if units else None, is_linear and final is not None and visited < _MOST_NODES)


def _walk(node: Any) -> Iterator[Any]:
    # Breadth first from the output: what is nearer to the loss comes first.
    queue: List[Any] = [node]
    seen: Set[Any] = {node}
    i = 0
    while i < len(queue) and i < _MOST_NODES:
        current = queue[i]
        i += 1
        yield current
        for following, _ in getattr(current, "next_functions", ()):
            if following is not None and following not in seen:
                seen.add(following)
                queue.append(following)


def _kind(node: Any) -> str:
    name: str = type(node).__name__
    if name == "CppFunction":
        name = node.name()
    cut = name.find("Backward")
    return (name[:cut] if cut >= 0 else name).lstrip("_")


def _dead(node: Any) -> "tuple[float, float]":
    try:
        result = node._saved_result
    except (AttributeError, RuntimeError):
        return 0.0, 0.0
    if result is None or result.dim() < 2 or result.shape[0] < 2:
        return 0.0, 0.0
    rows = result.detach()
    # A unit is a column of a dense layer and a channel of a convolution.
    rows = rows.flatten(2).amax(2).amax(0) if rows.dim() == 4 else rows.reshape(-1, rows.shape[-1]).amax(0)
    return float(rows.numel()), float((rows <= 0).sum().item())


def merge(facts: Dict[str, Any], seen: GraphFacts) -> None:
    """Keeps what was seen first."""
    for name in ("loss", "final_activation"):
        value = getattr(seen, name)
        if value is not None:
            facts.setdefault(name, value)
    if seen.activations:
        facts.setdefault("activations", seen.activations)
    facts.setdefault("is_linear", seen.is_linear)
