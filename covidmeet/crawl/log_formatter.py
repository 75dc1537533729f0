"""Log lines a person reads: an item is named by its URL, not printed with its whole text.

What stands in a line may come from a page: control characters, with which it could write to the terminal what
it likes, are shown by their codes, and user and password of an address are left out.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from itemadapter import ItemAdapter
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from covidmeet.crawl.scrapy_private import log_handler
from covidmeet.text.urls import without_credentials

# Control characters but tab and line feed, those that reorder what follows them (Unicode TR 9), and the bytes
# of a name that is no text, which no file takes.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(line: str) -> str:
    """``line`` with control characters as ``\\x1b``, and without user and password in addresses.

    >>> printable("\\x1b[2J http://a:b@c.example/")
    '\\\\x1b[2J http://c.example/'
    """
    return without_credentials(_CONTROLS.sub(lambda match: ascii(match[0])[1:-1], line))


class _Printable(logging.Formatter):
    """Another formatter's lines, made printable."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return printable(self._inner.format(record))


class BriefFormatter(LogFormatter):
    """Rejects are logged once, by the extension that keeps them."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BriefFormatter:
        """Called by Scrapy once its log is set up."""
        handler = log_handler()
        if handler is not None and not isinstance(handler.formatter, _Printable):
            handler.setFormatter(_Printable(handler.formatter or logging.Formatter()))
        return cls()

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        return {
            "level": logging.DEBUG,
            "msg": "Archived %(url)s: %(title)s",
            "args": {"url": _field(item, "url"), "title": _field(item, "title")},
        }

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        return {
            "level": logging.DEBUG,
            "msg": "Dropped %(url)s: %(exception)s",
            "args": {"url": _field(item, "url"), "exception": exception},
        }

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        return {
            "level": logging.ERROR,
            "msg": "A stage failed on %(url)s",
            "args": {"url": _field(item, "url")},
        }


def _field(item: Any, name: str) -> Any:
    """A field of an item of any class, those of spiders of one's own among them."""
    return ItemAdapter(item).get(name) if ItemAdapter.is_item(item) else None
