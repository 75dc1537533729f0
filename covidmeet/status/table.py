"""The status of the sites as a table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.box import HORIZONTALS
from rich.cells import cell_len
from rich.console import Group
from rich.table import Table
from rich.text import Text

from covidmeet.health.words import percent
from covidmeet.language import _
from covidmeet.status.ages import age, day, span
from covidmeet.status.facts import Shown, SiteStatus
from covidmeet.status.look import SIGNS, STYLES
from covidmeet.stored_sentences import shown, value
from covidmeet.text.printable import one_line

_FIELD = len("published_at 100 %")
_OTHERS = 60  # columns of all fields but the name at least
_TITLE_ROOM = 100  # columns from which a line has room for the title of the last new article


def table(sites: Sequence[SiteStatus], now: datetime, width: int = 80) -> Group:
    """One row a site, then what the signs mean, then why each verdict was given; ``width`` columns wide.

    No name is folded.
    """
    drawn = Table(box=HORIZONTALS, padding=(0, 1, 0, 0), expand=True, width=width)
    names = [one_line(site.site) for site in sites]
    longest = max(map(cell_len, names), default=4)
    drawn.add_column(_("site"), no_wrap=True, min_width=longest)
    drawn.add_column(_("verdict"), no_wrap=True)
    drawn.add_column(_("ten runs"), no_wrap=True, min_width=10)
    drawn.add_column(_("last good run"), overflow="fold", width=10)
    drawn.add_column(_("last new article"), overflow="fold", ratio=1)
    drawn.add_column(_("filled"), overflow="fold", min_width=_FIELD if width > longest + _OTHERS else None)
    for name, site in zip(names, sites, strict=True):
        drawn.add_row(
            Text(name),
            _verdict(site),
            strip(site.strip),
            age(site.last_good.started, now) if site.last_good else _("never"),
            _last_new(site, now, width),
            _fill(site),
        )
    legend = Text("  ".join(f"{sign} {value(verdict)}" for verdict, sign in SIGNS.items()), "dim")
    return Group(drawn, legend, *(_why(site) for site in sites if site.last_run or site.broken))


def strip(runs: Sequence[Shown]) -> Text:
    """A sign a run, the newest last."""
    drawn = Text()
    for run in runs:
        drawn.append(SIGNS.get(run.verdict, "?"), STYLES.get(run.verdict, ""))
    return drawn


def _verdict(site: SiteStatus) -> Text:
    verdict = site.verdict or ""
    drawn = Text(value(verdict) or _("never crawled"), STYLES.get(verdict, "dim"))
    if site.broken:
        drawn.append("\n" + _("file broken"), "bold red")
    if site.overdue is not None:
        drawn.append(f"\n{_('overdue')}\n{span(3600 * site.overdue)}", "bold red")
    if site.running:
        drawn.append("\n" + _("running now"), STYLES["running"])
    return drawn


def _last_new(site: SiteStatus, now: datetime, width: int) -> Text:
    """When one was archived last, of which day the newest news is, and its title where there is room."""
    if site.last_new is None:
        return Text(_("none"), "dim")
    drawn = Text(age(site.last_new.first_seen, now))
    drawn.append("\n" + _("of {day}", day=day(site.newest_published)), "dim")
    if width >= _TITLE_ROOM and site.last_new.title:
        drawn.append(f"\n{one_line(site.last_new.title)}")
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
    drawn = Text.assemble("\n", (one_line(site.site), "bold"))
    if site.broken:
        drawn.append(_(": cannot be crawled: {why}", why=one_line(site.broken)), "bold red")
    if site.last_run:
        drawn.append(f": {one_line(shown(site.last_run.reason))}")
    if site.stale:
        drawn.append(f"\n  {one_line(shown(site.stale))}", "bold red")
    if site.one_off:
        verdict, reason = value(site.one_off.verdict), one_line(shown(site.one_off.reason))
        drawn.append("\n  " + _("since then {verdict}: {reason}", verdict=verdict, reason=reason), "dim")
    if site.changed:
        drawn.append("\n  " + _("changed: {what}", what=one_line(shown("; ".join(site.changed)))), "dim")
    return drawn
