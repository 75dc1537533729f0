"""Compressed bodies are unpacked as everywhere: the bytes decide, whatever ``Content-Encoding`` says."""

from __future__ import annotations

import sys

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response, TextResponse
from scrapy.responsetypes import responsetypes

from covidmeet.crawl.refusal import Refused
from covidmeet.crawl.request_meta import largest_body
from covidmeet.text.http_body import BodyError, decode_body

_HEADER = "Content-Encoding"


class Compression(HttpCompressionMiddleware):
    """Scrapy's own fails on a plain body under a label of a compression, or loses it."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self._largest = crawler.settings.getint("DOWNLOAD_MAXSIZE") or sys.maxsize  # bytes

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Compression:
        return cls(crawler)

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The response, unpacked; raises ``Refused`` (``too_large``)."""
        labels = response.headers.getlist(_HEADER)
        if not labels or request.method == "HEAD":
            return response
        headers = [(_HEADER, label.decode("latin-1")) for label in labels]
        try:
            body = decode_body(response.body, headers, largest_body(request) or self._largest)
        except BodyError as error:
            raise Refused(error.reason, str(error)) from error
        kept = response.headers.copy()
        del kept[_HEADER]
        cls = responsetypes.from_args(headers=kept, url=response.url, body=body)
        encoding = {"encoding": None} if issubclass(cls, TextResponse) else {}  # that of the packed bytes
        return response.replace(cls=cls, headers=kept, body=body, **encoding)
