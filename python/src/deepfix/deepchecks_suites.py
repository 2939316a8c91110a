"""Runs the suites of deepchecks, where it is installed and asked for."""

from __future__ import annotations

import logging
from typing import Any, Dict, List, Optional

from . import yaml_text
from .artifacts import DEEPCHECKS, DEEPCHECKS_CONFIG
from .dataset_rows import read, untouched_random_state

log = logging.getLogger("deepfix")
_SECONDS = 20.0


def run(train: Any, val: Any, name: str, task_type: Optional[str]) -> Dict[str, bytes]:
    """results.yaml and config.yaml of the suites that fit; nothing where deepchecks is missing or the data are no tables."""
    try:
        import pandas
        from deepchecks import tabular
        from deepchecks.tabular import suites
    except ImportError as error:
        log.warning("run_deepchecks is on, but deepchecks is not installed (%s). Install it with: pip install deepchecks", error)
        return {}
    try:
        with untouched_random_state():
            data = [_dataset(pandas, tabular, source, task_type) for source in (train, val)]
            if data[0] is None:
                log.warning("deepchecks was left out: the training data are no table of numbers with labels")
                return {}
            results: Dict[str, List[Dict[str, Any]]] = {"data_integrity": _entries(suites.data_integrity().run(data[0]))}
            if data[1] is not None:
                results["train_test_validation"] = _entries(suites.train_test_validation().run(train_dataset=data[0], test_dataset=data[1]))
    except Exception as error:
        log.warning("deepchecks failed and was left out: %s: %s", type(error).__name__, error)
        return {}
    config = {"train_test_validation": data[1] is not None, "data_integrity": True, "model_evaluation": False}
    return {
        DEEPCHECKS: yaml_text.dump({"dataset_name": name, "results": results}).encode("utf-8"),
        DEEPCHECKS_CONFIG: yaml_text.dump(config).encode("utf-8"),
    }


def _dataset(pandas: Any, tabular: Any, source: Any, task_type: Optional[str]) -> Any:
    rows = None if source is None else read(source, _SECONDS / 2)
    if rows is None or not rows.inputs:
        return None
    inputs = [_flat(row) for row in rows.inputs]
    labels = [_flat(t)[0] for t in rows.targets]
    frame = pandas.DataFrame(inputs, columns=[f"f{i}" for i in range(len(inputs[0]))])
    kinds = {"classification": "multiclass" if len(set(labels)) > 2 else "binary", "regression": "regression"}
    frame["target"] = [int(v) for v in labels] if task_type == "classification" else labels
    return tabular.Dataset(frame, label="target", cat_features=[], label_type=kinds.get(task_type or ""))


def _flat(row: Any) -> List[float]:
    if hasattr(row, "detach"):
        row = row.detach().cpu()
    if hasattr(row, "reshape"):
        return [float(v) for v in row.reshape(-1).tolist()]
    return [float(v) for v in row] if hasattr(row, "__iter__") else [float(row)]


def _entries(suite_result: Any) -> List[Dict[str, Any]]:
    entries = []
    for result in suite_result.results:
        header = result.get_header() if hasattr(result, "get_header") else str(getattr(result, "header", type(result).__name__))
        text = result.to_json(with_display=False)
        shown = [d for d in getattr(result, "display", None) or [] if isinstance(d, str)]
        entries.append({"header": header, "json_result": text, "display_txt": "\n".join(shown), "display_images": []})
    return entries
