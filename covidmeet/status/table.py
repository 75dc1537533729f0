"""The status of the sites as a table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.box import HORIZONTALS
from rich.console import Group
from rich.table import Table
from rich.text import Text

from covidmeet.health.words import percent
from covidmeet.status.ages import age, day, span
from covidmeet.status.facts import Shown, SiteStatus
from covidmeet.status.look import SIGNS, STYLES

_COLUMNS = {
    "site": 9,
    "verdict": 10,
    "ten runs": 10,
    "last good run": 10,
    "last new article": 13,
    "filled": 19,
}


def table(sites: Sequence[SiteStatus], now: datetime) -> Group:
    """One row a site, then what the signs mean, then why each verdict was given; fits 80 columns."""
    drawn = Table(box=HORIZONTALS, padding=(0, 1, 0, 0))
    for heading, width in _COLUMNS.items():
        drawn.add_column(heading, width=width, overflow="fold")
    for site in sites:
        drawn.add_row(
            site.site,
            _verdict(site),
            strip(site.strip),
            age(site.last_good.started, now) if site.last_good else "never",
            _last_new(site, now),
            _fill(site),
        )
    legend = Text("  ".join(f"{sign} {verdict}" for verdict, sign in SIGNS.items()), "dim")
    return Group(drawn, legend, *(_why(site) for site in sites if site.last_run))


def strip(shown: Sequence[Shown]) -> Text:
    """A sign a run, the newest last."""
    drawn = Text()
    for run in shown:
        drawn.append(SIGNS.get(run.verdict, "?"), STYLES.get(run.verdict, ""))
    return drawn


def _verdict(site: SiteStatus) -> Text:
    verdict = site.verdict or "never crawled"
    drawn = Text(verdict, STYLES.get(verdict, "dim"))
    if site.overdue is not None:
        drawn.append(f"\noverdue\n{span(3600 * site.overdue)}", "bold red")
    if site.running:
        drawn.append("\nrunning now", STYLES["running"])
    return drawn


def _last_new(site: SiteStatus, now: datetime) -> Text:
    """When one was archived last, and of which day the newest news is."""
    if site.last_new is None:
        return Text("none", "dim")
    drawn = Text(age(site.last_new.first_seen, now))
    drawn.append(f"\nof {day(site.newest_published)}", "dim")
    return drawn


def _fill(site: SiteStatus) -> Text:
    """The fields that have a floor; those below it stand out."""
    drawn = Text()
    for name, fill in site.fill.items():
        if fill.floor is not None:
            below = fill.rate < fill.floor
            drawn.append(f"{name} {percent(fill.rate)}\n", "bold red" if below else "")
    drawn.rstrip()
    return drawn or Text("–", "dim")


def _why(site: SiteStatus) -> Text:
    """What the last run said, and what is different from the one before."""
    assert site.last_run is not None
    drawn = Text.assemble((f"\n{site.site}", "bold"), f": {site.last_run.reason}")
    if site.stale:
        drawn.append(f"\n  {site.stale}", "bold red")
    if site.one_off:
        drawn.append(f"\n  since then {site.one_off.verdict}: {site.one_off.reason}", "dim")
    if site.changed:
        drawn.append(f"\n  changed: {'; '.join(site.changed)}", "dim")
    return drawn
