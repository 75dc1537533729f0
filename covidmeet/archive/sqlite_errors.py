"""What went wrong in SQLite, by its result code (https://www.sqlite.org/rescode.html), and what to do."""

from __future__ import annotations

import errno
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING

from covidmeet.language import N_, _

if TYPE_CHECKING:
    import sqlite3
    from sqlite3 import Error
else:
    # As sqlite-utils chooses, without the time that its import takes: it uses pysqlite3 where that is
    # installed, whose errors are other classes than the standard library's.
    try:
        sqlite3 = import_module("pysqlite3")
    except ImportError:
        import sqlite3
    Error = sqlite3.Error

__all__ = ("ArchiveError", "Error", "Fault", "explain", "fault_of", "sqlite3")


class ArchiveError(Exception):
    """The archive cannot be used; the message says which file and why, in one sentence."""


class Fault(Enum):
    """A kind of failure: SQLite's primary result codes, and what to tell a person."""

    BUSY = ((5, 6), N_("another process holds it and did not let go of it in time"))  # BUSY, LOCKED
    READONLY = ((8,), N_("cannot be written; is it yours?"))
    IOERR = ((10,), N_("the disc could not be read or written"))
    CORRUPT = ((11, 26), N_("this file is not a SQLite database, or a damaged one"))  # CORRUPT, NOTADB
    FULL = ((13,), N_("the disc is full"))
    CANTOPEN = ((14,), N_("cannot be opened; is its folder writable?"))
    OTHER = ((), "")

    def __init__(self, codes: tuple[int, ...], advice: str) -> None:
        self.codes = codes
        self.advice = advice


_BY_CODE = {code: fault for fault in Fault for code in fault.codes}
# Where pysqlite3 gives no code: the texts that SQLite itself has for the same codes (sqlite3_errstr).
_BY_TEXT = {
    "database is locked": Fault.BUSY,
    "database table is locked": Fault.BUSY,
    "attempt to write a readonly database": Fault.READONLY,
    "disk I/O error": Fault.IOERR,
    "database disk image is malformed": Fault.CORRUPT,
    "file is not a database": Fault.CORRUPT,
    "database or disk is full": Fault.FULL,
    "unable to open database file": Fault.CANTOPEN,
}
# Of the files of pages beside the archive.
_BY_ERRNO = {
    errno.ENOSPC: Fault.FULL,
    errno.EDQUOT: Fault.FULL,
    errno.EROFS: Fault.READONLY,
    errno.EACCES: Fault.READONLY,
    errno.EPERM: Fault.READONLY,
}


def fault_of(error: BaseException) -> Fault:
    """What kind of failure ``error`` is; ``OTHER`` for all that is no failure of the archive's file."""
    if isinstance(error, OSError):
        return _BY_ERRNO.get(error.errno or 0, Fault.IOERR)
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return _BY_TEXT.get(str(error), Fault.OTHER)
    return _BY_CODE.get(code & 0xFF, Fault.OTHER)  # the lowest byte of an extended code is the primary one


def explain(error: BaseException) -> str:
    """An error of SQLite's in words that say what to do, its own in brackets."""
    advice = fault_of(error).advice
    return f"{_(advice)} ({error})" if advice else str(error)
