"""Check a repair by running the damage forward: can the kit have made the shown text from the repaired one?

What the kit does by chance (control characters before a mark) is tried both ways, so this is a search as
well, but one that knows nothing of language and nothing of how the repair was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from covidmeet.repair.mirror.cp936 import CHAR_OF, CODE_OF
from covidmeet.repair.mirror.page import SURE, Page
from covidmeet.repair.mirror.readings import READING, agrees

_MARKS = frozenset(CODE_OF[mark] for mark in "，。、？！")
_ANNOTATION = re.compile(rf"\(({READING}) ?\)")
_CUT_ANNOTATION = re.compile(rf"\?({READING}) ?\)")
_GAP = re.compile(r"[ \x05-\x08]*")
_WIDE = str.maketrans(",!?:;()", "，！？：；（）")

Position = tuple[int, int, bool]


def _bytes(text: str) -> list[int]:
    """GBK, a literal question mark where GBK has no code."""
    codes: list[int] = []
    for char in text:
        code = CODE_OF.get(char)
        codes += [ord(char) if char < "\x80" else 0x3F] if code is None else [code >> 8, code & 0xFF]
    return codes


class _Forward:
    """One pass over the bytes of ``meant``.

    A position is the bytes read, the characters of ``seen`` written, and whether the reading that belongs
    between those bytes has been written.
    """

    def __init__(self, left: str, meant: str, seen: str, page: Page) -> None:
        before = _bytes(left[-1:])
        self.start = len(before)
        # Narrowed marks are two bytes to the kit.
        self._bytes = before + _bytes(meant.translate(_WIDE) if page.half_width else meant)
        self._seen = seen
        self._page = page

    def ended(self, position: Position) -> bool:
        return position[:2] == (len(self._bytes), len(self._seen))

    def next(self, at: int, shown: int, read: bool) -> Iterator[Position]:
        """All positions after one more shown character, or after what the kit put before it."""
        if not read:
            if (end := self._annotation(_ANNOTATION, at, shown)) is not None:
                yield at, end, True
            if self._bare(at):
                return
        if self._marked(at) and (gap := _GAP.match(self._seen, shown)) and gap.end() > shown:
            yield at, gap.end(), True
        if at < len(self._bytes) and shown < len(self._seen):
            yield from self._character(at, shown)

    def _character(self, at: int, shown: int) -> Iterator[Position]:
        lead = self._bytes[at]
        char = self._seen[shown]
        if lead <= 0x80:
            if char == chr(lead) or (lead == 0x80 and char == "€"):
                yield at + 1, shown + 1, False
            return
        if char == "?":
            yield from self._swallowed(at, shown)
        if at + 1 < len(self._bytes) and self._bytes[at + 1] >= 0x40 and self._same(at, char):
            yield at + 2, shown + 1, False

    def _swallowed(self, at: int, shown: int) -> Iterator[Position]:
        """A lead byte that took an insertion, or an ASCII byte of the page, with it."""
        if (end := self._annotation(_CUT_ANNOTATION, at + 1, shown)) is not None:
            yield at + 1, end, True
        elif self._marked(at + 1):
            gap = _GAP.match(self._seen, shown + 1)
            yield at + 1, gap.end() if gap else shown + 1, self._bare(at + 1) is False
        if at + 1 == len(self._bytes):
            yield at + 1, shown + 1, True
        elif self._bytes[at + 1] < 0x40:
            yield at + 2, shown + 1, False

    def _same(self, at: int, char: str) -> bool:
        code = self._bytes[at] << 8 | self._bytes[at + 1]
        made = CHAR_OF.get(code, "")
        if made == char or CODE_OF.get(char) == code or char == "\ufffd":
            return True
        return self._page.half_width and made == char.translate(_WIDE)

    def _annotation(self, pattern: re.Pattern[str], at: int, shown: int) -> int | None:
        """Where a reading of the two bytes before ``at`` ends, if one is shown at ``shown``."""
        match = pattern.match(self._seen, shown)
        return match.end() if match and at >= 2 and agrees(self._before(at), match[1]) else None

    def _before(self, at: int) -> str:
        return CHAR_OF.get(self._bytes[at - 2] << 8 | self._bytes[at - 1], "")

    def _bare(self, at: int) -> bool:
        """Whether the two bytes before ``at`` lack a reading; another one may have parted them."""
        if at <= self.start:
            return False
        code = self._bytes[at - 2] << 8 | self._bytes[at - 1]
        if self._page.required.get(code, 0.0) < SURE:
            return False
        return at < 3 or self._bytes[at - 3] << 8 | self._bytes[at - 2] not in self._page.required

    def _marked(self, at: int) -> bool:
        return at + 1 < len(self._bytes) and (self._bytes[at] << 8 | self._bytes[at + 1]) in _MARKS


def produces(left: str, meant: str, seen: str, page: Page) -> bool:
    """Whether the damage can turn ``meant``, which stands after ``left``, into ``seen``."""
    forward = _Forward(left, meant, seen, page)
    waiting: list[Position] = [(forward.start, 0, True)]
    known = set(waiting)
    while waiting:
        position = waiting.pop()
        if forward.ended(position):
            return True
        for after in forward.next(*position):
            if after not in known:
                known.add(after)
                waiting.append(after)
    return False
