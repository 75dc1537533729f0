"""The folder ``warc`` beside an archive: every answer of its crawls, in WARC files of one run each."""

from __future__ import annotations

import errno
import shutil
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path

from covidmeet.language import stored
from covidmeet.sources import warc_records
from covidmeet.sources.exchange import Exchange, Original, members
from covidmeet.sources.warc_writer import WarcWriter

FOLDER = "warc"
OPEN = ".open"
"""Ending of the name of a file that is being written."""

_ORIGINALS = 50_000  # payloads of a run that are known again; some 20 MB
_SMALLEST = 512  # bytes of a payload for which a reference is shorter than the payload
_CHECKED_EVERY = 8 << 20  # bytes written between two looks at the free space


class PageStore:
    """Writes the files ``NAME-N.warc.gz`` of one run.

    ``name`` is ``SPIDER-RUN``; ``largest`` the size in bytes at which a file is closed and the next begun,
    ``floor`` the bytes that must stay free on the disc, ``info`` what the ``warcinfo`` record tells of the
    run.  The folder is made with the first page.  Raises ``OSError``, with
    ``ENOSPC`` also where less than ``floor`` is free.
    """

    def __init__(
        self, archive: Path, name: str, *, largest: int, floor: int = 0, info: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._folder = folder_of(archive)
        self._name = name
        self._largest = largest
        self._floor = floor
        self._info = tuple(info)
        self._number = 0
        self._writer: WarcWriter | None = None
        self._unchecked = _CHECKED_EVERY
        self._originals: OrderedDict[str, Original] = OrderedDict()

    def keep(self, exchange: Exchange) -> tuple[str, int]:
        """Write an exchange; the file, relative to the archive's folder, and the offset of its answer.

        What is written is in the operating system's hands and survives the end of the process; it is forced
        onto the disc when the file is closed.
        """
        original = self._originals.get(exchange.digest)
        writer, file = self._file()
        offset = writer.append(*members(exchange, original))
        if original is None and len(exchange.body) >= _SMALLEST and not exchange.truncated:
            date = warc_records.as_date(exchange.at)
            self._originals[exchange.digest] = Original(exchange.url, date, file, offset)
            if len(self._originals) > _ORIGINALS:
                self._originals.popitem(last=False)
        self._spent(writer.size - offset)
        return f"{FOLDER}/{file}", offset

    def keep_record(self, record: bytes) -> tuple[str, int]:
        """Write a record that is no answer of a crawl; see ``keep``."""
        writer, file = self._file()
        offset = writer.append(record)
        self._spent(len(record))
        return f"{FOLDER}/{file}", offset

    def close(self) -> None:
        """Force what was written onto the disc and give the file its final name; again does nothing."""
        if self._writer is not None:
            self._writer.close()
            finish(self._writer.path)
            self._writer = None

    def _file(self) -> tuple[WarcWriter, str]:
        if self._writer is not None and self._writer.size >= self._largest:
            self.close()
        if self._writer is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._check_space()
            self._number += 1
            file = self._file_name()
            self._writer = WarcWriter(self._folder / (file + OPEN), self._info, name=file)
        return self._writer, self._file_name()

    def _file_name(self) -> str:
        return f"{self._name}-{self._number:05d}.warc.gz"

    def _spent(self, size: int) -> None:
        self._unchecked -= size
        if self._unchecked <= 0:
            self._check_space()

    def _check_space(self) -> None:
        self._unchecked = _CHECKED_EVERY
        if self._floor and shutil.disk_usage(self._folder).free < self._floor:
            raise OSError(
                errno.ENOSPC,
                stored("fewer than {floor:,} bytes are free", floor=self._floor),
                str(self._folder),
            )


def folder_of(archive: Path) -> Path:
    """Where the pages of an archive are kept."""
    return archive.resolve().parent / FOLDER


def finish(path: Path) -> Path:
    """Give a file that is not written any more its final name, and return that."""
    final = path.with_name(path.name.removesuffix(OPEN))
    path.rename(final)
    return final
