"""A crawl that is told to stop waits for the pages that are being loaded, not for those still to come.

Scrapy would still ask for every request that waits for its host's delay, which can take minutes; whoever
sent the signal may kill the crawl before that.
"""

from __future__ import annotations

import logging

from scrapy import signals
from scrapy.crawler import Crawler

from covidmeet.crawl.refusal import Settled
from covidmeet.crawl.scrapy_private import before_closing, drop_waiting

logger = logging.getLogger(__name__)


class PromptStop:
    """Drops the waiting requests when the spider begins to close; the next run finds them again."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PromptStop:
        extension = cls(crawler)
        crawler.signals.connect(extension.spider_opened, signals.spider_opened)
        return extension

    def spider_opened(self) -> None:
        before_closing(self._crawler.engine, self._let_go)

    def _let_go(self) -> None:
        dropped = drop_waiting(self._crawler.engine, lambda: Settled("the crawl was stopped before its turn"))
        if dropped:
            logger.info("Stopping: %d waiting requests are left to the next run", dropped)
