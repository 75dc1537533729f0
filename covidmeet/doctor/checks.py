"""One fact that was looked at, and whether it is as it should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from covidmeet.language import stored
from covidmeet.show.line_breaks import columns, padded
from covidmeet.stored_sentences import shown, value
from covidmeet.text.printable import one_line


class CheckLevel(StrEnum):
    """How a fact is: as it should be; worth knowing; or such that covidmeet cannot work rightly."""

    OK = "ok"
    NOTE = "note"
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True)
class Check:
    """``name`` is what was looked at, ``value`` what was found."""

    name: str
    value: str
    level: CheckLevel = CheckLevel.OK


def as_text(checks: Sequence[Check]) -> str:
    """A line a check, in columns; a level stands before what is not ``ok``."""
    wide = max((columns(shown(check.name)) for check in checks), default=0)
    lines = []
    for check in checks:
        level = "" if check.level is CheckLevel.OK else value(check.level)
        lines.append(f"{padded(level, 6)}{padded(shown(check.name), wide)}  {one_line(shown(check.value))}")
    return "\n".join(lines)


def size(count: int) -> str:
    """Bytes for a person.

    >>> size(561152), size(12)
    ('561.2 kB', '12 bytes')
    """
    amount, units = float(count), ["bytes", "kB", "MB", "GB", "TB"]
    while amount >= 1000 and len(units) > 1:
        amount /= 1000
        del units[0]
    if units[0] == "bytes":
        return stored("{amount:,.0f} bytes", amount=amount)
    return f"{amount:,.1f} {units[0]}"
