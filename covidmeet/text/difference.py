"""Where two texts differ: by paragraph, and inside a changed paragraph by word.

The comparison is that of Myers (An O(ND) difference algorithm, 1986), which finds the fewest changes.  Its
time grows with the number of changes, so it ends at a bound that is linear in the texts; what is not compared
by then counts as replaced as a whole.  ``difflib`` has no such bound: it takes cubic time at worst.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

_MOST_CHANGES = 250
"""Tokens taken out and put in; what is kept to find the way back grows with its square."""
_EFFORT = 16  # comparisons for each token
_LEAST_EFFORT = 20_000
_MOST_PAIRS = 400  # paragraphs that were replaced, times those that replace them
_ALIKE = 0.3  # share of common pairs of characters from which a paragraph is an edited one
_ISLAND = 2  # characters between two changes that a reader takes for one
# Numbers and Latin words change as a whole; marks stay with the character that they combine with.
_TOKEN = re.compile(r"(?:[0-9A-Za-z]+|.)[\u0300-\u036f\u200d\ufe00-\ufe0f]*", re.DOTALL)


class Hunk(NamedTuple):
    """``old[old_start:old_stop]`` was replaced by ``new[new_start:new_stop]``; one of them may be empty."""

    old_start: int
    old_stop: int
    new_start: int
    new_stop: int


class Fragment(NamedTuple):
    """A part of a paragraph: ``=`` in both texts, ``-`` in the old one, ``+`` in the new one."""

    kind: str
    text: str


class Paragraph(NamedTuple):
    """A paragraph: ``=`` in both texts, ``-`` taken out, ``+`` put in, ``~`` edited.

    ``number`` is its place, from 1, in the new text, of one that was taken out in the old text.
    """

    kind: str
    number: int
    fragments: tuple[Fragment, ...]


def hunks(old: Sequence[str], new: Sequence[str]) -> list[Hunk]:
    """The differences of two sequences, in order; everything between them is equal.

    >>> hunks("会议要求", "会议还要求")
    [Hunk(old_start=2, old_stop=2, new_start=2, new_stop=3)]
    """
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    a, b = old[start : len(old) - end], new[start : len(new) - end]
    if not a and not b:
        return []
    equal = _equal_runs(a, b) if a and b else []
    found = []
    at = (0, 0)
    for x, y, length in [*equal, (len(a), len(b), 0)]:
        if (x, y) != at:
            found.append(Hunk(start + at[0], start + x, start + at[1], start + y))
        at = (x + length, y + length)
    return found


def paragraphs(old: str, new: str) -> list[Paragraph]:
    """The paragraphs (lines) of both texts with what became of each, in the order of the new text."""
    before, after = old.split("\n") if old else [], new.split("\n") if new else []
    found: list[Paragraph] = []
    at = 0
    for hunk in hunks(before, after):
        found += _same(after, at, hunk.new_start)
        found += _replaced(before, after, hunk)
        at = hunk.new_stop
    return found + _same(after, at, len(after))


def fragments(old: str, new: str) -> tuple[Fragment, ...]:
    """The parts of an edited paragraph; changes that lie next to each other are one.

    >>> [part.kind + part.text for part in fragments("3月5日新增8例", "3月5日新增12例")]
    ['=3月5日新增', '-8', '+12', '=例']
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    found: list[Fragment] = []
    at = 0
    for hunk in _without_islands(hunks(before, after), before):
        found += _fragment("=", before[at : hunk.old_start])
        found += _fragment("-", before[hunk.old_start : hunk.old_stop])
        found += _fragment("+", after[hunk.new_start : hunk.new_stop])
        at = hunk.old_stop
    return tuple(found + _fragment("=", before[at:]))


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """How many tokens both begin with."""
    return next(
        (place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )


def _equal_runs(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, int]]:
    """Where ``a`` and ``b`` are equal: start in each, and length; none where the bound was reached."""
    steps: list[dict[int, int]] = []  # by changes: diagonal (x - y) -> the x that is reached furthest on it
    effort = _EFFORT * (len(a) + len(b)) + _LEAST_EFFORT
    for changes in range(min(len(a) + len(b), _MOST_CHANGES) + 1):
        step: dict[int, int] = {}
        for diagonal in range(-changes, changes + 1, 2):
            x = first = _entered(steps, diagonal)[0]
            y = x - diagonal
            while x < len(a) and 0 <= y < len(b) and a[x] == b[y]:
                x += 1
                y += 1
            effort -= 1 + x - first
            step[diagonal] = x
            if x == len(a) and y == len(b):
                return _way_back([*steps, step], diagonal)
        if effort < 0:
            break
        steps.append(step)
    return []


