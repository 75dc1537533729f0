"""Hard-wrapped text: which of its lines are one paragraph.

Mail programs, old editors and some content systems break lines at a fixed width.  Such a break is certain
where the first word of the next line had no more room: greedy filling is how all of them wrap.  Widths are
counted in characters or in columns, of which an ideograph has two.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from covidmeet.text.lines import Line
from covidmeet.text.positions import is_prose

NARROWEST, WIDEST = 16, 200  # columns
_SHORT = 7  # characters of a line that is no wrapped one
_FEWEST_BREAKS = 2  # in words or sentences, at the same width, that make wrapping certain
_HANGING = 2  # characters of closing marks beyond the width
_CANDIDATES = 6  # widths, of the largest and of the most frequent
_ENDS = re.compile(r"[。！？!?；;：:…][”’\"'」』）)】]*$|[.][\"')]*$")
_MARK_AT_END = re.compile(r"[\W_]$")
_WORD = re.compile(r"[A-Za-z0-9.,%+-]+|.", re.DOTALL)
_CLOSING = frozenset("，。、；：！？”’）》】」』〉…,.;:!?)]}%℃")
_INDENT = re.compile(r"^(?:[\u3000\u00a0\u2002\u2003]|[ \t]{2}|\t)")
_ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．])"
)
_LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class _Width:
    limit: int
    columns: bool

    def of(self, text: str) -> int:
        return columns(text) if self.columns else len(text)


def columns(text: str) -> int:
    """The width of a text on a terminal: two for an ideograph or a full-width mark.

    >>> columns("青禾 2022")
    9
    """
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def paragraphs(lines: Sequence[str]) -> list[list[int]]:
    """The lines, by index, of each paragraph; each its own where the text is not certainly wrapped.

    ``lines`` may be indented, which begins a paragraph, and blank, which parts two.
    """
    lines = [line.rstrip() for line in lines]
    width = _width(lines)
    if width is None:
        return [[i] for i in range(len(lines))]
    marked = _are_marked(lines, width)
    groups: list[list[int]] = []
    for i in range(len(lines)):
        if i and _goes_on(lines, i, width, marked):
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def unwrapped(lines: Sequence[Line], shown: Sequence[str] | None = None) -> list[Line]:
    """The lines with those of one paragraph joined, as places tell; ``shown`` are the lines with indents."""
    groups = paragraphs([line.text for line in lines] if shown is None else shown)
    if len(groups) == len(lines):
        return list(lines)
    return [_joined([lines[i] for i in group]) for group in groups]


def _joined(parts: Sequence[Line]) -> Line:
    text = parts[0].text.rstrip()
    for part in parts[1:]:
        following = part.text.strip()
        text += joint(text, following) + following
    places = tuple(place for part in parts for place in part.places)
    return Line(text if len(parts) > 1 else parts[0].text, role=parts[0].role, places=places)


def joint(before: str, after: str) -> str:
    """What stands between two lines of one paragraph: a blank between Latin words, else nothing."""
    if before[-1:].isdigit() and after[:1].isdigit():
        return ""  # a number cut in two
    return " " if _LATIN.match(before[-1:]) and _LATIN.match(after[:1]) else ""


def _width(lines: Sequence[str]) -> _Width | None:
    """The width that the text was wrapped at, or None."""
    longest = max((len(line) for line in lines if is_prose(line)), default=0)
    # No paragraph is longer than a wrapped line: of nearly all texts this is all that is asked.
    if not any(len(line) + _HANGING >= longest and not _ends(line) for line in lines if len(line) > _SHORT):
        return None
    open_ended = [line for line in lines if len(line) > _SHORT and not _ends(line)]
    if len(open_ended) < _FEWEST_BREAKS or not any("。" in line for line in lines):
        return None
    found: list[tuple[int, int, _Width]] = []
    for in_columns in (False, True):
        counts = Counter((columns if in_columns else len)(_without_hanging(line)) for line in open_ended)
        for limit in {*sorted(counts)[-_CANDIDATES:], *(n for n, _ in counts.most_common(_CANDIDATES))}:
            width = _Width(limit, in_columns)
            if limit * (1 if in_columns else 2) >= NARROWEST and limit <= WIDEST:
                found.append((_breaks(lines, width), limit, width))
    most = max(found, default=(0, 0, None), key=lambda one: one[:2])
    return most[2] if most[0] else None


def _breaks(lines: Sequence[str], width: _Width) -> int:
    """How many line ends the width explains; 0 where the text is not certainly wrapped at it."""
    breaks = [i for i in range(len(lines) - 1) if not _ends(lines[i]) and _is_full(lines, i, width)]
    in_words = [i for i in breaks if not _MARK_AT_END.search(lines[i])]
    if len(breaks) < _FEWEST_BREAKS or 2 * len(in_words) < len(breaks):
        return 0
    wider = sum(width.of(_without_hanging(line)) > width.limit for line in lines)
    # Between the first and the last break few lines stop short in mid-sentence: headings, signatures.
    short = [
        i
        for i in set(range(breaks[0], breaks[-1])).difference(breaks)
        if lines[i] and lines[i + 1] and not _ends(lines[i])
    ]
    if 4 * wider > len(breaks) or 2 * len(short) > len(breaks):
        return 0
    return len(breaks) - wider - len(short) if any("。" in lines[i + 1] for i in breaks) else 0


def _ends(line: str) -> bool:
    return _ENDS.search(line[-5:]) is not None


def _without_hanging(line: str) -> str:
    return line[:-1] if line[-1:] in _CLOSING else line


def _is_full(lines: Sequence[str], i: int, width: _Width) -> bool:
    """Whether the first word of the next line had no room on this one."""
    line, words = lines[i], _WORD.findall(lines[i + 1].lstrip()[:40])
    if not line or not words or width.of(_without_hanging(line)) > width.limit:
        return False
    return width.of(line) + width.of(words[0]) + (words[1:2] != [] and words[1] in _CLOSING) > width.limit


def _are_marked(lines: Sequence[str], width: _Width) -> bool:
    """Whether the text marks its paragraphs, by an indent or by blank lines, and not by full stops alone."""
    if 0 < sum(_INDENT.match(line) is not None for line in lines) < sum(map(bool, lines)):
        return True
    ends = [i for i in range(len(lines) - 1) if _ends(lines[i])]
    spaced = sum(not lines[i + 1] for i in ends)
    return spaced > 0 and not any(lines[i + 1] and not _is_full(lines, i, width) for i in ends)


def _goes_on(lines: Sequence[str], i: int, width: _Width, marked: bool) -> bool:
    """Whether line ``i`` goes on with the paragraph of the line above it."""
    above, line = lines[i - 1], lines[i]
    if not above or not line or _INDENT.match(line) or not _is_full(lines, i - 1, width):
        return False
    return marked or not (_ends(above) or (_ITEM.match(line) and _MARK_AT_END.search(above)))
