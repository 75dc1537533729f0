"""Asks index servers of web archives, one request at a time, with the pauses that each of them demands."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response

from covidmeet.crawl.request_meta import (
    allow_offsite,
    forbid_retries,
    mark_no_page,
    set_download_slot,
    set_largest_body,
)
from covidmeet.crawl.run import run_of
from covidmeet.discovery.answers import RETRIED, AnswerKind, judge
from covidmeet.discovery.manners import Pauses, pauses_for
from covidmeet.language import stored
from covidmeet.middlewares.failures import explain
from covidmeet.reasons import Reason, Reject

logger = logging.getLogger(__name__)

LARGEST = 256 * 1024 * 1024
"""Bytes of an index's answer: pywb gives all rows of a site at once."""
_STEP = 0.2  # seconds of a pause, after which it is seen that the crawl was stopped
_TOO_MUCH = 2  # times that a query is sent again after 502 or 504


class SourceEnded(Exception):
    """Nothing more is asked of a source in this run; ``reject`` says why, None where the run is stopped."""

    def __init__(self, reject: Reject | None = None) -> None:
        super().__init__(str(reject or stored("the crawl was stopped")))
        self.reject = reject


class HostExcluded(SourceEnded):
    """The archive gives nothing of a host, now or later."""


class AskLess(Exception):
    """The server could not answer so large a query."""


class IndexClient:
    """Requests go through the downloader's middlewares: robots.txt and the User-Agent are as for pages."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._run = run_of(crawler)
        self._told = crawler.settings.get("ARCHIVE_PAUSES") or ""
        self._asked_at: dict[str, float] = {}  # by host, monotonic

    async def answer(self, url: str) -> bytes:
        """The body of a good answer, empty where there is nothing; raises ``SourceEnded``, ``AskLess``."""
        pauses = pauses_for(url, self._told)
        limited = False
        for number in range(pauses.times + 1):
            await self._wait(url, pauses)
            kind, body, told = await self._ask(url, limited)
            self._run.count(f"index/{kind}")
            if kind is AnswerKind.GOOD:
                return body
            if kind in (AnswerKind.NOTHING, AnswerKind.END):
                return b""
            if kind is AnswerKind.EXCLUDED:
                raise HostExcluded(
                    Reject(Reason.EXCLUDED, stored("{url}: the archive gives nothing of the site", url=url))
                )
            if kind not in RETRIED:
                raise SourceEnded(Reject(Reason.HTTP_ERROR, f"{url}: {told}"))
            if kind is AnswerKind.TOO_MUCH and number >= _TOO_MUCH:
                raise AskLess(told)
            limited = limited or kind is AnswerKind.LIMITED
            if number < pauses.times:
                await self._pause(url, pauses.first * 2**number, told)
        reason = Reason.BLOCKED if limited else Reason.UNREACHABLE
        raise SourceEnded(
            Reject(reason, stored("{url}: {told}, {times} times", url=url, told=told, times=pauses.times + 1))
        )

    async def _ask(self, url: str, limited: bool) -> tuple[AnswerKind, bytes, str]:
        request = mark_no_page(forbid_retries(allow_offsite(Request(url, dont_filter=True))))
        set_largest_body(request, LARGEST)
        set_download_slot(request, f"index of {urlsplit(url).netloc}")
        engine = self._crawler.engine
        assert engine is not None, "the spider has started"
        try:
            response: Response = await engine.download_async(request)
        except (ResponseDataLossError, DownloadTimeoutError) as error:
            return AnswerKind.CUT, b"", stored("{name}: the answer was cut off", name=type(error).__name__)
        except (DownloadFailedError, DownloadConnectionRefusedError) as error:
            if limited:
                # Internet Archive closes its door to an address that went on after 429, for an hour.
                told = stored(
                    "{url}: the connection was refused after 429; try again in an hour or later", url=url
                )
                raise SourceEnded(Reject(Reason.BLOCKED, told)) from error
            return AnswerKind.OUTAGE, b"", f"{type(error).__name__}: {error}"
        except Exception as error:
            reject = explain(error)
            raise SourceEnded(Reject(reject.reason, f"{url}: {reject.detail}")) from error
        kind = judge(response.status, _headers(response), response.body)
        return kind, response.body, stored("status {status}, {kind}", status=response.status, kind=kind)

    async def _wait(self, url: str, pauses: Pauses) -> None:
        host = urlsplit(url).netloc
        await self._sleep(self._asked_at.get(host, 0.0) + pauses.index - time.monotonic())
        self._asked_at[host] = time.monotonic()

    async def _pause(self, url: str, seconds: float, why: str) -> None:
        logger.warning("%s: %s; waiting %.0f s", url, why, seconds)
        self._run.count("index/paused_seconds", round(seconds))
        await self._sleep(seconds)

    async def _sleep(self, seconds: float) -> None:
        """Raises ``SourceEnded`` where the crawl is stopped meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            engine = self._crawler.engine
            if engine is None or not engine.running:
                raise SourceEnded
            await asyncio.sleep(min(left, _STEP))


def _headers(response: Response) -> Mapping[str, str]:
    found = response.headers.to_unicode_dict()
    return {str(name).lower(): str(value) for name, value in found.items()}
