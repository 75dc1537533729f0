"""The base of the item pipelines: a stage's function, and its ``Reject`` as Scrapy's ``DropItem``."""

from __future__ import annotations

from typing import ClassVar

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from covidmeet.crawl.run import run_of
from covidmeet.items import Article
from covidmeet.reasons import Reject
from covidmeet.stages import BY_NAME


class Rejected(DropItem):
    """A stage's ``reject``, on its way to the extension that keeps it."""

    def __init__(self, reject: Reject) -> None:
        super().__init__(str(reject))
        self.reject = reject


class StagePipeline:
    """One stage as Scrapy calls it; a subclass names it."""

    stage: ClassVar[str]

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._stage = BY_NAME[self.stage]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StagePipeline:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        """The article after the stage; raises ``Rejected``.

        A page that another process read has all pure stages behind it.
        """
        if item.staged:
            if item.reject is not None:
                raise Rejected(item.reject)
            return item
        try:
            self._stage.function(item, run_of(self._crawler).reading)
        except Reject as reject:
            raise Rejected(reject) from None
        return item
