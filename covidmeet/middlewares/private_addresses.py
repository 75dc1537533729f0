"""Refuse public names that resolve to private addresses (SSRF), before a request is sent."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.utils.defer import maybe_deferred_to_future

from covidmeet.crawl.refusal import Refused
from covidmeet.crawl.request_meta import has_proxy, wire_url
from covidmeet.crawl.run import run_of
from covidmeet.language import stored
from covidmeet.reasons import Reason
from covidmeet.text.hosts import is_private_address


class PrivateAddresses:
    """Resolves each host once; the crawler's cache then connects to the address that was judged.

    A name that does not resolve is left to the downloader, which says so.  A proxy resolves by itself.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._reactor = crawler.settings.getbool("TWISTED_REACTOR_ENABLED")
        self._addresses: dict[str, str | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PrivateAddresses:
        return cls(crawler)

    def process_request(self, request: Request) -> Awaitable[None] | None:
        """Raise ``Refused`` where the host's address is not on the public internet."""
        parts = urlsplit(wire_url(request) or request.url)
        host = parts.hostname or ""
        named = run_of(self._crawler).named_hosts
        if has_proxy(request) or host in named or f"{host}:{parts.port}" in named:
            return None
        if host in self._addresses:
            self._judge(host, request)
            return None
        return self._resolve(host, request)

    async def _resolve(self, host: str, request: Request) -> None:
        try:
            self._addresses[host] = await self._address(host)
        except (OSError, UnicodeError):  # DNSLookupError is an OSError
            self._addresses[host] = None
        self._judge(host, request)

    async def _address(self, host: str) -> str:
        if self._reactor:
            from twisted.internet import reactor

            found = await maybe_deferred_to_future(reactor.resolve(host))  # type: ignore[arg-type]
            return str(found)
        infos = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
        private = (str(info[4][0]) for info in infos if is_private_address(str(info[4][0])))
        return next(private, str(infos[0][4][0]))

    def _judge(self, host: str, request: Request) -> None:
        address = self._addresses[host]
        if address is not None and is_private_address(address):
            raise Refused(
                Reason.ADDRESS_REFUSED,
                stored(
                    "{host} is at the private address {address}: {url}",
                    host=host,
                    address=address,
                    url=request.url,
                ),
            )
