"""A crawl of captures that web archives have: the best of each page, and the next where it is no use."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from covidmeet.crawl.discovery import Discovery
from covidmeet.crawl.found_captures import TRY_NEXT
from covidmeet.crawl.known_months import print_months
from covidmeet.crawl.options import Options
from covidmeet.crawl.refusal import Settled
from covidmeet.crawl.request_meta import captures_left, first_url
from covidmeet.crawl.run import run_of
from covidmeet.crawl.signals import capture_passed_over
from covidmeet.items import Article
from covidmeet.middlewares.failures import explain
from covidmeet.process import attempt_whole
from covidmeet.reasons import Reject

ReadArticle = Callable[[Response, Any], Awaitable[Article | Reject]]
"""With the response of its page, and what makes an article of that (``process.attempt_whole``)."""


class CaptureCrawl:
    """What a spider does where its ``options`` name a web archive; ``read`` is its way to read an article."""

    def __init__(self, crawler: Crawler, options: Options, read: ReadArticle) -> None:
        self._crawler = crawler
        self._options = options
        self._read = read
        self._run = run_of(crawler)
        self._discovery = Discovery(crawler, options)

    async def requests(self) -> AsyncIterator[Request]:
        """Requests for the best capture of each page that is not settled; none for a list alone."""
        async for request in self._discovery.requests():
            yield self._with_callbacks(request)
        if self._options.list_only:
            print_months(self._discovery.months)

    async def parse(self, response: Response) -> AsyncIterator[Article | Request]:
        """The article of a capture, or a request for the next capture of the page."""
        outcome = await self._read(response, attempt_whole)
        reject = outcome if isinstance(outcome, Reject) else outcome.reject
        if reject is not None and (further := self._next(response, reject)):
            yield further
        elif isinstance(outcome, Reject):
            self._run.reject(response.url, outcome)
        else:
            yield outcome

    def failed(self, failure: Failure) -> Iterator[Request]:
        """A request for the next capture of a page that could not be fetched, or a reject."""
        if isinstance(failure.value, Settled):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        reject = explain(failure.value)
        if further := self._next(request, reject):
            yield further
        else:
            self._run.reject(first_url(request), reject)

    def _next(self, asked: Request | Response, reject: Reject) -> Request | None:
        left = captures_left(asked)
        if not left or reject.reason not in TRY_NEXT:
            return None
        self._crawler.signals.send_catch_log(capture_passed_over, url=asked.url, reject=reject)
        self._run.count("captures/passed_over")
        return self._with_callbacks(self._discovery.playback.request(left, is_first=False))

    def _with_callbacks(self, request: Request) -> Request:
        return request.replace(callback=self.parse, errback=self.failed)
