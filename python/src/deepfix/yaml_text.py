"""YAML of nested maps, lists and scalars, as the contract's files need it. Every string that could be taken for something else is quoted."""

from __future__ import annotations

import json
import math
import re
from typing import Any, List, Mapping

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./ -]*[A-Za-z0-9_./-]|[A-Za-z_]")
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def dump(value: Mapping[str, Any]) -> str:
    """A document. Members that are None are left out."""
    return "\n".join(_lines(value, 0)) + "\n" if value else "{}\n"


def _lines(value: Any, depth: int) -> List[str]:
    indent = "  " * depth
    lines: List[str] = []
    if isinstance(value, Mapping):
        for key, item in value.items():
            if item is not None:
                lines += _entry(f"{indent}{_scalar(str(key))}:", item, depth)
    else:
        for item in value:
            if _is_nested(item):
                first, *rest = _lines(item, depth + 1)
                lines += [f"{indent}- {first.lstrip()}", *rest]
            else:
                lines.append(f"{indent}- {_flat(item)}")
    return lines


def _entry(head: str, item: Any, depth: int) -> List[str]:
    if _is_nested(item):
        return [head, *_lines(item, depth + 1)]
    return [f"{head} {_flat(item)}"]


def _is_nested(item: Any) -> bool:
    return isinstance(item, (Mapping, list, tuple)) and len(item) > 0


def _flat(item: Any) -> str:
    if isinstance(item, Mapping):
        return "{}"
    return "[]" if isinstance(item, (list, tuple)) else _scalar(item)


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    text = str(value)
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text).replace("\x7f", "\\x7f")


def _number(value: float) -> str:
    if math.isnan(value):
        return ".nan"
    if math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    text = repr(value)
    # YAML 1.1 takes 1e-05 for a string: its numbers have a point.
    return text.replace("e", ".0e") if "e" in text and "." not in text else text
