"""Partial readings of a damaged place, and the table in which the best of them are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from covidmeet.repair.mirror.cp936 import CODE_OF

SHOWN, RESTORED, LATE, HELD = range(4)
"""Kinds of piece: as shown; with a restored byte; shown half a character late; a reading, dropped, that cut
the next character in two."""

REACH = 3
"""Characters of context that the language model looks at."""

_MATCHED, _CROSSED = 1.5, -4.0  # a bracket that closes the one that is open; one that does not
_RARELY_MATCHED = 6.0  # the same for brackets that the language model has hardly seen
_CLOSES = {
    "”": "“",
    "’": "‘",
    "）": "（",
    ")": "（",
    "》": "《",
    "」": "「",
    "』": "『",
    "】": "【",
    "〉": "〈",
}
_OPENS = {"(": "（"} | {char: char for char in _CLOSES.values()}
_BRACKETS = frozenset(_CLOSES) | frozenset(_OPENS)
_BRACKET = re.compile("[" + re.escape("".join(_BRACKETS)) + "]")
_DEEPEST = 4
STOPS = frozenset("，。、；：？！,;:?!")
AFTER_STOP = -6.0  # a mark directly after another one, or after an opening bracket
NO_STOP_AFTER = STOPS | frozenset(_CLOSES.values())
_BEAM = 24
SPREAD = 8.0

State = tuple[int, str]
"""The lead byte that waits for its second half (0: none), and the last three characters."""


@dataclass(slots=True)
class Path:
    """The end of a reading of the shown text: its last piece, and the path before it."""

    score: float
    before: Path | None
    piece: str
    kind: int
    end: int
    """Where in the shown text the piece ends."""
    nest: str
    """The brackets that are open, as opening brackets."""

    def pieces(self) -> list[str]:
        """All pieces, the last one first."""
        found = []
        node: Path | None = self
        while node is not None:
            found.append(node.piece)
            node = node.before
        return found


class Paths(dict[State, Path]):
    """The best path for each state, at one position of the shown text."""

    def add(self, state: State, path: Path) -> None:
        known = self.get(state)
        if known is None or path.score > known.score:
            self[state] = path

    def grow(self, state: State, path: Path, piece: str, gain: float, kind: int, end: int) -> None:
        """Add ``path`` with ``piece`` behind it, now in ``state``, whose context lacks the piece still."""
        score, nest = path.score + gain, path.nest
        if piece[:1] in STOPS and state[1][-1:] in NO_STOP_AFTER:
            score += AFTER_STOP
        if not _BRACKETS.isdisjoint(piece):
            score, nest = nested(score, nest, piece)
        self.add((state[0], (state[1] + piece)[-REACH:]), Path(score, path, piece, kind, end, nest))

    def best(self) -> Paths:
        """Only the likeliest: what falls further behind does not come back."""
        if len(self) < 2:
            return self
        top = max(path.score for path in self.values())
        kept = [item for item in self.items() if item[1].score > top - SPREAD]
        if len(kept) > _BEAM:
            kept = sorted(kept, key=lambda item: -item[1].score)[:_BEAM]
        return Paths(kept)


def open_brackets(text: str) -> str:
    """The brackets that ``text`` opens and does not close."""
    return nested(0.0, "", "".join(_BRACKET.findall(text)))[1]


def nested(score: float, nest: str, piece: str) -> tuple[float, str]:
    """Open and close the brackets of ``piece``; the score tells whether they fit those that are open."""
    for char in piece:
        if opening := _CLOSES.get(char):
            fits = nest[-1:] == opening
            score += (_MATCHED if char in "”）)" else _RARELY_MATCHED) if fits else _CROSSED
            nest = nest[:-1] if fits else nest
        elif opening := _OPENS.get(char):
            score += _CROSSED if opening == nest[-1:] != "（" else 0.0
            nest = (nest + opening)[-_DEEPEST:]
    return score, nest


def last_bytes(lead: int, context: str) -> tuple[int, int]:
    """The last two bytes that were meant: before ``lead`` where one waits, else before the place."""
    last = CODE_OF.get(context[-1:], 0) or (ord(context[-1]) & 0xFF if context else 0)
    if lead:
        return last & 0xFF, lead
    if last > 0xFF:
        return last >> 8, last & 0xFF
    return CODE_OF.get(context[-2:-1], 0) & 0xFF, last
