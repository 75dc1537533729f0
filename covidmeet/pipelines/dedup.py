"""500: one URL is one article; the same text under another URL is kept and linked."""

from __future__ import annotations

from scrapy.crawler import Crawler

from covidmeet.archive.articles import first_with_text
from covidmeet.items import Article
from covidmeet.session import session_of
from covidmeet.text.urls import canonical, url_hash


class DedupPipeline:
    """Looks at SQLite, never at a set in memory, so it holds across runs and processes."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DedupPipeline:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Set the canonical ``url``, ``url_hash`` and ``same_as``."""
        item.url = canonical(item.url)
        item.url_hash = url_hash(item.url)
        assert item.content_hash is not None, "the script stage comes before this one"
        item.same_as = first_with_text(session_of(self._crawler).db, item.content_hash, item.url_hash)
        return item
