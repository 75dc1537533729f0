"""The lines of what is shown, folded and coloured for a terminal, or neither for a pipe."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from covidmeet.show.line_breaks import columns, fold_lines

# Select Graphic Rendition (ECMA-48, 8.3.117).
_STYLES = {"bold": "1", "dim": "2", "before": "9;31", "after": "32", "doubtful": "33"}


class Span(NamedTuple):
    """The characters ``start:stop`` of a paragraph in a style: bold, dim, before, after, doubtful."""

    start: int
    stop: int
    style: str


@dataclass
class Sheet:
    """``width`` in columns, None for a pipe, where nothing is folded; ``coloured``: with escape sequences."""

    width: int | None = None
    coloured: bool = False
    lines: list[str] = field(default_factory=list)

    def paragraph(self, text: str, style: str = "", spans: Iterable[Span] = (), indent: int = 0) -> None:
        """Add a paragraph; ``spans`` do not overlap; all lines but the first are moved in by ``indent``."""
        spans = [Span(0, len(text), style)] if style else sorted(spans)
        starts, ends = [span.start for span in spans], [span.stop for span in spans]
        width = None if self.width is None else self.width - indent
        for number, (start, stop) in enumerate(fold_lines(text, width)):
            here = spans[bisect_right(ends, start) : bisect_left(starts, stop)]
            self.lines.append(" " * (indent if number else 0) + self._styled(text, start, stop, here))

    def text(self, text: str, style: str = "") -> None:
        """Add the lines of ``text`` as paragraphs, an empty line between them."""
        for number, line in enumerate(text.split("\n")):
            if number:
                self.blank()
            self.paragraph(line, style)

    def fact(self, label: str, value: str, wide: int) -> None:
        """Add a label, padded to ``wide`` columns, and its value; nothing where there is no value."""
        if not value:
            return
        head = label + " " * max(wide - columns(label), 1)
        start = len(self.lines)
        width = None if self.width is None else self.width - columns(head)
        for first, stop in fold_lines(value, width):
            self.lines.append(" " * columns(head) + value[first:stop])
        self.lines[start] = self._ansi(head, "dim") + self.lines[start][columns(head) :]

    def heading(self, text: str) -> None:
        """Begin a part."""
        self.blank()
        self.paragraph(text, "bold")

    def blank(self) -> None:
        """Add an empty line, never two."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def __str__(self) -> str:
        return "\n".join(self.lines)

    def _styled(self, text: str, start: int, stop: int, spans: Iterable[Span]) -> str:
        parts = []
        at = start
        for span in spans:
            first, last = max(span.start, at), min(span.stop, stop)
            if first >= stop:
                break
            parts += [text[at:first], self._ansi(text[first:last], span.style)]
            at = last
        return "".join([*parts, text[at:stop]])

    def _ansi(self, text: str, style: str) -> str:
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.coloured and text else text
