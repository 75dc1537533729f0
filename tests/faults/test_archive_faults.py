"""The rows of faults.md about the archive and its disc, staged."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from tests.conftest import Crawl
from tests.faults.harm import heed_permissions, small_disc
from tests.faults.pages import meeting
from tests.faults.table import Site, check, healthy, more, run

pytestmark = pytest.mark.slow


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
