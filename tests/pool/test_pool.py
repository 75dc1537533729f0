"""A page that is too slow, ends its worker or eats its memory costs its own row only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from covidmeet.crawl.site_registry import all_sites
from covidmeet.items import Article
from covidmeet.pool import PageLimits, Pool, workers_for
from covidmeet.process import Fetched, attempt_whole
from covidmeet.reasons import Reason, Reject
from covidmeet.sites import Sites
from covidmeet.sources.documents import Documents, Unread
from covidmeet.stages.reading import Reading
from tests.pool.works import harmful

pytestmark = pytest.mark.slow

READING = Reading(Sites(all_sites()))
LIMITS = PageLimits(seconds=2, megabytes=1_000)


def good() -> list[Fetched]:
    pages = list(Documents(Path("data/samples/documents"), Path("x.db"), 10**7))
    return [page for page in pages if isinstance(page, Fetched)]


def bad(what: str, size: int = 1) -> Fetched:
    return Fetched(f"file:///{what}", b"x" * size)


def told(outcome: object) -> str:
    """The reason of a reject, else the title."""
    if isinstance(outcome, Reject):
        return str(outcome.reason)
    assert isinstance(outcome, Article)
    return str(outcome.reject.reason) if outcome.reject else outcome.title or ""


@pytest.mark.parametrize("workers", [1, 2])
def test_harm_costs_its_own_page_only(workers: int) -> None:
    harm = [bad(what) for what in ("crash", "pattern", "memory", "parser", "error")]
    pages = [page for pair in zip(good(), harm, strict=False) for page in pair]
    with Pool(READING, workers, LIMITS, harmful) as pool:
        results = list(pool.run([*pages, *good()]))
    assert [page.url for page, _ in results] == [page.url for page in (*pages, *good())]
    by_address = {page.url.removeprefix("file:///"): told(outcome) for page, outcome in results}
    assert {name: by_address[name] for name in ("crash", "pattern", "memory", "parser", "error")} == {
        "crash": Reason.WORKER_CRASHED,
        "pattern": Reason.TOO_SLOW,
        "memory": Reason.TOO_MUCH_MEMORY,
        "parser": Reason.TOO_SLOW,
        "error": Reason.ERROR,
    }
    assert all("会议" in told(outcome) or "会" in told(outcome) for _, outcome in results[-len(good()) :])


def test_a_page_whose_worker_was_ended_once_is_read(tmp_path: Path) -> None:
    page = Fetched(f"file:///once?{tmp_path / 'flag'}", good()[0].body)
    with Pool(READING, 1, LIMITS, harmful) as pool:
        ((_, outcome),) = pool.run([page])
    assert isinstance(outcome, Article)


def test_others_are_read_while_one_takes_its_time() -> None:
    with Pool(READING, 2, PageLimits(seconds=10), harmful) as pool:
        list(pool.run(good()[:2]))  # both have started
        started = time.monotonic()
        results = list(pool.run([bad("sleep?2"), *good() * 8]))
    assert results[0][0].url == "file:///sleep?2"
    assert time.monotonic() - started < 6


def test_pages_larger_than_any_pipe_go_both_ways() -> None:
    text = good()[0].body + "会议强调，要落实责任。\n".encode() * 40_000
    with Pool(READING, 2, PageLimits(seconds=60), harmful) as pool:
        results = list(pool.run([Fetched(f"file:///{i}.txt", text) for i in range(6)]))
    assert [page.url for page, _ in results] == [f"file:///{i}.txt" for i in range(6)]
    assert all(isinstance(outcome, Article) for _, outcome in results)


def test_what_the_source_raises_comes_at_its_place() -> None:
    def pages() -> Iterator[Fetched | Unread]:
        yield good()[0]
        yield Unread("file:///gone", Reject(Reason.UNREADABLE, "gone"))
        raise RuntimeError("the source is cut off")

    seen = []
    with Pool(READING, 2, LIMITS, attempt_whole) as pool, pytest.raises(RuntimeError, match="cut off"):
        for page, outcome in pool.run(pages()):
            seen.append((page.url.rpartition("/")[2], told(outcome)))
    assert len(seen) == 2
    assert seen[1] == ("gone", "unreadable")


def test_what_workers_log_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with Pool(READING, 1, LIMITS, harmful) as pool:
        list(pool.run([bad("error")]))
    assert "file:///error" in caplog.text
    assert "upset" in caplog.text


def test_the_same_outcomes_from_any_number_of_workers() -> None:
    pages = good() * 3
    found = []
    for workers in (1, 2, 4):
        # A busy machine must not make one of them too slow.
        with Pool(READING, workers, PageLimits(seconds=60), attempt_whole) as pool:
            found.append([outcome for _, outcome in pool.run(pages)])
    assert found[0] == found[1] == found[2]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("what", ["sleep?0", "pattern"])
def test_no_worker_outlives_a_parent_that_was_killed(what: str) -> None:
    program = f"""
import multiprocessing, sys
from covidmeet.pool import PageLimits, Pool
from covidmeet.process import Fetched
from covidmeet.stages.reading import Reading
from tests.pool.works import harmful
with Pool(Reading(), 2, PageLimits(seconds=1), harmful) as pool:
    list(pool.run([Fetched("file:///sleep?0", b"x")] * 9))
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    pool._limits = PageLimits()
    list(pool.run([Fetched("file:///{what}", b"x")] * 2 + [Fetched("file:///sleep?60", b"x")]))
"""
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    workers = [int(pid) for pid in process.stdout.readline().split()]
    assert workers
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 15
    while any(map(alive, workers)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not [pid for pid in workers if alive(pid)]


def test_as_many_workers_as_cores_unless_asked() -> None:
    assert workers_for(None) >= 1
    assert workers_for(3) == 3
