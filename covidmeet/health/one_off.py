"""Runs that somebody started for a purpose of their own, which say nothing of how a site is doing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ARGUMENTS = frozenset({"url", "urls", "warc", "cdx", "via", "mirrors", "since", "until", "start"})
"""Arguments of a crawl that choose pages, a time or a way of one's own."""
ONE_OFF = "one_off"
"""Name among a run's counts of the list of such arguments that it had."""


def one_off(counts: Mapping[str, Any]) -> list[str]:
    """The arguments by which a run is one that does not count; of one that has no such list, by its arguments."""
    if ONE_OFF in counts:
        return list(counts[ONE_OFF])
    # A site without a list of its own is crawled with ``start`` every day.
    return sorted((ARGUMENTS - {"start"}) & set(counts.get("arguments", {})))


def told(names: list[str]) -> str:
    """``one-off run (url=, via=), which does not count for the site's health``."""
    return f"one-off run ({', '.join(f'{name}=' for name in names)}), which does not count for the site's health"
