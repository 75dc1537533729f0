"""Block detection: refused pages are counted by host, and a host that keeps refusing is given up."""

from __future__ import annotations

import logging
from collections import Counter
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from covidmeet.crawl.refusal import Refused, Settled
from covidmeet.crawl.request_meta import (
    first_url,
    is_archived,
    is_article,
    is_for_robots_txt,
    is_no_page,
    page_of,
)
from covidmeet.crawl.run import run_of
from covidmeet.crawl.signals import page_rejected
from covidmeet.language import stored
from covidmeet.reasons import Reason, Reject
from covidmeet.text.blocked import leads_nowhere, refused

logger = logging.getLogger(__name__)

BLOCKED = "blocked"
UNREACHABLE = "unreachable"
# Reasons for which a host is given up -> what the run says then.
_ENDS = {
    Reason.BLOCKED: BLOCKED,
    Reason.TIMEOUT: UNREACHABLE,
    Reason.UNREACHABLE: UNREACHABLE,
    Reason.HTTP_ERROR: UNREACHABLE,
    Reason.DOWNLOAD_FAILED: UNREACHABLE,
    Reason.GATEWAY: UNREACHABLE,
}

# A web archive also keeps refusals; they are the page's history, not a refusal of this crawl.
_AS_ARCHIVED = "as archived"
_GONE = frozenset({404, 410})


class Blocks:
    """Recognises refusals by status and by what the page says, and counts them by host.

    Each refused page counts one up, each article one down; at ``BLOCK_LIMIT`` nothing more is asked of the
    host.  When all other hosts are done the crawl closes with the reason, ``blocked`` or ``unreachable``.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._run = run_of(crawler)
        self._limit = crawler.settings.getint("BLOCK_LIMIT")
        self._scores: Counter[str] = Counter()
        self._ended: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Blocks:
        blocks = cls(crawler)
        crawler.signals.connect(blocks.rejected, page_rejected)
        crawler.signals.connect(blocks.good, signals.item_scraped)
        crawler.signals.connect(blocks.good, signals.item_dropped)
        crawler.signals.connect(blocks.idle, signals.spider_idle)
        return blocks

    def process_request(self, request: Request) -> None:
        """Ask nothing more of a host that was given up; raises ``Settled``."""
        if _host(request.url) in self._ended:
            self._run.count("blocks/skipped")
            raise Settled(stored("the crawl of {host} has ended", host=_host(request.url)))

    def process_response(self, request: Request, response: Response) -> Response:
        """The response, if it is what was asked for; raises ``Refused`` (``blocked``, ``soft_404``)."""
        if is_for_robots_txt(request) or is_no_page(request):
            return response
        # Parsed once; the spider takes the same tree.
        page = page_of(request)
        if not 200 <= response.status < 300:
            why = refused(response.status, page.text if page else "", page.withheld if page else None)
            if not is_archived(request, response):
                if why:
                    raise Refused(Reason.BLOCKED, why)
                return response
            gone = Reason.NOT_FOUND if response.status in _GONE else Reason.HTTP_ERROR
            told = f"{why or stored('status {status}', status=response.status)}, {_AS_ARCHIVED}"
            raise Refused(Reason.BLOCKED if why else gone, told)
        if is_article(request) and (why := leads_nowhere(first_url(request), request.url)):
            raise Refused(Reason.SOFT_404, why)
        if page is not None and page.withheld:
            raise Refused(*page.withheld)
        return response

    def rejected(self, url: str, reject: Reject) -> None:
        """Score a page that was refused, by whichever part of the crawl."""
        end = _ENDS.get(reject.reason)
        host = _host(url)
        if end is None or not host:
            return
        if f", {_AS_ARCHIVED}" in reject.detail:
            self._run.count("blocks/as_archived", int(end == BLOCKED))
            return
        if end == BLOCKED:
            self._run.count(f"blocks/{host}")
        self._scores[host] += 1
        if self._scores[host] >= self._limit and host not in self._ended:
            self._ended[host] = end
            logger.error("%s: %d pages %s; nothing more is asked of it", host, self._limit, end)

    def good(self, response: Response | None) -> None:
        """A page that was what it should be, archived or not."""
        host = _host(response.url) if response is not None else ""
        if self._scores[host] > 0:
            self._scores[host] -= 1

    def idle(self, spider: Spider) -> None:
        """Close with the reason, once the other hosts are done; raises ``CloseSpider``."""
        if self._ended:
            raise CloseSpider(BLOCKED if BLOCKED in self._ended.values() else UNREACHABLE)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
