"""The encoding of a page is decided on its bytes; what its header and meta declare are hints.

After decompression and before anything that reads text: an item pipeline would be too late for selectors.
"""

from __future__ import annotations

import re

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response, TextResponse
from scrapy.statscollectors import StatsCollector

from covidmeet.middlewares.refusal import Refused
from covidmeet.text.charset import codec_name, declared_in_header, declared_in_html, decode, looks_binary

DAMAGED = "undecodable"
"""Key in ``Response.meta``: how many places of the page could not be decoded."""

_HTML = re.compile(rb"<(?:!doctype|html|head|body|meta|title|div|p|table|script)\b", re.IGNORECASE)
_HEAD = 4_096  # bytes within which a page shows that it is HTML


class Charset:
    """Gives each response the class and the encoding that its bytes show."""

    def __init__(self, stats: StatsCollector | None) -> None:
        self._stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Charset:
        return cls(crawler.stats)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response, decoded rightly; raises ``Refused`` (``binary``) for what is no text."""
        if not response.body or request.meta.get("dont_obey_robotstxt"):
            return response
        if kind := looks_binary(response.body):
            raise Refused("binary", f"{kind} where a page was expected")
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        header, meta = declared_in_header(content_type), declared_in_html(response.body)
        decoded = decode(response.body, declared=[*header, *meta])
        request.meta[DAMAGED] = decoded.damaged
        self._count(decoded.encoding, [*header, *meta])
        if isinstance(response, TextResponse):
            return response.replace(encoding=decoded.encoding)
        # Served as something else (a download, a picture); the bytes say that it is text.
        cls = HtmlResponse if _HTML.search(response.body[:_HEAD]) else TextResponse
        return response.replace(cls=cls, encoding=decoded.encoding)

    def _count(self, encoding: str, declared: list[str]) -> None:
        if self._stats is None:
            return
        self._stats.inc_value(f"charset/{encoding}")
        if declared and encoding not in {codec_name(label) for label in declared}:
            self._stats.inc_value("charset/declared_wrong")
