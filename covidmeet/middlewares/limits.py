"""A site must not be able to make a crawl endless: links a page and list pages a run are bounded."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

from covidmeet.crawl.request_meta import is_article, issue_day
from covidmeet.crawl.run import run_of
from covidmeet.language import stored
from covidmeet.reasons import Reason, Reject


class Limits(BaseSpiderMiddleware):
    """Leaves out what goes beyond ``LINKS_PER_PAGE`` and ``LISTS_PER_RUN``, and says so once."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._links = crawler.settings.getint("LINKS_PER_PAGE")
        self._lists = crawler.settings.getint("LISTS_PER_RUN")
        self._seen = 0

    def process_spider_output(
        self, response: Response | None, result: Iterable[Any], spider: Spider | None = None
    ) -> Iterable[Any]:
        """The output of a page up to the limit; the generator is not advanced beyond it."""
        followed = 0
        for one in result:
            followed += isinstance(one, Request)
            if response is not None and followed > self._links:
                self._too_many(response)
                return
            if (kept := self._get_processed(one, response)) is not None:
                yield kept

    async def process_spider_output_async(
        self, response: Response | None, result: AsyncIterator[Any], spider: Spider | None = None
    ) -> AsyncIterator[Any]:
        """As ``process_spider_output``, which Scrapy needs in both forms."""
        followed = 0
        async for one in result:
            followed += isinstance(one, Request)
            if response is not None and followed > self._links:
                self._too_many(response)
                return
            if (kept := self._get_processed(one, response)) is not None:
                yield kept

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        """The request, or None where it is for one list page too many."""
        if is_article(request) or issue_day(request):  # the pages of an issue are bounded, and so are days
            return request
        self._seen += 1
        if self._seen == self._lists + 1:
            self._reject(
                request.url,
                Reason.TOO_MANY_LISTS,
                stored("the run has read {lists:,} list pages", lists=self._lists),
            )
        return request if self._seen <= self._lists else None

    def _too_many(self, response: Response) -> None:
        self._reject(
            response.url,
            Reason.TOO_MANY_LINKS,
            stored("only the first {links:,} were followed", links=self._links),
        )

    def _reject(self, url: str, reason: Reason, detail: str) -> None:
        run_of(self.crawler).reject(url, Reject(reason, detail))
