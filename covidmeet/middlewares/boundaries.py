"""The crawl stays on its site and on the public web."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.offsite import OffsiteMiddleware

from covidmeet.crawl.refusal import Refused
from covidmeet.crawl.request_meta import is_for_robots_txt
from covidmeet.crawl.run import run_of
from covidmeet.reasons import Reason
from covidmeet.text.hosts import refusal


class Boundaries(OffsiteMiddleware):
    """Scrapy's filter by ``allowed_domains``, and a refusal of other schemes and private addresses.

    The page's own address is judged; a gateway that fetches it is the user's choice.
    """

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise ``Refused`` for an address outside; called on scheduling and before the download."""
        if is_for_robots_txt(request) and urlsplit(request.url).path == "/robots.txt":
            return self._check_address(request)  # of a host whose pages passed, or of the gateway
        self._check_address(request)
        super().process_request(request)
        return None

    def _check_address(self, request: Request) -> None:
        if why := refusal(request.url, allowed=run_of(self.crawler).named_hosts):
            self.stats.inc_value("offsite/refused")
            raise Refused(Reason.ADDRESS_REFUSED, f"{why}: {request.url}")

    def is_inside(self, request: Request, coming_from: Request) -> bool:
        """Whether a redirect may lead there: to the site, or on the host that the user named himself."""
        assert self.crawler.spider is not None
        return self.should_follow(request, self.crawler.spider) or _host(request) == _host(coming_from)


def _host(request: Request) -> str:
    return (urlsplit(request.url).hostname or "").removeprefix("www.")
