"""What a run brought, in one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from covidmeet.crawl.log_formatter import printable
from covidmeet.health.evidence import starting
from covidmeet.health.verdict import HEALTHY
from covidmeet.language import _
from covidmeet.stored_sentences import shown, value


def run_line(site: str, verdict: str, reason: str, counts: Mapping[str, Any]) -> str:
    """``gz_gov: ok: 4 new, 18 known; newest of 2022-11-20; 12 s``, safe for a terminal.

    The reason of a healthy run tells what it brought; to another one it is added.

    >>> run_line("cbg", "broken", "no list could be read", {"rejects/timeout": 2})
    'cbg: broken: 0 new, 2 rejected; no list could be read'
    """
    told = shown(reason)
    if verdict not in HEALTHY:
        rejected = sum(starting(counts, "rejects/").values())
        told = _(
            "{counts:,} new, {rejected:,} rejected; {reason}",
            counts=counts.get("articles/new", 0),
            rejected=rejected,
            reason=told,
        )
    seconds = counts.get("seconds")
    took = "" if seconds is None else _("; {seconds:,.0f} s", seconds=seconds)
    return printable(" ".join(f"{site}: {value(verdict)}: {told}{took}".split()))
