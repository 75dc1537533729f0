"""600: write the article, one transaction each."""

from __future__ import annotations

from scrapy.crawler import Crawler

from covidmeet.archive.articles import store
from covidmeet.items import Article
from covidmeet.session import session_of


class StorePipeline:
    """Inserts, updates or sees again, and counts which."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePipeline:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Store ``item``; the archive's errors reach the log and ``rejects`` like any stage's."""
        session = session_of(self._crawler)
        outcome = store(session.db, item, session.run_id)
        if self._crawler.stats:
            self._crawler.stats.inc_value(f"articles/{outcome.value}")
        return item
