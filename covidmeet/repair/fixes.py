"""What a repair did to a text, in a form that can be replayed, counted and stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Fix:
    """One replacement.

    ``offset`` counts characters (code points) from the start of the text *before* the repair, so
    ``seen[offset:offset + len(before)] == before``.  ``count`` says how many occurrences of the rule
    the replacement undoes (a chain of readings is one place).
    """

    rule: str
    offset: int
    before: str
    after: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Unrepaired:
    """A damaged place that was left as found: why, where (as in ``Fix``), and what stands there."""

    rule: str
    offset: int
    seen: str


@dataclass(frozen=True, slots=True)
class Repair:
    """The repaired text, and what was done to get there.

    ``fixes`` are in the order of the text and do not overlap: ``apply(seen, fixes) == text``.
    """

    text: str
    fixes: tuple[Fix, ...] = ()
    unrepaired: tuple[Unrepaired, ...] = ()


def apply(seen: str, fixes: Iterable[Fix]) -> str:
    """Replay ``fixes`` on the text they were found in.

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


def placed(fixes: Iterable[Fix]) -> list[Fix]:
    """The same fixes by their place in the text after the repair, where ``after`` stands."""
    moved = []
    growth = 0
    for fix in fixes:
        moved.append(replace(fix, offset=fix.offset + growth))
        growth += len(fix.after) - len(fix.before)
    return moved


def through(offset: int, fixes: Sequence[Fix]) -> int:
    """Where the character at ``offset`` of a text stands after ``fixes`` (in the order of that text)."""
    growth = 0
    for fix in fixes:
        if fix.offset + len(fix.before) > offset:
            break
        growth += len(fix.after) - len(fix.before)
    return offset + growth
