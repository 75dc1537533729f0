"""The process that reads pages: one after another, until its parent is gone."""

from __future__ import annotations

import gc
import logging
import logging.handlers
import queue
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from covidmeet.items import Article
from covidmeet.language import stored
from covidmeet.process import Fetched
from covidmeet.reasons import Reason, Reject
from covidmeet.stages.reading import Reading

logger = logging.getLogger(__name__)

R = TypeVar("R")

Outcome = Article | Reject
"""A page that was read (its ``reject`` says whether a stage refused it), or why it could not be."""

Work = Callable[[Fetched, Reading], R]
"""What a worker does with a page; it and its result can be pickled."""

_MEGABYTE = 1_048_576
_GRACE = 5.0  # seconds that the parent has to end a worker before the worker ends by itself


@dataclass(frozen=True, slots=True)
class PageLimits:
    """``seconds`` that reading one page may take, and ``megabytes`` that it may take up; 0: any."""

    seconds: float = 0.0
    megabytes: int = 0


class Answer(NamedTuple, Generic[R]):
    """What became of a page, and what was logged meanwhile; the ``last`` of a worker that ends now."""

    outcome: R | Reject
    records: tuple[logging.LogRecord, ...] = ()
    last: bool = False


def serve(pages: Connection, reading: Reading, limits: PageLimits, work: Work[R]) -> None:
    """Read what comes through ``pages`` and answer each page, in order."""
    # Of a terminal, whose every process gets it: the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    records = _Records()
    logging.basicConfig(handlers=[records], level=logging.WARNING, force=True)
    limit_memory(limits.megabytes)
    gc.freeze()
    with suppress(EOFError, OSError):  # the parent is gone
        pages.send(None)  # ready
        while True:
            fetched = pages.recv()
            end_after(limits.seconds)
            answer = _answer(fetched, reading, work)
            pages.send(answer._replace(records=records.taken()))
            end_after(0.0)
            if answer.last:
                return


def _answer(fetched: Fetched, reading: Reading, work: Work[R]) -> Answer[R]:
    try:
        return Answer(work(fetched, reading))
    except Reject as reject:
        return Answer(reject)
    except MemoryError:
        return _out_of_memory()
    except Exception as error:
        logger.exception("Reading %s failed", fetched.url)
        return Answer(Reject(Reason.ERROR, f"{type(error).__name__}: {error}"))


def _out_of_memory() -> Answer[Any]:
    # What a library made of a failed allocation is not known: a fresh process reads the next page.
    return Answer(Reject(Reason.TOO_MUCH_MEMORY, stored("no more memory for this page")), last=True)


class _Records(logging.handlers.QueueHandler):
    """Keeps what is logged for the parent, whose log it belongs in."""

    def __init__(self) -> None:
        super().__init__(queue.SimpleQueue())
        self._kept: list[logging.LogRecord] = []

    def enqueue(self, record: logging.LogRecord) -> None:
        self._kept.append(record)

    def taken(self) -> tuple[logging.LogRecord, ...]:
        records, self._kept = tuple(self._kept), []
        return records


if sys.platform == "win32":

    def limit_memory(megabytes: int) -> None:
        """Windows has no such limit."""

else:
    import resource

    def limit_memory(megabytes: int) -> None:
        """Let an allocation fail that takes ``megabytes`` beyond what this process has now; 0: no limit."""
        if not megabytes:
            return
        with suppress(OSError, ValueError, IndexError):
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            limit = pages * resource.getpagesize() + megabytes * _MEGABYTE
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def end_after(seconds: float) -> None:
    """Let the kernel end this process, whatever it does then, should its parent be gone (POSIX).

    The timer of the kernel with its default action: a handler in Python would wait for the end of a
    pattern's search.  0 seconds: no longer.
    """
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds + _GRACE if seconds else 0.0)
