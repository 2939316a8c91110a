"""Answers of the server as objects with attributes."""

from __future__ import annotations

import re
import sys
from typing import Any, Callable, ClassVar, Dict, Generator, List, Mapping, Optional, Type, TypeVar

_R = TypeVar("_R", bound="Record")
_Read = Callable[[Any], Any]
_GENERIC = re.compile(r"^(List|Optional|Dict)\[(.*)\]$")


class Record:
    """A JSON object. Known fields are attributes of known types, absent ones are empty; unknown fields are kept as they came."""

    _readers: ClassVar[Dict[str, _Read]]

    def __init__(self, data: Optional[Mapping[str, Any]] = None) -> None:
        given = dict(data) if isinstance(data, Mapping) else {}
        self._given = given
        for name, value in given.items():
            if name not in self._fields() and name.isidentifier() and not hasattr(type(self), name):
                self.__dict__[name] = value
        for name, read in self._fields().items():
            self.__dict__[name] = read(given.get(name))

    @classmethod
    def _fields(cls) -> Dict[str, _Read]:
        if "_readers" not in cls.__dict__:
            module = vars(sys.modules[cls.__module__])
            cls._readers = {
                name: _reader(str(annotation), module)
                for base in reversed(cls.__mro__)
                for name, annotation in getattr(base, "__annotations__", {}).items()
                if not name.startswith("_")
            }
        return cls._readers

    def to_dict(self) -> Dict[str, Any]:
        """The object as it came."""
        return self._given

    def __getitem__(self, name: str) -> Any:
        return self._given[name]

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{type(self).__name__} has no field '{name}'; it has {', '.join(sorted(k for k in self.__dict__ if not k.startswith('_')))}")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Record) and other._given == self._given

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={_short(getattr(self, name))}" for name in self._fields() if getattr(self, name) not in (None, "", [], {}))
        return f"{type(self).__name__}({shown})"


class Awaitable(Record):
    """A record that `await` gives back as it is, so that code written for a client of coroutines runs with this one."""

    def __await__(self: _R) -> Generator[None, None, _R]:
        return self
        yield  # pragma: no cover


def many(kind: Type[_R], items: Any) -> List[_R]:
    """Records of the objects in a list."""
    return [kind(item) for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []


def _reader(annotation: str, module: Mapping[str, Any]) -> _Read:
    match = _GENERIC.match(annotation)
    outer, inner = match.groups() if match else ("", annotation)
    kind: Any = module.get(inner)
    is_record = isinstance(kind, type) and issubclass(kind, Record)
    if outer == "List":
        return (lambda v: many(kind, v)) if is_record else (lambda v: list(v) if isinstance(v, list) else [])
    if outer == "Dict":
        return lambda v: dict(v) if isinstance(v, Mapping) else {}
    if outer == "Optional":
        return (lambda v: kind(v) if isinstance(v, Mapping) else None) if is_record else (lambda v: v)
    if is_record:
        return lambda v: kind(v)
    simple: Dict[str, _Read] = {"str": _text, "float": _number, "int": _whole, "bool": bool}
    return simple.get(annotation, lambda v: v)


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else str(value)


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0.0


def _whole(value: Any) -> int:
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0


def _short(value: Any) -> str:
    if isinstance(value, list):
        return f"[{len(value)}]"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
