"""Checks of requests before they are sent, by the server's own rules."""

from __future__ import annotations

import math
import re
from typing import Any, Dict, List, Mapping, Optional, Sequence

from .errors import ValidationError

_RUN_ID = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]*")
_FLAGS = ("enable_training_analysis", "enable_dataset_analysis", "enable_deepchecks_analysis", "log_to_mlflow")
FOCUSES = ("overfitting", "underfitting", "convergence", "stability", "data_quality", "generalization", "performance")
_MODEL_TYPES = ("cnn", "rnn", "transformer", "mlp", "gnn", "other")
_TASK_TYPES = ("classification", "regression", "segmentation", "detection", "language_modeling", "other")
_DOMAINS = ("training", "data_quality", "architecture", "optimization", "global")
_QUERY_TYPES = ("best_practice", "diagnostic", "solution", "validation")


class Faults:
    """Collects what is wrong with a request, all of it, and raises it at once."""

    def __init__(self) -> None:
        self._found: List[Dict[str, Any]] = []

    def add(self, field: str, constraint: str, provided: Any = None) -> None:
        """Notes a fault."""
        self._found.append({"field": field, "constraint": constraint, "provided": provided})

    def text(self, field: str, value: Any, longest: int, is_required: bool = False) -> None:
        """A text of at most so many characters."""
        if value is None:
            if is_required:
                self.add(field, "required")
        elif not isinstance(value, str):
            self.add(field, "must be a string", value)
        elif not value.strip():
            self.add(field, "must not be empty", value)
        elif len(value) > longest:
            self.add(field, f"must have at most {longest} characters", value[:60] + "…")
        elif any(ord(c) < 32 or 127 <= ord(c) < 160 for c in value):
            self.add(field, "must not hold control characters", value)

    def choice(self, field: str, value: Any, allowed: Sequence[str]) -> None:
        """One of the values allowed, or None."""
        if value is not None and value not in allowed:
            self.add(field, f"must be one of {', '.join(allowed)}", value)

    def number(self, field: str, value: Any, least: float, most: float) -> None:
        """A number of a range, or None."""
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        if value is not None and not (is_number and least <= value <= most):
            self.add(field, f"must be a number from {least:g} to {most:g}", value)

    def raise_any(self) -> None:
        """Raises ValidationError if there was a fault."""
        if not self._found:
            return
        first = self._found[0]
        what = f"missing required field '{first['field']}'" if first["constraint"] == "required" else f"field '{first['field']}' {first['constraint']}"
        suggestion = f"Add '{first['field']}' to the request." if first["constraint"] == "required" else f"Correct '{first['field']}': it {first['constraint']}."
        raise ValidationError(f"Invalid request: {what}", code="VALIDATION_ERROR", details={**first, "errors": self._found, "suggestion": suggestion})


def check_run(faults: Faults, run_id: Any, tracking_uri: Any, prefix: str = "") -> None:
    """A run and where it is tracked."""
    faults.text(prefix + "run_id", run_id, 256, is_required=True)
    if isinstance(run_id, str) and run_id.strip() and not _RUN_ID.fullmatch(run_id):
        faults.add(prefix + "run_id", "must be the id of an MLflow run: letters, digits, '-' and '_'", run_id)
    faults.text(prefix + "mlflow_tracking_uri", tracking_uri, 2048, is_required=True)


def check_options(faults: Faults, options: Optional[Mapping[str, Any]]) -> None:
    """analysis_options. Unknown options are left to the server."""
    if options is None:
        return
    if not isinstance(options, Mapping):
        faults.add("analysis_options", "must be an object", repr(options))
        return
    for name in _FLAGS:
        if options.get(name) is not None and not isinstance(options[name], bool):
            faults.add(f"analysis_options.{name}", "must be true or false", options[name])
    faults.number("analysis_options.max_analysis_time", options.get("max_analysis_time"), 30, 300)
    focus = options.get("optimization_focus")
    if focus is not None and not isinstance(focus, (list, tuple)):
        faults.add("analysis_options.optimization_focus", f"must be a list of {', '.join(FOCUSES)}", focus)
    for i, name in enumerate(focus if isinstance(focus, (list, tuple)) else ()):
        faults.choice(f"analysis_options.optimization_focus[{i}]", name, FOCUSES)


def check_context(faults: Faults, context: Optional[Mapping[str, Any]]) -> None:
    """context."""
    if context is None:
        return
    if not isinstance(context, Mapping):
        faults.add("context", "must be an object", repr(context))
        return
    faults.text("context.dataset_name", context.get("dataset_name"), 256)
    faults.choice("context.model_type", context.get("model_type"), _MODEL_TYPES)
    faults.choice("context.task_type", context.get("task_type"), _TASK_TYPES)


def check_query(query: Any, domain: Any, query_type: Any, max_results: Any, min_confidence: Any) -> None:
    """A question to the knowledge base. Raises ValidationError."""
    faults = Faults()
    faults.text("query", query, 2000, is_required=True)
    faults.choice("domain", domain, _DOMAINS)
    faults.choice("query_type", query_type, _QUERY_TYPES)
    faults.number("max_results", max_results, 1, 20)
    faults.number("min_confidence", min_confidence, 0, 1)
    faults.raise_any()
