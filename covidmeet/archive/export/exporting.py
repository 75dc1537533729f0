"""An export from an archive into a file or a stream, and what is told of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from sqlite3 import Connection
from typing import BinaryIO

from covidmeet.archive.export.beside import describe
from covidmeet.archive.export.columns import ExportColumn
from covidmeet.archive.export.datapackage import DataFile
from covidmeet.archive.export.errors import ExportError
from covidmeet.archive.export.formats import Manner, write_file, write_stream
from covidmeet.archive.export.selection import Row, Selection
from covidmeet.atomic_file import is_stream
from covidmeet.language import _

Tick = Callable[[int], object]
"""Told the number of further articles that were written."""

_TICK_ROWS = 500


@dataclass
class Exported:
    """What was written: the number of articles, bytes of the file (None for a stream), changes to texts."""

    rows: int = 0
    size: int | None = None
    notes: Counter[str] = field(default_factory=Counter)
    beside: list[str] = field(default_factory=list)  # what is told of the files beside it


def export(
    db: Connection,
    target: Path | BinaryIO,
    selection: Selection,
    manner: Manner,
    *,
    package: bool = True,
    tick: Tick | None = None,
) -> Exported:
    """Write the articles that ``selection`` takes; beside a file what describes it, unless not wanted.

    The file is whole or as it was before.  Raises ``ExportError`` where the export cannot be made as asked,
    ``OSError`` where the file cannot be written, the errors of ``sqlite3`` where the archive cannot be read.
    """
    if manner.bom and manner.form.name not in ("csv", "tsv"):
        raise ExportError(_("a byte order mark is for csv and tsv, not for {form}", form=manner.form))
    selection.check(db)
    done = Exported()
    watched = RowWatch(selection.columns, tick)
    with closing(selection.rows(db)) as found:
        rows = watched.passing(found)
        if not isinstance(target, Path):
            done.rows = write_stream(target, manner, rows, selection.columns, done.notes)
            return done
        done.rows, made = write_file(target, manner, rows, selection.columns, done.notes)
    if is_stream(target):
        return done
    done.size = target.stat().st_size
    if package:
        done.beside = describe(DataFile(target, manner, selection, done.rows, watched.last_seen), made)
    return done


class RowWatch:
    """What is learned of the rows while they pass: how many, and the newest ``last_seen`` among them."""

    def __init__(self, columns: Sequence[ExportColumn], tick: Tick | None) -> None:
        names = [column.name for column in columns]
        self._place = names.index("last_seen") if "last_seen" in names else None
        self._tick = tick
        self._newest = b""

    @property
    def last_seen(self) -> str | None:
        """ISO 8601, UTC; None where no row has it."""
        return self._newest.decode("utf-8", "replace") or None

    def passing(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The rows themselves."""
        waiting = 0
        place, newest = self._place, b""
        for row in rows:
            yield row
            if place is not None:
                newest = max(newest, row[place] or b"")
            waiting += 1
            if waiting == _TICK_ROWS and self._tick:
                self._tick(waiting)
                waiting = 0
        self._newest = newest
        if self._tick:
            self._tick(waiting)
