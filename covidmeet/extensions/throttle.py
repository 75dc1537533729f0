"""The delay between requests to one host: adapted to its speed, never below what it asked for."""

from __future__ import annotations

from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response

from covidmeet.crawl.run import run_of
from covidmeet.crawl.scrapy_private import set_slot_delay, slot_key, slot_named


def set_shortest_delay(crawler: Crawler, request: Request, seconds: float) -> None:
    """Wait at least ``seconds`` between two requests to the host of ``request`` (Crawl-delay)."""
    key = slot_key(crawler, request)
    delay = max(seconds, crawler.settings.getfloat("DOWNLOAD_DELAY"))
    run_of(crawler).slot_delays[key] = delay
    set_slot_delay(crawler, key, delay)


class Throttle(AutoThrottle):
    """Scrapy's AutoThrottle, which would go below a Crawl-delay on a fast host."""

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        for key, shortest in run_of(self.crawler).slot_delays.items():
            if slot_named(self.crawler, key) is slot:
                slot.delay = max(slot.delay, shortest)
