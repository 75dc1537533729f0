"""SIGINT and SIGTERM before a crawl's event loop takes them over: the process ends as one that was stopped.

Without it a signal during the imports, which take a second, ends the process with a code that no monitor of
crawls knows, or with a traceback.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence
from pathlib import PurePath
from types import FrameType
from typing import NoReturn

from covidmeet.crawl.exit_codes import UNHEALTHY

_PROGRAMS = frozenset({"scrapy", "covidmeet", "__main__"})
_CRAWLS = frozenset({"crawl", "crawlall"})


def stop_early() -> None:
    """Until another handler is set, let both signals end this process with ``UNHEALTHY``."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _stop)


def stop_early_in_crawls(argv: Sequence[str]) -> None:
    """``stop_early`` where ``argv`` is the command line of a crawl; else nothing is changed."""
    if PurePath(argv[0]).stem in _PROGRAMS and not _CRAWLS.isdisjoint(argv[1:]):
        stop_early()


class StoppedEarly(SystemExit):
    """The process ends on a signal; unlike the ``SystemExit`` of a file that is imported just then."""


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.SIG_IGN)  # it is ending already
    raise StoppedEarly(UNHEALTHY)
