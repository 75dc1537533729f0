"""500: one URL is one article; the same text under another URL is kept and linked."""

from __future__ import annotations

from scrapy.crawler import Crawler

from covidmeet.archive.articles import first_with_text
from covidmeet.crawl.run import run_of
from covidmeet.items import Article
from covidmeet.text.urls import canonical, hash_of


class DedupPipeline:
    """Looks at SQLite, never at a set in memory, so it holds across runs and processes."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> DedupPipeline:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Set ``same_as``; of a spider that is not ours also the canonical ``url`` and ``url_hash``."""
        if item.url_hash is None:
            item.url = canonical(item.url)
            item.url_hash = hash_of(item.url)
        assert item.content_hash is not None, "the script stage comes before this one"
        item.same_as = first_with_text(run_of(self._crawler).db, item.content_hash, item.url_hash)
        return item
