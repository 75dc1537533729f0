"""600: write the article, in a transaction of its own; those of files many together."""

from __future__ import annotations

from scrapy.crawler import Crawler

from covidmeet.archive.articles import store
from covidmeet.crawl.run import run_of
from covidmeet.items import Article


class StorePipeline:
    """Inserts, updates or sees again, and counts which."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePipeline:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Store ``item``; the archive's errors reach the log and ``rejects`` like any stage's."""
        run = run_of(self._crawler)
        if run.batch is not None:
            run.batch.begin()
        outcome = store(run.db, item, run.run_id)
        run.count(f"articles/{outcome.value}")
        if run.batch is not None:
            run.batch.added()
        return item
