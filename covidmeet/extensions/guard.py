"""A crawl whose archive fails ends: pages that cannot be stored need not be asked for."""

from __future__ import annotations

import logging

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import deferred_from_coro
from twisted.python.failure import Failure

from covidmeet.archive.reserve import Reserve
from covidmeet.archive.sqlite_errors import Error, Fault, explain, fault_of
from covidmeet.crawl.run import run_of
from covidmeet.crawl.signals import archive_failed
from covidmeet.health.verdict import ARCHIVE_FAILED

logger = logging.getLogger(__name__)

_PATIENCE = 3  # writes in a row that another process held up; it may only be slow


class Guard:
    """Closes the spider on a full disc, a damaged or a write-protected archive."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._held_up = 0
        self._closing = False
        self._full = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Guard:
        guard = cls(crawler)
        crawler.signals.connect(guard.archive_failed, archive_failed)
        crawler.signals.connect(guard.failed, signals.item_error)
        crawler.signals.connect(guard.failed, signals.spider_error)
        crawler.signals.connect(guard.item_scraped, signals.item_scraped)
        crawler.signals.connect(guard.spider_closed, signals.spider_closed)
        return guard

    def failed(self, failure: Failure) -> None:
        """A stage or the spider failed: end the crawl where the archive is the cause."""
        if isinstance(failure.value, Error):
            self.archive_failed(failure.value)

    def item_scraped(self) -> None:
        """The archive works (again)."""
        self._held_up = 0

    def archive_failed(self, error: Error) -> None:
        """End the crawl, at once or after a few times, by what the error is."""
        fault = fault_of(error)
        if fault is Fault.BUSY:
            self._held_up += 1
            if self._held_up < _PATIENCE:
                return
        if self._closing:
            return
        self._closing = True
        self._full = fault is Fault.FULL
        self._crawler.stats.set_value("archive/error", explain(error))
        logger.error("The archive failed: %s", explain(error))
        # Not from inside the signal: the engine may be about to open or to hand on an item.
        call_later(0, self._close)

    def spider_closed(self) -> None:
        """Free the reserve for the run's row, once no page that is still on its way can use it up."""
        if self._full:
            Reserve(run_of(self._crawler).archive, self._crawler.spidercls.name).release()

    def _close(self) -> None:
        deferred_from_coro(self._crawler.engine.close_spider_async(reason=ARCHIVE_FAILED))
