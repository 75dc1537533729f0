"""What losses leave in text of two bytes a character: trail bytes below 80, which stand there as ASCII."""

from __future__ import annotations

import re

_WIDE = "\u3001-\u30ff\u4e00-\u9fff\uff01-\uff5e"
_LETTER = re.compile(f"(?<=[{_WIDE}])[A-Za-z](?=[{_WIDE}]|$)")
_SIGN = re.compile(f"(?<=[{_WIDE}])[@\\[\\\\\\]^_`{{|}}~](?=[{_WIDE}]|$)")
_MARK = re.compile("\ufffd|[?][@-~]")
_QUESTION = re.compile(f"(?<=[{_WIDE}])[?]+(?=[{_WIDE}])")
"""A loss, or a character that Big5 lacked before all damage."""
_FEW = 1
"""Letters between hanzi that text has as well: 维生素C片."""


def remains(text: str) -> int:
    """How many trail bytes and marks of losses a repaired text still has.

    >>> remains("全鎮共設置採樣點26個，維生素C片"), remains("要落實|方責任A堅持B早報告C")
    (1, 4)
    """
    return sum(len(pattern.findall(text)) for pattern in (_LETTER, _SIGN, _MARK, _QUESTION))


def is_half_repaired(text: str) -> bool:
    """Whether more is left than text without damage has."""
    letters = len(_LETTER.findall(text))
    at_end = bool(re.search(f"[{_WIDE}][ABC]$", text))  # the trail bytes of ，、。
    return letters > _FEW or at_end or bool(_SIGN.search(text) or _MARK.search(text))
