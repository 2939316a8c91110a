"""Callbacks that are of a framework's own callback class where that framework is loaded, and of none where it is not."""

from __future__ import annotations

import importlib
import sys
from typing import Any, Dict, Sequence, Tuple, Type

_made: Dict[Tuple[type, ...], type] = {}


def with_bases(kind: Type[Any], bases: Sequence[Tuple[str, str]]) -> Type[Any]:
    """The class, with those of the framework classes (module, name) among its bases that the program has loaded; else the first that can be imported."""
    loaded = [base for base in (_find(module, name) for module, name in bases) if base is not None]
    if not loaded:
        loaded = [base for base in (_import(module, name) for module, name in bases) if base is not None][:1]
    unique = tuple(dict.fromkeys(loaded))
    key = (kind, *unique)
    if key not in _made:
        _made[key] = type(kind.__name__, key, {"__module__": kind.__module__, "__qualname__": kind.__qualname__, "_deepfix_kind": kind}) if unique else kind
    return _made[key]


def plain_class(callback: Any) -> Type[Any]:
    """The class that the program named, which can be pickled by its name."""
    kind: Type[Any] = getattr(type(callback), "_deepfix_kind", type(callback))
    return kind


def _find(module: str, name: str) -> Any:
    return getattr(sys.modules.get(module), name, None)


def _import(module: str, name: str) -> Any:
    try:
        return getattr(importlib.import_module(module), name, None)
    except Exception:  # a framework that is broken is as good as none
        return None
