"""The files of a run, as the contract names them."""

from __future__ import annotations

import json
import math
from typing import Any, Dict, Mapping, Optional

from . import yaml_text
from .history import History

METRICS = "training_artifacts/metrics.csv"
PARAMS = "training_artifacts/params.yaml"
METADATA = "dataset/metadata.yaml"
STATISTICS = "dataset/statistics.json"
DEEPCHECKS = "deepchecks/results.yaml"
DEEPCHECKS_CONFIG = "deepchecks/config.yaml"
_PARAM_ORDER = ("model_name", "optimizer", "learning_rate", "batch_size", "num_epochs", "weight_decay", "dropout_rate", "scheduler", "loss_function", "task_type", "momentum", "gradient_clip_val", "shuffle")


def training(history: History, params: Mapping[str, Any]) -> Dict[str, bytes]:
    """metrics.csv and params.yaml."""
    model = params.get("model")
    ordered: Dict[str, Any] = {name: params.get(name) for name in _PARAM_ORDER}
    ordered.update({k: v for k, v in params.items() if k not in ordered and k != "model"})
    for name, unknown in (("model_name", "unknown"), ("optimizer", "unknown")):
        ordered[name] = ordered[name] or unknown
    if isinstance(model, Mapping):
        ordered["model"] = {k: v for k, v in model.items() if v not in (None, [])}
    return {METRICS: history.csv().encode("utf-8"), PARAMS: yaml_text.dump(ordered).encode("utf-8")}


def dataset(metadata: Mapping[str, Any], statistics: Optional[Mapping[str, Any]]) -> Dict[str, bytes]:
    """metadata.yaml, and statistics.json where there are any."""
    files = {METADATA: yaml_text.dump(metadata).encode("utf-8")}
    if statistics:
        files[STATISTICS] = json.dumps(_finite(statistics), separators=(",", ":"), allow_nan=False).encode("utf-8")
    return files


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(k): _finite(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(v) for v in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
