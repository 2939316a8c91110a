"""Rows of a data set, as many as time and memory allow, evenly spread. The random state stays as it is."""

from __future__ import annotations

import contextlib
import random
import sys
import time
from typing import Any, Iterator, List, NamedTuple, Optional, Sequence

MOST_ROWS = 4000
_MOST_CELLS = 8_000_000


class Rows(NamedTuple):
    """A sample of a split: what was read of it."""

    num_samples: int
    inputs: List[Any]
    """A row each, as it came."""
    targets: List[Any]
    all_targets: Optional[Sequence[Any]]
    """Targets of all rows, where they can be had without reading the rows."""

    @property
    def is_whole(self) -> bool:
        """Whether every row was read."""
        return len(self.inputs) >= self.num_samples


def read(source: Any, seconds: float) -> Optional[Rows]:
    """Rows of a data set, data loader, or pair of inputs and targets; None where there is nothing to count."""
    source = _unwrapped(source)
    if source is None or isinstance(source, (str, bytes)):
        return None
    pair = _pair(source)
    if pair is not None:
        return _of_columns(*pair)
    try:
        count = len(source)
    except (TypeError, NotImplementedError):
        return None
    if not count or not hasattr(source, "__getitem__"):
        return None
    return _of_items(source, count, seconds)


@contextlib.contextmanager
def untouched_random_state() -> Iterator[None]:
    """Restores the random state of Python, NumPy and torch afterwards."""
    state = random.getstate()
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    numpy_state = numpy.random.get_state() if numpy is not None else None
    torch_state = torch.get_rng_state() if torch is not None else None
    cuda_states = torch.cuda.get_rng_state_all() if torch is not None and torch.cuda.is_available() and torch.cuda.is_initialized() else None
    try:
        yield
    finally:
        random.setstate(state)
        if numpy is not None and numpy_state is not None:
            numpy.random.set_state(numpy_state)
        if torch is not None and torch_state is not None:
            torch.set_rng_state(torch_state)
        if torch is not None and cuda_states is not None:
            torch.cuda.set_rng_state_all(cuda_states)


def _unwrapped(source: Any) -> Any:
    # A data loader stands for its data set; reading the loader itself would draw from its generator.
    dataset = getattr(source, "dataset", None)
    is_loader = dataset is not None and (hasattr(source, "batch_size") or hasattr(source, "sampler"))
    return dataset if is_loader else source


def _pair(source: Any) -> Optional["tuple[Any, Any]"]:
    tensors = getattr(source, "tensors", None)
    if isinstance(tensors, tuple) and len(tensors) >= 2:
        return tensors[0], tensors[1]
    if isinstance(source, tuple) and len(source) == 2 and all(hasattr(part, "__len__") and not isinstance(part, str) for part in source) and len(source[0]) == len(source[1]):
        return source[0], source[1]
    return None


def _of_columns(inputs: Any, targets: Any) -> Rows:
    count = len(inputs)
    if hasattr(inputs, "iloc"):
        inputs = inputs.to_numpy()
    if hasattr(targets, "iloc"):
        targets = targets.to_numpy()
    keep = _spread(count, _cells(inputs[0]) if count else 1)
    return Rows(count, [inputs[i] for i in keep], [targets[i] for i in keep], targets)


def _of_items(source: Any, count: int, seconds: float) -> Optional[Rows]:
    end = time.perf_counter() + seconds
    try:
        first = source[0]
    except (KeyError, IndexError, TypeError):
        return None
    inputs: List[Any] = []
    targets: List[Any] = []
    order = _spread(count, _cells(_parts(first)[0]))
    # In an order without pattern, so that what is read when time is up is still spread over the whole.
    random.Random(0).shuffle(order)
    for i in order:
        if time.perf_counter() > end and len(inputs) >= 16:
            break
        x, y = _parts(source[i])
        inputs.append(x)
        targets.append(y)
    return Rows(count, inputs, targets, _all_targets(source, count))


def _parts(item: Any) -> "tuple[Any, Any]":
    if isinstance(item, (tuple, list)) and len(item) >= 2:
        return item[0], item[1]
    if isinstance(item, dict):
        label = next((item[k] for k in ("labels", "label", "target", "y") if k in item), None)
        values = next((item[k] for k in ("pixel_values", "inputs", "x", "features", "image") if k in item), None)
        return values, label
    return item, None


def _all_targets(source: Any, count: int) -> Optional[Sequence[Any]]:
    indices = getattr(source, "indices", None)
    inner = getattr(source, "dataset", None)
    if indices is not None and inner is not None:
        whole = _all_targets(inner, len(inner))
        return None if whole is None else [whole[int(i)] for i in indices]
    tensors = getattr(source, "tensors", None)
    if isinstance(tensors, tuple) and len(tensors) >= 2:
        return tensors[1]  # type: ignore[no-any-return]
    for name in ("targets", "labels", "y"):
        values = getattr(source, name, None)
        if values is not None and hasattr(values, "__len__") and not isinstance(values, str) and len(values) == count:
            return values  # type: ignore[no-any-return]
    return None


def _spread(count: int, cells: int) -> List[int]:
    most = max(64, min(MOST_ROWS, _MOST_CELLS // max(1, cells)))
    return list(range(count)) if count <= most else [i * count // most for i in range(most)]


def _cells(row: Any) -> int:
    shape = getattr(row, "shape", None)
    if shape is None:
        return len(row) if hasattr(row, "__len__") else 1
    cells = 1
    for side in shape:
        cells *= int(side)
    return cells
