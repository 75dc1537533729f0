"""Lines of a document that remember where in the document they stand.

Every repair is recorded by its place in the repaired document; the fields of an article are cut out of
that document line by line.  So that a repair can be found again in the stored field, a line keeps the
spans its characters came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Zero-width characters and byte-order marks are layout, like spaces: they carry no text at a line's ends.
_BLANK = " \t\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff\u2002\u2003\u2009"
# Some dumps put a whole page on one line: then wide gaps, or the indent of a new paragraph, part its lines.
_LINE_BREAK = re.compile(
    r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]|[ \t\u00a0\u3000]{4,}|\u3000(?<=[。！？”]\u3000)\u3000+"
)


@dataclass(frozen=True, slots=True)
class Line:
    """``text`` and the ``(start, stop)`` character spans of the document that it was joined from."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def cut(self, start: int, stop: int) -> Line:
        """The characters ``start:stop`` of this line, as a line."""
        spans = []
        at = 0
        for first, last in self.spans:
            low, high = max(start - at, 0), min(stop - at, last - first)
            if low < high:
                spans.append((first + low, first + high))
            at += last - first
        return Line(self.text[start:stop], tuple(spans))

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
        return join(kept), found

    def stripped(self) -> Line:
        """This line without blanks at its ends."""
        text = self.text.strip(_BLANK)
        if len(text) == len(self.text):
            return self
        start = len(self.text) - len(self.text.lstrip(_BLANK))
        return self.cut(start, start + len(text))


def join(lines: Iterable[Line]) -> Line:
    """One line of several, with nothing between them."""
    lines = list(lines)
    return Line("".join(line.text for line in lines), tuple(span for line in lines for span in line.spans))


def split(text: str) -> list[Line]:
    """The lines of ``text`` that hold anything, stripped; blank lines carry no meaning in these dumps.

    >>> [line.text for line in split("首页     要闻     会议召开\\n　　会议强调。　　会议要求。")]
    ['首页', '要闻', '会议召开', '会议强调。', '会议要求。']
    """
    lines = []
    start = 0
    for stop, following in [*(match.span() for match in _LINE_BREAK.finditer(text)), (len(text), len(text))]:
        line = Line(text[start:stop], ((start, stop),)).stripped()
        if line.text:
            lines.append(line)
        start = following
    return lines


def find(lines: Sequence[Line], place: int) -> int | None:
    """Where the character at ``place`` of the document stands in ``lines`` joined by newlines."""
    at = 0
    for line in lines:
        for start, stop in line.spans:
            if start <= place < stop:
                return at + place - start
            at += stop - start
        at += 1
    return None
