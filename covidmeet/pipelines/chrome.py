"""200: tell the article from its page; title, deck, text and bylines come out, the rest is counted."""

from __future__ import annotations

from scrapy.crawler import Crawler

from covidmeet.items import Article
from covidmeet.site import GENERIC, Site, recognise
from covidmeet.text.info import read_info
from covidmeet.text.lines import Line, split
from covidmeet.text.script import fold
from covidmeet.text.segment import Parts, segment


class ChromePipeline:
    """Cuts the text into fields by the rules of the page's site and those that all sites share.

    The spider's ``sites`` (a tuple of ``Site``) are the sites a page can be recognised as.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ChromePipeline:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Fill the fields that are still empty; what the layout of a page told stands."""
        site = self._site_of(item)
        item.site = site.name
        lines = split(item.text)
        info, lines = lines[1 : 1 + item.info], lines[:1] + lines[1 + item.info :]
        told = read_info(line.text for line in info)
        parts = segment(lines, site.chrome, titled=item.titled, told=told)
        parts.stripped["page_info"] += len(info)
        _fill(item, parts)
        for rule, count in parts.stripped.items():
            if count and self._crawler.stats:
                self._crawler.stats.inc_value(f"stripped/{rule}", count)
        return item

    def _site_of(self, item: Article) -> Site:
        sites: tuple[Site, ...] = getattr(self._crawler.spider, "sites", ())
        if item.site is None:
            return recognise(fold(item.text), sites)
        return next((site for site in sites if site.name == item.site), GENERIC)


def _fill(item: Article, parts: Parts) -> None:
    item.lines = {"title": [parts.title] if parts.title else [], "deck": parts.deck, "body": parts.body}
    item.title = parts.title.text if parts.title else None
    item.deck = _text(parts.deck)
    item.body = _text(parts.body)
    item.lost_prose = parts.lost_prose
    facts = parts.facts
    item.original_title = item.original_title or facts.original_title
    item.source = item.source or facts.source
    item.published_at = _published(item.published_at, facts.published_at) or item.dated
    item.reporters = item.reporters or facts.reporters
    item.editors = item.editors or facts.editors
    item.stripped = {rule: count for rule, count in sorted(parts.stripped.items()) if count}


def _published(layout: str | None, told: str | None) -> str | None:
    """What the layout read stands, but for a bare day whose time the page's words tell."""
    return (
        told if layout is None or (told and len(layout) < len(told) and told.startswith(layout)) else layout
    )


def _text(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)
