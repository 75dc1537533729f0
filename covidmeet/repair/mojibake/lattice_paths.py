"""The best path through the lattice: its text, where it comes from, and what is in doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest
from math import exp

from covidmeet.repair.mojibake.marks import LONG_SENTENCE

_TEMPERATURE = 1.25
"""Divides differences of scores, whose parts are not independent: without it, fixes are too sure."""
_WIDEST_GAP = 9.0
_MOST_RIVALS = 16
_LONGEST_COMPARED = 1000
_FARTHEST = 60
"""Pieces within which two readings must come from the same one."""


@dataclass(slots=True)
class Node:
    """The last piece of a reading, and what was read before it."""

    score: float
    """Sum of the log probabilities and costs so far."""
    before: Node | None
    piece: str
    """The characters that it completed."""
    data: bytes
    """The bytes that stood there."""
    end: int
    """Where in the shown text the piece ends."""
    restored: bool = False
    """Whether the bytes were lost."""
    sentence: int = LONG_SENTENCE
    """Characters since the last full stop."""
    rival: Node | None = None
    """The next best reading that ends in the same state, and so on."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Where another reading differs from the best: characters ``start`` to ``stop`` would be ``text``."""

    start: int
    stop: int
    text: str
    weight: float
    """Its probability against that of the best."""


@dataclass(frozen=True, slots=True)
class LatticeReading:
    """The best reading of a stretch of text."""

    text: str
    pieces: list[tuple[int, bytes, bool]]
    """Where each piece of the shown text ends, the bytes that stood there, and whether they were lost."""
    doubts: list[Doubt]

    @property
    def free_digits(self) -> int:
        """Digits that a lead byte swallowed: nothing decides between the ten."""
        return sum(lost and data[-1:].isdigit() for _, data, lost in self.pieces)


def read_back(best: Node, ended: Iterable[Node]) -> LatticeReading:
    """Read the path that ends in ``best``; ``ended`` are all complete readings, ``best`` among them."""
    path = list(_path(best))[::-1]
    starts = []
    size = 0
    for node in path:
        starts.append(size)
        size += len(node.piece)
    text = "".join([node.piece for node in path])
    number = {id(node): at for at, node in enumerate(path)}
    found = list(_doubts(path, starts, number, ended))
    pieces = [(node.end, node.data, node.restored) for node in path[1:]]
    return LatticeReading(text, pieces, found)


def _path(node: Node | None) -> Iterator[Node]:
    while node is not None:
        yield node
        node = node.before


def _doubts(
    path: list[Node], starts: list[int], number: dict[int, int], ended: Iterable[Node]
) -> Iterator[Doubt]:
    best = path[-1]
    for other in ended:
        if other is not best:
            yield from _compare(best, other, path, starts, number)
    for node in path:
        for rival in _rivals(node):
            yield from _compare(node, rival, path, starts, number)


def _rivals(node: Node) -> list[Node]:
    """The best rivals that are near enough to count."""
    found = []
    rival = node.rival
    while rival is not None:
        if node.score - rival.score < _WIDEST_GAP:
            found.append(rival)
        rival = rival.rival
    return nlargest(_MOST_RIVALS, found, key=lambda rival: rival.score)


def _compare(
    node: Node, rival: Node, path: list[Node], starts: list[int], number: dict[int, int]
) -> Iterator[Doubt]:
    """What differs between a node of the best path and a rival, back to where both come from."""
    gap = node.score - rival.score
    if gap >= _WIDEST_GAP:
        return
    pieces: list[str] = []
    other: Node | None = rival
    while other is not None and id(other) not in number:
        pieces.append(other.piece)
        other = other.before
        if len(pieces) > _FARTHEST:
            return
    first = number[id(other)] + 1 if other is not None else 0
    last = number[id(node)] + 1
    mine = "".join([piece.piece for piece in path[first:last]])
    theirs = "".join(reversed(pieces))
    if mine == theirs:
        return
    start, stop, end = _ends(mine, theirs)
    offset = starts[first] if first < len(starts) else 0
    yield Doubt(offset + start, offset + stop, theirs[start:end], exp(-gap / _TEMPERATURE))


def _ends(best: str, other: str) -> tuple[int, int, int]:
    """Where the first difference starts, and where the last one stops in each."""
    most = min(len(best), len(other))
    start = 0
    while start < most and best[start] == other[start]:
        start += 1
    end = 0
    while end < most - start and best[-1 - end] == other[-1 - end]:
        end += 1
    return start, len(best) - end, len(other) - end


def differences(best: str, other: str, weight: float) -> Iterator[Doubt]:
    """Every place in which ``other`` differs from ``best``; of long texts, the stretch from first to last."""
    if len(best) > _LONGEST_COMPARED:
        start, stop, end = _ends(best, other)
        yield Doubt(start, stop, other[start:end], weight)
        return
    for tag, start, stop, first, last in SequenceMatcher(None, best, other, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Doubt(start, stop, other[first:last], weight)
