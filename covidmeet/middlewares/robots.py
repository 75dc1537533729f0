"""robots.txt: obeyed, with its Crawl-delay; behind a gateway it is the gateway's that counts."""

from __future__ import annotations

import logging

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from covidmeet.crawl.request_meta import wire_url
from covidmeet.extensions.throttle import set_shortest_delay
from covidmeet.text.charset import decode

logger = logging.getLogger(__name__)


class Robots(RobotsTxtMiddleware):
    """Scrapy's own, asked about the address that is really fetched."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._longest = crawler.settings.getfloat("CRAWL_DELAY_MAX")
        crawler.signals.connect(self._obey_delay, signals.robots_parsed)

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise ``IgnoreRequest`` for what robots.txt forbids."""
        wire = wire_url(request)
        await super().process_request(request if wire is None else Request(wire, headers=request.headers))

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 400:  # an error page is no set of rules, whatever its lines look like
            response = response.replace(body=b"")
        # Scrapy reads UTF-8 alone.
        response = response.replace(body=decode(response.body).text.encode())
        await super()._parse_robots(response, netloc, request)

    def _obey_delay(self, robotparser: RobotParser, request: Request) -> None:
        agent = self._robotstxt_useragent or self._default_useragent
        asked = robotparser.crawl_delay(agent)
        if not asked or asked < 0:
            return
        delay = min(asked, self._longest)
        if delay < asked:
            logger.warning("%s asks for a Crawl-delay of %s s; taking %s s", request.url, asked, delay)
        set_shortest_delay(self.crawler, request, delay)
