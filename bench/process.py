"""CPU of ``process`` a page against another commit: ``python -m bench.process --against COMMIT --stages``.

Each commit has a process of its own, and they take turns at the same pages, a dozen at a time; without
``--against`` only this folder's code is measured.  A folder may be given in place of a commit.
"""

from __future__ import annotations

import argparse
import os
import pickle
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from bench.site import article

ROOT = Path(__file__).parents[1]
WORKER = Path(__file__).with_name("process_worker.py")
ADDRESS = "https://www.gz.gov.cn/xw/gzyw/content/post_{}.html"
SIZES = (3, 37)  # kB
A_TURN = 16  # pages
ROUNDS = 40
WANTED = 1.03  # times the CPU of the other commit

Turn = tuple[int, dict[str, int]]
"""Nanoseconds of CPU of all pages of a turn, and of each stage without those inside it."""


class Worker:
    """A process that reads pages with the code in ``folder``."""

    def __init__(self, folder: Path, stages: bool) -> None:
        environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONHASHSEED": "0"}
        command = [sys.executable, "-P", str(WORKER), *(["stages"] if stages else [])]
        self._process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def read(self, pages: list[tuple[str, bytes]]) -> Turn:
        taken, given = self._pipes()
        pickle.dump(pages, taken)
        taken.flush()
        found: Turn = pickle.load(given)
        return found

    def close(self) -> None:
        self._pipes()[0].close()
        self._process.wait()

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        assert self._process.stdin and self._process.stdout
        return self._process.stdin, self._process.stdout


def pages(first: int, kilobytes: int) -> list[tuple[str, bytes]]:
    """Addresses and pages; large ones differ in size, so that no one layout of the memory decides."""
    around = kilobytes > 9
    return [
        (ADDRESS.format(n), article(n, kilobytes + (n * 7 % 9 - 4 if around else 0)))
        for n in range(first, first + A_TURN)
    ]


def measure(folders: dict[str, Path], kilobytes: int, stages: bool, rounds: int) -> dict[str, list[Turn]]:
    workers = {name: Worker(folder, stages) for name, folder in folders.items()}
    turns: dict[str, list[Turn]] = {name: [] for name in folders}
    names = list(folders)
    for number in range(rounds + 1):  # the first warms up
        found = pages(number * A_TURN, kilobytes)
        at = number % len(names)
        for name in names[at:] + names[:at]:
            turn = workers[name].read(found)
            if number:
                turns[name].append(turn)
    for worker in workers.values():
        worker.close()
    return turns


def report(turns: dict[str, list[Turn]], kilobytes: int) -> float:
    """Print the times; the ratio of this folder's to the other's, turn by turn."""
    print(f"{kilobytes} kB, µs a page: " + ", ".join(f"{name} {_median(turns[name]):.0f}" for name in turns))
    now, *others = turns.values()
    ratios = [statistics.median(a / b for (a, _), (b, _) in zip(now, other, strict=True)) for other in others]
    for ratio in ratios:
        print(f"  {ratio:.3f} x (wanted: at most {WANTED})")
    return max(ratios, default=1.0)


def report_stages(turns: dict[str, list[Turn]]) -> None:
    names = sorted({stage for found in turns.values() for _, stages in found for stage in stages})
    for stage in names:
        times = [
            statistics.median(stages.get(stage, 0) for _, stages in found) / A_TURN / 1e3
            for found in turns.values()
        ]
        print(f"  {stage:18}" + "".join(f"{time:9.1f}" for time in times))


def _median(turns: list[Turn]) -> float:
    return statistics.median(total for total, _ in turns) / A_TURN / 1e3


@contextmanager
def checked_out(commit: str | None) -> Iterator[dict[str, Path]]:
    """The folders to compare: this one, and ``commit`` in a worktree of its own, or a folder as given."""
    if commit is None or Path(commit).is_dir():
        yield {"this": ROOT} | ({commit: Path(commit).resolve()} if commit else {})
        return
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "other"
        git = ["git", "-C", str(ROOT), "worktree"]
        subprocess.run([*git, "add", "--detach", str(folder), commit], check=True, capture_output=True)
        try:
            yield {"this": ROOT, commit: folder}
        finally:
            subprocess.run([*git, "remove", "--force", str(folder)], check=True, capture_output=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--against", metavar="COMMIT", help="a commit or a folder to compare with")
    parser.add_argument("--stages", action="store_true", help="each stage as well, in a run of its own")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given: Any = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with checked_out(given.against) as folders:
        ratios = []
        for kilobytes in SIZES:
            ratios.append(report(measure(folders, kilobytes, False, given.rounds), kilobytes))
            if given.stages:
                report_stages(measure(folders, kilobytes, True, given.rounds))
    sys.exit(1 if max(ratios) > WANTED else 0)


if __name__ == "__main__":
    main()
