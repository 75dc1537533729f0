"""Tell the article from its page; title, deck, text and bylines come out, the rest is counted."""

from __future__ import annotations

from covidmeet.items import Article
from covidmeet.site import Site
from covidmeet.stages.reading import Reading
from covidmeet.text.info import read_info
from covidmeet.text.lines import Role, joined
from covidmeet.text.positions import INFO
from covidmeet.text.script import fold
from covidmeet.text.segment import Parts, segment


def chrome(article: Article, reading: Reading) -> None:
    """Cut the text into fields by the rules of the page's site and those that all sites share.

    Fields that are still empty are filled; what the layout of a page told stands.
    """
    site = _site_of(article, reading)
    article.site = site.name
    info = [line for line in article.lines if line.role is Role.INFO]
    told = read_info(line.text for line in info)
    parts = segment([line for line in article.lines if line.role is not Role.INFO], site.chrome, told)
    for line in info:
        parts.strip(INFO, line)
    _fill(article, parts)


def _site_of(article: Article, reading: Reading) -> Site:
    if article.site is None:
        return reading.sites.recognise(fold(article.text))
    return reading.sites.named(article.site)


def _fill(article: Article, parts: Parts) -> None:
    title = [parts.title] if parts.title else []
    article.field_lines = {"title": title, "deck": parts.deck, "body": parts.body}
    article.title = parts.title.text if parts.title else None
    article.deck = joined(parts.deck)
    article.body = joined(parts.body)
    article.lost_prose = parts.lost_prose
    facts = parts.facts
    article.original_title = article.original_title or facts.original_title
    article.source = article.source or facts.source
    article.published_at = _published(article.published_at, facts.published_at) or article.dated
    article.reporters = article.reporters or facts.reporters
    article.editors = article.editors or facts.editors
    places = [place for line in article.lines for place in line.places]
    article.stripped_lines = parts.stripped
    counts = parts.counts
    for rule, lines in article.outside.by_rule(places).items():
        counts[rule.name] += len(lines)
    article.stripped = dict(sorted((+counts).items()))


def _published(layout: str | None, told: str | None) -> str | None:
    """What the layout read stands, but for a bare day whose time the page's words tell."""
    return (
        told if layout is None or (told and len(layout) < len(told) and told.startswith(layout)) else layout
    )
