"""The status of the sites as one web page that needs no other file and no script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from importlib.resources import files

from covidmeet.health.words import percent
from covidmeet.status.ages import age, day, span
from covidmeet.status.chart import weekly
from covidmeet.status.facts import Shown, SiteStatus
from covidmeet.status.look import SIGNS


def page(sites: Sequence[SiteStatus], now: datetime) -> str:
    """The whole page as HTML."""
    style = files("covidmeet.status").joinpath("page.css").read_text("utf-8")
    well = sum(site.is_well for site in sites)
    legend = "".join(f"<span>{sign} {name}</span>" for name, sign in SIGNS.items())
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>covidmeet: {well} of {len(sites)} sites well</title>\n"
        f"<style>\n{style}</style>\n</head>\n<body>\n"
        f"<h1>covidmeet: {well} of {len(sites)} sites well</h1>\n"
        f'<p class="soft">As of {now:%Y-%m-%d %H:%M} UTC. This page does not renew itself.</p>\n'
        f"<main>\n{''.join(_site(site, now) for site in sites)}</main>\n"
        f'<p class="legend soft">{legend}</p>\n</body>\n</html>\n'
    )


def _site(site: SiteStatus, now: datetime) -> str:
    parts = [
        f'<header class="site"><h2>{escape(site.site)}</h2>{_badge(site)}{_alarms(site)}</header>',
        f'<p class="why">{escape(site.last_run.reason)}</p>' if site.last_run else "",
        _strip(site.strip),
        _facts(site, now),
        _fill(site),
        "<h3>Articles archived per week</h3>",
        weekly(site.weeks, site.site),
        "<h3>Requests of the crawls per week</h3>",
        weekly(site.traffic, site.site, "Requests to {site}"),
    ]
    return f"<article>\n{''.join(part + chr(10) for part in parts if part)}</article>\n"


def _badge(site: SiteStatus) -> str:
    verdict = site.verdict
    if verdict is None:
        return '<span class="verdict">never crawled</span>'
    return f'<span class="verdict {escape(verdict)}">{_sign(verdict)} {escape(verdict)}</span>'


def _alarms(site: SiteStatus) -> str:
    told = '<span class="verdict running">running now</span>' if site.running else ""
    if site.overdue is not None:
        told += f'<span class="alarm">overdue: no run for {span(3600 * site.overdue)}</span>'
    if site.stale:
        told += f'<span class="alarm">{escape(site.stale)}</span>'
    return told


def _strip(shown: Sequence[Shown]) -> str:
    if not shown:
        return ""
    items = "".join(
        f'<li class="{escape(run.verdict)}" title="{escape(_told(run))}"'
        f' aria-label="{escape(run.verdict)}">{_sign(run.verdict)}</li>'
        for run in shown
    )
    return f'<h3>Last ten runs, the newest last</h3>\n<ol class="strip">{items}</ol>'


def _told(run: Shown) -> str:
    return f"{run.started[:16].replace('T', ' ')}: {run.verdict}: {run.reason}"


def _facts(site: SiteStatus, now: datetime) -> str:
    rows = [("last good run", age(site.last_good.started, now) if site.last_good else "never")]
    if site.last_run:
        rows.append(("last run", age(site.last_run.started, now)))
    if site.last_new:
        rows.append(
            ("last new article", f"{age(site.last_new.first_seen, now)}: {site.last_new.title or '–'}")
        )
    rows.append(("newest published", day(site.newest_published)))
    rows.append(("articles", f"{site.articles:,}"))
    if site.one_off:
        rows.append(("one-off run", f"{site.one_off.verdict}: {site.one_off.reason}"))
    if site.changed:
        rows.append(("what changed", "; ".join(site.changed)))
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows) + "</dl>"


def _fill(site: SiteStatus) -> str:
    """A meter for each field; one below its floor is red and says so."""
    rows = []
    for name, fill in site.fill.items():
        below = fill.floor is not None and fill.rate < fill.floor
        floor = "" if fill.floor is None else f" (≥ {percent(fill.floor)})"
        rows.append(
            f'<dt>{escape(name)}</dt><dd><div class="meter{" below" if below else ""}">'
            f'<i style="width:{100 * fill.rate:.0f}%"></i></div></dd>'
            f'<dd class="{"alarm" if below else ""}">{percent(fill.rate)}{floor}</dd>'
        )
    if not rows:
        return ""
    return f'<h3>Fields filled, run of {day(site.fill_of)}</h3>\n<dl class="fill">{"".join(rows)}</dl>'


def _sign(verdict: str) -> str:
    return SIGNS.get(verdict, "?")
