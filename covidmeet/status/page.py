"""The status of the sites as one web page that needs no other file and no script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from importlib.resources import files

from covidmeet.health.words import percent
from covidmeet.status.ages import age, span
from covidmeet.status.chart import weekly
from covidmeet.status.facts import Latest, Shown, SiteStatus, worst_first
from covidmeet.status.look import SIGNS
from covidmeet.text.printable import one_line


def page(sites: Sequence[SiteStatus], now: datetime, renew: int | None = None) -> str:
    """The whole page as HTML, the worst site first; a browser loads it again every ``renew`` seconds."""
    style = files("covidmeet.status").joinpath("page.css").read_text("utf-8")
    well = sum(site.is_well for site in sites)
    legend = "".join(f"<span>{sign} {name}</span>" for name, sign in SIGNS.items())
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{_refresh(renew)}"
        f"<title>covidmeet: {well} of {len(sites)} sites well</title>\n"
        f"<style>\n{style}</style>\n</head>\n<body>\n"
        f"<h1>covidmeet: {well} of {len(sites)} sites well</h1>\n"
        f'<p class="soft">As of {_time(now)}. {_renewal(renew)}</p>\n'
        f"<main>\n{''.join(_site(site, now) for site in worst_first(sites))}</main>\n"
        f'<p class="legend soft">{legend}</p>\n</body>\n</html>\n'
    )


def _site(site: SiteStatus, now: datetime) -> str:
    parts = [
        f'<header class="site"><h2>{_name(site)}</h2>{_badge(site)}{_alarms(site)}</header>',
        f'<p class="why alarm">cannot be crawled: {_text(site.broken)}</p>' if site.broken else "",
        f'<p class="why">{_text(site.last_run.reason)}</p>' if site.last_run else "",
        _strip(site.strip),
        _facts(site, now),
        _fill(site),
        "<h3>Articles archived per week</h3>",
        weekly(site.weeks, site.site),
        "<h3>Requests of the crawls per week</h3>",
        weekly(site.traffic, site.site, "Requests to {site}"),
    ]
    return f"<article>\n{''.join(part + chr(10) for part in parts if part)}</article>\n"


def _name(site: SiteStatus) -> str:
    """The site's name, and the outlet's in its own language."""
    outlet = f' <span class="outlet" lang="zh-CN">{_text(site.outlet)}</span>' if site.outlet else ""
    return f"{_text(site.site)}{outlet}"


def _refresh(renew: int | None) -> str:
    return "" if renew is None else f'<meta http-equiv="refresh" content="{renew}">\n'


def _renewal(renew: int | None) -> str:
    return "This page does not renew itself." if renew is None else f"Loaded again every {renew:,} s."


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
    return one_line(f"{run.started[:16].replace('T', ' ')} UTC: {run.verdict}: {run.reason}")


def _facts(site: SiteStatus, now: datetime) -> str:
    rows = [("last good run", _ago(site.last_good.started, now) if site.last_good else "never")]
    if site.last_run:
        rows.append(("last run", _ago(site.last_run.started, now)))
    if site.newest:
        entries = "".join(f"<li>{_article(article, now)}</li>" for article in site.newest)
        rows.append(("newest articles", f'<ul class="newest">{entries}</ul>'))
    rows.append(("newest published", _day(site.newest_published)))
    rows.append(("articles", f"{site.articles:,}"))
    if site.one_off:
        rows.append(("one-off run", f"{site.one_off.verdict}: {site.one_off.reason}"))
    if site.changed:
        rows.append(("what changed", _text("; ".join(site.changed))))
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows) + "</dl>"


def _article(article: Latest, now: datetime) -> str:
    """Its title as a link to its page on the web, and when it was archived."""
    title = f'<span lang="zh-CN">{_text(article.title)}</span>' if article.title else _text(article.url)
    if article.url.startswith(("http://", "https://")):
        title = f'<a href="{escape(one_line(article.url))}" rel="noreferrer">{title}</a>'
    return f'{title} <span class="soft">{_ago(article.first_seen, now)}</span>'


def _ago(text: str, now: datetime) -> str:
    """The time itself, and how long ago that was when the page was written."""
    moment = datetime.fromisoformat(text)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return f"{_time(moment)} ({age(text, now)})"


def _time(moment: datetime) -> str:
    """``<time datetime="2026-03-18T09:30:00Z">2026-03-18 09:30 UTC</time>``."""
    moment = moment.astimezone(UTC)
    return f'<time datetime="{moment:%Y-%m-%dT%H:%M:%SZ}">{moment:%Y-%m-%d %H:%M} UTC</time>'


def _day(moment: str | None) -> str:
    return f'<time datetime="{escape(moment[:10])}">{_text(moment[:10])}</time>' if moment else "–"


def _text(text: str) -> str:
    """As text of the page: of control characters pictures are shown."""
    return escape(one_line(text))


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
    return f'<h3>Fields filled, run of {_day(site.fill_of)}</h3>\n<dl class="fill">{"".join(rows)}</dl>'


def _sign(verdict: str) -> str:
    return SIGNS.get(verdict, "?")
