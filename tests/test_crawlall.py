"""All sites with one command: one process each, one summary, the worst exit code."""

from __future__ import annotations

import asyncio
import io
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from rich.console import Console
from scrapy.utils.project import get_project_settings

from covidmeet.archive.lock import SiteLock
from covidmeet.archive.shared import others, wal_reset_warning
from covidmeet.commands.crawlall import _sites
from covidmeet.crawl.crawls_view import SiteTable, line_of
from covidmeet.crawl.exit_codes import worst
from covidmeet.crawl.processes import Crawls, Ended
from covidmeet.crawl.progress_views import Snapshot
from covidmeet.crawl.site_registry import all_sites
from tests.faults.pages import meeting
from tests.faults.stage import Web, command, kept, until, web
from tests.terminal import on_a_terminal

pytestmark = pytest.mark.slow


@pytest.fixture
def site() -> Iterator[Web]:
    """gz_gov with four articles; every other site finds only empty lists there."""
    with web("gz_gov", {number: meeting(number) for number in range(4)}) as told:
        yield told


def crawlall(told: Web, database: Path, *words: str, **settings: object) -> subprocess.CompletedProcess[str]:
    line = command("--", told.via, database, {"LOG_LEVEL": "INFO", **settings}, verb="crawlall")
    line.remove("--")
    return subprocess.run([*line, *words], capture_output=True, text=True, timeout=120)


def test_one_sites_failure_stops_no_other(site: Web, database: Path) -> None:
    done = crawlall(site, database, "cbg", "gz_gov")
    assert done.returncode == 2
    assert len(kept(database)) == 4
    *sites, total = done.stdout.splitlines()
    assert [line.partition(";")[0] for line in sorted(sites)] == [
        "cbg: broken: 0 new, 0 rejected",
        "gz_gov: ok: 4 new",
    ]
    assert total == "1 of 2 healthy; exit code 2"
    assert "gz_gov | " in done.stderr
    assert "Run of cbg: broken" in done.stderr


def test_a_site_that_is_being_crawled_is_left_alone(site: Web, database: Path) -> None:
    lock = SiteLock.take(database, "cbg")
    done = crawlall(site, database, "cbg", "gz_gov", "--quiet")
    lock.release()
    assert done.returncode == 3
    assert "another crawl of cbg is running" in done.stdout
    assert len(kept(database)) == 4


def test_at_the_default_level_of_the_log_there_is_a_line_a_site_and_nothing_else(
    site: Web, database: Path
) -> None:
    line = command("--", site.via, database, {}, verb="crawlall")
    line.remove("--")
    at = line.index("LOG_LEVEL=WARNING")
    del line[at - 1 : at + 1]
    done = subprocess.run([*line, "cbg", "gz_gov"], capture_output=True, text=True, timeout=120)
    assert len(done.stdout.splitlines()) == 3
    warning = wal_reset_warning()
    told = [f"archive {database} (as given)", *([warning] if warning else [])]
    assert done.stderr.splitlines() == [f"scrapy crawlall: {line}" for line in told]


def test_a_terminal_shows_a_table_that_stays(site: Web, database: Path) -> None:
    line = command("--", site.via, database, {"PROGRESS": 1}, verb="crawlall")
    line.remove("--")
    code, seen = on_a_terminal([*line, "cbg", "gz_gov"], columns=80)
    assert code == 2
    last = seen[seen.rindex(" site ") :].splitlines()
    rows = {words[0]: words[1:] for words in map(str.split, last) if words and words[0] in ("cbg", "gz_gov")}
    assert rows["gz_gov"][:4] == ["ended", "4", "4", "0"]
    assert rows["gz_gov"][-2:] == ["●", "ok"]
    assert rows["cbg"][-2:] == ["✕", "broken"]
    assert any(line.startswith("cbg: broken: 0 new, 0 rejected; ") for line in last)
    assert max(map(len, last)) <= 80


def test_what_a_page_says_does_not_reach_the_terminal_as_control_characters() -> None:
    out = io.StringIO()
    board = SiteTable(Console(file=out, force_terminal=True, width=80, color_system=None), ["cbg"])
    board.far("cbg", asdict(Snapshot(stage="[bold]lists", found=3)))
    board.ended(Ended("cbg", 2, "\x1b]0;title\x07[red]no[/red]"))
    board.close("done")
    assert "\x1b]0;" not in out.getvalue()
    assert r"cbg: stopped: \x1b]0;title\x07[red]no[/red]" in out.getvalue()
    assert line_of(Ended("x", 1, "a\x9bb")) == r"x: not run: a\x9bb"


