"""The last figures in ``bench/figures.json``, and which of a run's became worse.

A figure is a ratio to a floor measured in the same run, so that two machines, or two days, can be compared.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("figures.json")
ALLOWED = 1.15  # times the last ratio; less is noise

Ratios = dict[str, float]
"""By the figure's name: how many times its floor it takes.  More is worse."""


def slower(now: Ratios, last: Ratios) -> dict[str, float]:
    """The figures that became more than 15 % worse, each with how many times the last ratio it is."""
    both = {name: ratio / last[name] for name, ratio in now.items() if last.get(name)}
    return {name: times for name, times in both.items() if times > ALLOWED}


def last_ratios(group: str, file: Path = FILE) -> Ratios:
    """The last ratios of a group of figures; none where it was never measured."""
    ratios: Ratios = _read(file).get(group, {}).get("ratios", {})
    return ratios


def keep(group: str, ratios: Ratios, file: Path = FILE) -> None:
    """Make these the last ratios of ``group``, with date, machine and versions."""
    groups = _read(file)
    groups[group] = {
        "measured": datetime.now(UTC).date().isoformat(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "versions": {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version},
        "ratios": {name: round(ratio, 3) for name, ratio in ratios.items()},
    }
    file.write_text(json.dumps(groups, ensure_ascii=False, indent=2) + "\n", "utf-8")


def report(group: str, ratios: Ratios, file: Path = FILE) -> bool:
    """Print what became slower than the last figures; whether nothing did."""
    worse = slower(ratios, last_ratios(group, file))
    for name, times in worse.items():
        print(f"slower: {group}, {name}: {times:.2f} x the last ratio")
    return not worse


def _read(file: Path) -> dict[str, Any]:
    groups: dict[str, Any] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return groups
