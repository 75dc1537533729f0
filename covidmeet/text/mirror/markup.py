"""Which byte of markup a tag, an entity or an attribute lacks, seen from what is left of it."""

from __future__ import annotations

import re

_TAG = re.compile(r"/?(?:!--|[a-zA-Z][a-zA-Z0-9]*\s*/?>|[a-zA-Z][a-zA-Z0-9]*\s+[a-zA-Z-]+=[\"'])")
_ENTITY = re.compile(r"#?[a-zA-Z0-9]{2,8};")
_ATTRIBUTE_END = re.compile(r"\s*/?>|\s+[a-zA-Z-]+=[\"']")


def markup_before(tail: str) -> str:
    """``<``, ``&`` or ``"`` where ``tail`` is what followed it; else an empty string.

    >>> markup_before("/p>"), markup_before("nbsp; x"), markup_before("/></a>"), markup_before("2022")
    ('<', '&', '"', '')
    """
    if _TAG.match(tail):
        return "<"
    if _ENTITY.match(tail):
        return "&"
    return '"' if _ATTRIBUTE_END.match(tail) else ""
