"""What making rows again changed: by site, by field and by rule, with examples."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

EXAMPLES = 3  # of each kind of change
MOST_LISTED = 1_000  # rows that are named one by one; all are counted
_SHOWN = 60  # characters of a value, from a little before the first difference on
_BEFORE = 12


class What(NamedTuple):
    """A kind of change: in a ``field``, or in how often a ``rule`` of stripping or repair applied."""

    site: str
    field: str
    rule: str = ""


class Example(NamedTuple):
    url: str
    before: str
    after: str


class Kept(NamedTuple):
    """A row that stays as it is although its page is no such article today, and why."""

    url: str
    why: str


@dataclass(slots=True)
class RowChanges:
    """Counts of rows; ``kept`` names those that today's rules reject, ``missing`` those without a page.

    ``other_spiders`` counts the pages of spiders that no site is known of.
    """

    same: int = 0
    changed: int = 0
    added: int = 0
    rejected_as_before: int = 0
    kept_count: int = 0
    missing_count: int = 0
    other_spiders: int = 0
    counts: Counter[What] = field(default_factory=Counter)
    examples: dict[What, list[Example]] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    missing: list[Kept] = field(default_factory=list)

    def note_changed(self, site: str, url: str, differing: dict[str, tuple[Any, Any]]) -> None:
        """Count a row that differs in the columns of ``differing`` (old and new value)."""
        self.changed += 1
        for name, (old, new) in differing.items():
            if name in ("stripped", "repairs"):
                self._note_rules(site, url, name, old, new)
            else:
                self._note(What(site, name), Example(url, *_around(_text(old), _text(new))))

    def note_added(self, site: str, url: str, outcome: str, title: str | None) -> None:
        """Count a page that was rejected as ``outcome`` and is an article today."""
        self.added += 1
        self._note(What(site, "new article", f"was {outcome}"), Example(url, "", (title or "")[:_SHOWN]))

    def note_kept(self, url: str, why: str) -> None:
        """Count a row that today's rules would not archive."""
        self.kept_count += 1
        if len(self.kept) < MOST_LISTED:
            self.kept.append(Kept(url, why))

    def note_missing(self, url: str, why: str) -> None:
        """Count a row whose page cannot be read any more."""
        self.missing_count += 1
        if len(self.missing) < MOST_LISTED:
            self.missing.append(Kept(url, why))

    def _note_rules(self, site: str, url: str, name: str, old: str | None, new: str | None) -> None:
        before, after = (json.loads(counts or "{}") for counts in (old, new))
        for rule in sorted({*before, *after}):
            if before.get(rule, 0) != after.get(rule, 0):
                told = Example(url, str(before.get(rule, 0)), str(after.get(rule, 0)))
                self._note(What(site, name, rule), told)

    def _note(self, what: What, example: Example) -> None:
        self.counts[what] += 1
        shown = self.examples.setdefault(what, [])
        if len(shown) < EXAMPLES:
            shown.append(example)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _around(old: str, new: str) -> tuple[str, str]:
    """Both from a little before their first difference on, in one line."""
    pairs = enumerate(zip(old, new, strict=False))
    same = next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))
    start = max(same - _BEFORE, 0)
    mark = "…" if start else ""
    before, after = (mark + text[start : start + _SHOWN].replace("\n", " ") for text in (old, new))
    return before, after
