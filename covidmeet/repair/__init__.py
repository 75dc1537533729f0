"""Repair of damaged Chinese text, usable on its own: it needs nothing but Python's standard library.

>>> from covidmeet.repair import repair
>>> repaired = repair("云溪日?qǐng)?bào)：ÒßÇé·À¿Ø¹¤×÷»áÒé")
>>> repaired.text
'云溪日報：疫情防控工作会议'
>>> repaired.counts
{'gbk_as_latin1': 1, 'lost_byte': 1}
>>> repaired.fixes[0]
Fix(rule='lost_byte', offset=3, before='?qǐng)?bào)', after='報', count=1, confidence=1.0, runner_up='')

Undamaged text comes back as it is; a repair is made only where running the damage forward gives back what was
found.  The two kinds of damage also have a package of their own, each with ``repair`` and ``damaged``:
:mod:`covidmeet.repair.mojibake` for wrong decodings, :mod:`covidmeet.repair.mirror` for what mirror kits do.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from math import prod
from operator import itemgetter

from covidmeet.repair.callable_package import make_callable
from covidmeet.repair.fixes import Fix, StepResult, Unrepaired, apply, map_offset, tally, to_output_offsets

__all__ = ["Fix", "Repair", "Repaired", "Unrepaired", "repair"]

make_callable(__name__, f"{__name__}:repair")

# What no text holds, and SQLite, CSV and XML cannot carry: C0 controls but for tab and line ends, and DEL.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")


@dataclass(slots=True)
class Repair:
    """A repaired text, and what was done to it.

    All offsets count characters (code points) of ``text``, the repaired text.
    """

    text: str
    fixes: list[Fix] = field(default_factory=list)
    """In the order of the text; at ``offset`` stands ``after``, unless another fix repaired a part of it.

    Putting ``before`` back in place of ``after``, from the last fix to the first, gives the input, unless two
    kinds of damage overlap in part.
    """
    unrepaired: list[Unrepaired] = field(default_factory=list)
    """Damaged places that were left as found."""
    counts: dict[str, int] = field(default_factory=dict)
    """Rule -> number of occurrences that were undone, rules in alphabetical order."""

    @property
    def confidence(self) -> float:
        """The probability, 0 to 1, that every fix put in what stood there."""
        return prod(fix.confidence for fix in self.fixes)

    @property
    def doubtful(self) -> int:
        """How many fixes are not certain: their confidence is below 0.99."""
        return sum(fix.doubtful for fix in self.fixes)


Repaired = Repair
"""The name that the class had first."""


def drop_controls(text: str) -> StepResult:
    """Take out control characters that no other repair explains."""
    fixes = tuple(
        Fix("control", match.start(), match[0], "", len(match[0])) for match in _CONTROLS.finditer(text)
    )
    return StepResult(_CONTROLS.sub("", text) if fixes else text, fixes)


@cache
def _steps() -> tuple[Callable[[str], StepResult], ...]:
    """The wrong decoding came last, so it is undone first; stray controls may be part of either damage.

    Imported on first use: a program that uses one of the two packages does not load the other.
    """
    from covidmeet.repair import mirror, mojibake

    return mojibake.repair, mirror.repair, drop_controls


def _merged(earlier: Sequence[Fix], later: Sequence[Fix]) -> list[Fix]:
    """The fixes of all steps so far, with offsets of the output of the last one.

    They are in the order of the text between the steps, in which fixes that only delete are still apart: the
    earlier of two fixes at the same offset deleted what stood before the other.
    """
    placed = [(fix.offset, 0, replace(fix, offset=map_offset(fix.offset, later))) for fix in earlier]
    placed += [(fix.offset, 1, moved) for fix, moved in zip(later, to_output_offsets(later), strict=True)]
    return [fix for _, _, fix in sorted(placed, key=itemgetter(0, 1))]


_LOST_FOR_GOOD = ("replacement_character", "u_fffd_as_gbk", "uninitialised_memory")
"""Rules of places beside which a line may be repaired all the same."""


def _beside(found: StepResult, whole: Repair) -> StepResult:
    """Without the fixes in lines of which an earlier step says that they stay as they are.

    A line that a wrong decoding garbled has marks as a kit leaves them.
    """
    left = [place for place in whole.unrepaired if place.rule not in _LOST_FOR_GOOD]
    if not (left and found.fixes):
        return found
    ends = [match.start() for match in re.finditer("\n", whole.text)]
    numbers = {bisect_left(ends, place.offset) for place in left}
    kept = tuple(fix for fix in found.fixes if not fix.after or bisect_left(ends, fix.offset) not in numbers)
    return StepResult(apply(whole.text, kept), kept, found.unrepaired)


def repair(text: str) -> Repair:
    """Undo the damage in ``text`` that can be undone exactly.

    ``text`` is any string; whole pages are best, for one damaged place is evidence for another.  Raises
    ``TypeError`` for anything but a string.  A repaired text is not changed by a second repair.  The first
    call that needs it loads the language model (0.2 s of CPU and 55 MB of memory, once a process); clean text
    hardly ever does.

    The rules of the fixes: ``reading``, ``lost_byte``, ``shifted_run``, ``control`` (mirror kits);
    ``gbk_as_latin1``, ``gbk_as_cp1252``, ``utf8_as_latin1``, ``utf8_as_cp1252``, ``utf8_as_gbk``,
    ``lost_pair``, ``utf8_twice``, ``big5_as_gbk``, ``gbk_as_big5``, ``entities_twice`` (wrong decodings and
    double escaping).

    >>> repair("全市召开疫情防控工作会议。").fixes
    []
    """
    if not isinstance(text, str):
        raise TypeError(f"repair takes text as str, not {type(text).__name__}; decode bytes first")
    whole = Repair(text)
    for step in _steps():
        found = _beside(step(whole.text), whole)
        if found.fixes:
            whole.fixes = _merged(whole.fixes, found.fixes)
            whole.unrepaired = [
                replace(place, offset=map_offset(place.offset, found.fixes)) for place in whole.unrepaired
            ]
        whole.unrepaired += [
            replace(place, offset=map_offset(place.offset, found.fixes)) for place in found.unrepaired
        ]
        whole.text = found.text
    whole.fixes.sort(key=lambda fix: fix.offset)
    whole.counts = tally(whole.fixes)
    return whole
