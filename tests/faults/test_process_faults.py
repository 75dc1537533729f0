"""The rows of faults.md about the process: clock, signals, a second crawl, staged."""

from __future__ import annotations

import re
import signal
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from covidmeet.archive.runs import CUT_OFF
from tests.conftest import Crawl
from tests.faults.harm import Clock
from tests.faults.stage import crawling, ended, kept, last_run, until
from tests.faults.table import Site, check, healthy, more, run

pytestmark = pytest.mark.slow
UNHURRIED = {"DOWNLOAD_DELAY": 0.2, "DOWNLOAD_DELAY_JITTER": 0}


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
