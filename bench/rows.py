"""One line of the table of measurements, and the file that keeps the last table."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FILE = Path(__file__).with_name("table.md")
ROUNDS = 3
HEAD = """# All measurements beside their floors

Written by `python -m bench.table --keep`, part by part: CPU, the least of some rounds.  What is a ratio was
measured in turns in the same run.

"""


@dataclass(slots=True)
class Row:
    """``cost`` in ``unit``; ``ratio``: how many times the ``floor`` that is, measured in the same run."""

    name: str
    cost: float
    unit: str
    floor: str = ""
    ratio: float | None = None

    def __str__(self) -> str:
        times = "" if self.ratio is None else f"{self.ratio:8.2f} x {self.floor}"
        return f"{self.name:52}{self.cost:12,.2f} {self.unit:14}{times}".rstrip()


def least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """CPU seconds of the cheapest of some rounds."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def keep_rows(part: str, rows: list[Row], file: Path = FILE) -> None:
    """Put the rows of a part in the file in place of its last ones, with date, machine and versions."""
    text = file.read_text("utf-8") if file.exists() else ""
    parts = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    versions = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    when = f"{datetime.now(UTC).date()}, {platform.machine()}, {os.cpu_count()} cores, {versions}"
    parts[part] = f"{when}\n\n```\n" + "".join(f"{row}\n" for row in rows) + "```"
    told = "\n\n".join(f"## {name}\n\n{body.strip()}" for name, body in parts.items())
    file.write_text(f"{HEAD}{told}\n", "utf-8")
