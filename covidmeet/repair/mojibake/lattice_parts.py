"""Divide a repaired stretch into what is sure and what is in doubt, with what was shown for each part."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import attrgetter

from covidmeet.repair.fixes import SURE
from covidmeet.repair.mojibake.lattice_paths import Doubt, LatticeReading
from covidmeet.repair.mojibake.lattice_tokens import Token


@dataclass(frozen=True, slots=True)
class SpanPart:
    """What stood in ``seen[start:stop]``: sure, or one place that was decided."""

    start: int
    stop: int
    text: str
    confidence: float = 1.0
    runner_up: str = ""
    restored: bool = False
    """Whether lost bytes were restored in it."""


def parts(reading: LatticeReading, tokens: list[Token]) -> list[SpanPart]:
    """The parts of a reading of ``tokens``, without gaps, in the order of the text."""
    shown = _Shown(reading, tokens)
    stretches: list[tuple[int, int, int, int]] = []
    for first, last in _doubtful(reading):
        start, stop = shown.span(first, last)
        while stretches and (start <= stretches[-1][3] or first <= stretches[-1][1]):
            first, _, start, _ = stretches.pop()
        stretches.append((first, last, start, stop))
    found = []
    char, at = 0, tokens[0].start
    for first, last, start, stop in stretches:
        if start > at and first > char:
            found.append(SpanPart(at, start, reading.text[char:first], restored=shown.restores(char, first)))
        else:
            first, start = char, at
        found.append(_doubted(reading, first, last, start, stop, shown))
        char, at = last, stop
    if at < tokens[-1].stop:
        rest = reading.text[char:]
        found.append(SpanPart(at, tokens[-1].stop, rest, restored=shown.restores(char, len(reading.text))))
    elif found and char < len(reading.text):
        found[-1] = replace(found[-1], text=found[-1].text + reading.text[char:])
    return found


def _doubtful(reading: LatticeReading) -> Iterator[tuple[int, int]]:
    """The stretches of characters that are in doubt, in order."""
    weights: dict[int, float] = {}
    for doubt in reading.doubts:
        for char in range(doubt.start, max(doubt.stop, doubt.start + 1)):
            weights[char] = weights.get(char, 0.0) + doubt.weight
    least = (1 - SURE) / SURE
    start = stop = -1
    for char in sorted(char for char, weight in weights.items() if weight > least):
        if char >= len(reading.text):
            break
        if char > stop:
            if stop > 0:
                yield start, stop
            start = char
        stop = char + 1
    if stop > 0:
        yield start, stop


_start = attrgetter("start")


class _Shown:
    """Which shown characters stand for which characters of the text."""

    def __init__(self, reading: LatticeReading, tokens: list[Token]) -> None:
        self._char_bytes = [
            0,
            *accumulate(len(char.encode("utf-8", "surrogatepass")) for char in reading.text),
        ]
        self._ends: list[int] = []
        """Where the bytes of each shown character end."""
        self._tokens = tokens
        self._restored: list[int] = []
        self._doubts = sorted(reading.doubts, key=_start)
        self._longest = max((doubt.stop - doubt.start for doubt in self._doubts), default=0)
        size = number = 0
        for end, data, lost in reading.pieces:
            covered = number
            while number < len(tokens) and tokens[number].stop <= end:
                number += 1
            if number - covered > 1:
                for token in tokens[covered:number]:
                    size += len(token.alternatives[0])
                    self._ends.append(size)
            else:
                size += len(data)
                if number > covered:
                    self._ends.append(size)
            if lost:
                self._restored.append(size)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Start and stop of what is shown for the characters ``first`` to ``last``."""
        low, high = self._char_bytes[first], self._char_bytes[last]
        tokens = self._tokens
        start = min(bisect_right(self._ends, low), len(tokens) - 1)
        stop = min(bisect_left(self._ends, high), len(tokens) - 1)
        return tokens[start].start, tokens[max(stop, start)].stop

    def doubts(self, first: int, last: int) -> list[Doubt]:
        """The doubts that touch these characters."""
        low = bisect_left(self._doubts, first - self._longest, key=_start)
        high = bisect_left(self._doubts, last, key=_start)
        return [doubt for doubt in self._doubts[low:high] if _touches(doubt, first, last)]

    def restores(self, first: int, last: int) -> bool:
        """Whether lost bytes were restored in these characters."""
        low, high = self._char_bytes[first], self._char_bytes[last]
        return bisect_right(self._restored, low) < bisect_right(self._restored, high)


def _doubted(
    reading: LatticeReading, first: int, last: int, start: int, stop: int, shown: _Shown
) -> SpanPart:
    found = shown.doubts(first, last)
    confidence = 1 / (1 + sum(doubt.weight for doubt in found))
    second = max(found, key=lambda doubt: doubt.weight)
    runner_up = (
        reading.text[first : max(second.start, first)]
        + second.text
        + reading.text[min(max(second.stop, first), last) : last]
    )
    return SpanPart(start, stop, reading.text[first:last], confidence, runner_up, shown.restores(first, last))


def _touches(doubt: Doubt, first: int, last: int) -> bool:
    return doubt.start < last and (doubt.stop > first or doubt.start == doubt.stop == first)
