"""The record of a repair: replacements that can be replayed, counted and mapped to offsets of the output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

SURE = 0.99
"""Fixes with less confidence are doubtful."""


@dataclass(frozen=True, slots=True)
class Fix:
    """One replacement.

    ``offset`` counts characters (code points) from the start of a text.  In a ``StepResult`` that is the text
    *before* the repair, so that ``seen[offset:offset + len(before)] == before``; in a ``Repair`` it is the
    text after it.  ``count`` is the number of occurrences of the rule that the replacement undoes.

    ``confidence`` is the probability (0 to 1) that ``after`` is what stood there; ``runner_up`` is the next
    best text for the place, "" where none is worth naming.
    """

    rule: str
    offset: int
    before: str
    after: str
    count: int = 1
    confidence: float = 1.0
    runner_up: str = ""

    @property
    def doubtful(self) -> bool:
        """Whether one in a hundred of such fixes, or more, is wrong."""
        return self.confidence < SURE


@dataclass(frozen=True, slots=True)
class Unrepaired:
    """A damaged place that was left as found: why, where (as in ``Fix``), and what stands there."""

    rule: str
    offset: int
    seen: str


@dataclass(frozen=True, slots=True)
class StepResult:
    """The output of one repair, with offsets of its input.

    ``fixes`` are in the order of the text and do not overlap: ``apply(seen, fixes) == text``.
    """

    text: str
    fixes: tuple[Fix, ...] = ()
    unrepaired: tuple[Unrepaired, ...] = ()


def apply(seen: str, fixes: Iterable[Fix]) -> str:
    """Replay ``fixes`` on the text that they were found in.

    Raises ``ValueError`` where a fix does not fit the text or overlaps the one before it.
    """
    parts: list[str] = []
    end = 0
    for fix in fixes:
        stop = fix.offset + len(fix.before)
        if fix.offset < end or seen[fix.offset : stop] != fix.before:
            raise ValueError(f"fix {fix.rule!r} does not fit at offset {fix.offset}")
        parts += (seen[end : fix.offset], fix.after)
        end = stop
    parts.append(seen[end:])
    return "".join(parts)


def tally(fixes: Iterable[Fix]) -> dict[str, int]:
    """Occurrences per rule, rules in alphabetical order."""
    counts: Counter[str] = Counter()
    for fix in fixes:
        counts[fix.rule] += fix.count
    return dict(sorted(counts.items()))


def to_output_offsets(fixes: Iterable[Fix]) -> list[Fix]:
    """The same fixes with the offsets at which ``after`` stands in the text after the repair."""
    moved = []
    growth = 0
    for fix in fixes:
        moved.append(replace(fix, offset=fix.offset + growth))
        growth += len(fix.after) - len(fix.before)
    return moved


def map_offset(offset: int, fixes: Sequence[Fix]) -> int:
    """Map a character's offset before ``fixes`` (in the order of the text) to its offset after them."""
    growth = 0
    for fix in fixes:
        if fix.offset + len(fix.before) > offset:
            break
        growth += len(fix.after) - len(fix.before)
    return offset + growth
