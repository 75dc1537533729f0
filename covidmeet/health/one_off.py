"""Runs that somebody started for a purpose of their own, which say nothing of how a site is doing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from covidmeet.language import stored
from covidmeet.site import GENERIC, Site

ARGUMENTS = frozenset(
    "url urls warc path cdx timemap captures sitemap via mirrors since until start".split()  # noqa: SIM905
)
"""Arguments of a crawl that choose pages, a time or a way of one's own."""
ONE_OFF = "one_off"
"""Name among a run's counts of the list of such arguments that it had."""


def one_off_names(arguments: Collection[str], site: Site) -> list[str]:
    """Those of the arguments by which a run of ``site`` is one-off."""
    # A site without a list of its own is crawled with ``start`` every day.
    names = ARGUMENTS if site.starts else ARGUMENTS - {"start"}
    return sorted(names & set(arguments)) if site is not GENERIC else []


def one_off(counts: Mapping[str, Any]) -> list[str]:
    """The arguments by which a stored run is one-off; those of a run before there was such a list."""
    if ONE_OFF in counts or "pages/archived" in counts:
        return list(counts.get(ONE_OFF, ()))
    # Before there was such a list only documents had a path, which is how these are read every day.
    return sorted((ARGUMENTS - {"start", "path"}) & set(counts.get("arguments", {})))


def told(names: list[str]) -> str:
    """``one-off run (url=, via=), which does not count for the site's health``."""
    return stored(
        "one-off run ({value}), which does not count for the site's health",
        value=", ".join(f"{name}=" for name in names),
    )
