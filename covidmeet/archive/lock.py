"""One crawl of a site at a time into an archive, however the last one ended.

The operating system holds the lock for an open file: it is gone with the process, also after kill -9 or a
power failure.  The file itself stays, because a file that is unlinked while another process waits for it
would be locked twice.  On network file systems the lock is as good as theirs.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from covidmeet.archive.timestamps import now
from covidmeet.language import _

if TYPE_CHECKING:
    from filelock import FileLock

_PATIENCE = 0.25  # seconds; who only asks keeps the lock for much less
_TRIES = 3
_PAUSE = 0.02  # seconds
_NOTE_START = 1  # bytes; Windows locks the first one against reading


class Held(Exception):
    """Another process has the lock; the message says which, as far as is known."""


@dataclass(slots=True)
class SiteLock:
    """A lock that is held until ``release`` or the end of the process."""

    path: Path
    _locks: list[FileLock]

    @classmethod
    def take(cls, archive: str | Path, site: str) -> SiteLock:
        """The lock on crawling ``site`` into ``archive``; raises ``Held``, or ``OSError`` for its file."""
        path = lock_path(archive, site)
        path.parent.mkdir(parents=True, exist_ok=True)
        held: list[FileLock] = []
        for file in (path, *_by_inode(archive, site)):
            lock = _acquired(file)
            if lock is None:
                _release(held)
                raise Held(_("another crawl of {site} is running{holder}", site=site, holder=_holder(file)))
            held.append(lock)
        return cls(path, held)

    def release(self) -> None:
        """Let the next crawl in; once more does nothing."""
        _release(self._locks)


def lock_path(archive: str | Path, site: str) -> Path:
    """The lock's file: beside the archive, whatever name led there."""
    archive = Path(archive).resolve()
    return archive.with_name(f"{archive.name}-{site}.lock")


def _by_inode(archive: str | Path, site: str) -> list[Path]:
    """A second lock, for all names (hard links) of the archive's file.

    It lies in the user's own folder: in one that others write to it could be a link to any file.  None for
    a fresh archive, which has no other name yet, nor where that folder cannot be made.
    """
    from platformdirs import user_cache_path

    folder = user_cache_path("covidmeet", appauthor=False) / "locks"
    try:
        found = Path(archive).stat()
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return []
    if not os.access(folder, os.W_OK):
        return []
    return [folder / f"{found.st_dev:x}-{found.st_ino:x}-{site}.lock"]


def _acquired(path: Path) -> FileLock | None:
    """The lock, or None where another process has it; raises ``OSError``."""
    from filelock import FileLock, Timeout

    lock = FileLock(
        path,
        timeout=_PATIENCE,
        poll_interval=_PAUSE,
        thread_local=False,
        preserve_lock_file=True,
        on_acquired=_write_note,
    )
    try:
        lock.acquire()
    except Timeout:
        return None
    return lock


def _release(locks: list[FileLock]) -> None:
    for lock in reversed(locks):
        lock.release()


def is_held(archive: str | Path, site: str) -> bool:
    """Whether a crawl of ``site`` into ``archive`` is running now; the right to read its file is enough."""
    try:
        handle = os.open(lock_path(archive, site), os.O_RDONLY)
    except OSError:
        return False
    from filelock import lock_descriptor

    try:
        for _ in range(_TRIES):
            if lock_descriptor(handle, blocking=False):
                return False
            time.sleep(_PAUSE)  # somebody else may only be asking, too
        return True
    finally:
        os.close(handle)  # and with it the lock


def _write_note(handle: int) -> None:
    """Who holds the lock and since when, into its file."""
    note = json.dumps({"pid": os.getpid(), "since": now()})
    with contextlib.suppress(OSError):  # a full disc: the note is only for people
        os.truncate(handle, 0)
        os.write(handle, b" " * _NOTE_START + note.encode())


def _holder(path: Path) -> str:
    try:
        with path.open("rb", buffering=0) as file:  # a buffer would be filled from the locked byte on
            file.seek(_NOTE_START)
            note = json.loads(file.read())
        return _(" (process {pid}, since {since})", pid=note["pid"], since=note["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
