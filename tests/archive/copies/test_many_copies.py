"""Many near copies of one text: all are linked, in whatever order they came, and the work stays bounded."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from covidmeet.archive.copies import first_texts, settling
from covidmeet.archive.copies.labels import relation
from covidmeet.archive.copies.settling import settle
from covidmeet.archive.db import connect
from covidmeet.items import Article
from tests.archive.copies.test_settling import cited, everything, store_all
from tests.made_articles import page
from tests.reports import report

TEXT = report(1, deeds=6, slogans=2)


def edited(number: int) -> str:
    """The text as one of many papers printed it: another word in two places behind the first sentence."""
    chance = random.Random(number)
    made = list(TEXT)
    for _ in range(2):
        at = chance.randrange(TEXT.index("\n"), len(made) - 3)
        made[at : at + 3] = [chr(chance.randrange(0x4E00, 0x9FA5)) for _ in range(3)]
    return "".join(made)


def papers(count: int) -> list[Article]:
    """Copies of one day each, the first of which is to be cited."""
    return [page(f"p{number}", edited(number), f"2022-03-{number // 50 + 1:02}") for number in range(count)]


@pytest.fixture
def few(monkeypatch: Any) -> None:
    """Small families, so that a handful of copies are many."""
    monkeypatch.setattr(first_texts, "FEW", {True: 4, False: 2})
    monkeypatch.setattr(first_texts, "FIRST", {True: 2, False: 1})


def test_every_one_of_many_leads_to_the_copy_to_cite(database: Path) -> None:
    db = connect(database)
    store_all(db, papers(120))
    settle(db)
    heads = [name for name, same_as in cited(db).items() if same_as is None]
    assert len(heads) == 1
    assert int(heads[0][1:]) < 50  # of the first day
    assert set(cited(db).values()) == {None, heads[0]}


@pytest.mark.usefixtures("few")
def test_every_order_and_batch_gives_the_same_rows_of_many(tmp_path: Path, monkeypatch: Any) -> None:
    found = []
    for seed in range(5):
        monkeypatch.setattr(settling, "_TOGETHER", 2 + seed * 5)
        articles = [*papers(24), *(page(f"r{number}", report(number + 50)) for number in range(4))]
        random.Random(seed).shuffle(articles)
        db = connect(tmp_path / f"{seed}.db")
        for some in (articles[: seed * 5], articles[seed * 5 :]):
            store_all(db, some)
            settle(db)
        found.append(everything(db))
    assert len(found[0][0]) > 2 * 23
    assert all(one == found[0] for one in found)


@pytest.mark.usefixtures("few")
def test_a_copy_that_comes_before_the_others_becomes_the_one_to_cite(database: Path, tmp_path: Path) -> None:
    db, other = connect(database), connect(tmp_path / "other.db")
    store_all(db, papers(20))
    settle(db)
    early = "update articles set published_at = '2022-01-01' where url like '%p13.%'"
    db.execute(early)
    settle(db)
    assert {name for name, same_as in cited(db).items() if same_as is None} == {"p13"}
    store_all(other, papers(20))
    other.execute(early)
    settle(other)
    assert everything(db) == everything(other)
    for one in (db, other):
        one.execute("delete from articles where url like '%p13.%'")
    settle(db)
    fresh = connect(tmp_path / "fresh.db")
    store_all(fresh, [article for article in papers(20) if "p13." not in article.url])
    settle(fresh)
    assert everything(db) == everything(fresh)


@pytest.mark.usefixtures("few")
def test_the_comparisons_grow_with_the_number_of_copies(tmp_path: Path, monkeypatch: Any) -> None:
    compared: list[int] = []

    def counted(*given: Any) -> Any:
        compared[-1] += 1
        return relation(*given)

    monkeypatch.setattr(settling, "relation", counted)
    for count in (20, 40, 80):
        compared.append(0)
        db = connect(tmp_path / f"{count}.db")
        store_all(db, papers(count))
        settle(db)
    assert compared[2] < 3 * compared[1] < 9 * compared[0], compared
