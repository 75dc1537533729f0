"""The archive that is found: whether it is sound, has room, and who works on it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection

from covidmeet.archive.location import Location
from covidmeet.archive.lock import is_held
from covidmeet.archive.reader import count_rows, open_read_only
from covidmeet.archive.sqlite_errors import ArchiveError, Error, explain
from covidmeet.doctor.checks import Check, CheckLevel, size
from covidmeet.language import stored
from covidmeet.sources.page_store import folder_of

PATIENCE = 20.0
"""Seconds that the check of a large archive may take."""
_STEPS = 100_000  # of SQLite's virtual machine between two looks at the clock
_TABLES = ("articles", "rejects", "captures", "runs")


def archive(found: Location, free_mb: float) -> Iterator[Check]:
    """``free_mb`` is the setting ``FREE_SPACE_MB``."""
    yield Check(stored("archive"), str(found))
    if found.path.is_file():
        yield from _file(found.path)
    else:
        yield Check("", stored("is not there yet"), CheckLevel.NOTE)
    yield from _discs(found.path, free_mb)
    yield from _locks(found.path)


def _file(path: Path) -> Iterator[Check]:
    log = path.with_name(path.name + "-wal")
    pages = folder_of(path)
    kept = sum(file.stat().st_size for file in pages.glob("*") if file.is_file()) if pages.is_dir() else 0
    of_log = size(log.stat().st_size) if log.is_file() else stored("none")
    yield Check(
        stored("size"),
        stored(
            "{st_size}, log {of_log}, pages {kept}",
            st_size=size(path.stat().st_size),
            of_log=of_log,
            kept=size(kept),
        ),
    )
    try:
        with closing(open_read_only(path)) as db:
            yield Check(stored("rows"), _rows(db))
            integrity = _integrity(db)
            yield integrity
            if integrity.level is not CheckLevel.WRONG:
                yield from _times(db)
    except ArchiveError as error:
        yield Check(stored("integrity"), str(error), CheckLevel.WRONG)
    except Error as error:
        yield Check(stored("integrity"), explain(error), CheckLevel.WRONG)


def _rows(db: Connection) -> str:
    there = {name for (name,) in db.execute("select name from sqlite_master where type = 'table'")}
    counts = ", ".join(f"{count_rows(db, table):,} {table}" for table in _TABLES if table in there)
    if "_sqlite_migrations" not in there:
        return counts
    last = db.execute("select name from _sqlite_migrations order by name desc limit 1").fetchone()
    return stored("{counts}, schema {name}", counts=counts, name=last[0] if last else "unknown")


def _integrity(db: Connection) -> Check:
    end = time.monotonic() + PATIENCE
    db.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        (told,) = db.execute("pragma quick_check(1)").fetchone()
    except Error as error:
        if time.monotonic() > end:
            return Check(
                "integrity",
                stored("not known: it takes longer than {PATIENCE:g} s", PATIENCE=PATIENCE),
                CheckLevel.NOTE,
            )
        return Check(stored("integrity"), explain(error), CheckLevel.WRONG)
    finally:
        db.set_progress_handler(None, 0)
    return Check(stored("integrity"), told, CheckLevel.OK if told == "ok" else CheckLevel.WRONG)


def _times(db: Connection) -> Iterator[Check]:
    """An article from the future tells that the clock is, or was, wrong."""
    (newest,) = db.execute("select max(last_seen) from articles").fetchone()
    if newest and newest > (datetime.now(UTC) + timedelta(days=1)).isoformat():
        yield Check(
            "clock",
            stored("an article was last seen {newest}, in time to come", newest=newest),
            CheckLevel.WRONG,
        )


def _discs(path: Path, free_mb: float) -> Iterator[Check]:
    """The room beside the archive, and that of its pages where a link puts them on another file system."""
    folder = path.resolve().parent
    while not folder.is_dir():
        folder = folder.parent
    yield _room(stored("disc"), folder, free_mb)
    pages = folder_of(path)
    if pages.is_dir() and pages.stat().st_dev != folder.stat().st_dev:
        yield _room(stored("disc of pages"), pages, free_mb)
    elif pages.is_symlink() and not pages.exists():
        yield Check(
            stored("disc of pages"),
            stored("{pages} leads to {readlink}, which is missing", pages=pages, readlink=pages.readlink()),
            CheckLevel.WRONG,
        )


def _room(name: str, folder: Path, free_mb: float) -> Check:
    free = shutil.disk_usage(folder).free
    if free < free_mb * 1_000_000:
        return Check(
            name,
            stored("{free} free, less than FREE_SPACE_MB={free_mb:g}", free=size(free), free_mb=free_mb),
            CheckLevel.WRONG,
        )
    return Check(name, stored("{free} free", free=size(free)))


def _locks(path: Path) -> Iterator[Check]:
    path = path.resolve()
    sites = sorted(
        file.name.removeprefix(f"{path.name}-").removesuffix(".lock")
        for file in path.parent.glob(f"{path.name}-*.lock")
    )
    held = [site for site in sites if is_held(path, site)]
    yield Check(
        stored("locks"),
        stored("crawls are running: {held}", held=", ".join(held)) if held else stored("no crawl is running"),
    )
    for file in sorted(path.parent.glob(f"{path.name}-*.reserve")):
        if file.name.removeprefix(f"{path.name}-").removesuffix(".reserve") not in held:
            yield Check(
                "",
                stored("{name} was left by a crawl that was killed; the next one frees it", name=file.name),
                CheckLevel.NOTE,
            )
