"""How far a crawl is: live on a terminal, one plain line a minute elsewhere (a journal, a log file)."""

from __future__ import annotations

import logging
import sys
import time
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from covidmeet.crawl.request_meta import is_article
from covidmeet.crawl.run import run_of
from covidmeet.crawl.scrapy_private import log_handler

LINE_SECONDS = 60.0
LIVE_SECONDS = 0.25
_MINUTE = 60.0


class View(Protocol):
    """Where progress is shown."""

    seconds: float  # between two updates

    def show(self, site: str, words: str, done: int, total: int | None) -> None: ...

    def close(self) -> None: ...


class Progress:
    """Shows lists, articles, rejects and rate, and the time left once all lists are read.

    The total is known from then on: it is the number of articles that are to be fetched.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("PROGRESS"):
            raise NotConfigured
        self._run = run_of(crawler)
        self._stats = crawler.stats
        self._began = time.monotonic()
        self._lists = 0
        self._articles = 0
        self._given: int | None = None
        self._view: View | None = None
        self._task: Any = None
        self._site = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Progress:
        progress = cls(crawler)
        crawler.signals.connect(progress.spider_opened, signals.spider_opened)
        crawler.signals.connect(progress.request_scheduled, signals.request_scheduled)
        crawler.signals.connect(progress.spider_closed, signals.spider_closed)
        return progress

    def spider_opened(self, spider: Spider) -> None:
        """Begin to show."""
        self._site = spider.name
        self._began = time.monotonic()
        self._given = len(self._run.options.given_urls()) or None
        self._view = Live() if sys.stderr.isatty() else Lines()
        self._task = create_looping_call(self._show)
        self._task.start(self._view.seconds, now=isinstance(self._view, Live))

    def request_scheduled(self, request: Request) -> None:
        """Count what is to be fetched."""
        if is_article(request):
            self._articles += 1
        else:
            self._lists += 1

    def spider_closed(self) -> None:
        """Show no more."""
        if self._task is not None and self._task.running:
            self._task.stop()
        if self._view is not None:
            self._view.close()

    def _show(self) -> None:
        if self._view is not None:
            done, total = self._done()
            self._view.show(self._site, self._words(), done, total)

    def _done(self) -> tuple[int, int | None]:
        """Articles that are dealt with, and how many there are to be, None while that is not known."""
        done = self._count("articles/extracted") + self._sum("rejects/") - self._count("lists/failed")
        if self._given:
            return done, self._given
        read = sum(self._count(f"lists/{name}") for name in ("read", "ended", "failed"))
        return done, self._articles if self._lists and read >= self._lists else None

    def _words(self) -> str:
        """``lists 3, found 40, new 12, known 20, rejected 1, 58/min``."""
        minutes = max(time.monotonic() - self._began, 1.0) / _MINUTE
        fetched = self._count("response_received_count") or self._count("articles/extracted")
        parts = [
            f"lists {self._count('lists/read')}",
            f"found {self._count('articles/found') or self._count('documents/found')}",
            f"new {self._count('articles/new')}",
            f"known {self._count('articles/known') + self._count('articles/seen')}",
            f"rejected {self._sum('rejects/')}",
            f"{fetched / minutes:.0f}/min",
        ]
        return ", ".join(parts)

    def _count(self, name: str) -> int:
        return int(self._stats.get_value(name, 0))

    def _sum(self, prefix: str) -> int:
        return sum(value for name, value in self._stats.get_stats().items() if name.startswith(prefix))


class Lines:
    """One plain line at a time, on standard error."""

    def __init__(self) -> None:
        self.seconds = LINE_SECONDS
        self._began = time.monotonic()

    def show(self, site: str, words: str, done: int, total: int | None) -> None:
        """Print a line."""
        left = ""
        if total and done:
            left = f", {_clock((time.monotonic() - self._began) * max(total - done, 0) / done)} left"
        print(f"{site}: {words}{left}", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Nothing is left to do."""


class Live:
    """One line on a terminal that changes in place, below the log."""

    def __init__(self) -> None:
        self.seconds = LIVE_SECONDS
        self._bar = Bar(
            TextColumn("[bold]{task.fields[site]}"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            TimeRemainingColumn(),
            console=Console(file=sys.stderr),
            auto_refresh=False,
            transient=True,
        )
        self._row = self._bar.add_task("", total=None, site="")
        self._bar.start()
        # The log goes through the bar from now on, which makes room for it.
        self._handler = log_handler()
        self._stream: Any = None
        if type(self._handler) is logging.StreamHandler:
            self._stream = self._handler.setStream(sys.stderr)

    def show(self, site: str, words: str, done: int, total: int | None) -> None:
        """Change the line."""
        shown = None if total is None else max(total, done)
        self._bar.update(self._row, site=site, description=words, completed=done, total=shown)
        self._bar.refresh()

    def close(self) -> None:
        """Take the line away and give the log its stream back."""
        self._bar.stop()
        if self._stream is not None and type(self._handler) is logging.StreamHandler:
            self._handler.setStream(self._stream)
            self._stream = None


def _clock(seconds: float) -> str:
    """``75`` → ``0:01:15``."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
