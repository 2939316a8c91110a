"""metadata.yaml and statistics.json of the data that a model was trained on, from samples, in bounded time and memory."""

from __future__ import annotations

import hashlib
import math
import time
from typing import Any, Dict, List, Mapping, Optional

from .dataset_rows import Rows, read, untouched_random_state

_MOST_FEATURES = 128
_MOST_CLASSES = 1000
_MOST_NEIGHBOUR_ROWS = 1200
_MOST_NEIGHBOUR_CELLS = 1024
_NEIGHBOURS = 5
_BINS = 10


class DatasetStatistics:
    """What is known of the splits. Reading stops when the time given is over; what was not read is left out, never guessed."""

    def __init__(self, splits: Mapping[str, Any], task_type: Optional[str], seconds: float) -> None:
        self._end = time.perf_counter() + seconds
        self._rows: Dict[str, Rows] = {}
        self._numbers: Dict[str, Any] = {}
        self.task_type = task_type
        self.splits: Dict[str, Dict[str, Any]] = {}
        self.features: List[Dict[str, Any]] = []
        self.overlap: Optional[int] = None
        with untouched_random_state():
            present = {name: source for name, source in splits.items() if source is not None}
            for name, source in present.items():
                rows = read(source, seconds * 0.5 / len(present))
                if rows is not None:
                    self._rows[name] = rows
        self._compute()

    def _compute(self) -> None:
        if not self._rows:
            return
        self.task_type = self.task_type or self._task_of(next(iter(self._rows.values())))
        hashes: Dict[str, Dict[bytes, List[int]]] = {}
        for name, rows in self._rows.items():
            split = self.splits[name] = self._split(rows)
            matrix = _matrix(rows.inputs)
            if matrix is not None:
                self._numbers[name] = matrix
                split["num_features"] = int(matrix.shape[1])
                split["sample_shape"] = [int(s) for s in getattr(rows.inputs[0], "shape", (matrix.shape[1],))]
                split["missing_cells"] = int((matrix != matrix).sum())
            hashes[name] = _hashes(rows, matrix)
            if hashes[name]:
                split["duplicate_rows"] = sum(len(same) - 1 for same in hashes[name].values())
                if self.task_type == "classification":
                    split["conflicting_label_rows"] = _conflicts(rows, hashes[name])
        if hashes.get("train") and hashes.get("val"):
            self.overlap = sum(len(same) for row, same in hashes["val"].items() if row in hashes["train"])
        self._add_features()
        self._add_neighbours()

    def _task_of(self, rows: Rows) -> Optional[str]:
        values = _targets(rows)
        if not values:
            return None
        is_whole = all(float(v).is_integer() for v in values)
        kinds = len(set(values))
        return "classification" if is_whole and kinds <= _MOST_CLASSES and (kinds <= 20 or kinds < len(values) / 4) else "regression"

    def _split(self, rows: Rows) -> Dict[str, Any]:
        split: Dict[str, Any] = {"num_samples": rows.num_samples}
        values = _targets(rows)
        if self.task_type == "classification" and values:
            every = _scalars(rows.all_targets) if rows.all_targets is not None else values if rows.is_whole else None
            if every:
                counts: Dict[str, int] = {}
                for value in every:
                    counts[_name(value)] = counts.get(_name(value), 0) + 1
                if len(counts) <= _MOST_CLASSES:
                    split["class_counts"] = dict(sorted(counts.items(), key=lambda c: (len(c[0]), c[0])))
        elif self.task_type == "regression" and values:
            mean = sum(values) / len(values)
            split["target"] = {"mean": mean, "std": math.sqrt(sum((v - mean) ** 2 for v in values) / len(values)), "min": min(values), "max": max(values)}
        return split

    def _add_features(self) -> None:
        train = self._numbers.get("train")
        if train is None:
            return
        labels = _targets(self._rows["train"]) or None
        width = int(train.shape[1])
        count = min(width, _MOST_FEATURES)
        for k in range(count):
            if time.perf_counter() > self._end:
                break
            i = k * width // count
            self.features.append(_feature(f"f{i}", {n: m[:, i] for n, m in self._numbers.items() if m.shape[1] == width}, labels, self.task_type))

    def _add_neighbours(self) -> None:
        train = self._numbers.get("train")
        labels = _targets(self._rows["train"]) if train is not None else None
        if train is None or not labels or self.task_type != "classification" or time.perf_counter() > self._end:
            return
        share = _disagreement(train, labels)
        if share is not None:
            self.splits["train"]["knn_label_disagreement"] = share

    def metadata(self, name: str, class_names: Optional[List[str]] = None) -> Dict[str, Any]:
        """metadata.yaml."""
        train, val = self.splits.get("train", {}), self.splits.get("val", {})
        counts = train.get("class_counts") or {}
        is_classification = self.task_type == "classification"
        return {
            "dataset_name": name,
            "task_type": self.task_type,
            "num_train_samples": train.get("num_samples"),
            "num_val_samples": val.get("num_samples"),
            "num_classes": len(counts) if counts and is_classification else None,
            "class_names": (class_names or list(counts)) if counts and len(counts) <= 100 else None,
            "imbalance_ratio": round(max(counts.values()) / min(counts.values()), 2) if len(counts) > 1 else None,
        }

    def statistics(self, model_input: Mapping[str, Any]) -> Dict[str, Any]:
        """statistics.json."""
        document: Dict[str, Any] = {"schema_version": 1}
        if self.task_type:
            document["task_type"] = self.task_type
        document["splits"] = self.splits
        document["features"] = self.features
        if self.overlap is not None:
            document["duplicate_rows_train_val"] = self.overlap
        if model_input:
            document["model_input"] = dict(model_input)
        partly = {name: len(rows.inputs) for name, rows in self._rows.items() if not rows.is_whole}
        if partly:
            document["extra"] = {"rows_read": partly}
        return document


