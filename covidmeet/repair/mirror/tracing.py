"""The best reading of a place, how sure it is, and the next best one.

The search keeps, in each state, the readings that lost to the best one (``Hypothesis.rival``).  A complete
reading that differs from the best one leaves its path at one of these, so the sum of their probabilities,
against that of the best, is the doubt: a posterior probability over the readings that the beam held.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import groupby
from math import exp

from covidmeet.repair.fixes import SURE
from covidmeet.repair.mirror.hypotheses import SHIFTED, SHOWN, Hypothesis

_TEMPERATURE = 1.25
"""Divides differences of scores, whose parts are not independent: without it, fixes are too sure."""
_WIDEST_GAP = 9.0
_MOST_RIVALS = 16


@dataclass(frozen=True, slots=True)
class PlacePart:
    """A part of a place that is decided by itself: what stood there, up to ``end`` of the shown text."""

    end: int
    text: str
    confidence: float
    """Probability, 0 to 1, that this is what stood there."""
    runner_up: str
    """The next best text; "" where there is none worth naming."""


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """The best reading of one place: ``text`` stood where ``seen[start:end]`` stands."""

    start: int
    end: int
    text: str
    shifted: bool
    margin: float
    """How much likelier this is than the text as it is shown (natural logarithm)."""
    score: float
    """Log probability per character."""
    parts: tuple[PlacePart, ...]
    """What is sure and what is in doubt, one after the other."""

    @property
    def confidence(self) -> float:
        return min(part.confidence for part in self.parts)


@dataclass(slots=True)
class _Doubt:
    """Where another reading differs from the best one: ``best[start:stop]`` would be ``text``."""

    start: int
    stop: int
    text: str
    weight: float
    """Probability against that of the best reading."""


def trace_back(
    best: Hypothesis, ended: Iterable[Hypothesis], start: int, margin: float
) -> PlaceReading | None:
    """The place as ``best`` reads it, without the characters behind it that are as shown.

    ``ended``: all complete readings, ``best`` among them.  None where the text is likelier as it is shown.
    """
    if margin <= 0:
        return None
    path = list(_path(best))
    last = next((at for at, node in enumerate(path) if node.kind != SHOWN), None)
    if last is None:
        return None
    place = path[last:-1][::-1]
    text = "".join(node.piece for node in place)
    whole = text + "".join(node.piece for node in reversed(path[:last]))
    doubts = list(_doubts(path, ended, whole))
    against = exp(-margin / _TEMPERATURE)
    parts = tuple(_parts(place, whole, doubts, against))
    shifted = any(node.kind == SHIFTED for node in place)
    return PlaceReading(start, path[last].end, text, shifted, margin, best.score / max(len(whole), 1), parts)


def _path(hypothesis: Hypothesis) -> Iterator[Hypothesis]:
    """From the last piece to the first."""
    node: Hypothesis | None = hypothesis
    while node is not None:
        yield node
        node = node.before


def _doubts(path: list[Hypothesis], ended: Iterable[Hypothesis], best: str) -> Iterator[_Doubt]:
    gaps: dict[str, float] = {}
    for gap, other in _others(path, ended):
        if other != best and gap < gaps.get(other, _WIDEST_GAP):
            gaps[other] = gap
    for other, gap in gaps.items():
        start, stop = _difference(best, other)
        text = other[start : len(other) - len(best) + stop]
        yield _Doubt(start, stop, text, exp(-gap / _TEMPERATURE))


def _difference(best: str, other: str) -> tuple[int, int]:
    """Start and stop of what differs, in ``best``."""
    most = min(len(best), len(other))
    start = 0
    while start < most and best[start] == other[start]:
        start += 1
    end = 0
    while end < most - start and best[-1 - end] == other[-1 - end]:
        end += 1
    return start, len(best) - end


def _others(path: list[Hypothesis], ended: Iterable[Hypothesis]) -> Iterator[tuple[float, str]]:
    """How far each other complete reading is behind the best one, and its text."""
    best = path[0]
    for hypothesis in ended:
        if hypothesis is not best and best.score - hypothesis.score < _WIDEST_GAP:
            yield best.score - hypothesis.score, "".join(reversed(hypothesis.pieces()))
    behind = ""
    for node in path:
        for rival in _rivals(node):
            yield node.score - rival.score, "".join(reversed(rival.pieces())) + behind
        behind = node.piece + behind


def _rivals(node: Hypothesis) -> list[Hypothesis]:
    """The best rivals that are near enough to count."""
    found = []
    rival = node.rival
    while rival is not None:
        if node.score - rival.score < _WIDEST_GAP:
            found.append(rival)
        rival = rival.rival
    return nlargest(_MOST_RIVALS, found, key=lambda rival: rival.score)


def _parts(place: list[Hypothesis], whole: str, doubts: list[_Doubt], against: float) -> Iterator[PlacePart]:
    """Join the pieces that are sure, and those that are in doubt."""
    total = 1 + against + sum(doubt.weight for doubt in doubts)
    pieces: list[tuple[bool, int, int, int]] = []
    at = 0
    for node in place:
        stop = at + len(node.piece)
        if not node.piece and node is not place[-1]:
            continue  # its shown characters go to the next piece
        touching = against + sum(doubt.weight for doubt in doubts if _touches(doubt, at, stop))
        sure = pieces[-1][0] if not node.piece and pieces else touching < (1 - SURE) * total
        pieces.append((sure, at, stop, node.end))
        at = stop
    for _, group in groupby(pieces, key=lambda piece: piece[0]):
        joined = list(group)
        first, stop, end = joined[0][1], joined[-1][2], joined[-1][3]
        found = [doubt for doubt in doubts if _touches(doubt, first, stop)]
        weight = against + sum(doubt.weight for doubt in found)
        second = max(found, key=lambda doubt: doubt.weight, default=None)
        runner_up = _instead(whole, first, stop, second) if second is not None else ""
        yield PlacePart(end, whole[first:stop], 1 - weight / total, runner_up)


def _touches(doubt: _Doubt, start: int, stop: int) -> bool:
    """Whether another reading differs in these characters, or has more of them just before the last."""
    return doubt.start < stop and (doubt.stop > start or doubt.start == doubt.stop == start)


def _instead(whole: str, start: int, stop: int, doubt: _Doubt) -> str:
    """What would stand in ``whole[start:stop]``."""
    return whole[start : max(doubt.start, start)] + doubt.text + whole[min(doubt.stop, stop) : stop]
