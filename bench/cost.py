"""What a command costs: CPU of its own process and of those that it starts, and the peak memory of each."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

_LOOK = 0.05  # seconds; what a helper process does after the last look is not seen
_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(slots=True)
class Cost:
    """CPU seconds and megabytes of memory: of the process itself, and of all that it started together."""

    own: float
    others: float
    own_peak: float
    others_peak: float


def cost_of(command: list[str], cwd: Path) -> Cost:
    """Run ``python COMMAND``; raises ``RuntimeError`` with the end of what it printed where it fails.

    The other processes are seen on Linux only.
    """
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=cwd, stdout=told, stderr=told, env=_environment()
        )
        seen: dict[int, tuple[float, float]] = {}
        own_peak = 0.0
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            own_peak = max(own_peak, _peak(process.pid))
            for other in _descendants(process.pid):
                cpu, peak = seen.get(other, (0.0, 0.0))
                seen[other] = (max(cpu, _cpu(other)), max(peak, _peak(other)))
            time.sleep(_LOOK)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 2):
            told.seek(0)
            raise RuntimeError(f"{' '.join(command)} failed:\n{told.read().decode()[-3000:]}")
    others = sum(cpu for cpu, _ in seen.values())
    return Cost(
        usage.ru_utime + usage.ru_stime,
        others,
        own_peak,
        max((peak for _, peak in seen.values()), default=0.0),
    )


def _environment() -> dict[str, str]:
    """Modules are read compiled, as where it is installed, whatever the environment here says."""
    given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled = Path(tempfile.gettempdir()) / "covidmeet-bench-compiled"
    return given | {"PYTHONPYCACHEPREFIX": str(compiled)}


def _descendants(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child), *_descendants(int(child))]
    except OSError:
        pass
    return found


def _cpu(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK


def _peak(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
