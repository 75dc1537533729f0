"""100: undo reversible damage, before any script conversion destroys the bytes' identity."""

from __future__ import annotations

from scrapy.crawler import Crawler

from covidmeet.items import Article
from covidmeet.text.repair import repair


class EncodingPipeline:
    """Repairs the page's text and keeps what was repaired and what could not be."""

    def __init__(self, crawler: Crawler) -> None:
        self._stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> EncodingPipeline:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Replace ``text`` by its repaired form; counts go to ``repairs``, places to ``fixes``."""
        repaired = repair(item.text)
        item.text = repaired.text
        item.fixes = repaired.fixes
        item.unrepaired += repaired.unrepaired
        for rule, count in repaired.counts.items():
            item.repairs[rule] = item.repairs.get(rule, 0) + count
            if self._stats:
                self._stats.inc_value(f"repairs/{rule}", count)
        return item
