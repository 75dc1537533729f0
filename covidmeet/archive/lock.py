"""One crawl of a site at a time into an archive, however the last one ended.

The lock is held by the kernel for an open file (``flock``): it is gone with the process, also after kill -9
or a power failure, and nothing has to be cleaned up.  On network file systems it is as good as their locks.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from covidmeet.archive.db import now

_TRIES = 5
_PAUSE = 0.05  # seconds


class Held(Exception):
    """Another process has the lock; the message says which, as far as is known."""


@dataclass(slots=True)
class SiteLock:
    """A lock that is held until ``release`` or the end of the process."""

    path: Path
    _handle: int

    @classmethod
    def take(cls, archive: str | Path, site: str) -> SiteLock:
        """The lock on crawling ``site`` into ``archive``; raises ``Held``, or ``OSError`` for its file."""
        path = lock_path(archive, site)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = _locked(path)
        if handle is None:
            raise Held(f"another crawl of {site} is running{_holder(path)}")
        with contextlib.suppress(OSError):  # a full disc: the note is only for people
            os.truncate(handle, 0)
            os.pwrite(handle, json.dumps({"pid": os.getpid(), "since": now()}).encode(), 0)
        return cls(path, handle)

    def release(self) -> None:
        """Let the next crawl in; the file goes while the lock is held, so that nobody locks a stray one."""
        if self._handle >= 0:
            self.path.unlink(missing_ok=True)
            os.close(self._handle)
            self._handle = -1


def lock_path(archive: str | Path, site: str) -> Path:
    """The lock's file: beside the archive, whatever name led there."""
    archive = Path(archive).resolve()
    return archive.with_name(f"{archive.name}-{site}.lock")


def is_held(archive: str | Path, site: str) -> bool:
    """Whether a crawl of ``site`` into ``archive`` is running now."""
    try:
        handle = os.open(lock_path(archive, site), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        # Shared, so that two who ask do not see each other.
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _locked(path: Path) -> int | None:
    """An open file with the lock on it, or None where another process keeps it."""
    for _ in range(_TRIES):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            time.sleep(_PAUSE)  # somebody may only have asked who holds it
            continue
        if _is_still(path, handle):
            return handle
        os.close(handle)  # its last holder took the file away in between
    return None


def _is_still(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _holder(path: Path) -> str:
    try:
        note = json.loads(path.read_text("utf-8"))
        return f" (process {note['pid']}, since {note['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
