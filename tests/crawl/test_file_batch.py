"""Batches of articles of files: committed together or when time is up, read again where they are lost."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.transactions import transaction
from covidmeet.crawl import file_batch
from covidmeet.crawl.file_batch import FileBatch
from covidmeet.items import Article
from covidmeet.text.urls import hash_of


def article(number: int) -> Article:
    url = f"https://www.qinghe.example/{number}.html"
    body = f"青禾县召开第{number}次疫情防控会议。"
    return Article(url=url, url_hash=hash_of(url), content_hash=f"{number:064}", site="qinghe", body=body)


def store_in(batch: FileBatch, db: Database, *numbers: int) -> None:
    for number in numbers:
        batch.begin()
        store(db, article(number), "run")
        batch.added()


def seen_by_others(path: Path) -> int:
    db = sqlite3.connect(path)
    (count,) = db.execute("select count(*) from articles").fetchone()
    db.close()
    return int(count)


def no_failure(error: Any) -> None:
    raise AssertionError(error)


@pytest.fixture
def db(database: Path) -> Database:
    return connect(database)


async def test_two_hundred_articles_are_one_transaction(db: Database, database: Path) -> None:
    batch = FileBatch(db, no_failure)
    store_in(batch, db, *range(199))
    assert seen_by_others(database) == 0
    store_in(batch, db, 199)
    assert seen_by_others(database) == 200
    store_in(batch, db, 200, 201)
    batch.end()
    batch.end()
    assert seen_by_others(database) == 202


async def test_a_batch_ends_when_nothing_comes(
    db: Database, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_batch, "_LONGEST", 0.0)
    batch = FileBatch(db, no_failure)
    store_in(batch, db, 1, 2)
    while db.conn.in_transaction:
        await asyncio.sleep(0)
    assert seen_by_others(database) == 2


async def test_what_a_crash_loses_is_stored_when_it_is_read_again(db: Database, database: Path) -> None:
    store_in(FileBatch(db, no_failure), db, 1, 2, 3)
    db.close()  # as a process that is killed leaves it
    again = connect(database)
    assert seen_by_others(database) == 0
    batch = FileBatch(again, no_failure)
    store_in(batch, again, 1, 2, 3, 4)
    batch.end()
    assert seen_by_others(database) == 4


async def test_an_article_that_fails_does_not_take_the_others_with_it(db: Database, database: Path) -> None:
    batch = FileBatch(db, no_failure)
    store_in(batch, db, 1)
    broken = article(2)
    broken.body = None  # type: ignore[assignment]
    with pytest.raises(sqlite3.IntegrityError):
        store_in_one(batch, db, broken)
    store_in(batch, db, 3)
    batch.end()
    assert seen_by_others(database) == 2


def store_in_one(batch: FileBatch, db: Database, one: Article) -> None:
    batch.begin()
    store(db, one, "run")


async def test_articles_that_were_rolled_back_are_told_of(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    batch = FileBatch(db, no_failure)
    store_in(batch, db, 1, 2)
    db.conn.execute("rollback")  # SQLite's own, on a full disc
    with caplog.at_level(logging.ERROR):
        store_in(batch, db, 3)
    assert "2 articles are not stored" in caplog.text
    batch.end()


def test_a_part_of_a_transaction_is_undone_alone(db: Database) -> None:
    db.execute("create table t (n integer)")
    with transaction(db):
        db.execute("insert into t values (1)")
        with pytest.raises(RuntimeError), transaction(db):
            db.execute("insert into t values (2)")
            raise RuntimeError
        with transaction(db):
            db.execute("insert into t values (3)")
    assert not db.conn.in_transaction
    assert [n for (n,) in db.execute("select n from t")] == [1, 3]
