"""robots.txt: obeyed, with its Crawl-delay; behind a gateway it is the gateway's that counts.

By RFC 9309: one that is missing (4xx) allows everything, one that cannot be had (5xx, no answer) forbids
everything, for this run.
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from covidmeet.crawl.refusal import Refused
from covidmeet.crawl.request_meta import is_for_robots_txt, set_largest_body, wire_url
from covidmeet.extensions.throttle import set_shortest_delay
from covidmeet.language import stored
from covidmeet.middlewares.failures import explain
from covidmeet.reasons import Cause, Reason, Reject
from covidmeet.text.charset import decode

logger = logging.getLogger(__name__)

LARGEST = 32 * 1024 * 1024
"""Bytes of a robots.txt that is read, whatever DOWNLOAD_MAXSIZE says; RFC 9309 asks for 500 KiB at least.

All of it counts: 13 MB of rules are parsed in 2 s, once a run, and looked up in 5 ms.
"""
_SERVER_ERROR = 500
# A host that is not there gives no page either, for the same reason.
_OF_ITS_PAGES = frozenset({Reason.UNREACHABLE, Reason.CERTIFICATE})


class Robots(RobotsTxtMiddleware):
    """Scrapy's own, asked about the address that is really fetched."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        # Host → why its rules could not be had.
        self._unknown: dict[str, Reject] = {}
        self._longest = crawler.settings.getfloat("CRAWL_DELAY_MAX")
        crawler.signals.connect(self._obey_delay, signals.robots_parsed)

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise ``IgnoreRequest`` for what robots.txt forbids, ``Refused`` where it could not be had."""
        if is_for_robots_txt(request):
            set_largest_body(request, LARGEST)
            return
        wire = wire_url(request)
        asked = request if wire is None else Request(wire, headers=request.headers)
        await super().process_request(asked)
        if why := self._unknown.get(urlsplit(asked.url).netloc):
            raise Refused(why.reason, why.detail)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Give what prevented the download of a robots.txt its reason; raises ``Refused``.

        Scrapy would log a traceback of anything else.
        """
        if is_for_robots_txt(request) and not isinstance(exception, IgnoreRequest):
            reject = explain(exception)
            raise Refused(reject.reason, reject.detail)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= _SERVER_ERROR:
            self._note_unknown(netloc, _unknown(netloc, stored("status {status}", status=response.status)))
        if response.status >= 400:  # an error page is no set of rules, whatever its lines look like
            response = response.replace(body=b"")
        # Scrapy reads UTF-8 alone.
        text = decode(response.body).text.removeprefix("\ufeff")
        response = response.replace(body=text.encode("utf-8", "replace"))
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        reject = explain(exc)
        if reject.reason in _OF_ITS_PAGES:
            self._note_unknown(netloc, reject)
        elif reject.reason.cause is Cause.UNREACHABLE or reject.reason is Reason.TOO_LARGE:
            self._note_unknown(netloc, _unknown(netloc, f"{reject.reason}: {reject.detail}"))
        # What is left are redirects that are not followed: there is none, says RFC 9309, section 2.3.1.2.
        super()._robots_error(exc, netloc)

    def _note_unknown(self, netloc: str, reject: Reject) -> None:
        self._unknown[netloc] = reject
        logger.error("%s: %s", netloc, reject)

    def _obey_delay(self, robotparser: RobotParser, request: Request) -> None:
        agent = self._robotstxt_useragent or self._default_useragent
        asked = robotparser.crawl_delay(agent)
        if not asked or asked < 0:
            return
        delay = min(asked, self._longest)
        if delay < asked:
            logger.warning("%s asks for a Crawl-delay of %s s; taking %s s", request.url, asked, delay)
        set_shortest_delay(self.crawler, request, delay)


def _unknown(netloc: str, why: str) -> Reject:
    told = stored(
        "robots.txt of {netloc} could not be had ({why}); nothing else is asked of it in this run",
        netloc=netloc,
        why=why,
    )
    return Reject(Reason.ROBOTS_UNKNOWN, told)
