"""A crawl that ends as by ``kill -9`` at a point: ``python -m tests.kept.kill_points POINT crawl …``."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scrapy.cmdline import execute

from covidmeet.archive import articles
from covidmeet.archive.transactions import transaction
from covidmeet.extensions import keep_pages
from covidmeet.sources import page_store, warc_writer

NTH = 20
"""At which time of passing a point the process ends."""
ROLL_OVER_BYTES = 20_000

_passed = 0


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _die_at(count: int) -> None:
    global _passed
    _passed += 1
    if _passed == count:
        _die()


def in_record() -> None:
    """Half of a record is written."""
    append = warc_writer.WarcWriter.append

    def torn(self: warc_writer.WarcWriter, *members: bytes) -> int:
        data = b"".join(members)
        if _passed == NTH - 1:
            self._file.write(data[: len(data) // 3])
        _die_at(NTH)
        return append(self, *members)

    warc_writer.WarcWriter.append = torn  # type: ignore[method-assign]


def after_record() -> None:
    """A record is written, and nothing is made of it."""
    keep = page_store.PageStore.keep

    def kept(self: page_store.PageStore, *given: Any) -> tuple[str, int]:
        place = keep(self, *given)
        _die_at(NTH)
        return place

    page_store.PageStore.keep = kept  # type: ignore[method-assign]


def before_flush() -> None:
    """A file is complete and not yet forced onto the disc."""
    warc_writer.os.fsync = lambda _: _die()  # type: ignore[attr-defined]


def before_commit() -> None:
    """An article's row is written and not committed."""

    @contextmanager
    def dying(db: Any) -> Iterator[None]:
        with transaction(db):
            yield
            _die_at(NTH)

    articles.transaction = dying  # type: ignore[attr-defined]


def _rolling(point: Callable[[], None]) -> Callable[[], None]:
    def install() -> None:
        keep_pages._MEGABYTE = ROLL_OVER_BYTES
        point()

    return install


def before_rename() -> None:
    """A file is full and closed, and has its first name."""
    finish = page_store.finish

    def finished(path: Path) -> Path:
        _die_at(2)
        return finish(path)

    page_store.finish = finished


def after_rename() -> None:
    """A file has its final name, and the next one is not begun."""
    finish = page_store.finish

    def finished(path: Path) -> Path:
        final = finish(path)
        _die_at(2)
        return final

    page_store.finish = finished


POINTS: dict[str, Callable[[], None]] = {
    "in the record": in_record,
    "after the record": after_record,
    "before its flush": before_flush,
    "before the commit": before_commit,
    "before the rename in roll-over": _rolling(before_rename),
    "after the rename in roll-over": _rolling(after_rename),
}

if __name__ == "__main__":
    POINTS[sys.argv[1]]()
    execute(["scrapy", *sys.argv[2:]])
