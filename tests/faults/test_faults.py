"""Every row of faults.md, staged."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from covidmeet.archive.runs import CUT_OFF
from tests.conftest import Crawl
from tests.faults import stage
from tests.faults.harm import Clock, heed_permissions, small_disc
from tests.faults.pages import SHAPES, kites, meeting, redesigned, retold
from tests.faults.pages import page as as_served
from tests.faults.stage import Outcome, Web, crawling, ended, is_sound, kept, last_run, until, web
from tests.hostile.server import page

pytestmark = pytest.mark.slow

CAPTCHA = Path("tests/pages/cbg/captcha/page.body")


@dataclass(frozen=True)
class Row:
    """What faults.md states of a fault; cells as they are written there."""

    verdict: str
    code: int
    message: str
    kept: str


def rows() -> dict[str, Row]:
    lines = Path("tests/faults.md").read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| ")]
    return {row[0]: Row(row[1], int(row[2]), row[3], row[4]) for row in cells if row[0] != "fault"}


ROWS = rows()
UNHURRIED = {"DOWNLOAD_DELAY": 0.2, "DOWNLOAD_DELAY_JITTER": 0}


def check(fault: str, outcome: Outcome, before: dict[str, str] | None = None) -> None:
    """Compare what came of a fault with its row; ``before``: the articles that must still be there."""
    row = ROWS[fault]
    assert outcome.code == row.code, outcome.said
    if row.verdict == "–":
        assert row.message in outcome.said
    else:
        run = last_run(outcome.database)
        assert run is not None
        assert run["verdict"] == row.verdict, run["reason"]
        assert row.message in run["reason"]
    if row.kept == "–":
        return
    articles = kept(outcome.database)
    if some := re.fullmatch(r"some of (\d+)", row.kept):
        assert 0 < len(articles) < int(some[1])
    else:
        assert len(articles) == int(row.kept)
    for url, body in (before or {}).items():
        assert articles[url] == body
    assert is_sound(outcome.database)


Site = Callable[..., Web]


@pytest.fixture
def site() -> Iterator[Site]:
    """``site("cbg")``: the site with four articles on its list."""
    with ExitStack() as stack:
        yield lambda name="gz_gov", count=4: stack.enter_context(
            web(name, {number: meeting(number) for number in range(count)})
        )


async def healthy(crawl: Crawl, told: Web, database: Path) -> dict[str, str]:
    """A first run that went well; what it archived."""
    await crawl(told.site, {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}, via=told.via)
    run = last_run(database)
    assert run is not None
    assert run["verdict"] == "ok", run
    told.asked.clear()
    return kept(database)


def more(told: Web, count: int = 4) -> list[str]:
    """As many new articles on the list, above the old ones; their addresses."""
    first = max(told.stories) + 1
    fresh = range(first, first + count)
    told.stories = {number: meeting(number) for number in fresh} | told.stories
    return [SHAPES[told.site].address(number) for number in fresh]


def run(told: Web, database: Path, **options: Any) -> Outcome:
    return stage.crawl(told.site, told.via, database, **options)


def test_every_row_is_staged() -> None:
    source = Path(__file__).read_text("utf-8")
    staged = set(re.findall(r"    check\(\"([^\"]+)\"", source)) | {"SIGTERM", "SIGINT"}
    staged |= {f"redesign of {name}" for name in SHAPES}
    assert staged == set(ROWS)


# --- the site ---


@pytest.mark.parametrize("name", SHAPES)
async def test_redesign(name: str, site: Site, crawl: Crawl, database: Path) -> None:
    told = site(name)
    before = await healthy(crawl, told, database)
    more(told)
    told.render = lambda _, story: redesigned(story)
    check(f"redesign of {name}", run(told, database), before)


async def test_empty_list(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    told.stories = {}
    check("empty list", run(told, database), before)


async def test_old_list(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    told.stories = {number: retold(meeting(number), "2015-03-02") for number in (91, 92)}
    check("list full of old articles", run(told, database), before)


async def test_all_403(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    told.change = lambda _: page("<h1>403</h1>", status="403 Forbidden")
    check("all 403", run(told, database), before)


async def test_half_blocked(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    refused = more(told, 8)[::2]
    told.change = lambda url: page("no", status="403 Forbidden") if url in refused else None
    check("half of the pages blocked", run(told, database), before)


async def test_captcha(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    walled = more(told)
    told.change = lambda url: page(CAPTCHA.read_bytes()) if url in walled else None
    check("captcha everywhere", run(told, database), before)


async def test_wrong_charset(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    more(told)
    pages = {SHAPES["gz_gov"].address(n): as_served("gz_gov", story) for n, story in told.stories.items()}
    # GBK that header and page both call UTF-8.
    told.change = lambda url: page(pages[url].encode("gbk")) if url in pages else None
    check("wrong charset everywhere", run(told, database), before)
    for number in told.stories:
        assert kept(database)[SHAPES["gz_gov"].address(number)].split("\n") == list(
            meeting(number).paragraphs
        )


async def test_out_of_scope_only(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    told.stories |= {number: kites(number) for number in range(20, 24)}
    check("out-of-scope only", run(told, database), before)


async def test_crashing_page(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    more(told, 8)
    outcome = run(told, database, SPIDER_MODULES="tests.faults.spiders")
    check("one article that crashes the extractor", outcome, before)


# --- the way there ---


async def test_dns_failure(site: Site, crawl: Crawl, database: Path) -> None:
    before = await healthy(crawl, site(), database)
    outcome = stage.crawl("gz_gov", "http://nowhere.invalid/{url}", database, RETRY_TIMES=0)
    check("DNS failure", outcome, before)


async def test_down_then_up(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    outcome = stage.crawl("gz_gov", "http://127.0.0.1:9/{url}", database, RETRY_TIMES=0)
    check("site down", outcome, before)
    more(told)
    check("site up again", run(told, database), before)


async def test_slow_server(site: Site, crawl: Crawl, database: Path) -> None:
    told = site(count=8)
    told.wait = 0.01
    before = await healthy(crawl, told, database)
    more(told, 8)
    told.wait = 0.4
    check("10× slower server", run(told, database), before)


# --- the archive ---


async def test_disc_full(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    told.stories |= {number: meeting(number, extra=12) for number in range(100, 156)}
    with small_disc(database.parent / "disc", 3_000) as disc:
        there = disc / database.name
        there.write_bytes(database.read_bytes())
        check("disc full", run(told, there), before)
        assert [path.name for path in disc.iterdir() if path.suffix == ".reserve"] == []


async def test_disc_full_before(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    with small_disc(database.parent / "disc", 1_000) as disc:
        there = disc / database.name
        there.write_bytes(database.read_bytes())
        room = os.statvfs(disc)
        (disc / "other").write_bytes(bytes((room.f_bavail - 40) * room.f_frsize))
        outcome = run(told, there)
        (disc / "other").unlink()
        check("disc full before the start", outcome, before)


async def test_locked(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    holder = sqlite3.connect(database)
    holder.execute("begin exclusive")
    outcome = run(told, database, DATABASE_BUSY_SECONDS=0.3)
    holder.close()
    check("database locked", outcome, before)


async def test_locked_on_the_way(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    fresh = more(told)
    holder = sqlite3.connect(database, check_same_thread=False)

    def lock(url: str) -> None:
        if url in fresh and not holder.in_transaction:
            holder.execute("begin immediate")

    told.change = lock
    outcome = run(told, database, DATABASE_BUSY_SECONDS=0.2)
    holder.close()
    check("database locked on the way", outcome, before)


async def test_read_only(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    database.chmod(0o444)
    outcome = run(told, database, prepare=heed_permissions)
    database.chmod(0o644)
    check("database read-only", outcome, before)


async def test_folder_not_writable(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    database.parent.chmod(0o555)
    outcome = run(told, database, prepare=heed_permissions)
    database.parent.chmod(0o755)
    check("data folder not writable", outcome, before)


async def test_corrupt(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    await healthy(crawl, told, database)
    damaged = b"\xff" * 4096 + database.read_bytes()[4096:]
    database.write_bytes(damaged)
    check("corrupt database", run(told, database))
    assert database.read_bytes() == damaged


async def test_corrupt_in_the_middle(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    await healthy(crawl, told, database)
    more(told)
    with sqlite3.connect(database) as db:
        (root,) = db.execute("select rootpage from sqlite_master where name = 'articles'").fetchone()
        (size,) = db.execute("pragma page_size").fetchone()
    db.close()
    whole = bytearray(database.read_bytes())
    whole[(root - 1) * size : root * size] = b"\xff" * size
    database.write_bytes(whole)
    check("corrupt database in the middle", run(told, database))


# --- the process ---


@pytest.mark.parametrize("offset", ["-3d", "+40d"])
async def test_clock(offset: str, site: Site, crawl: Crawl, database: Path, tmp_path: Path) -> None:
    told = site()
    clock = Clock(tmp_path)
    before = await healthy(crawl, told, database)
    fresh = more(told)

    def jump(url: str) -> None:
        if url in fresh:
            clock.set(offset)

    told.change = jump
    outcome = run(told, database, env=clock.env, DOWNLOAD_DELAY=0.05)
    if offset.startswith("-"):
        check("clock set back", outcome, before)
    else:
        check("clock set forward", outcome, before)
    last = last_run(database)
    assert last is not None
    assert abs(days(last["started"], last["finished"])) > 2  # the clock did jump
    assert 0 < seconds_of(last) < 60


async def test_kill(site: Site, database: Path) -> None:
    told = site(count=12)
    with crawling("gz_gov", told.via, database, **UNHURRIED) as process:
        until(lambda: told.asked_articles() > 4)
        process.kill()
        check("kill -9", ended(process, database))
    last = last_run(database)
    assert last is not None
    assert (last["verdict"], last["finished"]) == (None, None)
    before = kept(database)
    check("run after kill -9", run(told, database), before)
    assert killed_row(database) == ("stopped", CUT_OFF)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_signal(number: signal.Signals, site: Site, database: Path) -> None:
    told = site(count=12)
    with crawling("gz_gov", told.via, database, **UNHURRIED) as process:
        until(lambda: told.asked_articles() > 4)
        process.send_signal(number)
        check(number.name, ended(process, database))


async def test_duplicate(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    told.wait = 30.0
    with crawling("gz_gov", told.via, database) as process:
        until(lambda: bool(told.asked))
        check("duplicate run", run(told, database), before)
        assert process.poll() is None


def days(start: str, end: str) -> float:
    with sqlite3.connect(":memory:") as db:
        return float(db.execute("select julianday(?) - julianday(?)", [end, start]).fetchone()[0])


def seconds_of(row: dict[str, Any]) -> float:
    found = re.search(r'"seconds": ([\d.]+)', row["counts"])
    assert found
    return float(found[1])


def killed_row(database: Path) -> tuple[str, str]:
    db = sqlite3.connect(database)
    row = db.execute("select verdict, reason from runs order by rowid limit 1").fetchone()
    db.close()
    return row[0], row[1]