def _entered(steps: Sequence[dict[int, int]], diagonal: int) -> tuple[int, int]:
    """The x at which a diagonal is entered by one change more than ``steps``, and the diagonal it came from.

    From the diagonal above by a token of the new text, from the one below by one of the old text.
    """
    if not steps:
        return 0, 0
    above, below = steps[-1].get(diagonal + 1, -1), steps[-1].get(diagonal - 1, -1)
    return (above, diagonal + 1) if below < above else (below + 1, diagonal - 1)


def _way_back(steps: Sequence[dict[int, int]], diagonal: int) -> list[tuple[int, int, int]]:
    runs: list[tuple[int, int, int]] = []
    for changes in range(len(steps) - 1, -1, -1):
        entered, came = _entered(steps[:changes], diagonal)
        if length := steps[changes][diagonal] - entered:
            runs.append((entered, entered - diagonal, length))
        diagonal = came
    return runs[::-1]


def _same(lines: Sequence[str], start: int, stop: int) -> list[Paragraph]:
    return [Paragraph("=", n + 1, (Fragment("=", lines[n]),)) for n in range(start, stop)]


def _replaced(before: Sequence[str], after: Sequence[str], hunk: Hunk) -> list[Paragraph]:
    """The paragraphs of a hunk: those alike as edited ones, the others as taken out and put in."""
    found: list[Paragraph] = []
    old, new = hunk.old_start, hunk.new_start
    ends = (hunk.old_stop, hunk.new_stop)
    for first, second in [*_pairs(before, after, hunk), ends]:
        found += [Paragraph("-", n + 1, (Fragment("-", before[n]),)) for n in range(old, first)]
        found += [Paragraph("+", n + 1, (Fragment("+", after[n]),)) for n in range(new, second)]
        if (first, second) != ends:
            found.append(Paragraph("~", second + 1, fragments(before[first], after[second])))
        old, new = first + 1, second + 1
    return found


def _pairs(before: Sequence[str], after: Sequence[str], hunk: Hunk) -> list[tuple[int, int]]:
    """Which paragraph became which, in order: the pairs that are most alike together."""
    old = range(hunk.old_start, hunk.old_stop)
    new = range(hunk.new_start, hunk.new_stop)
    if len(old) * len(new) > _MOST_PAIRS:
        return []
    shingles = [_shingles(before[n]) for n in old], [_shingles(after[n]) for n in new]
    # Longest common subsequence, each pair with its likeness as weight.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    likeness = [[_likeness(one, other) for other in shingles[1]] for one in shingles[0]]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + likeness[i][j])
    found = []
    i = j = 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and best[i][j] == best[i + 1][j + 1] + likeness[i][j]:
            found.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _shingles(text: str) -> set[str]:
    return {one + other for one, other in pairwise(text)} or {text}


def _likeness(one: set[str], other: set[str]) -> float:
    """Dice's coefficient, 0 for what is not alike."""
    share = 2 * len(one & other) / (len(one) + len(other))
    return share if share >= _ALIKE else 0.0


def _without_islands(found: Iterable[Hunk], before: Sequence[str]) -> list[Hunk]:
    """Hunks without the few characters between two of them that happen to be the same."""
    places = [0, *accumulate(map(len, before))]
    joined: list[Hunk] = []
    for hunk in found:
        if joined:
            last = joined[-1]
            gap = places[hunk.old_start] - places[last.old_stop]
            if gap <= min(_ISLAND, _size(last), _size(hunk)):
                joined[-1] = Hunk(last.old_start, hunk.old_stop, last.new_start, hunk.new_stop)
                continue
        joined.append(hunk)
    return joined


def _size(hunk: Hunk) -> int:
    return max(hunk.old_stop - hunk.old_start, hunk.new_stop - hunk.new_start)


def _fragment(kind: str, tokens: Sequence[str]) -> list[Fragment]:
    return [Fragment(kind, "".join(tokens))] if tokens else []
