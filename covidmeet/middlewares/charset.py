"""The encoding of a page is decided on its bytes; what its header and meta declare are hints.

After decompression and before anything that reads text: an item pipeline would be too late for selectors.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable
from dataclasses import replace

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response, TextResponse

from covidmeet.crawl.live_pages import LivePages, live_pages_of
from covidmeet.crawl.refusal import Refused
from covidmeet.crawl.request_meta import (
    capture_of,
    drop_page,
    is_article,
    is_for_robots_txt,
    is_no_page,
    set_page,
    set_read,
    truncated,
)
from covidmeet.crawl.run import run_of
from covidmeet.crawl.scrapy_private import set_text
from covidmeet.extract import Page
from covidmeet.process import Fetched, Place, decode_page
from covidmeet.reasons import Reject
from covidmeet.text.charset_labels import codec_name

_HTML = re.compile(rb"<(?:!doctype|html|head|body|meta|title|div|p|table|script)\b", re.IGNORECASE)
_HEAD = 4_096  # bytes within which a page shows that it is HTML


class Charset:
    """Decodes each response once, for other middlewares, the spider and ``response.text``."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._live = live_pages_of(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Charset:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response | Awaitable[Response]:
        """The response, decoded; raises ``Refused`` (``binary`` …) for what is no text, or was given up.

        With worker processes the page of an article is also read, and goes through the stages.
        """
        drop_page(request)
        if not response.body.strip() or is_for_robots_txt(request) or is_no_page(request):
            return response
        if self._live is not None and is_article(request):
            return self._read(self._live, request, response)
        try:
            page = decode_page(fetched_of(response, asked=request), run_of(self._crawler).reading)
        except Reject as reject:
            raise Refused(reject.reason, reject.detail) from None
        set_page(request, page)
        return self._decoded(response, page)

    async def _read(self, live: LivePages, request: Request, response: Response) -> Response:
        try:
            read = await live.read(fetched_of(response, request.cb_kwargs.get("listed"), request))
        except Reject as reject:
            raise Refused(reject.reason, reject.detail) from None
        set_read(request, read)
        return self._decoded(response, read.page)

    def _decoded(self, response: Response, page: Page) -> Response:
        self._count(page)
        cls: type[TextResponse] = TextResponse
        if isinstance(response, TextResponse):
            cls = type(response)
        elif _HTML.search(response.body[:_HEAD]):
            cls = HtmlResponse  # served as something else (a download, a picture); the bytes say what it is
        decoded = response.replace(cls=cls, encoding=page.charset)
        # The one decoder's text, for everything that reads ``response.text``.
        set_text(decoded, page.text)
        return decoded

    def _count(self, page: Page) -> None:
        run = run_of(self._crawler)
        run.count(f"charset/{page.charset}")
        if page.declared and page.charset not in {codec_name(label) for label in page.declared}:
            run.count("charset/declared_wrong")


def headers_of(response: Response) -> tuple[tuple[str, str], ...]:
    """The headers in order, as text."""
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    )


def fetched_of(response: Response, listed: str | None = None, asked: Request | None = None) -> Fetched:
    """A response as every route hands its pages on; ``listed`` is the day that a list gave.

    ``asked`` is its request, which it does not know itself before it has passed all middlewares.
    """
    asked = asked or response.request
    fetched = Fetched(
        response.url,
        response.body,
        response.status,
        headers_of(response),
        listed,
        truncated="" if asked is None else truncated(asked),
        live=True,
    )
    capture = capture_of(asked)
    if capture is None:
        return fetched
    kept = capture.file is not None and capture.offset is not None
    return replace(
        fetched,
        captured_at=capture.fetched_at,
        place=Place(capture.file or "", capture.offset or 0) if kept else None,
        gateway=capture.gateway or "",
    )
