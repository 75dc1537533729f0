"""Every page that is not archived leaves a row in ``rejects`` and a line in the log."""

from __future__ import annotations

import logging

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from covidmeet.archive.articles import keep_reject
from covidmeet.archive.sqlite_errors import Error
from covidmeet.crawl.run import run_of
from covidmeet.crawl.signals import archive_failed, page_rejected
from covidmeet.items import Article
from covidmeet.pipelines.stage import Rejected
from covidmeet.reasons import Reason, Reject

logger = logging.getLogger(__name__)


class Rejects:
    """Listens for what stages reject, what spiders reject, and what fails unexpectedly."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._run = run_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Rejects:
        extension = cls(crawler)
        crawler.signals.connect(extension.keep, page_rejected)
        crawler.signals.connect(extension.item_dropped, signals.item_dropped)
        crawler.signals.connect(extension.item_error, signals.item_error)
        crawler.signals.connect(extension.spider_error, signals.spider_error)
        return extension

    def keep(self, url: str, reject: Reject) -> None:
        """Store one reject; a failing archive is logged, because the crawl's other pages go on."""
        reason = reject.reason
        if not reason.is_kept:
            self._run.count(f"articles/{reason}")
            return
        logger.warning("Rejected %s: %s: %s", url, reason, reject.detail)
        self._run.count(f"rejects/{reason}")
        try:
            keep_reject(self._run.db, url, reject, self._run.run_id)
        except Error as error:
            logger.error("Could not keep the reject of %s: %s", url, error)
            self._crawler.signals.send_catch_log(archive_failed, error=error)

    def item_dropped(self, item: Article, exception: BaseException, spider: Spider) -> None:
        """A stage rejected ``item``, one of ours or one that the user added."""
        if isinstance(exception, Rejected):
            self.keep(item.url, exception.reject)
        else:
            self.keep(item.url, Reject(Reason.DROPPED, str(exception)))

    def item_error(self, item: Article, failure: Failure, spider: Spider) -> None:
        """A stage failed on ``item``; the traceback is in the log."""
        self.keep(item.url, _fault(failure))

    def spider_error(self, failure: Failure, response: Response) -> None:
        """The spider failed on the page; the traceback is in the log."""
        self.keep(response.url, _fault(failure))


def _fault(failure: Failure) -> Reject:
    return Reject(Reason.ERROR, f"{type(failure.value).__name__}: {failure.value}")
