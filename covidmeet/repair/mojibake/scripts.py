"""Simplified or Traditional: the language model gives both forms of a character the same probability."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from covidmeet.repair.language_model.table import read_table


def _has(codec: str, char: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _traditional() -> frozenset[str]:
    table = read_table("lm-open-gram.bin")
    return frozenset(char for char in table.traditional if not _has("gb2312", char))


@cache
def _simplified() -> frozenset[str]:
    table = read_table("lm-open-gram.bin")
    return frozenset(char for char in table.simplified if not _has("big5", char))


@cache
def to_simplified() -> dict[str, str]:
    """Traditional character -> its Simplified counterpart."""
    table = read_table("lm-open-gram.bin")
    return dict(zip(table.traditional, table.simplified, strict=True))


def other_script(texts: Iterable[str]) -> frozenset[str]:
    """The characters that only the script has which ``texts`` are mostly not in; Traditional in a tie."""
    traditional = simplified = 0
    for text in texts:
        traditional += sum(char in _traditional() for char in text)
        simplified += sum(char in _simplified() for char in text)
    return _simplified() if traditional > simplified else _traditional()
