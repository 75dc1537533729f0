"""The status of the sites as one web page that needs no other file and no script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from importlib.resources import files

from covidmeet.health.words import percent
from covidmeet.language import _, language
from covidmeet.status.ages import age, span
from covidmeet.status.chart import weekly
from covidmeet.status.facts import Latest, Shown, SiteStatus, worst_first
from covidmeet.status.look import SIGNS
from covidmeet.stored_sentences import shown, value
from covidmeet.text.printable import one_line


def page(sites: Sequence[SiteStatus], now: datetime, renew: int | None = None) -> str:
    """The whole page as HTML, the worst site first; a browser loads it again every ``renew`` seconds."""
    style = files("covidmeet.status").joinpath("page.css").read_text("utf-8")
    well = sum(site.is_well for site in sites)
    legend = "".join(f"<span>{sign} {value(name)}</span>" for name, sign in SIGNS.items())
    heading = _("covidmeet: {well} of {count} sites well", well=well, count=len(sites))
    tag = "en" if language() == "en" else "zh-CN"
    return (
        f'<!DOCTYPE html>\n<html lang="{tag}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{_refresh(renew)}"
        f"<title>{heading}</title>\n"
        f"<style>\n{style}</style>\n</head>\n<body>\n"
        f"<h1>{heading}</h1>\n"
        f'<p class="soft">{_("As of {time}.", time=_time(now))} {_renewal(renew)}</p>\n'
        f"<main>\n{''.join(_site(site, now) for site in worst_first(sites))}</main>\n"
        f'<p class="legend soft">{legend}</p>\n</body>\n</html>\n'
    )


def _site(site: SiteStatus, now: datetime) -> str:
    parts = [
        f'<header class="site"><h2>{_name(site)}</h2>{_badge(site)}{_alarms(site)}</header>',
        f'<p class="why alarm">{_("cannot be crawled: {why}", why=_text(site.broken))}</p>'
        if site.broken
        else "",
        f'<p class="why">{_text(shown(site.last_run.reason))}</p>' if site.last_run else "",
        _strip(site.strip),
        _facts(site, now),
        _fill(site),
        f"<h3>{_('Articles archived per week')}</h3>",
        weekly(site.weeks, _("Articles of {site} archived", site=site.site)),
        f"<h3>{_('Requests of the crawls per week')}</h3>",
        weekly(site.traffic, _("Requests to {site}", site=site.site)),
    ]
    return f"<article>\n{''.join(part + chr(10) for part in parts if part)}</article>\n"


def _name(site: SiteStatus) -> str:
    """The site's name, and the outlet's in its own language."""
    outlet = f' <span class="outlet" lang="zh-CN">{_text(site.outlet)}</span>' if site.outlet else ""
    return f"{_text(site.site)}{outlet}"


def _refresh(renew: int | None) -> str:
    return "" if renew is None else f'<meta http-equiv="refresh" content="{renew}">\n'


def _renewal(renew: int | None) -> str:
    return (
        _("This page does not renew itself.")
        if renew is None
        else _("Loaded again every {renew:,} s.", renew=renew)
    )


def _badge(site: SiteStatus) -> str:
    verdict = site.verdict
    if verdict is None:
        return '<span class="verdict">' + _("never crawled") + "</span>"
    return f'<span class="verdict {escape(verdict)}">{_sign(verdict)} {escape(value(verdict))}</span>'


def _alarms(site: SiteStatus) -> str:
    told = f'<span class="verdict running">{_("running now")}</span>' if site.running else ""
    if site.overdue is not None:
        told += (
            f'<span class="alarm">{_("overdue: no run for {span}", span=span(3600 * site.overdue))}</span>'
        )
    if site.stale:
        told += f'<span class="alarm">{escape(shown(site.stale))}</span>'
    return told


def _strip(runs: Sequence[Shown]) -> str:
    if not runs:
        return ""
    items = "".join(
        f'<li class="{escape(run.verdict)}" title="{escape(_told(run))}"'
        f' aria-label="{escape(value(run.verdict))}">{_sign(run.verdict)}</li>'
        for run in runs
    )
    return f'<h3>{_("Last ten runs, the newest last")}</h3>\n<ol class="strip">{items}</ol>'


def _told(run: Shown) -> str:
    return one_line(f"{run.started[:16].replace('T', ' ')} UTC: {value(run.verdict)}: {shown(run.reason)}")


def _facts(site: SiteStatus, now: datetime) -> str:
    rows = [(_("last good run"), _ago(site.last_good.started, now) if site.last_good else _("never"))]
    if site.last_run:
        rows.append((_("last run"), _ago(site.last_run.started, now)))
    if site.newest:
        entries = "".join(f"<li>{_article(article, now)}</li>" for article in site.newest)
        rows.append((_("newest articles"), f'<ul class="newest">{entries}</ul>'))
    rows.append((_("newest published"), _day(site.newest_published)))
    rows.append((_("articles"), f"{site.articles:,}"))
    if site.one_off:
        rows.append((_("one-off run"), f"{value(site.one_off.verdict)}: {shown(site.one_off.reason)}"))
    if site.changed:
        rows.append((_("what changed"), _text(shown("; ".join(site.changed)))))
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
    heading = _("Fields filled, run of {day}", day=_day(site.fill_of))
    return f'<h3>{heading}</h3>\n<dl class="fill">{"".join(rows)}</dl>'


def _sign(verdict: str) -> str:
    return SIGNS.get(verdict, "?")
