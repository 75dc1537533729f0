"""The texts of pages of hosts never seen, which ``bench.extract`` prints beside the fitted figure."""

from __future__ import annotations

from urllib.parse import urlsplit

from bench.extract import Real, marks, ours
from covidmeet.crawl.site_registry import all_sites
from covidmeet.sites import Sites, has_host
from tools.chooser import without_host


def left_out(reals: list[Real]) -> str:
    """The mean F1 of pages of hosts never seen: fitted without them, and without a site of theirs."""
    found = []
    for host in sorted({urlsplit(real.gold["url"]).hostname or "" for real in reals}):
        sites = Sites(tuple(site for site in all_sites() if not has_host(site, host)))
        with without_host(reals, host):
            found += [
                marks(real, ours(real, sites)).f1
                for real in reals
                if urlsplit(real.gold["url"]).hostname == host
            ]
    mean = sum(found) / len(found)
    return f"With each host left out of the fit, and without its own site: mean F1 {mean:.4f}."
