"""robots.txt: obeyed, with its Crawl-delay; behind a gateway it is the gateway's that counts.

By RFC 9309: one that is missing (4xx) allows everything, one that cannot be had (5xx, no answer) forbids
everything, for this run; of a long one the first 500 KiB count.
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from covidmeet.crawl.refusal import Refused
from covidmeet.crawl.request_meta import is_for_robots_txt, wire_url
from covidmeet.crawl.scrapy_private import SCRAPY_ROBOTS, quiet
from covidmeet.extensions.throttle import set_shortest_delay
from covidmeet.middlewares.failures import explain
from covidmeet.reasons import Reason, Reject
from covidmeet.text.charset import decode

logger = logging.getLogger(__name__)

_LONGEST = 500 * 1024  # bytes, the least that RFC 9309 asks of a reader
_SERVER_ERROR = 500


class Robots(RobotsTxtMiddleware):
    """Scrapy's own, asked about the address that is really fetched."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._hosts: set[str] = set()
        # Host → why its rules could not be had.
        self._unknown: dict[str, Reject] = {}
        self._longest = crawler.settings.getfloat("CRAWL_DELAY_MAX")
        crawler.signals.connect(self._obey_delay, signals.robots_parsed)

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise ``IgnoreRequest`` for what robots.txt forbids, ``Refused`` where it could not be had."""
        wire = wire_url(request)
        asked = request if wire is None else Request(wire, headers=request.headers)
        await super().process_request(asked)
        if not is_for_robots_txt(request) and (why := self._unknown.get(urlsplit(asked.url).netloc)):
            raise Refused(why.reason, why.detail)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host, asked for once; None where there are none."""
        netloc = urlsplit(request.url).netloc
        if netloc in self._hosts:
            return await super().robot_parser(request)
        self._hosts.add(netloc)
        # Scrapy's own logs a traceback for each host that does not answer.
        with quiet(SCRAPY_ROBOTS):
            return await super().robot_parser(request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= _SERVER_ERROR:
            self._note_unknown(netloc, _unknown(netloc, f"status {response.status}"))
        if response.status >= 400:  # an error page is no set of rules, whatever its lines look like
            response = response.replace(body=b"")
        # Scrapy reads UTF-8 alone.
        text = decode(response.body[:_LONGEST]).text.removeprefix("\ufeff")
        response = response.replace(body=text.encode())
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        reject = explain(exc)
        if reject.reason in (Reason.TIMEOUT, Reason.HTTP_ERROR, Reason.DOWNLOAD_FAILED, Reason.BROKEN_OFF):
            reject = _unknown(netloc, f"{reject.reason}: {reject.detail}")
        # Any other reason, such as a host that is not there, is that of its pages as well.
        self._note_unknown(netloc, reject)
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
    told = f"robots.txt of {netloc} could not be had ({why}); nothing else is asked of it in this run"
    return Reject(Reason.ROBOTS_UNKNOWN, told)
