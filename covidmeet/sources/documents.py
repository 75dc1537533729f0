"""Text files from disk, one document a file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from covidmeet.process import Fetched
from covidmeet.reasons import Reason, Reject
from covidmeet.sources.mhtml import page_of


@dataclass(frozen=True, slots=True)
class Unread:
    """A page of a source that could not be read, under its address, and why."""

    url: str
    reject: Reject


@dataclass
class Documents:
    """Iterate over the files of ``path``: a file, or a folder with its subfolders by name.

    ``archive`` is the archive's own file: it and SQLite's files beside it are no documents.  They, and files
    whose name begins with a dot, are counted in ``hidden``.  A file with more than ``max_bytes`` is not read.
    """

    path: Path
    archive: Path
    max_bytes: int
    hidden: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[Fetched | Unread]:
        for path in self._files():
            url = (path.parent.resolve() / path.name).as_uri()  # a link keeps its own name
            try:
                yield _fetched(url, self._bytes(path))
            except Reject as reject:
                yield Unread(url, reject)

    def _files(self) -> Iterator[Path]:
        if not self.path.is_dir():
            yield self.path
            return
        archive = str(self.archive.resolve())
        for folder, folders, names in os.walk(self.path):
            folders.sort()
            for name in sorted(names):
                if name.startswith(".") or str(Path(folder, name).resolve()).startswith(archive):
                    self.hidden += 1
                else:
                    yield Path(folder, name)

    def _bytes(self, path: Path) -> bytes:
        try:
            if not path.is_file():
                raise Reject(Reason.UNREADABLE, "not a regular file")
            size = path.stat().st_size
            if size > self.max_bytes:
                raise Reject(Reason.TOO_LARGE, f"{size:,} bytes; DOCUMENT_MAX_BYTES is {self.max_bytes:,}")
            return path.read_bytes()
        except OSError as error:
            raise Reject(Reason.UNREADABLE, error.strerror or str(error)) from error


def _fetched(url: str, data: bytes) -> Fetched:
    if page := page_of(data):
        return Fetched(url, page[0], headers=(("Content-Type", page[1]),))
    return Fetched(url, data)
