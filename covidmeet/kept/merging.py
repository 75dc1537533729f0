"""Several archives with their stored pages made into one; may be killed at any moment and called again."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from covidmeet.archive.copies.settling import settle
from covidmeet.archive.db import connect
from covidmeet.archive.identity import check_archive, check_path
from covidmeet.archive.lock import SiteLock
from covidmeet.archive.reader import BUSY_SECONDS, open_read_only
from covidmeet.archive.sqlite_errors import ArchiveError, Error, explain
from covidmeet.archive.text_index import index_new
from covidmeet.kept.backup import named_files
from covidmeet.kept.merge_files import FilePlan, bring_files, plan_files
from covidmeet.kept.merge_rows import Source, merge_rows
from covidmeet.kept.reprocess import take_locks
from covidmeet.language import _
from covidmeet.sources.page_store import FOLDER

LOCK = "merge"
"""What the lock of the archive that is written is named after, beside those of its spiders."""

Step = Callable[[str, int, int], object]
"""Told what is done (``files``, ``articles``, ``copies``), how far it is, and of how much."""


@dataclass
class Merged:
    """``told``: by archive, what was counted; ``missing``: files that rows name and that are nowhere."""

    told: list[tuple[str, Counter[str]]] = field(default_factory=list)
    articles: int = 0
    files: int = 0
    copied: int = 0  # bytes; the others are hard links
    missing: list[str] = field(default_factory=list)


def merge(
    archives: Sequence[Path], target: Path, step: Step | None = None, busy_seconds: float = BUSY_SECONDS
) -> Merged:
    """Bring ``archives`` into ``target``, which may be there; crawls may write the former meanwhile.

    Nothing is written before all of them are known to be archives that can be read.  Raises
    ``ArchiveError`` for what is none, is of a later version, or has no room on the disc; ``Held`` where
    ``target`` is being written; ``OSError`` and SQLite's errors.
    """
    told = step or (lambda *_: None)
    archives = _distinct(archives, target)
    with ExitStack() as stack:
        sources = [_opened(archive, target, stack) for archive in archives]
        stack.callback(_lock(target).release)
        is_there = target.is_file() and target.stat().st_size > 0
        spiders = {spider for source in sources for spider in _spiders(source)}
        if is_there:
            with ExitStack() as opened:
                spiders |= _spiders(_opened(target, target, opened))
        stack.enter_context(take_locks(target, spiders))
        if is_there:
            sources.append(_opened(target, target, stack))
            sources[-1].is_target = True
        plan = plan_files(
            [
                (number, archive, named_files(source.db))
                for number, (archive, source) in enumerate(zip(archives, sources, strict=False))
            ],
            target,
        )
        _check_space(plan, [Path(source.name) for source in sources], target)
        result = Merged(missing=plan.missing)
        result.files, result.copied = _bring(plan, target, told)
        for number, (archive, source) in enumerate(zip(archives, sources, strict=False)):
            source.located = _renaming(plan, number, archive)
        with closing(connect(target, busy_seconds)) as db:
            total = sum(_count(source) for source in sources)
            done = 0

            def tick(more: int) -> None:
                nonlocal done
                done += more
                told("articles", done, total)

            merge_rows(db, sources, tick)
            index_new(db)
            settle(db, lambda settled, remaining: told("copies", settled, settled + remaining))
            (result.articles,) = db.execute("select count(*) from articles").fetchone()
        result.told = [(source.name, source.told) for source in sources]
    return result


def _distinct(archives: Sequence[Path], target: Path) -> list[Path]:
    found: list[Path] = []
    for archive in archives:
        check_path(archive)
        if target.exists() and archive.exists() and archive.samefile(target):
            raise ArchiveError(
                _(
                    "{archive}: this is the archive that the others are merged into; leave it out",
                    archive=archive,
                )
            )
        if archive.exists() and any(archive.samefile(one) for one in found):
            continue
        found.append(archive)
    return found


def _opened(archive: Path, target: Path, stack: ExitStack) -> Source:
    """A snapshot of an archive; an earlier version is brought up to date in a copy beside ``target``."""
    with _current(archive, target, stack) as path:
        db = open_read_only(path)
    stack.callback(db.close)
    try:
        db.execute("begin")
        db.execute("select count(*) from articles").fetchone()  # which takes the snapshot
    except Error as error:
        raise ArchiveError(f"{archive}: {explain(error)}") from error
    return Source(str(archive), db)


@contextmanager
def _current(archive: Path, target: Path, stack: ExitStack) -> Iterator[Path]:
    if not _is_earlier(archive):
        yield archive
        return
    if target.exists() and archive.samefile(target):
        connect(archive).close()
        yield archive
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".merge-", dir=target.parent)))
    copy = folder / archive.name
    with (
        closing(sqlite3.connect(f"{archive.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(copy)) as made,
    ):
        source.backup(made)
    connect(copy).close()
    yield copy


def _is_earlier(archive: Path) -> bool:
    """Of an earlier version; False for what ``open_read_only`` will judge."""
    if not archive.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{archive.absolute().as_uri()}?mode=ro", uri=True)) as db:
            tables = db.execute("select count(*) from sqlite_master").fetchone()
            return bool(tables[0]) and not check_archive(db, archive)
    except sqlite3.Error:
        return False


def _lock(target: Path) -> SiteLock:
    return SiteLock.take(target, LOCK)


def _count(source: Source) -> int:
    (count,) = source.db.execute("select count(*) from articles").fetchone()
    return int(count)


def _spiders(source: Source) -> set[str]:
    return {spider for (spider,) in source.db.execute("select distinct spider from runs")}


def _check_space(plan: FilePlan, archives: list[Path], target: Path) -> None:
    needed = plan.size(target) + sum(
        path.stat().st_size
        for archive in archives
        for path in (archive, Path(f"{archive}-wal"))
        if path.exists()
    )
    folder = next(path for path in (target.absolute().parent, *target.absolute().parents) if path.is_dir())
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise ArchiveError(
            _(
                "{target}: merging may need {needed:,} bytes, and {free:,} are free in {folder}",
                target=target,
                needed=needed,
                free=free,
                folder=folder,
            )
        )


def _bring(plan: FilePlan, target: Path, told: Step) -> tuple[int, int]:
    total = sum(file.size for file in plan.wanted.values())
    done = 0

    def tick(more: int) -> None:
        nonlocal done
        done += more
        told("files", done, total)

    return bring_files(plan, target, tick)


def _renaming(plan: FilePlan, number: int, archive: Path) -> Callable[[str], str]:
    """Names of files as the merged archive's rows have them: a user's own files stay where they are."""
    inside = f"{FOLDER}/"
    folder = archive.resolve().parent

    def renamed(file: str) -> str:
        if file.startswith(inside):
            name = file.removeprefix(inside)
            return inside + plan.names.get((number, name), name)
        outer, mark, member = file.partition("!")
        if not Path(outer).is_absolute() and (folder / outer).is_file():
            return f"{folder / outer}{mark}{member}"
        return file

    return renamed
