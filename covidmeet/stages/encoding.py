"""Undo reversible damage, before any script conversion destroys the bytes' identity."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter

from covidmeet.items import Article
from covidmeet.repair import repair
from covidmeet.repair.fixes import Fix
from covidmeet.stages.reading import Reading
from covidmeet.text.lines import Line, Role, joined, split


def encoding(article: Article, reading: Reading) -> None:
    """Repair the article's lines; counts go to ``repairs``, places to ``fixes``, the lines to ``given``.

    All lines are repaired as one text, because what one line shows of the damage decides others.
    """
    outside = [*map(itemgetter(1), article.outside.lines), *map(itemgetter(1), article.outside.left_out)]
    article.given = ([line.text for line in article.lines], outside)
    repaired = repair(joined(article.lines))
    article.lines = _lines_of(repaired.text, article.lines, repaired.fixes)
    article.fixes = repaired.fixes
    article.unrepaired += repaired.unrepaired
    for rule, count in repaired.counts.items():
        article.repairs[rule] = article.repairs.get(rule, 0) + count


def _lines_of(text: str, lines: Sequence[Line], fixes: Sequence[Fix]) -> list[Line]:
    """The lines of the repaired ``text``, with the roles and places of those they were made of."""
    if not lines:
        return []
    found: list[Line] = []
    offset = 0
    for part, (first, stop) in zip(text.split("\n"), pairwise(_sources(text, lines, fixes)), strict=True):
        role, places = lines[first].role, lines[first].places
        if stop > first + 1:
            places = tuple(dict.fromkeys(place for line in lines[first:stop] for place in line.places))
        line = Line(part, ((offset, offset + len(part)),), role, places)
        found += split(line) if role is Role.BODY or role is Role.ANY else [line.single_spaced()]
        offset += len(part) + 1
    return [line for line in found if line.text]


def _sources(text: str, lines: Sequence[Line], fixes: Sequence[Fix]) -> list[int]:
    """For each line of ``text`` the index of the line that it begins in, and at the end their number.

    A repair that removes a line end joins two lines, one that restores a line end splits a line.
    """
    changes = sorted(
        (fix.offset + len(fix.after), fix.before.count("\n") - fix.after.count("\n"))
        for fix in fixes
        if "\n" in fix.before or "\n" in fix.after
    )
    if not changes:
        return list(range(len(lines) + 1))
    indices = [0]
    ahead = passed = 0
    at = text.find("\n")
    while at >= 0:
        while passed < len(changes) and changes[passed][0] <= at + 1:
            ahead += changes[passed][1]
            passed += 1
        indices.append(min(max(len(indices) + ahead, 0), len(lines) - 1))
        at = text.find("\n", at + 1)
    return [*indices, len(lines)]
