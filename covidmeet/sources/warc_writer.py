"""Appending records to a WARC file that stays readable whenever the process is killed."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from covidmeet.sources import warc_records
from covidmeet.version import __version__

_BLOCK = 1 << 20


class WarcWriter:
    """Append records to ``path`` (made where it is missing), one gzip member a record.

    A new file begins with a ``warcinfo`` record that has ``info`` in it.  Each record is complete in memory
    before it goes to the file in one appending write, so what was written stays readable after a kill.  A
    part of a record that an earlier kill left at the end is cut off on opening.  One writer a file at a time.
    Raises ``OSError``.
    """

    def __init__(
        self, path: str | Path, info: Iterable[tuple[str, str]] = (), *, name: str | None = None
    ) -> None:
        self.path = Path(path)
        self._file = self.path.open("a+b", buffering=0)
        self.cut_off = cut_partial_tail(self._file)
        """Bytes of an unfinished record that were removed."""
        self.size = self._file.seek(0, os.SEEK_END)
        """Bytes in the file."""
        if self.size == 0:
            self.append(_warcinfo(name or self.path.name, info))

    def append(self, *members: bytes) -> int:
        """Write records behind each other, in one go; the offset of the first in bytes.

        Where the disc fills up half-way, none of them is in the file.
        """
        start = self.size
        data = memoryview(b"".join(members))
        try:
            while data:
                count = self._file.write(data)
                self.size += count
                data = data[count:]
        except OSError:
            self._file.truncate(start)
            self.size = start
            raise
        return start

    def write(
        self,
        url: str,
        status: int,
        headers: Sequence[tuple[str, str]],
        body: bytes,
        *,
        date: datetime | None = None,
    ) -> tuple[str, int]:
        """Append one response and return the file and the offset at which ``read_at`` finds it.

        See ``warc_records.response``; ``date`` is the moment of the capture (default: now).
        """
        moment = date or datetime.now(UTC)
        return str(self.path), self.append(warc_records.response(url, status, headers, body, date=moment))

    def close(self) -> None:
        """Put what was written on the disk and close; further writes fail."""
        if not self._file.closed:
            os.fsync(self._file.fileno())
            self._file.close()

    def __enter__(self) -> WarcWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _warcinfo(name: str, info: Iterable[tuple[str, str]]) -> bytes:
    block = warc_records.fields(
        [
            ("software", f"covidmeet/{__version__}"),
            ("format", "WARC File Format 1.1"),
            ("conformsTo", "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"),
            *info,
        ]
    )
    headers = [("WARC-Filename", name)]
    return warc_records.record(
        "warcinfo", [block], headers, date=datetime.now(UTC), content_type=warc_records.FIELDS
    )


def cut_partial_tail(file: FileIO) -> int:
    """Remove an unfinished last member; the number of bytes removed."""
    size = file.seek(0, os.SEEK_END)
    whole = end_of_whole_records(file)
    if whole < size:
        file.truncate(whole)
    return size - whole


def end_of_whole_records(file: BinaryIO | FileIO) -> int:
    """Where the last whole record of a file ends, in bytes.

    Looks backwards for the last place where a member with a WARC record begins, so a long file costs no more
    than a short one.  Of a file that is no gzip it is the end.
    """
    size = file.seek(0, os.SEEK_END)
    stop = size
    while stop > 0:
        start = max(0, stop - _BLOCK)
        # Two bytes more: the mark may lie across the border of two blocks.
        block = _read_at(file, start, stop - start + 2)
        for match in reversed(list(re.finditer(rb"\x1f\x8b\x08", block))):
            end = _end_of_record(file, start + match.start(), size)
            if end is not None:
                return end
        stop = start
    return size


def _end_of_record(file: BinaryIO | FileIO, offset: int, size: int) -> int | None:
    """Where the record at ``offset`` ends: at ``offset`` if it is unfinished; ``None`` where none begins."""
    stream = zlib.decompressobj(31)
    position, begun = offset, False
    try:
        while position < size and not stream.eof:
            data = _read_at(file, position, 65_536)
            position += len(data)
            begin = stream.decompress(data)
            if not begun and not begin.startswith(b"WARC/"):
                return None
            begun = True
    except zlib.error:
        return offset if begun else None
    return position - len(stream.unused_data) if stream.eof else offset


def _read_at(file: BinaryIO | FileIO, offset: int, size: int) -> bytes:
    file.seek(offset)
    return file.read(size) or b""
