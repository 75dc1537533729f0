"""What a verdict is made from: the run's counts, how it ended, and the runs before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

FLOORS: Mapping[str, float] = {
    "title": 1.0,
    "body": 1.0,
    "published_at": 0.9,
    "source": 0.7,
    "layout": 0.8,
    "whole": 0.9,
    "sound": 0.9,
}
"""The smallest share of a site's pages that may have a field, where its ``Site`` states no other.

``layout``: pages that one of the site's layouts matched; ``whole``: pages of which not only the beginning
was received; ``sound``: pages that were not rejected.
"""

Counts = Mapping[str, Any]

FOUND_FLOOR = "found"
"""In a site's floors: the smallest number on its lists, in place of a comparison with the runs before."""
GAP_FLOOR = "gap"
"""In a site's floors: the most runs without a new article, in place of such a comparison."""


@dataclass(frozen=True, slots=True)
class PastRun:
    """The counts of a run and its verdict."""

    counts: Counts
    verdict: str | None = "ok"

    @property
    def is_healthy(self) -> bool:
        return self.verdict in ("ok", "quiet")


@dataclass(frozen=True, slots=True)
class Evidence:
    """``closed`` is Scrapy's reason for closing; ``history`` are the counts of earlier runs, newest first.

    ``counts``: see docs/scheduling.md.  ``healthy_history`` leaves out those with an unhealthy verdict;
    ``archived_newest`` is the newest ``published_at`` that the site had in the archive before the run.
    ``before`` are the earlier runs as far back as trends go, newest first; ``today`` is the day of the run.
    """

    counts: Counts
    closed: str = "finished"
    floors: Mapping[str, float] = field(default_factory=lambda: FLOORS)
    history: Sequence[Counts] = ()
    healthy_history: Sequence[Counts] = ()
    archived_newest: str | None = None
    before: Sequence[PastRun] = ()
    today: date = field(default_factory=lambda: datetime.now(UTC).date())

    def count(self, name: str) -> int:
        return int(self.counts.get(name, 0))

    @property
    def archived(self) -> int:
        """Articles that were stored, changed or seen again."""
        return sum(self.count(f"articles/{name}") for name in ("new", "changed", "seen"))

    @property
    def outside(self) -> int:
        """Sound pages on another matter or of another time, and those known to be on another matter."""
        names = ("out_of_scope", "out_of_range", "passed_by")
        return sum(self.count(f"articles/{name}") for name in names)

    @property
    def known(self) -> int:
        """Articles that were not fetched because they are archived."""
        return self.count("articles/known")

    @property
    def rejects(self) -> dict[str, int]:
        """Reason → pages, most first."""
        return starting(self.counts, "rejects/")

    @property
    def rejected(self) -> int:
        return sum(self.rejects.values())

    @property
    def extracted(self) -> int:
        """Pages that an article was made of, archived or not."""
        return self.count("articles/extracted")

    @property
    def has_lists(self) -> bool:
        """Whether the run went by list pages."""
        return self.count("lists/read") + self.count("lists/failed") > 0


def starting(counts: Counts, prefix: str) -> dict[str, int]:
    """The counts whose names begin with ``prefix``, without it, largest first."""
    found = {name[len(prefix) :]: int(value) for name, value in counts.items() if name.startswith(prefix)}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
