"""How far a crawl is, counted while it goes on."""

from __future__ import annotations

import time
from typing import Any

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from covidmeet.crawl.progress_views import Live, Messages, Snapshot, View, view_for
from covidmeet.crawl.request_meta import is_article, is_repeated
from covidmeet.crawl.run import run_of
from covidmeet.crawl.scrapy_private import requests_open
from covidmeet.crawl.signals import list_done


class Progress:
    """Shows lists, articles, rejects and rate, and the time left once all lists are read.

    The total is known from then on: it is the number of articles that are to be fetched.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._setting = crawler.settings["PROGRESS"]
        if not self._setting:
            raise NotConfigured
        self._crawler = crawler
        self._run = run_of(crawler)
        self._stats = crawler.stats
        self._began = time.monotonic()
        self._lists = 0
        self._open_lists = 0
        self._articles = 0
        self._view: View | None = None
        self._task: Any = None
        self._site = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        progress = cls(crawler)
        crawler.signals.connect(progress.spider_opened, signals.spider_opened)
        crawler.signals.connect(progress.request_scheduled, signals.request_scheduled)
        crawler.signals.connect(progress.request_dropped, signals.request_dropped)
        crawler.signals.connect(progress.list_done, list_done)
        crawler.signals.connect(progress.spider_closed, signals.spider_closed)
        return progress

    def spider_opened(self, spider: Spider) -> None:
        """Begin to show."""
        self._site = spider.name
        self._began = time.monotonic()
        self._view = view_for(self._setting)
        self._task = create_looping_call(self._show)
        self._task.start(self._view.seconds, now=isinstance(self._view, Live))

    def request_scheduled(self, request: Request) -> None:
        """Count what is to be fetched, each page once."""
        self._count_request(request, 1)

    def request_dropped(self, request: Request) -> None:
        """Of one address asked for twice the second request is dropped, after it was announced."""
        self._count_request(request, -1)

    def list_done(self) -> None:
        """A list was read, or given up; what it leads to is scheduled by now."""
        self._open_lists -= 1

    def spider_closed(self) -> None:
        """Show the end, then no more."""
        if self._task is not None and self._task.running:
            self._task.stop()
        if self._view is not None:
            if isinstance(self._view, Messages):
                self._show()
            self._view.close()

    def _count_request(self, request: Request, count: int) -> None:
        if is_repeated(request):
            return
        if is_article(request):
            self._articles += count
        else:
            self._lists += count
            self._open_lists += count

    def _show(self) -> None:
        if self._view is not None:
            self._view.show(self._site, self._far())

    def _far(self) -> Snapshot:
        extracted = self._count("articles/extracted")
        total = self._total()
        return Snapshot(
            stage=self._stage(),
            lists=self._count("lists/read"),
            found=self._count("articles/found") or self._count("documents/found") or self._articles,
            new=self._count("articles/new"),
            known=self._count("articles/known") + self._count("articles/seen"),
            rejected=self._sum("rejects/"),
            done=0 if total is None else max(total - requests_open(self._crawler), 0),
            total=total,
            pages=self._count("response_received_count") or extracted,
            seconds=round(time.monotonic() - self._began, 3),
        )

    def _total(self) -> int | None:
        """Articles to be fetched; None before all lists are read, and where pages come from files."""
        return self._articles if self._stage() == "articles" else None

    def _stage(self) -> str:
        if self._open_lists > 0:
            return "lists"
        if self._lists or self._articles:
            return "articles"
        return "files" if self._count("articles/found") or self._count("documents/found") else "starting"

    def _count(self, name: str) -> int:
        return int(self._stats.get_value(name, 0))

    def _sum(self, prefix: str) -> int:
        return sum(value for name, value in self._stats.get_stats().items() if name.startswith(prefix))
