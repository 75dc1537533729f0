"""How a crawl reads its pages, by what its spider states."""

from __future__ import annotations

import sys
from weakref import WeakKeyDictionary

from scrapy import Spider
from scrapy.crawler import Crawler

from covidmeet.sites import Sites
from covidmeet.stages.reading import EVERY_TOPIC, Reading, Scope

_readings: WeakKeyDictionary[Spider, Reading] = WeakKeyDictionary()


def reading_of(crawler: Crawler) -> Reading:
    """By the spider's ``sites``, ``topic``, ``since``, ``until``.  All are optional."""
    spider = crawler.spider
    assert spider is not None
    if spider not in _readings:
        scope = Scope(
            getattr(spider, "topic", EVERY_TOPIC),
            getattr(spider, "since", None),
            getattr(spider, "until", None),
        )
        largest = crawler.settings.getint("DOWNLOAD_MAXSIZE") or sys.maxsize
        _readings[spider] = Reading(Sites(getattr(spider, "sites", ())), scope, largest)
    return _readings[spider]
