"""Write a file whole or not at all: the one way in which the project writes files that others read.

The content goes into a temporary file beside the target, made with ``O_EXCL`` under a name of its own, is
flushed to the disc, and takes the target's name by one rename.  Whoever is killed, and whoever else writes
the same target at that moment, the target is one whole file: the old one or one of the new.  A symbolic link
is never followed, neither under the temporary name nor under the target's, which the rename replaces.  A
device or a pipe is written directly.
"""

from __future__ import annotations

import contextlib
import io
import os
import secrets
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from covidmeet.language import _

PUBLIC = 0o666
"""The mode of a file that anybody may read, less the umask."""
PRIVATE = 0o640
"""The mode of a file that holds an archive, less the umask."""

_ENDING = ".part"
_OF_NAME = 40  # characters of the target's name, so that the temporary one is never too long
_LEFT_OVER_SECONDS = 60.0  # a younger one may be about to be locked by its writer
_EXCLUSIVE = (
    os.O_CREAT
    | os.O_EXCL
    | os.O_RDWR
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


@contextmanager
def replacing(target: str | Path, mode: int = PUBLIC) -> Iterator[BinaryIO]:
    """A stream of bytes that becomes the file ``target`` when the block ends without an exception.

    ``mode`` is the new file's, less the umask.  Raises ``OSError`` where the file cannot be written.
    """
    target = Path(target)
    if is_stream(target):
        with target.open("wb") as direct:
            yield direct
        return
    with _part_of(target, mode) as (part, stream):
        yield stream
        _become(part, target, stream)


@contextmanager
def replacing_path(target: str | Path, mode: int = PUBLIC) -> Iterator[Path]:
    """As ``replacing``, for writers that take a path: an empty file, to be written by its name.

    Raises ``OSError`` where the file cannot be written, or where ``target`` is a device or a pipe.
    """
    target = Path(target)
    if is_stream(target):
        raise OSError(
            _("{target}: only a file can be written in this format, no device or pipe", target=target)
        )
    with _part_of(target, mode) as (part, stream):
        yield part
        _become(part, target, stream)


def write_text(target: str | Path, text: str, mode: int = PUBLIC) -> None:
    """Make ``target`` a file of ``text`` in UTF-8, line ends as they are."""
    with replacing(target, mode) as stream:
        stream.write(text.encode("utf-8"))


def is_stream(target: Path) -> bool:
    """Whether ``target`` is a device, a pipe, or a link to what a process has open (``/dev/stdout``)."""
    try:
        kind = target.stat().st_mode
    except OSError:
        return False
    if target.is_symlink() and target.parent.resolve().parts[1:2] in (("dev",), ("proc",)):
        return True
    return not stat.S_ISREG(kind) and not stat.S_ISDIR(kind)


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold the folder against others that ask for this lock; does nothing where no folder can be locked."""
    with contextlib.ExitStack() as held:
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            held.callback(os.close, descriptor)
            _lock(descriptor, wait=True)
        yield


@contextmanager
def part_folder(final: Path) -> Iterator[Path]:
    """A new folder beside ``final``, to be renamed to it; taken away again unless it was renamed."""
    part = final.with_name(f".{final.name[:_OF_NAME]}.{secrets.token_hex(8)}{_ENDING}")
    part.mkdir(0o750)
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextmanager
def _part_of(target: Path, mode: int) -> Iterator[tuple[Path, io.BufferedRandom]]:
    """A temporary file beside ``target``, taken away again unless it was renamed."""
    if target.is_dir():
        raise IsADirectoryError(_("{target}: this is a folder", target=target))
    _remove_left_over(target)
    part = target.with_name(f".{target.name[:_OF_NAME]}.{os.getpid()}.{secrets.token_hex(8)}{_ENDING}")
    try:
        descriptor = os.open(part, _EXCLUSIVE, mode)
    except OSError as error:  # of the name that was asked for
        raise OSError(error.errno, error.strerror, str(target)) from error
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            _lock(descriptor)
            yield part, stream
    finally:
        part.unlink(missing_ok=True)


def _become(part: Path, target: Path, stream: io.BufferedRandom) -> None:
    stream.flush()
    os.fsync(stream.fileno())
    if sys.platform == "win32":  # which renames no file that is open
        stream.close()
    part.replace(target)
    with suppress(OSError):  # the name is on the disc as well, where the system can say so of a folder
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


if sys.platform == "win32":  # an open file cannot be deleted there, and a folder not be locked

    def _lock(descriptor: int, *, wait: bool = False) -> bool:
        return True

else:
    import fcntl

    def _lock(descriptor: int, *, wait: bool = False) -> bool:
        """Whether the lock was taken; it goes with the process, however that ends."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            return False
        return True


def _remove_left_over(target: Path) -> None:
    """Take away what writers of ``target`` that were killed left: nobody holds it."""
    for part in target.parent.glob(f".{_literal(target.name[:_OF_NAME])}.*{_ENDING}"):
        with suppress(OSError):
            if time.time() - part.lstat().st_mtime < _LEFT_OVER_SECONDS:
                continue
            descriptor = os.open(part, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            try:
                free = _lock(descriptor)
            finally:
                os.close(descriptor)
            if free:
                part.unlink()


def _literal(name: str) -> str:
    return "".join(f"[{char}]" if char in "*?[" else char for char in name)
