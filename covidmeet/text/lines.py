"""Lines with their role, their numbers on the page, and their offsets in the repaired text.

A line's ``places`` lead back to the page: the numbers of the lines it was made of.  Its ``spans`` lead to the
repaired text: every repair is recorded by its offset there, and is found again in the stored field by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

# Zero-width characters and byte-order marks are layout, like spaces: they carry no text at a line's ends.
_BLANK = " \t\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff\u2002\u2003\u2009"
# Some dumps put a whole page on one line: then wide gaps, or the indent of a new paragraph, part its lines.
_LINE_BREAK = re.compile(
    r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]|[ \t\u00a0\u3000]{4,}|\u3000(?<=[。！？”]\u3000)\u3000+"
)
_FURTHER_BLANKS = re.compile(r"(?<=[ \t\u00a0\u3000])[ \t\u00a0\u3000]+")


class Role(StrEnum):
    """What the layout of a page says of a line."""

    TITLE = "title"
    DECK = "deck"  # a further line of the headline
    INFO = "info"  # tells time, source or names
    BODY = "body"
    ANY = "any"  # nothing is known: the chrome stage tells what it is


@dataclass(frozen=True, slots=True)
class Line:
    """``text``; its ``role``; the numbers of the page's lines that it was made of, from 0, in ``places``.

    ``places`` is empty for what only the page's head tells.  ``spans`` are the ``(start, stop)`` offsets in
    the repaired text, in characters; empty until the encoding stage.
    """

    text: str
    spans: tuple[tuple[int, int], ...] = ()
    role: Role = Role.ANY
    places: tuple[int, ...] = ()

    def __reduce__(self) -> tuple[type[Line], tuple[object, ...]]:
        # What dataclasses do for a frozen one with slots takes ten times as long, for each line of a page.
        return Line, (self.text, self.spans, self.role, self.places)

    def cut(self, start: int, stop: int) -> Line:
        """The characters ``start:stop`` of this line, as a line."""
        spans = []
        at = 0
        for first, last in self.spans:
            low, high = max(start - at, 0), min(stop - at, last - first)
            if low < high:
                spans.append((first + low, first + high))
            at += last - first
        return Line(self.text[start:stop], tuple(spans), self.role, self.places)

    def without(self, pattern: re.Pattern[str]) -> tuple[Line, int]:
        """This line without the matches of ``pattern``, and how many there were."""
        kept: list[Line] = []
        end = found = 0
        for match in pattern.finditer(self.text):
            kept.append(self.cut(end, match.start()))
            end = match.end()
            found += 1
        if not found:
            return self, 0
        kept.append(self.cut(end, len(self.text)))
        text = "".join(part.text for part in kept)
        spans = tuple(span for part in kept for span in part.spans)
        return Line(text, spans, self.role, self.places), found

    def stripped(self) -> Line:
        """This line without blanks at its ends."""
        text = self.text.strip(_BLANK)
        if len(text) == len(self.text):
            return self
        start = len(self.text) - len(self.text.lstrip(_BLANK))
        return self.cut(start, start + len(text))

    def single_spaced(self) -> Line:
        """This line, stripped, with one blank where there were several."""
        return self.stripped().without(_FURTHER_BLANKS)[0]


class Stripped(NamedTuple):
    """A line of the page that is in no field, under the name of the rule that took it off."""

    rule: str
    text: str
    places: tuple[int, ...] = ()


def of_text(text: str) -> list[Line]:
    """The lines of a text document, with their number; joined by newlines they are ``text``."""
    return [Line(line, places=(number,)) for number, line in enumerate(text.split("\n"))]


def split(line: Line) -> list[Line]:
    """The parts of a line that hold anything, stripped; blank lines carry no meaning in these dumps.

    >>> dump = Line("首页     要闻     会议召开\\n　　会议强调。　　会议要求。")
    >>> [line.text for line in split(dump)]
    ['首页', '要闻', '会议召开', '会议强调。', '会议要求。']
    """
    text = line.text
    # Nearly all lines are one word to Python, which looks at each character once.
    if text.split(None, 1) == [text] or not _LINE_BREAK.search(text):
        line = line.stripped()
        return [line] if line.text else []
    lines = []
    start = 0
    for stop, following in [*(match.span() for match in _LINE_BREAK.finditer(text)), (len(text), len(text))]:
        part = line.cut(start, stop).stripped()
        if part.text:
            lines.append(part)
        start = following
    return lines


def joined(lines: Iterable[Line]) -> str:
    """The texts of the lines, a newline between them."""
    return "\n".join(line.text for line in lines)


def find(lines: Sequence[Line], place: int) -> int | None:
    """Where the character at ``place`` of the repaired text stands in ``lines`` joined by newlines."""
    at = 0
    for line in lines:
        for start, stop in line.spans:
            if start <= place < stop:
                return at + place - start
            at += stop - start
        at += 1
    return None
