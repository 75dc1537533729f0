"""The formats of an export, and which of them a file's name asks for."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from covidmeet.archive.export.columns import ExportColumn
from covidmeet.archive.export.compression import COMPRESSIONS, packing, without_compression
from covidmeet.archive.export.errors import ExportError, unknown
from covidmeet.archive.export.selection import Row
from covidmeet.archive.export.text_formats import write_csv, write_jsonl, write_tsv
from covidmeet.atomic_file import PRIVATE, replacing, replacing_path
from covidmeet.language import _

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class ExportFormat:
    """A format, the endings of its files (the first is its name), and what one can do with it."""

    name: str
    endings: tuple[str, ...]
    media_type: str
    is_text: bool  # may be packed, may be shown on a terminal, may begin with a byte order mark

    def __str__(self) -> str:
        return self.name


FORMATS = {
    form.name: form
    for form in (
        ExportFormat("csv", ("csv",), "text/csv", is_text=True),
        ExportFormat("tsv", ("tsv",), "text/tab-separated-values", is_text=True),
        ExportFormat("jsonl", ("jsonl", "ndjson"), "application/jsonl", is_text=True),
        ExportFormat("parquet", ("parquet",), "application/vnd.apache.parquet", is_text=False),
        ExportFormat(
            "xlsx",
            ("xlsx",),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            is_text=False,
        ),
        ExportFormat("sqlite", ("sqlite", "db"), "application/vnd.sqlite3", is_text=False),
    )
}
_BY_ENDING = {ending: form for form in FORMATS.values() for ending in form.endings}


def format_of(name: str) -> tuple[ExportFormat, str]:
    """The format and the compression (``gz``, ``zst`` or none) that a file's name asks for by its ending.

    Raises ``ExportError`` where the ending is that of no format, or of one that is packed in itself.
    """
    stem, compression = without_compression(name)
    dot = stem.rpartition(".")
    ending = dot[2].lower() if dot[1] else ""
    if not ending:
        endings = ", ".join(f".{known}" for known in FORMATS)
        raise ExportError(
            _(
                "{name}: the ending says the format: {endings}; or name one with --format",
                name=name,
                endings=endings,
            )
        )
    if ending not in _BY_ENDING:
        error = unknown("format with the ending", f".{ending}", [f".{known}" for known in _BY_ENDING])
        raise ExportError(f"{name}: {error}")
    return _BY_ENDING[ending], checked(_BY_ENDING[ending], compression)


def checked(form: ExportFormat, compression: str) -> str:
    """``compression``, unless the format is none to be packed: then raises ``ExportError``."""
    if compression and not form.is_text:
        packable = ", ".join(known.name for known in FORMATS.values() if known.is_text)
        endings = " and ".join(f".{known}" for known in COMPRESSIONS)
        raise ExportError(
            _(
                "{form} is not packed once more: {endings} go with {packable}",
                form=form,
                endings=endings,
                packable=packable,
            )
        )
    return compression


@dataclass(frozen=True)
class Manner:
    """How the file is written, whatever is in it."""

    form: ExportFormat = FORMATS["csv"]
    compression: str = ""
    bom: bool = False
    truncate: bool = False


def write_file(
    target: Path, manner: Manner, rows: Iterable[Row], columns: Sequence[ExportColumn], notes: Counter[str]
) -> tuple[int, tuple[int, int]]:
    """Make ``target`` a file of ``rows``, whole or not at all; their number, and the file's device and inode.

    ``notes`` counts what was done to the texts.  Raises ``ExportError`` and ``OSError``.
    """
    if manner.form.name == "sqlite":
        from covidmeet.archive.export.sqlite_format import write_sqlite

        with replacing_path(target, PRIVATE) as path:
            written = write_sqlite(rows, columns, path, notes)
            made = path.stat()
    else:
        with replacing(target, PRIVATE) as stream:
            written = write_stream(stream, manner, rows, columns, notes)
            made = os.fstat(stream.fileno())
    return written, (made.st_dev, made.st_ino)


def write_stream(
    stream: BinaryIO,
    manner: Manner,
    rows: Iterable[Row],
    columns: Sequence[ExportColumn],
    notes: Counter[str],
) -> int:
    """As ``write_file``, into an open stream."""
    if manner.form.name == "sqlite":
        raise ExportError(_("sqlite is written into a file: name one with -o FILE"))
    if manner.form.name == "parquet":
        from covidmeet.archive.export.parquet_format import write_parquet

        return write_parquet(rows, columns, stream, notes)
    if manner.form.name == "xlsx":
        from covidmeet.archive.export.xlsx_format import write_xlsx

        return write_xlsx(rows, columns, stream, notes, truncate=manner.truncate)
    with _text(stream, manner) as text:
        return _TEXT_WRITERS[manner.form.name](rows, columns, text, notes)


_TEXT_WRITERS: dict[str, Callable[[Iterable[Row], Sequence[ExportColumn], BinaryIO, Counter[str]], int]] = {
    "csv": write_csv,
    "tsv": write_tsv,
    "jsonl": write_jsonl,
}


@contextmanager
def _text(stream: BinaryIO, manner: Manner) -> Iterator[BinaryIO]:
    with packing(stream, manner.compression) as packed:
        if manner.bom:
            packed.write(_BYTE_ORDER_MARK)
        yield packed
