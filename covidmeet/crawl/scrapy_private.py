"""What the project uses of Scrapy that Scrapy does not promise: private names, and behaviour known by words.

``tests/crawl/test_scrapy_private.py`` tries each of them, so that a new version of Scrapy that changes one
fails there.  Names that have to be overridden in a subclass are listed in ``HOOKS`` and stay where they are.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from enum import Enum

from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.core.downloader.handlers import DownloadHandlerProtocol
from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import Crawler, CrawlerProcessBase
from scrapy.exceptions import IgnoreRequest
from scrapy.http import TextResponse
from scrapy.utils.asyncio import call_later
from scrapy.utils.log import get_scrapy_root_handler
from scrapy.utils.misc import build_from_crawler, load_object

_LOOK_AGAIN = 0.02  # seconds

HOOKS = (
    "scrapy.downloadermiddlewares.redirect.BaseRedirectMiddleware._redirect",
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware._parse_robots",
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware._robots_error",
    "scrapy.extensions.throttle.AutoThrottle._adjust_delay",
)
"""Private methods that a subclass of ours overrides."""

INHERITED = (
    "scrapy.downloadermiddlewares.redirect.BaseRedirectMiddleware._redirect_request_using_get",
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware._default_useragent",
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware._robotstxt_useragent",
    "scrapy.spidermiddlewares.base.BaseSpiderMiddleware._get_processed",
)
"""Private names that a subclass of ours reads or calls on itself."""


# --- the downloader's slots: a queue for each host --------------------------------------------------------


def slot_key(crawler: Crawler, request: Request) -> str:
    """The name of the slot that ``request`` is or would be queued in."""
    return crawler.engine.downloader.get_slot_key(request)


def slot_named(crawler: Crawler, key: str) -> Slot | None:
    """The slot ``key``; None where it has no request yet, or none any more."""
    return crawler.engine.downloader.slots.get(key)


def set_slot_delay(crawler: Crawler, key: str, seconds: float) -> None:
    """Wait ``seconds`` between two requests of the slot ``key``, without jitter, which would undercut it."""
    # Slots come and go; a new one begins with these.
    crawler.engine.downloader.per_slot_settings[key] = {"delay": seconds, "jitter": 0.0}
    if slot := slot_named(crawler, key):
        slot.delay, slot.jitter = seconds, 0.0


def pause_slot(crawler: Crawler, key: str, seconds: float) -> bool:
    """Send nothing of the slot ``key`` for ``seconds``; False where there is no such slot."""
    slot = slot_named(crawler, key)
    if slot is None:
        return False
    if slot.latercall:
        slot.latercall.cancel()
    # The queue stands still while a later call is set, and goes on by it.
    slot.latercall = call_later(seconds, crawler.engine.downloader._latercall, slot)
    return True


def drop_waiting(engine: ExecutionEngine, error: Callable[[], IgnoreRequest]) -> int:
    """Fail all requests that wait in a slot with a fresh ``error`` each; how many there were."""
    dropped = 0
    for slot in list(engine.downloader.slots.values()):
        while slot.queue:
            _, waiting = slot.queue.popleft()
            waiting.errback(error())
            dropped += 1
    return dropped


# --- engine and process -----------------------------------------------------------------------------------


def before_closing(engine: ExecutionEngine, action: Callable[[], None]) -> None:
    """Call ``action`` when the spider begins to close, for which there is no signal."""
    close = engine.close_spider_async

    async def closing(*, reason: str = "cancelled") -> None:
        action()
        closed = asyncio.ensure_future(close(reason=reason))
        while not closed.done():
            await asyncio.wait((closed,), timeout=_LOOK_AGAIN)
            _notice_last_item(engine)
        await closed

    engine.close_spider_async = closing  # type: ignore[method-assign]


def _notice_last_item(engine: ExecutionEngine) -> None:
    """Let the scraper close once the pipelines are done with the items of ``start``.

    It looks whether it can when a response is done, not when such an item is: without one it never closes
    (Scrapy 2.19).
    """
    slot = engine.scraper.slot
    if slot is not None and slot.closing is not None and not slot.closing.called:
        engine.scraper._check_if_closing()


def requests_open(crawler: Crawler) -> int:
    """Requests that wait, are on their way, or whose answer is being worked on."""
    slot = crawler.engine._slot if crawler.engine else None
    if slot is None:
        return 0
    waiting = len(slot.scheduler) if hasattr(slot.scheduler, "__len__") else 0
    return waiting + len(slot.inprogress)


def failed_to_start(process: CrawlerProcessBase) -> bool:
    """Whether a crawl of ``process`` ended before its spider ran."""
    return process.bootstrap_failed


def log_handler() -> logging.Handler | None:
    """The handler that Scrapy put on the root logger, if it did."""
    return get_scrapy_root_handler()


# --- requests and responses -------------------------------------------------------------------------------


def http_handler(crawler: Crawler) -> DownloadHandlerProtocol:
    """Scrapy's own download handler for http and https; which one depends on whether a reactor runs."""
    path = crawler.settings["DOWNLOAD_HANDLERS_BASE"]["https"]
    handler: DownloadHandlerProtocol = build_from_crawler(load_object(path), crawler)
    return handler


def set_text(response: TextResponse, text: str) -> None:
    """Let ``response.text`` be ``text``, without decoding the body again."""
    response._cached_ubody = text


class Ignored(Enum):
    """Why a middleware of Scrapy's raised ``IgnoreRequest``: a part of the message that it has then."""

    ROBOTS = "robots.txt"
    OTHER = ""


def why_ignored(error: IgnoreRequest) -> Ignored:
    """Scrapy has no exception of its own for each; its words tell."""
    return next(why for why in Ignored if why.value in str(error))


def is_certificate_error(error: BaseException | None) -> bool:
    """Each download handler has an exception of its own for it; the words are OpenSSL's."""
    return "certificate verify failed" in str(error).lower()
