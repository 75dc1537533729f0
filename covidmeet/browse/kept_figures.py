"""The figures of the front page, kept while the archive stays as it is."""

from __future__ import annotations

import time
from contextlib import closing
from pathlib import Path
from threading import Lock, Thread

from covidmeet.archive.reader import open_read_only
from covidmeet.browse.front import FrontFigures, figures_of

_QUICK_SECONDS = 0.1
"""Figures that took so long are counted anew beside the answer, which has those of before."""


class KeptFigures:
    """The figures of the archive at ``archive``; safe to ask from several threads.

    While a crawl writes, each page would count anew, which takes a second at 100,000 articles.
    """

    def __init__(self, archive: Path) -> None:
        self._archive = archive
        self._counting = Lock()
        self._state: object = None
        self._kept: FrontFigures | None = None
        self._seconds = 0.0

    def get(self) -> FrontFigures:
        """Those of the archive as it is, or as it was when it was counted last.

        Raises ``ArchiveError`` where the archive cannot be read.
        """
        kept = self._kept
        if kept is None or (self._seconds < _QUICK_SECONDS and self._state != self._now()):
            return self._count()
        if self._state != self._now() and not self._counting.locked():
            Thread(target=self._count, daemon=True).start()
        return kept

    def _count(self) -> FrontFigures:
        with self._counting:
            now = self._now()
            if self._kept is None or self._state != now:
                start = time.monotonic()
                with closing(open_read_only(self._archive)) as db:
                    self._kept = figures_of(db)
                self._state, self._seconds = now, time.monotonic() - start
            return self._kept

    def _now(self) -> object:
        """Changes with the file and its log."""
        return [_stamp(self._archive.with_name(self._archive.name + end)) for end in ("", "-wal")]


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
