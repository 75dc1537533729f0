"""Folding text to a width in columns, in which a Chinese character has two.

Lines break between Chinese characters and at blanks, not inside words of letters and numbers; none begins
with a closing mark and none ends with an opening one (GB/T 15834, 5.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

_OPENING = "（《「『【〈〔［“‘〖｛(\\["
# With what combines with the character before it.
_CLOSING = "，。、；：！？）》」』】〉〕］”’…—·％‰℃〗｝～,.;:!?)\\]%\u0300-\u036f\u200d\ufe00-\ufe0f"
_NARROW = "!-~\u00a1-\u024f\u0370-\u04ff"
_BLANK = " \u3000\u00a0"
_UNIT = re.compile(
    rf"(?P<blank>[{_BLANK}]+)|[{_OPENING}]*(?:[{_NARROW}]+|[^{_BLANK}{_OPENING}])[{_CLOSING}]*|[{_OPENING}]+",
    re.DOTALL,
)
_GAP = " │ "
NARROWEST = 10
"""Columns below which no text is folded further."""


def columns(text: str) -> int:
    """How many columns of a terminal ``text`` takes.

    >>> columns("会议abc")
    7
    """
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # not before it is needed: it costs a reader 10 ms

    return int(cell_len(text))


def fold_lines(text: str, width: int | None) -> list[tuple[int, int]]:
    """Where each line of ``text``, which has no newline, starts and stops at ``width`` columns.

    Blanks at a line's end are in no line; without a width there is one line.

    >>> text = "会上强调，要科学防控。"
    >>> [text[start:stop] for start, stop in fold_lines(text, 14)], fold_lines(text, 21)[0]
    (['会上强调，要科', '学防控。'], (0, 9))
    """
    if width is None or len(text) * 2 <= width:
        return [(0, len(text))]
    width = max(width, NARROWEST)
    lines: list[tuple[int, int]] = []
    start = stop = used = pending = 0
    for first, last, taken in _units(text, width):
        if text[first] in _BLANK:
            pending = taken
            if not lines and stop == start:  # an indent
                stop, used, pending = last, taken, 0
            continue
        if used and used + pending + taken > width:
            lines.append((start, stop))
            start, used, pending = first, 0, 0
        elif not used:
            start, pending = first, 0
        used += pending + taken
        stop, pending = last, 0
    return [*lines, (start, stop)]


def _units(text: str, width: int) -> Iterator[tuple[int, int, int]]:
    """Start, stop and columns of what is not broken; what is wider than a line is cut where it is full."""
    for match in _UNIT.finditer(text):
        taken = columns(match[0])
        if taken <= width or match["blank"]:
            yield match.start(), match.end(), taken
            continue
        start, used = match.start(), 0
        for at in range(match.start(), match.end()):
            more = columns(text[at])
            if used + more > width:
                yield start, at, used
                start, used = at, 0
            used += more
        yield start, match.end(), used


def padded(text: str, width: int) -> str:
    """``text`` with blanks behind it up to ``width`` columns."""
    return text + " " * max(width - columns(text), 0)


def column_width(width: int) -> int:
    """Columns of each of two texts beside each other."""
    return (width - len(_GAP)) // 2


def beside(left: str, right: str, width: int) -> list[str]:
    """Two paragraphs beside each other in ``width`` columns."""
    each = column_width(width)
    cut = ([text[start:stop] for start, stop in fold_lines(text, each)] for text in (left, right))
    return [padded(one, each) + _GAP + other for one, other in zip_longest(*cut, fillvalue="")]
