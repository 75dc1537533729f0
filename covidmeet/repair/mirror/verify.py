"""Check a repair with a forward model of the kit: can the shown text have come from the repaired one?

What the kit does at random (control characters before a mark) is tried both ways, so this is a graph search
as well, but it uses neither the language model nor how the repair was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from covidmeet.repair.mirror.cp936 import CHAR_OF, CODE_OF
from covidmeet.repair.mirror.kit_profile import SURE, KitProfile
from covidmeet.repair.mirror.patterns import ANNOTATION, CUT_ANNOTATION, TO_FULL_WIDTH
from covidmeet.repair.mirror.readings import has_reading

_GAP = re.compile(r"[ \x05-\x08]*")

Position = tuple[int, int, bool]
"""Bytes read, characters of the shown text written, and whether the annotation due here has been written."""


def _bytes(text: str) -> list[int]:
    """GBK, a literal question mark where GBK has no code."""
    codes: list[int] = []
    for char in text:
        code = CODE_OF.get(char)
        codes += [ord(char) if char < "\x80" else 0x3F] if code is None else [code >> 8, code & 0xFF]
    return codes


class _ForwardModel:
    """What the kit and the decoder can make of the bytes of ``meant``, position by position."""

    def __init__(self, left: str, meant: str, seen: str, profile: KitProfile) -> None:
        before = _bytes(left[-1:])
        self.start = len(before)
        # Marks were narrowed after the kit had seen them as two bytes.
        self._bytes = before + _bytes(meant.translate(TO_FULL_WIDTH) if profile.half_width else meant)
        self._seen = seen
        self._profile = profile
        self._marks = frozenset(CODE_OF[mark] for mark in profile.hit)

    def ended(self, position: Position) -> bool:
        return position[:2] == (len(self._bytes), len(self._seen))

    def successors(self, at: int, shown: int, read: bool) -> Iterator[Position]:
        """All positions one shown character further, or behind what the kit inserted before it."""
        if not read:
            if (end := self._annotation(ANNOTATION, at, shown)) is not None:
                yield at, end, True
            if self._needs_annotation(at):
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
        """A lead byte that swallowed the first byte of an insertion, or an ASCII byte of the page."""
        if (end := self._annotation(CUT_ANNOTATION, at + 1, shown)) is not None:
            yield at + 1, end, True
        elif self._marked(at + 1):
            gap = _GAP.match(self._seen, shown + 1)
            yield at + 1, gap.end() if gap else shown + 1, not self._needs_annotation(at + 1)
        if at + 1 == len(self._bytes):
            yield at + 1, shown + 1, True
        elif self._bytes[at + 1] < 0x40:
            yield at + 2, shown + 1, False

    def _same(self, at: int, char: str) -> bool:
        code = self._bytes[at] << 8 | self._bytes[at + 1]
        made = CHAR_OF.get(code, "")
        if made == char or CODE_OF.get(char) == code or char == "\ufffd":
            return True
        if code == self._profile.narrowed.get(char):
            return True
        return self._profile.half_width and made == char.translate(TO_FULL_WIDTH)

    def _annotation(self, pattern: re.Pattern[str], at: int, shown: int) -> int | None:
        """The end of the annotation of the two bytes before ``at``, if one is shown at ``shown``."""
        match = pattern.match(self._seen, shown)
        return match.end() if match and at >= 2 and has_reading(self._before(at), match[1]) else None

    def _before(self, at: int) -> str:
        return CHAR_OF.get(self._bytes[at - 2] << 8 | self._bytes[at - 1], "")

    def _needs_annotation(self, at: int) -> bool:
        """Whether the kit annotates the two bytes before ``at``, unless another annotation parts them."""
        if at <= self.start:
            return False
        code = self._bytes[at - 2] << 8 | self._bytes[at - 1]
        if self._profile.required.get(code, 0.0) < SURE:
            return False
        return at < 3 or self._bytes[at - 3] << 8 | self._bytes[at - 2] not in self._profile.required

    def _marked(self, at: int) -> bool:
        return at + 1 < len(self._bytes) and (self._bytes[at] << 8 | self._bytes[at + 1]) in self._marks


def produces(left: str, meant: str, seen: str, profile: KitProfile) -> bool:
    """Whether the kit can turn ``meant``, which stands after ``left``, into ``seen``."""
    forward = _ForwardModel(left, meant, seen, profile)
    waiting: list[Position] = [(forward.start, 0, True)]
    known = set(waiting)
    while waiting:
        position = waiting.pop()
        if forward.ended(position):
            return True
        for after in forward.successors(*position):
            if after not in known:
                known.add(after)
                waiting.append(after)
    return False
