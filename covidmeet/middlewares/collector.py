"""Python's collector of cyclic garbage, set for a crawl.

Half a million objects stay for the whole of a crawl: imported modules, the language model, character tables.
The collector looks at all of them again and again, which is a quarter of the time that a start takes.  So it
sleeps while they are made, and never looks at them afterwards; what pages leave behind it collects as ever.
"""

from __future__ import annotations

import gc

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

_ASLEEP = 1_000_000  # objects made before it looks, while a crawl is set up
_usual = gc.get_threshold()


class Collector:
    """Add-on: wakes the collector when the set-up is over."""

    def __init__(self, crawler: Crawler) -> None:
        crawler.signals.connect(self._engine_started, signals.engine_started)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Collector:
        return cls(crawler)

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Called by Scrapy before it imports the spiders."""
        gc.set_threshold(_ASLEEP, *_usual[1:])

    def _engine_started(self) -> None:
        gc.freeze()
        gc.set_threshold(*_usual)
