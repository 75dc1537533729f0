"""CPU of the commands that only read: ``python -m bench.start [--keep]``.

Each command is a process of its own on a small archive, so that its start is what is measured; the commands
and a bare interpreter take turns, and the least CPU of each counts.  ``--keep`` makes the ratios to the bare
interpreter the last figures; without it they are compared with these.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.crawl import ROOT, fill
from bench.last_figures import keep, report
from bench.site import HOST

ARTICLES, ROUNDS = 50, 5
WANTED_SECONDS = 0.15
GROUP, FLOOR = "start", "python"


def run(command: list[str], archive: Path, *, wrong_is_fine: bool = False) -> float:
    """CPU seconds of a command; raises ``RuntimeError`` with what it printed where it fails.

    With ``wrong_is_fine`` an exit code of 2, that of a run which is not healthy, is no failure.

    Modules are read compiled, as where it is installed, whatever the environment here says.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {
        "PYTHONPATH": str(ROOT),
        "PYTHONPYCACHEPREFIX": str(archive.parent / "compiled"),
        "COVIDMEET_DATABASE": str(archive),
    }
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=archive.parent, env=environment, stdout=told, stderr=told
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        if process.returncode and not (wrong_is_fine and process.returncode == 2):
            raise RuntimeError(f"{' '.join(command)} failed:\n{told.read().decode()[-2000:]}")
    return usage.ru_utime + usage.ru_stime


def commands(folder: Path) -> dict[str, list[str]]:
    covidmeet = ["-m", "covidmeet"]
    return {
        FLOOR: ["-c", "pass"],
        "search": [*covidmeet, "search", "会议"],
        "show": [*covidmeet, "show", f"{HOST}/xw/gzyw/content/post_7.html"],
        "status": [*covidmeet, "status"],
        "export": [*covidmeet, "export", "-o", str(folder / "all.csv")],
    }


def measure(rounds: int) -> dict[str, float]:
    least: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive = folder / "archive.db"
        fill(archive, ARTICLES)
        for number in range(rounds + 1):  # the first warms up
            for what, command in commands(folder).items():
                (folder / "all.csv").unlink(missing_ok=True)
                cost = run(command, archive)
                if number:
                    least[what] = min(least.get(what, cost), cost)
    return least


def main() -> None:
    costs = measure(ROUNDS)
    floor = costs[FLOOR]
    print(f"{'command':10}{'CPU, s':>10}{'x python':>10}   least of {ROUNDS}")
    for name, cost in costs.items():
        late = "" if cost < WANTED_SECONDS else f"   wanted: under {WANTED_SECONDS} s"
        print(f"{name:10}{cost:10.3f}{cost / floor:10.1f}{late}")
    ratios = {name: cost / floor for name, cost in costs.items() if name != FLOOR}
    if "--keep" in sys.argv[1:]:
        keep(GROUP, ratios)
    elif not report(GROUP, ratios):
        sys.exit(1)


if __name__ == "__main__":
    main()
