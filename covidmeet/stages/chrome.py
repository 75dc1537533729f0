"""Tell the article from its page; title, deck, text and bylines come out, the rest is counted."""

from __future__ import annotations

from datetime import datetime

from covidmeet.extract.metas import TIME_ONLY
from covidmeet.items import Article
from covidmeet.site import Site
from covidmeet.stages.reading import Reading
from covidmeet.text.byline_facts import Facts
from covidmeet.text.dates import CHINA
from covidmeet.text.info import read_info
from covidmeet.text.lines import Role, joined
from covidmeet.text.other_dates import with_full_dates
from covidmeet.text.positions import INFO
from covidmeet.text.script import fold
from covidmeet.text.segment import Parts, segment

INFO_LINE, IN_TEXT, BY_SPIDER = "info", "text", "spider"
_FIELDS = ("title", "original_title", "published_at", "source", "reporters", "editors")


def chrome(article: Article, reading: Reading) -> None:
    """Cut the text into fields by the rules of the page's site and those that all sites share.

    Fields that are still empty are filled; what the layout of a page told stands.
    """
    site = _site_of(article, reading)
    article.site = site.name
    info = [line for line in article.lines if line.role is Role.INFO]
    now = _moment(article.captured_at)
    told = read_info(with_full_dates(line.text, now) if now else line.text for line in info)
    parts = segment([line for line in article.lines if line.role is not Role.INFO], site.chrome, told)
    for line in info:
        parts.strip(INFO, line)
    given = read_info(line.text for line in info if not line.places)
    _fill(article, parts, told, given)


def _moment(captured_at: str | None) -> datetime | None:
    """When the page was captured, as people in China told the time then."""
    return datetime.fromisoformat(captured_at).astimezone(CHINA) if captured_at else None


def _site_of(article: Article, reading: Reading) -> Site:
    if article.site is None:
        return reading.sites.recognise(fold(article.text))
    return reading.sites.named(article.site)


def _fill(article: Article, parts: Parts, told: Facts, given: Facts) -> None:
    """``told`` are the facts of info lines, ``given`` those of them that the layout's own selectors gave."""
    title = [parts.title] if parts.title else []
    article.field_lines = {"title": title, "deck": parts.deck, "body": parts.body}
    article.title = parts.title.text if parts.title else None
    article.deck = joined(parts.deck)
    article.body = joined(parts.body)
    article.lost_prose = parts.lost_prose
    facts = parts.facts
    article.original_title = article.original_title or facts.original_title
    article.source = article.source or facts.source or article.head.source
    article.reporters = article.reporters or facts.reporters
    article.editors = article.editors or facts.editors
    _fill_origins(article, told, given)
    _fill_published(article, told, given, facts)
    article.fields = {name: article.fields.get(name, BY_SPIDER) for name in _FIELDS if getattr(article, name)}
    places = [place for line in article.lines for place in line.places]
    article.stripped_lines = parts.stripped
    counts = parts.counts
    for rule, lines in article.outside.by_rule(places).items():
        counts[rule.name] += len(lines)
    article.stripped = dict(sorted((+counts).items()))


def _fill_origins(article: Article, told: Facts, given: Facts) -> None:
    """Note where title, source and names were found."""
    origins = article.fields
    if not any(line.role is Role.TITLE for line in article.lines):
        origins["title"] = IN_TEXT
    for name in ("original_title", "source", "reporters", "editors"):
        found = getattr(article, name)
        if found and found == getattr(given, name):
            origins[name] = _layout_of(article)
        elif found and found == getattr(told, name):
            origins[name] = INFO_LINE
        elif name == "source" and found and found == article.head.source and article.head_origins:
            origins[name] = article.head_origins["source"]
        else:
            origins[name] = IN_TEXT


def _layout_of(article: Article) -> str:
    return "json" if article.extraction.get("candidate") == "json" else "layout"


def _fill_published(article: Article, told: Facts, given: Facts, facts: Facts) -> None:
    """The time that the page shows in the place for it, else that of head, text, address or list."""
    time_only = article.head_origins.get(TIME_ONLY, "")
    shown = _layout_of(article) if given.published_at == told.published_at else INFO_LINE
    for published, origin in (
        (told.published_at, shown),
        (article.head.published_at, article.head_origins.get("published_at", time_only)),
        (facts.published_at, IN_TEXT),
        (article.dated, article.dated_by),
    ):
        if origin == time_only and article.published_at is None:
            continue
        found = _published(article.published_at, published)
        if found != article.published_at:
            article.published_at, article.fields["published_at"] = found, origin


def _published(layout: str | None, told: str | None) -> str | None:
    """What was read first stands, but for a bare day whose time the other tells."""
    return (
        told if layout is None or (told and len(layout) < len(told) and told.startswith(layout)) else layout
    )
