"""Counts in words."""

from __future__ import annotations

from collections.abc import Mapping


def plural(count: int, noun: str) -> str:
    """``1 page``, ``2 pages``."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def format_counts(counts: Mapping[str, int], most: int = 4) -> str:
    """``3 timeout, 1 not_found``: the first ``most`` counts, and that there are more."""
    parts = [f"{count:,} {name}" for name, count in list(counts.items())[:most]]
    return ", ".join(parts) + (", …" if len(counts) > most else "")


def percent(share: float) -> str:
    """A share in percent; never rounded up to all, never down to none."""
    shown = round(100 * share)
    if shown == 100 and share < 1:
        shown = 99
    if shown == 0 and share > 0:
        shown = 1
    return f"{shown} %"