def _numpy() -> Any:
    try:
        import numpy
    except ImportError:
        return None
    return numpy


def _matrix(inputs: List[Any]) -> Any:
    numpy = _numpy()
    if numpy is None or not inputs or inputs[0] is None:
        return None
    try:
        rows = [_array(numpy, row).reshape(-1) for row in inputs]
        if len({row.shape for row in rows}) != 1 or not rows[0].size:
            return None
        return numpy.stack(rows).astype("float64")
    except (TypeError, ValueError):
        return None


def _array(numpy: Any, row: Any) -> Any:
    if hasattr(row, "detach"):
        row = row.detach().cpu().numpy()
    array = numpy.asarray(row)
    if array.dtype.kind not in "biuf":
        raise ValueError("not numbers")
    return array


def _targets(rows: Rows) -> List[float]:
    return _scalars(rows.targets)


def _scalars(values: Any) -> List[float]:
    if hasattr(values, "detach"):
        values = values.detach().cpu()
    if hasattr(values, "shape") and len(values.shape) == 2 and values.shape[1] > 1:
        values = values.argmax(1)
    if hasattr(values, "reshape"):
        values = values.reshape(-1).tolist()
    found: List[float] = []
    for value in values:
        if getattr(value, "shape", None) and int(value.shape[0]) > 1:
            value = value.argmax()
        try:
            number = float(value.item() if hasattr(value, "item") else value)
        except (TypeError, ValueError, RuntimeError):
            return []
        found.append(number)
    return found if all(math.isfinite(v) for v in found) else []


def _name(value: float) -> str:
    return str(int(value)) if value.is_integer() else repr(value)


def _hashes(rows: Rows, matrix: Any) -> Dict[bytes, List[int]]:
    found: Dict[bytes, List[int]] = {}
    if matrix is not None:
        for i in range(matrix.shape[0]):
            found.setdefault(hashlib.blake2b(matrix[i].tobytes(), digest_size=8).digest(), []).append(i)
    elif rows.inputs and isinstance(rows.inputs[0], str):
        for i, text in enumerate(rows.inputs):
            found.setdefault(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), []).append(i)
    return found


def _conflicts(rows: Rows, hashes: Dict[bytes, List[int]]) -> int:
    labels = _targets(rows)
    return sum(len(same) for same in hashes.values() if labels and len({labels[i] for i in same}) > 1)


