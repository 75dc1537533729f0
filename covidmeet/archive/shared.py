"""Several crawls that write one archive at a time, with a SQLite that may damage it then."""

from __future__ import annotations

from pathlib import Path

from covidmeet.archive.lock import is_held
from covidmeet.archive.sqlite_errors import sqlite3
from covidmeet.language import _

# https://sqlite.org/wal.html, "the WAL-reset bug": mended in 3.51.3, and in 3.44.6 and 3.50.7 of older lines.
_MENDED = (3, 51, 3)
_MENDED_TOO = ((3, 44, 6), (3, 50, 7))


def wal_reset_warning(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str | None:
    """A sentence on a SQLite in which two processes can damage what one of them wrote; None for another."""
    if version >= _MENDED or any(version[:2] == one[:2] and version >= one for one in _MENDED_TOO):
        return None
    shown = ".".join(map(str, version[:3]))
    return _(
        "several crawls share the archive, and SQLite {shown} has a rare fault by which that can "
        "damage it; crawl one site at a time (CRAWLS_AT_ONCE=1), or use SQLite 3.51.3 or later",
        shown=shown,
    )


def others(archive: str | Path, site: str) -> list[str]:
    """The sites but ``site`` that are being crawled into ``archive`` now."""
    archive = Path(archive).resolve()
    begin = f"{archive.name}-"
    sites = [
        path.name.removeprefix(begin).removesuffix(".lock")
        for path in archive.parent.glob("*.lock")
        if path.name.startswith(begin)
    ]
    return sorted(one for one in sites if one != site and is_held(archive, one))
