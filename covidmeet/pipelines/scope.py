"""350: an article on another matter, or of another time than asked for, is counted and not stored."""

from __future__ import annotations

from scrapy.crawler import Crawler

from covidmeet.items import Article
from covidmeet.pipelines.reject import Reject
from covidmeet.text.topic import is_meeting_report


class OutOfScope(Reject):
    """Nothing is wrong with the page: it is counted, under ``articles/REASON``, and gets no row.

    Reasons: ``out_of_scope`` by its topic, ``out_of_range`` by its date.
    """


class ScopePipeline:
    """Keeps what the spider's ``topic``, ``since`` and ``until`` ask for; a spider without them gets all.

    After the script stage, because the topic is read in repaired Simplified text; before validation,
    because a page on another matter need not be sound.  A page without text goes on to be rejected there.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ScopePipeline:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """Let through what is asked for; raises ``OutOfScope`` for the rest."""
        spider = self._crawler.spider
        day = (item.published_at or "")[:10]
        since, until = getattr(spider, "since", None), getattr(spider, "until", None)
        if day and ((since and day < since) or (until and day > until)):
            raise self._outside("out_of_range", f"published {day}")
        if item.body and getattr(spider, "topic", "all") != "all" and not _on_topic(item):
            raise self._outside("out_of_scope", item.title or "no title")
        return item

    def _outside(self, reason: str, detail: str) -> OutOfScope:
        if self._crawler.stats:
            self._crawler.stats.inc_value(f"articles/{reason}")
        return OutOfScope(reason, detail)


def _on_topic(item: Article) -> bool:
    return is_meeting_report(item.title or "", item.deck.splitlines(), item.body.splitlines())
