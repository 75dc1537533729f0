"""A copy of an archive with its stored pages, made while crawls may write, and checked before it counts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from covidmeet.archive.reader import Readable, open_read_only
from covidmeet.archive.sqlite_errors import ArchiveError, Error, explain
from covidmeet.atomic_file import PRIVATE, replacing, replacing_path
from covidmeet.language import _
from covidmeet.sources.page_store import FOLDER, OPEN, folder_of
from covidmeet.sources.warc_writer import end_of_whole_records

_PAGES = 2_000  # of the database in one step, between which others may write
_BLOCK = 1 << 20


@dataclass
class BackupResult:
    """``articles`` and ``files`` in the copy, of which ``copied`` are new; ``missing`` are not there."""

    articles: int = 0
    files: int = 0
    copied: int = 0
    size: int = 0  # bytes of the copied files and of the database
    missing: list[str] = field(default_factory=list)


def back_up(archive: Path, target: Path, step: Callable[[int, int], object] | None = None) -> BackupResult:
    """Copy ``archive`` to ``target``, and the files of pages that its rows name to ``warc`` beside that.

    The pages go first: a row of the copy never leads to nothing.  What is there already in the same size is
    not copied again, because a closed file does not change; of one that is being written its whole records
    are copied.  ``step`` is told the database's pages that remain and their number.  Raises ``ArchiveError``
    and ``OSError``; the copy that ``target`` was before then stays.
    """
    if target.exists() and archive.exists() and target.samefile(archive):
        raise ArchiveError(_("{target}: this is the archive itself", target=target))
    result = BackupResult()
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing_path(target, PRIVATE) as part:
        result.articles = _copy_database(archive, part, step)
        with closing(sqlite3.connect(part)) as copy:
            named = sorted(named_files(copy))
        result.size = part.stat().st_size
        for name in named:
            _copy_file(folder_of(archive), folder_of(target), name, result)
    return result


def _copy_database(archive: Path, part: Path, step: Callable[[int, int], object] | None) -> int:
    source = open_read_only(archive)
    try:
        copy = sqlite3.connect(part)
        try:
            source.backup(
                copy, pages=_PAGES, progress=lambda _, remaining, total: step and step(remaining, total)
            )
            # One file: a copy needs no log beside it.
            copy.execute("pragma journal_mode = delete")
            told = [row[0] for row in copy.execute("pragma integrity_check(10)")]
            if told != ["ok"]:
                raise ArchiveError(
                    _(
                        "{archive}: damaged, and so would be its copy: {told}",
                        archive=archive,
                        told="; ".join(told)[:300],
                    )
                )
            (articles,) = copy.execute("select count(*) from articles").fetchone()
        finally:
            copy.close()
    except Error as error:
        raise ArchiveError(f"{archive}: {explain(error)}") from error
    finally:
        source.close()
    return int(articles)


def named_files(db: Readable) -> set[str]:
    """The files in the folder of pages that rows of an archive lead to, by name."""
    pointers = db.execute(
        "select file from captures where file is not null"
        " union select substr(warc, 1, length(rtrim(warc, '0123456789')) - 1) from articles"
        " where warc is not null"
    )
    inside = f"{FOLDER}/"
    return {name.removeprefix(inside) for (name,) in pointers if name.startswith(inside)}


def _copy_file(source: Path, target: Path, name: str, result: BackupResult) -> None:
    found = next((path for path in (source / name, source / (name + OPEN)) if path.is_file()), None)
    if found is None or Path(name).name != name:
        result.missing.append(f"{FOLDER}/{name}")
        return
    result.files += 1
    if source == target:
        # The copy shares the folder.  A file under the final name would hide the one that is being written.
        return
    copied = target / name
    if not found.name.endswith(OPEN) and copied.is_file() and copied.stat().st_size == found.stat().st_size:
        return
    target.mkdir(parents=True, exist_ok=True)
    with found.open("rb") as stream, replacing(copied, PRIVATE) as copy:
        limit = end_of_whole_records(stream) if found.name.endswith(OPEN) else None
        stream.seek(0)
        for block in _blocks(stream, limit):
            copy.write(block)
            result.size += len(block)
    result.copied += 1


def _blocks(stream: BinaryIO, limit: int | None) -> Iterator[bytes]:
    left = limit
    while block := stream.read(_BLOCK if left is None else min(_BLOCK, left)):
        yield block
        left = None if left is None else left - len(block)