def test_quiet_says_nothing_of_what_is_well(site: Web, database: Path) -> None:
    done = crawlall(site, database, "gz_gov", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_name_that_is_no_site_starts_nothing(site: Web, database: Path) -> None:
    done = crawlall(site, database, "gz_gov", "nowhere")
    assert done.returncode == 1
    assert "there is no spider named nowhere" in done.stderr
    assert site.asked == []


def test_sigterm_stops_all_cleanly_and_starts_no_more(site: Web, database: Path) -> None:
    slow = {"DOWNLOAD_DELAY": 0.5, "CRAWLS_AT_ONCE": 1}
    line = command("--", site.via, database, slow, verb="crawlall")
    line.remove("--")
    process = subprocess.Popen(
        [*line, "gz_gov", "cbg"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    until(lambda: site.asked_articles() > 0)
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "stopped by a signal; what it archived" in said
    assert "not started: stopped by a signal" in said
    assert 0 < len(kept(database)) < 4


def test_without_names_all_that_need_no_argument() -> None:
    assert _sites(get_project_settings(), []) == [site.name for site in all_sites()]
    assert _sites(get_project_settings(), ["cbg", "documents", "cbg"]) == ["cbg", "documents"]


@pytest.mark.parametrize(
    ("version", "has_fault"),
    [((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False), ((3, 50, 7), False), ((3, 44, 5), True)],
)
def test_which_sqlite_may_damage_a_shared_archive(version: tuple[int, ...], has_fault: bool) -> None:
    assert (wal_reset_warning(version) is not None) is has_fault


def test_who_shares_an_archive(database: Path) -> None:
    lock = SiteLock.take(database, "cbg")
    assert others(database, "gz_gov") == ["cbg"]
    assert others(database, "cbg") == []
    lock.release()
    assert others(database, "gz_gov") == []


@pytest.mark.parametrize(
    ("codes", "expected"),
    [([], 0), ([0, 0], 0), ([0, 3], 3), ([3, 2, 0], 2), ([2, 1, 3], 1), ([0, 137], 2), ([-9], 2)],
)
def test_the_worst_code(codes: list[int], expected: int) -> None:
    assert worst(codes) == expected


class Counting(Crawls):
    """Sleeps instead of crawling, and notes how many do at a time."""

    now = 0
    most = 0

    async def _process(self, site: str) -> Ended:
        if site == "cannot":
            raise OSError(12, "Cannot allocate memory")
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.01)
        self.now -= 1
        return Ended(site, 0)


async def test_no_more_at_once_than_asked_for() -> None:
    crawls = Counting([], at_once=3, seconds=0, say=lambda site, line: None)
    ended = await crawls.run([f"site{number}" for number in range(10)] + ["cannot"])
    assert crawls.most == 3
    assert [one.code for one in ended] == [0] * 10 + [1]
    assert ended[-1].refusal == "no process: Cannot allocate memory"


async def test_a_crawl_that_hangs_is_killed_in_the_end() -> None:
    crawls = Crawls([], at_once=1, seconds=0.2, say=lambda site, line: None)
    (ended,) = await crawls.run(["cbg"])
    assert (ended.code, ended.refusal) == (2, "killed: it did not end within 0 s")


def test_three_machines_crawl_each_site_once_and_their_archives_merge(site: Web, tmp_path: Path) -> None:
    sites, parts = ["cbg", "dutenews", "gz_gov"], [tmp_path / f"{number}" / "part.db" for number in (1, 2, 3)]
    told = []
    for number, part in enumerate(parts, 1):
        part.parent.mkdir()
        done = crawlall(site, part, *sites, f"--shard={number}/3")
        told += [line.partition(":")[0] for line in done.stdout.splitlines()[:-1]]
    assert sorted(told) == sites
    made = [str(part) for part in parts if part.exists()]
    whole = tmp_path / "whole.db"
    done = subprocess.run(
        [sys.executable, "-m", "covidmeet", "merge", *made, "-o", str(whole)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert len(kept(whole)) == 4


def test_a_machine_without_a_site_crawls_nothing(site: Web, database: Path) -> None:
    codes = {number: crawlall(site, database, "gz_gov", f"--shard={number}/2") for number in (1, 2)}
    (other,) = (done for done in codes.values() if not done.stdout)
    assert (other.returncode, other.stderr) == (0, "scrapy crawlall: no site falls to this machine\n")


def test_a_shard_of_another_form_is_refused(site: Web, database: Path) -> None:
    done = crawlall(site, database, "--shard=6/5")
    assert done.returncode == 1
    assert (
        "--shard must be a number of a machine and how many there are, such as 2/5, not '6/5'" in done.stderr
    )
    assert site.asked == []
