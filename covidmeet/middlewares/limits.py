"""A site must not be able to make a crawl endless: links a page and list pages a run are bounded."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

from covidmeet.middlewares.known import is_article
from covidmeet.signals import page_rejected

_FOLLOWED = "links_followed"


class Limits(BaseSpiderMiddleware):
    """Drops what goes beyond ``LINKS_PER_PAGE`` and ``LISTS_PER_RUN``, and says so once."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._links = crawler.settings.getint("LINKS_PER_PAGE")
        self._lists = crawler.settings.getint("LISTS_PER_RUN")
        self._seen = 0

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        """The request, or None where a limit is passed."""
        if response is not None and not self._within_page(response):
            return None
        if not is_article(request) and not self._within_run(request):
            return None
        return request

    def _within_page(self, response: Response) -> bool:
        followed: int = response.meta.get(_FOLLOWED, 0) + 1
        response.meta[_FOLLOWED] = followed
        if followed == self._links + 1:
            self._reject(response.url, "too_many_links", f"only the first {self._links:,} were followed")
        return followed <= self._links

    def _within_run(self, request: Request) -> bool:
        self._seen += 1
        if self._seen == self._lists + 1:
            self._reject(request.url, "too_many_lists", f"the run has read {self._lists:,} list pages")
        return self._seen <= self._lists

    def _reject(self, url: str, reason: str, detail: str) -> None:
        self.crawler.signals.send_catch_log(page_rejected, url=url, reason=reason, detail=detail)
