"""What standard output is: how wide a terminal, and whether it takes colours."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def width() -> int | None:
    """The terminal's width in columns; None for a pipe or a file, in which nothing is folded."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def is_coloured() -> bool:
    """Whether to send escape sequences: to a terminal that knows them, unless ``NO_COLOR`` is set.

    See https://no-color.org: any value but an empty one.
    """
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def for_tables() -> Console:
    """Where tables are printed; a closed pipe is left for the command to notice, as elsewhere."""
    from rich.console import Console

    class Tables(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return Tables(highlight=False)
