"""How pages are read: as pages of which sites, what is asked for, within what limits."""

from __future__ import annotations

from dataclasses import dataclass, field

from covidmeet.sites import Sites

EVERY_TOPIC = "all"


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked for: ``topic`` (``meetings``, ``all``), first and last day (ISO 8601, inclusive)."""

    topic: str = EVERY_TOPIC
    since: str | None = None
    until: str | None = None

    def includes(self, day: str) -> bool:
        """Whether what was published on ``day`` (ISO 8601) is asked for."""
        return not (self.since and day < self.since) and not (self.until and day > self.until)


@dataclass(frozen=True, slots=True)
class Reading:
    """``sites`` are those a page may be of; ``max_bytes`` is the largest page, unpacked.

    ``facts``: whether the meetings that a text reports are looked for.

    One object serves a whole run; it can be pickled once for each process of a pool.
    """

    sites: Sites = field(default_factory=Sites)
    scope: Scope = Scope()
    max_bytes: int = 32 * 1024 * 1024
    facts: bool = True
