"""What is done to the machine for a fault: a small disc, a lost right, a clock that jumps."""

from __future__ import annotations

import ctypes
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE = 1
_FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))


def heed_permissions() -> None:
    """Called in the crawl's process: also root keeps to the modes of files from then on."""
    if os.geteuid() == 0 and ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0) != 0:
        os._exit(99)  # neither root nor an ordinary user; the test fails and says so


@contextmanager
def small_disc(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A file system of that size, mounted on ``folder``; skips the test where it may not be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except OSError as error:
        pytest.skip(f"no small file system: {error}")
    if done.returncode:
        pytest.skip(f"no small file system: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


class Clock:
    """The time of day that a process is told; the clock that measures durations is left alone."""

    def __init__(self, folder: Path) -> None:
        if not _FAKETIME:
            pytest.skip("no libfaketime to set a process's clock with")
        self._file = folder / "clock"
        self.set("+0")

    def set(self, offset: str) -> None:
        """From now on, ``offset`` such as ``-3d`` from the real time."""
        beside = self._file.with_suffix(".new")
        beside.write_text(f"{offset}\n")
        beside.replace(self._file)

    @property
    def env(self) -> dict[str, str]:
        return {
            "LD_PRELOAD": str(_FAKETIME[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_RESET": "1",
        }
