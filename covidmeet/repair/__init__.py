"""All repairs of a text, outermost damage first, each explained by its place in the repaired text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

from covidmeet.repair.fixes import Fix, Repair, Unrepaired, placed, tally, through

# What no text holds, and SQLite, CSV and XML cannot carry: C0 controls but for tab and line ends, and DEL.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")


@dataclass(slots=True)
class Repaired:
    """A repaired text; ``fixes`` and ``unrepaired`` are placed in ``text``, ``counts`` is rule → count."""

    text: str
    fixes: list[Fix] = field(default_factory=list)
    unrepaired: list[Unrepaired] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def drop_controls(text: str) -> Repair:
    """Take out control characters that no other repair explains."""
    fixes = tuple(
        Fix("control", match.start(), match[0], "", len(match[0])) for match in _CONTROLS.finditer(text)
    )
    return Repair(_CONTROLS.sub("", text) if fixes else text, fixes)


@cache
def _steps() -> tuple[Callable[[str], Repair], ...]:
    """The wrong decoding came last, so it is undone first; stray controls may be part of either damage.

    Imported on first use: a program that uses one of the two packages does not load the other.
    """
    from covidmeet.repair import mirror, mojibake

    return mojibake.repair, mirror.repair, drop_controls


def repair(text: str) -> Repaired:
    """Undo what can be undone in ``text``; never raises."""
    whole = Repaired(text)
    for step in _steps():
        found = step(whole.text)
        if found.fixes:
            whole.fixes = [replace(fix, offset=through(fix.offset, found.fixes)) for fix in whole.fixes]
            whole.fixes += placed(found.fixes)
            whole.unrepaired = [
                replace(place, offset=through(place.offset, found.fixes)) for place in whole.unrepaired
            ]
        whole.unrepaired += [
            replace(place, offset=through(place.offset, found.fixes)) for place in found.unrepaired
        ]
        whole.text = found.text
    whole.fixes.sort(key=lambda fix: fix.offset)
    whole.counts = tally(whole.fixes)
    return whole
