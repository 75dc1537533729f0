"""Commands on a pseudo-terminal: what a person would see."""

from __future__ import annotations

import errno
import os
import re
import struct
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest


def raw_on_a_terminal(
    words: Sequence[str], *, columns: int = 100, cwd: Path | None = None
) -> tuple[int, str]:
    """The exit code of a command, and all that it wrote to its terminal."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals on this system")
    import fcntl
    import termios

    terminal, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    environ = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
    process = subprocess.Popen(
        words, stdout=other, stderr=other, env=environ | {"TERM": "xterm-256color"}, cwd=cwd
    )
    os.close(other)
    seen = b""
    while True:
        try:
            data = os.read(terminal, 65_536)
        except OSError as error:  # Linux says so at the end of a terminal
            assert error.errno == errno.EIO
            break
        if not data:
            break
        seen += data
    os.close(terminal)
    return process.wait(), seen.decode()


def on_a_terminal(words: Sequence[str], *, columns: int = 100) -> tuple[int, str]:
    """As ``raw_on_a_terminal``, without escape sequences."""
    code, seen = raw_on_a_terminal(words, columns=columns)
    return code, re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen).replace("\r\n", "\n")
