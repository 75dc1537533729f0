"""Facts of a site as Python writes them, laid out as ``ruff format`` does."""

from __future__ import annotations

import json
from dataclasses import MISSING, dataclass, fields
from typing import Any

_WIDTH = 110
_STEP = 4
_BY_PLACE = {"Sign": 1, "Articles": 2, "Layout": 1}
_LAST = {"body": 1, "drop": 2}  # what stands behind the fields of a head


@dataclass(frozen=True, slots=True)
class Expression:
    """Source that stands for a value: the name of a platform's layout."""

    source: str


def source_of(value: Any, indent: int = 0, before: int = 0) -> str:
    """``value`` in Python, behind ``before`` characters of its line, in a block indented by ``indent``.

    Dataclasses name only fields that are not the default.
    """
    flat = _flat(value)
    if (
        indent + before + len(flat) < _WIDTH
        or isinstance(value, (str, int, Expression))
        or value in ((), None)
    ):
        return flat
    inner = indent + _STEP
    if isinstance(value, tuple):
        lines = [source_of(one, inner) for one in value]
        opening, closing = "(", ")"
    else:
        lines = [
            f"{name}={source_of(one, inner, len(name) + 2)}" if name else source_of(one, inner)
            for name, one in _named(value)
        ]
        opening, closing = f"{type(value).__name__}(", ")"
    margin = " " * inner
    return opening + "\n" + "".join(f"{margin}{line},\n" for line in lines) + " " * indent + closing


def _flat(value: Any) -> str:
    """In one line."""
    if isinstance(value, Expression):
        return value.source
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, (bool, int)):
        return repr(value)
    if isinstance(value, tuple):
        inner = ", ".join(map(_flat, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    told = (f"{name}={_flat(one)}" if name else _flat(one) for name, one in _named(value))
    return f"{type(value).__name__}({', '.join(told)})"


def quoted(text: str) -> str:
    """A string as a person writes it: raw where it has backslashes and can be.

    >>> print(quoted(r"/a/\\d+"), quoted('say "a"'))
    r"/a/\\d+" "say \\"a\\""
    """
    raw = "\\" in text and '"' not in text and not text.endswith("\\") and text.isprintable()
    # A string of JSON is one of Python's, where it holds no surrogate.
    return f'r"{text}"' if raw else json.dumps(text, ensure_ascii=False)


def _named(value: Any) -> list[tuple[str, Any]]:
    """The fields in the order in which people write them, the first ones of some by their place: ``""``."""
    told = dict(_told(value))
    by_place = _BY_PLACE.get(type(value).__name__, 0)
    found = [("" if at < by_place else name, told[name]) for at, name in enumerate(told)]
    return sorted(found, key=lambda pair: _LAST.get(pair[0], 0))


def _told(value: Any) -> list[tuple[str, Any]]:
    """The fields of a dataclass that are not as they are by themselves."""
    found = []
    for one in fields(value):
        default = one.default if one.default_factory is MISSING else one.default_factory()
        if (given := getattr(value, one.name)) != default:
            found.append((one.name, given))
    return found
