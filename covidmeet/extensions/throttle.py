"""The delay between requests to one host: adapted to its speed, never below what it asked for."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.utils.asyncio import call_later

from covidmeet.crawl.run import run_of


def set_floor(crawler: Any, request: Request, seconds: float) -> None:
    """Make ``seconds`` the shortest time between two requests to the host of ``request`` (Crawl-delay).

    No jitter there, which would undercut the time half of the times.
    """
    downloader = crawler.engine.downloader
    key = downloader.get_slot_key(request)
    delay = max(seconds, downloader.settings.getfloat("DOWNLOAD_DELAY"))
    run_of(crawler).slot_delays[key] = delay
    # Slots come and go; a new one begins with these.
    downloader.per_slot_settings[key] = {"delay": delay, "jitter": 0.0}
    slot = downloader.slots.get(key)
    if slot is not None:
        slot.delay, slot.jitter = delay, 0.0


def pause(crawler: Any, request: Request, seconds: float) -> bool:
    """Send nothing to the host of ``request`` for ``seconds`` (Retry-After); False without a queue."""
    downloader = crawler.engine.downloader
    slot: Slot | None = downloader.slots.get(downloader.get_slot_key(request))
    if slot is None:
        return False
    if slot.latercall:
        slot.latercall.cancel()
    # The queue stands still while a later call is set, and goes on by it.
    slot.latercall = call_later(seconds, downloader._latercall, slot)
    return True


class Throttle(AutoThrottle):
    """Scrapy's AutoThrottle, which would go below a Crawl-delay on a fast host."""

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        for key, shortest in run_of(self.crawler).slot_delays.items():
            if self.crawler.engine.downloader.slots.get(key) is slot:
                slot.delay = max(slot.delay, shortest)
