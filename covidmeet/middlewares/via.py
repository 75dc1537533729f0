"""Fetch every page through a web-archive gateway: ``-a via='https://web.archive.org/web/2022id_/{url}'``.

Requests and responses keep the page's own address; the one at the gateway goes along in ``meta`` and is used
by the download handler (``crawl.wire_handler``), by robots.txt and by the delay, which are the gateway's.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from covidmeet.crawl.request_meta import issue_day, record_of, set_download_slot, set_wire_url, wire_url
from covidmeet.crawl.run import run_of
from covidmeet.sites import unwrapped
from covidmeet.text.urls import canonical, near_day, original_url, through_gateway

_MOMENT = re.compile(r"/(?P<moment>\d{4,14})(?:[a-z]{2}_)?/(?=https?://)", re.IGNORECASE)


class Via:
    """Off unless the run has the option ``via``: a template with ``{url}``."""

    def __init__(self, crawler: Crawler, via: str) -> None:
        through_gateway(via, "http://site.example/")  # raises ValueError where there is no {url}
        self._via = via
        self._gateway = urlsplit(via)
        self._direct = run_of(crawler).direct_hosts
        run_of(crawler).name_host(via)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Via:
        via = run_of(crawler).options.via
        if not via:
            raise NotConfigured
        return cls(crawler, via)

    def process_request(self, request: Request) -> None:
        """Give the request its address at the gateway, and the gateway's place in the queue."""
        parts = urlsplit(request.url)
        if parts.scheme not in ("http", "https") or parts.netloc == self._gateway.netloc:
            return  # the gateway's own robots.txt, or an address there that was given as it is
        if parts.netloc in self._direct or record_of(request):
            return
        known = wire_url(request)
        if known is None or not same_page(original_url(self._via, known), request.url):
            day = issue_day(request)
            via = near_day(self._via, day) if day else self._via
            set_wire_url(request, through_gateway(via, request.url))
        set_download_slot(request, self._gateway.hostname or "")


def keep_moment(request: Request, given: str) -> Request:
    """Let ``request`` be fetched from ``given``, where that is its address at a web archive at a moment.

    The copy is asked for as it was captured (``id_``).
    """
    found = _MOMENT.search(given, 8)
    if found and unwrapped(given) == given[found.end() :]:
        set_wire_url(request, f"{given[: found.start()]}/{found['moment']}id_/{given[found.end() :]}")
        set_download_slot(request, urlsplit(given).hostname or "")
    return request


def template_of(wire: str, url: str) -> str:
    """The template of the gateway by whose address ``wire`` the page ``url`` is fetched; "" where unclear."""
    return wire.removesuffix(url) + "{url}" if wire.endswith(url) else ""


def same_page(one: str | None, other: str) -> bool:
    """Whether two addresses are one page; scheme and host count, the way they are written does not."""
    return one is not None and canonical(one) == canonical(other)
