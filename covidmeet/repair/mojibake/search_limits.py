"""Limits of the search in text that no wrong decoder explains: it would take milliseconds a character.

Both count characters, not time, so that the same text is repaired alike on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass

from covidmeet.repair.mojibake.detectors import suspect_offsets

_IN_VAIN = 2_000
"""Characters of lines searched without a result after which a text is given up."""
_CREDIT = 4
"""Characters more for each one that was repaired."""
_LONG = 800
"""Characters of a line from which on samples of it are searched first."""
_SAMPLE = 200
_BEFORE = 20


@dataclass(slots=True)
class SearchBudget:
    """What is left of the search in one text."""

    _left: int = _IN_VAIN

    @property
    def is_spent(self) -> bool:
        """Whether no further line is to be searched."""
        return self._left <= 0

    def count(self, line: str, *, repaired: bool) -> None:
        """Count a line that was searched."""
        self._left += _CREDIT * len(line) if repaired else -len(line)


def samples(line: str) -> list[str]:
    """The line, or of a long one samples around its first, middle and last suspicious place."""
    if len(line) <= _LONG:
        return [line]
    offsets = suspect_offsets(line)
    chosen = sorted({offsets[0], offsets[len(offsets) // 2], offsets[-1]}) if offsets else []
    starts = [max(offset - _BEFORE, 0) for offset in chosen]
    return [line[start : start + _SAMPLE] for start in starts]