def _feature(name: str, columns: Mapping[str, Any], labels: Optional[List[float]], task_type: Optional[str]) -> Dict[str, Any]:
    numpy = _numpy()
    train = columns["train"]
    finite = train[numpy.isfinite(train)]
    edges = numpy.unique(numpy.quantile(finite, [k / _BINS for k in range(_BINS + 1)])) if finite.size else numpy.array([])
    if edges.size == 1:
        edges = numpy.array([edges[0] - 0.5, edges[0] + 0.5])
    feature: Dict[str, Any] = {"name": name, "kind": "numeric", "bin_edges": [float(e) for e in edges]}
    for split, column in columns.items():
        feature[split] = _column(numpy, column, edges)
    association = _association(numpy, train, labels, task_type)
    if association is not None:
        feature["target_association"] = association
    return feature


def _column(numpy: Any, column: Any, edges: Any) -> Dict[str, Any]:
    values = column[numpy.isfinite(column)]
    found: Dict[str, Any] = {}
    if values.size:
        found = {"mean": float(values.mean()), "std": float(values.std()), "min": float(values.min()), "max": float(values.max())}
        quantiles = numpy.quantile(values, [0.05, 0.25, 0.5, 0.75, 0.95])
        found.update({name: float(q) for name, q in zip(("q05", "q25", "q50", "q75", "q95"), quantiles)})
    found["missing"] = int(column.size - values.size)
    found["unique"] = int(numpy.unique(values).size)
    if edges.size > 1:
        # The first and the last bin are open: they hold what lies beyond.
        where = numpy.clip(numpy.searchsorted(edges, values, side="right") - 1, 0, edges.size - 2)
        found["histogram"] = [int(n) for n in numpy.bincount(where, minlength=edges.size - 1)]
    return found


def _association(numpy: Any, column: Any, labels: Optional[List[float]], task_type: Optional[str]) -> Optional[float]:
    if labels is None or len(labels) != column.size:
        return None
    y = numpy.asarray(labels)
    keep = numpy.isfinite(column)
    x, y = column[keep], y[keep]
    spread = float(((x - x.mean()) ** 2).sum()) if x.size else 0.0
    if spread <= 0:
        return 0.0
    if task_type == "classification":
        kinds, where = numpy.unique(y, return_inverse=True)
        sizes = numpy.bincount(where)
        means = numpy.bincount(where, weights=x) / sizes
        return round(float((sizes * (means - x.mean()) ** 2).sum() / spread), 4)
    other = float(((y - y.mean()) ** 2).sum())
    return round(float(((x - x.mean()) * (y - y.mean())).sum() ** 2 / (spread * other)), 4) if other > 0 else 0.0


def _disagreement(matrix: Any, labels: List[float]) -> Optional[float]:
    numpy = _numpy()
    count = min(len(labels), _MOST_NEIGHBOUR_ROWS)
    if count <= 2 * _NEIGHBOURS:
        return None
    step = len(labels) / count
    rows = [int(i * step) for i in range(count)]
    cells = max(1, matrix.shape[1] // _MOST_NEIGHBOUR_CELLS)
    x = numpy.nan_to_num(matrix[rows][:, ::cells])
    deviation = x.std(0)
    x = (x - x.mean(0)) / numpy.where(deviation > 0, deviation, 1.0)
    _, y = numpy.unique(numpy.asarray(labels)[rows], return_inverse=True)
    squares = (x * x).sum(1)
    wrong = 0
    for start in range(0, count, 256):
        part = slice(start, min(start + 256, count))
        distance = squares[part, None] + squares[None, :] - 2 * x[part] @ x.T
        distance[numpy.arange(distance.shape[0]), numpy.arange(part.start, part.stop)] = numpy.inf
        nearest = numpy.argpartition(distance, _NEIGHBOURS, axis=1)[:, :_NEIGHBOURS]
        for i, near in enumerate(y[nearest]):
            wrong += int(numpy.bincount(near).argmax() != y[part.start + i])
    return round(wrong / count, 4)
