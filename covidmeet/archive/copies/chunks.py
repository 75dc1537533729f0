"""Values of which one statement of SQL takes as many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

_TOGETHER = 500  # SQLite takes 32,766, of before 3.32 it took 999
_T = TypeVar("_T")


def chunks(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """``values`` in their order, some hundred at a time."""
    return (values[start : start + _TOGETHER] for start in range(0, len(values), _TOGETHER))
