"""Infer the lost ASCII byte of a tag, entity, attribute or number from what follows it."""

from __future__ import annotations

import re
from collections import Counter

_TAG = re.compile(r"/?(?:!--|[a-zA-Z][a-zA-Z0-9]*\s*/?>|[a-zA-Z][a-zA-Z0-9]*\s+[a-zA-Z-]+=[\"'])")
_ENTITY = re.compile(r"#?[a-zA-Z0-9]{2,8};")
_ATTRIBUTE_END = re.compile(r"\s*/?>|\s+[a-zA-Z-]+=[\"']")
_NUMBER = re.compile(r"[\d.]*[^\d.\s]")
_YEAR = re.compile(r"(?:9[3-9]|0[0-3])\d年")
_THIS_CENTURY = re.compile(r"0\d\d(?!\d)")


def markup_before(tail: str) -> str:
    """``<``, ``&``, ``"`` or ``.`` where ``tail`` is what followed it; else an empty string.

    >>> markup_before("/p>"), markup_before("nbsp; x"), markup_before("/></a>"), markup_before("2022")
    ('<', '&', '"', '')
    """
    if _TAG.match(tail):
        return "<"
    if _ENTITY.match(tail):
        return "&"
    if tail.startswith(".."):
        return "."
    return '"' if _ATTRIBUTE_END.match(tail) else ""


def is_year(tail: str) -> bool:
    """Whether ``tail`` is a year of the last hundred years without its first digit."""
    return _YEAR.match(tail) is not None


def first_digit(tail: str, page: str) -> str:
    """The likeliest first digit of a number that goes on with ``tail``.

    It is taken from the same number with the same word after it elsewhere on ``page``; else from the century,
    for years; else it is 1, as in most numbers (Benford's law).
    """
    rest = _NUMBER.match(tail)
    known: list[str] = re.findall(r"(?<![\d.])([1-9])" + re.escape(rest[0]), page) if rest else []
    if known:
        return Counter(known).most_common(1)[0][0]
    return "2" if _THIS_CENTURY.match(tail) else "1"
