"""Tell the article from its page; title, deck, text and bylines come out, the rest is counted."""

from __future__ import annotations

from covidmeet.items import Article
from covidmeet.site import Site
from covidmeet.stages.reading import Reading
from covidmeet.text.info import read_info
from covidmeet.text.lines import Line, split
from covidmeet.text.script import fold
from covidmeet.text.segment import Parts, segment


def chrome(article: Article, reading: Reading) -> None:
    """Cut the text into fields by the rules of the page's site and those that all sites share.

    Fields that are still empty are filled; what the layout of a page told stands.
    """
    site = _site_of(article, reading)
    article.site = site.name
    lines = split(article.text)
    info, lines = lines[1 : 1 + article.info], lines[:1] + lines[1 + article.info :]
    told = read_info(line.text for line in info)
    parts = segment(lines, site.chrome, titled=article.titled, told=told)
    parts.stripped["page_info"] += len(info)
    _fill(article, parts)


def _site_of(article: Article, reading: Reading) -> Site:
    if article.site is None:
        return reading.sites.recognise(fold(article.text))
    return reading.sites.named(article.site)


def _fill(article: Article, parts: Parts) -> None:
    article.lines = {"title": [parts.title] if parts.title else [], "deck": parts.deck, "body": parts.body}
    article.title = parts.title.text if parts.title else None
    article.deck = _text(parts.deck)
    article.body = _text(parts.body)
    article.lost_prose = parts.lost_prose
    facts = parts.facts
    article.original_title = article.original_title or facts.original_title
    article.source = article.source or facts.source
    article.published_at = _published(article.published_at, facts.published_at) or article.dated
    article.reporters = article.reporters or facts.reporters
    article.editors = article.editors or facts.editors
    article.stripped = {rule: count for rule, count in sorted(parts.stripped.items()) if count}


def _published(layout: str | None, told: str | None) -> str | None:
    """What the layout read stands, but for a bare day whose time the page's words tell."""
    return (
        told if layout is None or (told and len(layout) < len(told) and told.startswith(layout)) else layout
    )


def _text(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)
