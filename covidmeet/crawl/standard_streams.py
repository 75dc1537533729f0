"""Standard streams that are closed, full, or of a narrow charset."""

from __future__ import annotations

import contextlib
import io
import os
import sys


def open_closed_streams() -> None:
    """Let what was started with a closed standard stream (``>&-``) have the null device in its place.

    Else the next file that is opened, maybe the archive, would get its number, and be written to by whatever
    prints.
    """
    with contextlib.suppress(OSError):
        while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
            os.set_inheritable(handle, True)
        os.close(handle)
    for name, handle in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            setattr(sys, name, open(handle, "w", encoding="utf-8", closefd=False))  # noqa: SIM115


def never_fail_to_print() -> None:
    """Let characters that the console's charset lacks (cp936, ASCII) be written as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors in ("strict", "surrogateescape"):
            stream.reconfigure(errors="backslashreplace")


def give_up_stdout() -> None:
    """Standard output takes no more: leave nothing to be flushed at exit, which would fail."""
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)


def print_if_possible(line: str) -> None:
    """Print a line for whoever reads; a crawl does not end because nobody does, or the disc is full."""
    try:
        print(line, flush=True)
    except OSError:
        give_up_stdout()
