"""The versions of all that a stored text depends on, and of SQLite."""

from __future__ import annotations

import platform
import re
import unicodedata
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

import covidmeet
from covidmeet.archive.sqlite_errors import Error, sqlite3
from covidmeet.doctor.checks import Check, CheckLevel
from covidmeet.language import stored

# What each decides: the tree of a page; Simplified; a page without a layout; the last resort for a charset.
_DECIDE = ("lxml", "opencc", "trafilatura", "charset-normalizer")
_RUN = ("scrapy", "twisted", "parsel", "w3lib", "warcio", "sqlite-utils", "click", "rich")
# "The WAL-reset bug", https://www.sqlite.org/wal.html, with the branches that it was also fixed in.
_FIXED = (3, 51, 3)
_FIXED_IN_BRANCHES = {(3, 44): 6, (3, 50): 7}
_FIRST_WITH_BUG = (3, 7, 0)


def versions() -> Iterator[Check]:
    """Of this program, Python, and what decides a text."""
    yield Check("covidmeet", covidmeet.__version__)
    python = f"{platform.python_version()} {platform.python_implementation()}"
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    yield Check("Python", f"{python}, {system}")
    for name in _DECIDE:
        yield _package(name)
    yield Check(stored("Unicode data"), unicodedata.unidata_version)
    yield Check(stored("else"), ", ".join(f"{name} {_version(name) or 'missing'}" for name in _RUN))


def _package(name: str) -> Check:
    found = _version(name)
    if found is None:
        return Check(name, stored("is not installed"), CheckLevel.WRONG)
    if name == "lxml":
        from lxml import etree

        used, built = (".".join(map(str, of)) for of in (etree.LIBXML_VERSION, etree.LIBXML_COMPILED_VERSION))
        found += stored(", libxml2 {used}", used=used) + (
            stored(" (built with {built})", built=built) if used != built else ""
        )
    return Check(name, found)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def sqlite() -> Iterator[Check]:
    """SQLite's version, its bug, its full-text index."""
    of = "" if sqlite3.__name__ == "sqlite3" else stored(", of {name}", name=sqlite3.__name__)
    if has_wal_reset_bug(sqlite3.sqlite_version):
        told = stored(
            "has the WAL-reset bug (fixed in 3.51.3): rarely, two processes that write damage an archive"
        )
        yield Check("SQLite", f"{sqlite3.sqlite_version}{of}; {told}", CheckLevel.NOTE)
    else:
        yield Check("SQLite", sqlite3.sqlite_version + of)
    try:
        with_index = sqlite3.connect(":memory:")
        with_index.execute("create virtual table words using fts5(word)")
        with_index.close()
        yield Check("FTS5", stored("built in"))
    except Error as error:
        yield Check(
            "FTS5", stored("{error}: no archive can be searched or made", error=error), CheckLevel.WRONG
        )


def has_wal_reset_bug(sqlite_version: str) -> bool:
    """Whether this SQLite can damage a database in WAL mode.

    >>> [has_wal_reset_bug(version) for version in ("3.40.1", "3.50.7", "3.51.2", "3.51.3", "3.53.0")]
    [True, False, True, False, False]
    """
    major, minor, patch = ([*map(int, re.findall(r"\d+", sqlite_version)), 0, 0, 0])[:3]
    fixed_here = _FIXED_IN_BRANCHES.get((major, minor))
    if fixed_here is not None and patch >= fixed_here:
        return False
    return _FIRST_WITH_BUG <= (major, minor, patch) < _FIXED
