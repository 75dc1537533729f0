"""What standard output is: how wide a terminal, and whether it takes colours."""

from __future__ import annotations

import os
import shutil
import sys


def width() -> int | None:
    """The terminal's width in columns; None for a pipe or a file, in which nothing is folded."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def is_coloured() -> bool:
    """Whether to send escape sequences: to a terminal that knows them, unless ``NO_COLOR`` is set.

    See https://no-color.org: any value but an empty one.
    """
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
