"""Whole runs: on one and two workers, with workers and the parent killed, on Slurm (stand-ins) and Ray."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datatrove")

from covidmeet.corpus.job import CAPTURES
from covidmeet.corpus.manifest import Corpus, read_manifest
from covidmeet.corpus.marks import in_hand
from tests.corpus.in_process import job, make
from tests.corpus.test_same_rows import meeting, page
from tests.sources.warc_records import zipped

__all__ = ["make"]

pytestmark = pytest.mark.slow
PAGES = 40
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    files = []
    for number in range(4):
        urls = [f"http://www.hewan.example/{number}/{n}.html" for n in range(PAGES)]
        files.append(tmp_path / f"{number}.warc.gz")
        pages = [page(url, meeting(f"第{number}镇", n % 9)) for n, url in enumerate(urls)]
        files[-1].write_bytes(zipped([*pages, page(f"http://www.hewan.example/{number}.html", b"")]))
    return files


def command(files: list[Path], out: Path, *more: str) -> list[str]:
    words = [sys.executable, "-m", "covidmeet", "corpus", *map(str, files), "--out", str(out), "-q"]
    return [*words, "--format", "jsonl", *more]


def run(files: list[Path], out: Path, *more: str, **environment: str) -> Corpus:
    done = subprocess.run(
        command(files, out, *more),
        capture_output=True,
        text=True,
        timeout=180,
        env=os.environ | environment,
        check=False,
    )
    assert done.returncode == 0, (done.stdout, done.stderr)
    return read_manifest(out)


def content(corpus: Corpus) -> list[Any]:
    return sorted(map(str, corpus.articles())) + sorted(map(str, corpus.rejects()))


@pytest.fixture
def wanted(make: Callable[..., Corpus], files: list[Path], tmp_path: Path) -> list[Any]:
    found = content(make(job(files, form="jsonl"), tmp_path / "wanted"))
    assert len(found) == 4 * PAGES
    return found


@pytest.mark.parametrize(("workers", "tasks"), [("1", "1"), ("2", "5")])
def test_one_and_two_workers_one_and_five_tasks(
    workers: str, tasks: str, files: list[Path], wanted: list[Any], tmp_path: Path
) -> None:
    corpus = run(files, tmp_path / "out", "--workers", workers, "--tasks", tasks)
    assert content(corpus) == wanted


def begun(out: Path, process: subprocess.Popen[str]) -> Iterator[int]:
    """The workers that have a page in hand, as soon as there is one."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert process.poll() is None, "it ended before it was killed"
        found = [
            one.process
            for state in (out / "state").glob("*")
            for one in in_hand(state / CAPTURES)
            if one.place and one.captures > 3
        ]
        if found:
            yield from found
            return
        time.sleep(0.01)
    raise AssertionError("no page was begun")


@POSIX
def test_a_killed_worker_neither_hangs_the_run_nor_costs_a_row(
    files: list[Path], wanted: list[Any], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with subprocess.Popen(
        command(files, out, "--workers", "2"), text=True, stderr=subprocess.PIPE
    ) as process:
        os.kill(next(begun(out, process)), signal.SIGKILL)
        told = process.communicate(timeout=120)[1]
    assert process.returncode == 0, told
    assert content(read_manifest(out)) == wanted


@POSIX
def test_a_killed_parent_leaves_no_process_and_is_called_again(
    files: list[Path], wanted: list[Any], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with subprocess.Popen(command(files, out, "--workers", "2"), text=True) as process:
        workers = list(begun(out, process))
        process.kill()
    deadline = time.monotonic() + 10
    while any(map(is_alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(is_alive, workers))
    assert not (out / "corpus.json").exists()
    assert content(run(files, out, "--workers", "2")) == wanted
    # A third call does nothing more.
    manifest = (out / "corpus.json").read_bytes()
    assert content(run(files, out, "--workers", "1")) == wanted
    assert (out / "corpus.json").read_bytes() == manifest


def is_alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


STAND_INS = {
    # Runs the array's jobs one after the other, as ``sbatch --wait`` would.
    "sbatch": """
import os, re, subprocess, sys
script = open(sys.argv[-1]).read()
array = re.search(r"--array=0-(\\d+)", script)
told = dict(os.environ, SLURM_NODELIST="node1", SLURM_JOB_ID="7")
for word in sys.argv[1:-1]:
    if word.startswith("--export=ALL,"):
        name, _, value = word.partition(",")[2].partition("=")
        told[name] = value
codes = []
for number in range(int(array[1]) + 1):
    told["SLURM_ARRAY_TASK_ID"] = str(number)
    codes.append(subprocess.run(["bash", sys.argv[-1]], env=told, stdout=sys.stderr).returncode)
print("Submitted batch job 7")
sys.exit(max(codes) if "--wait" in script else 0)
""",
    "srun": """
import os, sys
words = sys.argv[1:]
command = words.index(next(word for word in words if word in ("launch_pickled_pipeline", "merge_stats")))
os.execvp(words[command], words[command:])
""",
    "scontrol": "print('node1')",
}


@POSIX
def test_on_slurm(files: list[Path], wanted: list[Any], tmp_path: Path) -> None:
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    for name, program in STAND_INS.items():
        path = bin_folder / name
        path.write_text(f"#!{sys.executable}\n{program}")
        path.chmod(0o755)
    found = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    options = ["--executor", "slurm", "--option", "partition=cpu", "--option", "tasks_per_job=2"]
    corpus = run(files, tmp_path / "out", "--workers", "2", *options, PATH=found)
    assert content(corpus) == wanted
    (state,) = (tmp_path / "out" / "state").iterdir()
    script = (state / CAPTURES / "launch_script.slurm").read_text()
    assert "#SBATCH --array=0-1%2\n" in script
    assert "#SBATCH --wait\n" in script
    assert json.loads((state / CAPTURES / "ranks_to_run.json").read_text()) == [0, 1, 2, 3]


@pytest.mark.skipif(find_spec("ray") is None, reason="needs ray")
def test_on_ray(files: list[Path], wanted: list[Any], tmp_path: Path) -> None:
    corpus = run(files, tmp_path / "out", "--workers", "2", "--executor", "ray")
    assert content(corpus) == wanted
