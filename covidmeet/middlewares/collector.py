"""Python's collector of cyclic garbage, set for a crawl.

A crawl makes thousands of short-lived objects a page beside a million that stay (language model, character
tables, imported modules).  By default the collector looks at all of them again and again: a tenth of the
time of a crawl and a quarter of its start.
"""

from __future__ import annotations

import gc

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings

_YOUNG = 20_000  # objects made before the young ones are looked at: some pages' worth, a few megabytes


class Collector:
    """Add-on: looks less often, and never at what was there before the first page."""

    def __init__(self, crawler: Crawler) -> None:
        crawler.signals.connect(self._engine_started, signals.engine_started)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Collector:
        return cls(crawler)

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Called by Scrapy before it imports the spiders."""
        gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])

    def _engine_started(self) -> None:
        gc.freeze()
