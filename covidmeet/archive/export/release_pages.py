"""Which stored pages a release was made from, with the digests by which they can be told from others."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from sqlite3 import Connection

from covidmeet.archive.export.columns import columns_named
from covidmeet.archive.export.release_changes import csv_line
from covidmeet.archive.export.selection import Selection
from covidmeet.atomic_file import PRIVATE, replacing
from covidmeet.language import stored

PAGES = "pages.csv"
FILES = "files.csv"


@dataclass
class StoredPages:
    """Numbers of articles with and without a stored page, of the files that hold them, of those missing."""

    with_page: int = 0
    without_page: int = 0
    files: int = 0
    missing: int = 0

    def told(self) -> list[str]:
        """In sentences; what is not kept is said."""
        told = [
            stored(
                "articles with a stored page: {with_page}, in files: {files} ({PAGES}, {FILES})",
                with_page=self.with_page,
                files=self.files,
                PAGES=PAGES,
                FILES=FILES,
            )
        ]
        if self.without_page:
            told.append(
                stored(
                    "articles without one, whose bytes were not kept: {without_page}",
                    without_page=self.without_page,
                )
            )
        if self.missing:
            told.append(
                stored(
                    "files that are not there any more, of which no digest is given: {missing}",
                    missing=self.missing,
                )
            )
        return told


def write_pages(db: Connection, beside: Path, selection: Selection, folder: Path) -> StoredPages:
    """Write ``pages.csv``, a line an article with its record, and ``files.csv``, a line a file.

    ``beside`` is the archive's folder, to which the names of its own files are relative.  The digest of a
    record is what the archive noted when it was written, and empty where it noted none.
    """
    pages = StoredPages()
    files: Counter[str] = Counter()
    has_captures = db.execute("select 1 from sqlite_master where name = 'captures'").fetchone() is not None
    chosen = replace(selection, columns=columns_named(["url_hash", "warc"]), order="archive")
    with replacing(folder / PAGES, PRIVATE) as stream:
        stream.write(b"url_hash,file,offset,digest\r\n")
        for url_hash, place in chosen.rows(db):
            if not place:
                pages.without_page += 1
                continue
            file, _, offset = place.decode("utf-8", "replace").rpartition(":")
            files[file] += 1
            digest = _digest(db, file, offset) if has_captures else ""
            stream.write(csv_line(((url_hash or b"").decode(), file, offset, digest)))
            pages.with_page += 1
    pages.files = len(files)
    with replacing(folder / FILES, PRIVATE) as stream:
        stream.write(b"file,articles,bytes,sha256\r\n")
        for file, articles in sorted(files.items()):
            size, digest = _of_file(beside, file)
            pages.missing += not digest
            stream.write(csv_line((file, articles, size, digest)))
    return pages


def _digest(db: Connection, file: str, offset: str) -> str:
    found = db.execute("select digest from captures where file = ? and offset = ?", [file, offset]).fetchone()
    return str(found[0] or "") if found else ""


def _of_file(beside: Path, file: str) -> tuple[int | str, str]:
    """Size in bytes and SHA-256; for what is in a WACZ (``x.wacz!data.warc.gz``) those of the WACZ."""
    name = file.partition("!")[0]
    for path in (beside / name, Path(name)):
        if path.is_file():
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
                return stream.tell(), digest
    return "", ""
