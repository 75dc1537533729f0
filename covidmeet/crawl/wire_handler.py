"""The address on the wire may differ from the address of the page: a gateway stands in between.

Everything but the download itself (filters, hashes, redirects, WARC records, the spider) sees the page's own
address; this handler alone sends the gateway's.
"""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from covidmeet.crawl.ranged_record import page_in_record
from covidmeet.crawl.request_meta import copy_latency, record_of, verbatim_meta, wire_url
from covidmeet.crawl.scrapy_private import http_handler


class WireHandler:
    """Scrapy's own handler for HTTP, sent to the request's ``wire_url`` where it has one."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        self._inner = http_handler(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> WireHandler:
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """The response under the request's own URL, wherever it came from."""
        wire = wire_url(request)
        if wire is None:
            return await self._inner.download_request(request)
        # The gateway's address is sent letter for letter: it holds another address inside.
        sent = Request(
            wire,
            method=request.method,
            headers=request.headers,
            body=request.body,
            meta=verbatim_meta(request),
        )
        response = await self._inner.download_request(sent)
        copy_latency(sent, request)
        if place := record_of(request):
            response = page_in_record(request, response, place[1])
        return response.replace(url=request.url)

    async def close(self) -> None:
        await self._inner.close()
