"""Whose an answer is that came from a web archive: ``Memento-Datetime`` (RFC 7089) decides.

An answer with the header is the site's, as it was captured.  One without it is the archive's own, whatever
its status: an excluded site and an outage come as HTML with the status 200.  A gateway that never sends the
header is a plain proxy, and all its answers are the site's.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response

from covidmeet.crawl.refusal import Refused, Settled
from covidmeet.crawl.request_meta import is_archived, is_for_robots_txt, is_no_page, wire_url
from covidmeet.crawl.run import run_of
from covidmeet.language import stored
from covidmeet.reasons import Reason

KNOWN_ARCHIVES = frozenset(
    {
        "web.archive.org",
        "arquivo.pt",
        "www.webarchive.org.uk",
        "web.archive.org.au",
        "webarchive.nationalarchives.gov.uk",
        "ndhadeliver.natlib.govt.nz",
    }
)
"""Hosts that send the header with every capture: the Wayback Machine, and archives that run pywb."""
_EXCLUDED = re.compile(rb"(?:Administrative|Robot)AccessControlException|has been excluded from the Wayback")
_EXCLUDED_HEADER = "X-Archive-Wayback-Runtime-Error"
_LOOKED_AT = 65_536  # bytes of an archive's own page
_GONE = frozenset({404, 410})


class Mementos:
    """Refuses an archive's own answers, with the reason; an outage is asked for again first."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._run = run_of(crawler)
        self._retries = crawler.settings.getbool("RETRY_ENABLED")
        self._senders: set[str] = set()
        # Archive and host of the pages that it does not give out.
        self._excluded: set[tuple[str, str]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Mementos:
        mementos = cls(crawler)
        crawler.signals.connect(mementos.response_downloaded, signals.response_downloaded)
        return mementos

    def response_downloaded(self, response: Response, request: Request) -> None:
        """Note a host that sends the header, with redirects as well."""
        if is_archived(request, response):
            self._senders.add(_host(wire_url(request)))

    def process_request(self, request: Request) -> None:
        """Ask an archive nothing more about a site that it excludes; raises ``Settled``."""
        if (_host(wire_url(request)), _host(request.url)) in self._excluded:
            self._run.count("blocks/skipped")
            raise Settled(stored("{host} is excluded from the archive", host=_host(request.url)))

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The site's answer, or a request to ask again; raises ``Refused`` for the archive's own answer."""
        archive = _host(wire_url(request))
        if not archive or is_for_robots_txt(request) or is_no_page(request) or is_archived(request, response):
            return response
        if archive not in self._senders and archive.partition(":")[0] not in KNOWN_ARCHIVES:
            return response
        told = stored(
            "status {status} of {archive} itself, without Memento-Datetime",
            status=response.status,
            archive=archive,
        )
        error = response.headers.get(_EXCLUDED_HEADER) or b""
        if found := _EXCLUDED.search(error) or _EXCLUDED.search(response.body[:_LOOKED_AT]):
            self._excluded.add((archive, _host(request.url)))
            raise Refused(Reason.EXCLUDED, f"{told}: {found[0].decode('ascii')}")
        if response.status in _GONE:
            raise Refused(
                Reason.NOT_FOUND,
                stored("status {status}: {archive} has no copy", status=response.status, archive=archive),
            )
        if self._retries and self._crawler.spider is not None and response.status not in (401, 403, 451):
            again = get_retry_request(request, spider=self._crawler.spider, reason="gateway_outage")
            if again is not None:
                return again
        raise Refused(Reason.GATEWAY, told)


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""
