"""Copies are found across runs, in whatever order the articles came, whoever was killed in between."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from covidmeet.archive.articles import put, store
from covidmeet.archive.copies import common, settling, texts
from covidmeet.archive.copies.citing import cite
from covidmeet.archive.copies.settling import settle, waiting
from covidmeet.archive.db import connect
from covidmeet.archive.transactions import transaction
from covidmeet.items import Article
from covidmeet.text.urls import hash_of
from tests.made_articles import page
from tests.reports import excerpt, half, report, with_errors, with_more

TEXT = report(1)

_OF_MEETINGS = (
    "select type, name from sqlite_master where type = 'view' or name in"
    " ('people', 'orders', 'measures', 'meetings', 'index_queries', 'index_captures',"
    " 'issue_days') and type = 'table'"
    " order by type = 'table', name = 'meetings'"
)
"""What a later migration makes, views before tables, and meetings last: the others lead there."""


def store_all(db: Database, articles: Iterable[Article]) -> None:
    with transaction(db):
        for article in articles:
            put(db, article, "run", "2026-01-01T00:00:00+00:00")


def names(db: Database) -> dict[str, str]:
    return {
        url_hash: url.removeprefix("https://").removesuffix(".example.com/")
        for url_hash, url in db.execute("select url_hash, url from articles")
    }


def labels(db: Database, of: str = "original") -> dict[str, str]:
    """By page: what it is to the one named."""
    named = names(db)
    rows = db.execute("select url_hash, other, label from copies").fetchall()
    return {named[own]: label for own, other, label in rows if named[other] == of}


def cited(db: Database) -> dict[str, str | None]:
    named = names(db)
    found = db.execute("select url_hash, same_as from articles").fetchall()
    return {named[own]: None if same_as is None else named[same_as] for own, same_as in found}


def everything(db: Database) -> list[list[tuple[Any, ...]]]:
    return [
        db.execute("select * from copies order by 1, 2").fetchall(),
        db.execute("select url_hash, same_as from articles order by 1").fetchall(),
    ]


VARIANTS = {
    "same": (TEXT.replace("，", ","), "same"),
    "one": (with_errors(TEXT, 0.01), "edited"),
    "five": (with_errors(TEXT, 0.05), "edited"),
    "more": (with_more(TEXT, 99), "longer"),
    "half": (half(TEXT), "shorter"),
    "excerpt": (excerpt(TEXT), "shorter"),
}


def corpus(count: int) -> list[Article]:
    """Unrelated reports, and what others made of one."""
    others = [page(f"r{number}", report(number + 1000, slogans=8 + number % 9)) for number in range(count)]
    copies = [page(name, text, "2022-03-03") for name, (text, _) in VARIANTS.items()]
    return [*others, page("original", TEXT, "2022-03-02"), *copies]


@pytest.mark.slow
def test_among_2000_reports_full_of_the_same_slogans_the_copies_are_found_and_no_other(
    database: Path,
) -> None:
    db = connect(database)
    store_all(db, corpus(2000))
    settle(db)
    assert labels(db) == {name: label for name, (_, label) in VARIANTS.items()}
    assert all(same_as == "original" for name, same_as in cited(db).items() if name in VARIANTS)
    linked = {names(db)[url_hash] for (url_hash,) in db.execute("select url_hash from copies")}
    assert linked == {"original", *VARIANTS}
    assert {name for name, same_as in cited(db).items() if same_as} == set(VARIANTS)


def test_every_order_and_every_batch_gives_the_same_rows(database: Path, monkeypatch: Any) -> None:
    # A limit that is crossed upwards and, as texts come, downwards again.
    monkeypatch.setattr(common, "limit", lambda count: 3 if count < 32 else 5)
    found = []
    for seed in range(6):
        monkeypatch.setattr(settling, "_TOGETHER", 1 + seed * 7)
        articles = corpus(40)
        random.Random(seed).shuffle(articles)
        path = database.with_name(f"{seed}.db")
        at = seed * 9
        for some in (articles[:at], articles[at:]):
            db = connect(path)  # another run
            store_all(db, some)
            settle(db)
            db.close()
        found.append(everything(connect(path)))
    assert found[0][0]
    assert all(one == found[0] for one in found)


def test_an_article_that_goes_leaves_what_would_be_there_without_it(database: Path, tmp_path: Path) -> None:
    db, other = connect(database), connect(tmp_path / "other.db")
    store_all(db, corpus(10))
    settle(db)
    gone = hash_of("https://original.example.com/")
    db.execute("delete from articles where url_hash = ?", [gone])
    assert not db.execute("select 1 from copies where ? in (url_hash, other)", [gone]).fetchall()
    settle(db)
    store_all(other, [article for article in corpus(10) if article.url_hash != gone])
    settle(other)
    assert everything(db) == everything(other)


def test_a_text_that_changes_takes_its_links_along(database: Path, tmp_path: Path) -> None:
    db, other = connect(database), connect(tmp_path / "other.db")
    store_all(db, corpus(10))
    settle(db)
    store(db, page("original", report(5), "2022-03-02"), "run-2")
    settle(db)
    store_all(other, [page("original", report(5), "2022-03-02"), *corpus(10)[:10], *corpus(10)[11:]])
    settle(other)
    assert everything(db) == everything(other)
    assert labels(db) == {}


def test_which_copy_is_cited(database: Path) -> None:
    db = connect(database)
    late, early = "2022-03-05", "2022-03-02"
    store_all(db, [page("late", with_errors(TEXT, 0.01), late), page("undated", TEXT)])
    settle(db)
    assert cited(db) == {"late": None, "undated": "late"}
    store_all(db, [page("mirror", TEXT, "2022-03-01", original_url="https://gone.example.com/")])
    settle(db)
    assert cited(db) == {"late": None, "undated": "late", "mirror": "late"}
    store_all(db, [page("early", with_errors(TEXT, 0.01, 7), early)])  # a better one renews all
    settle(db)
    assert cited(db) == {"early": None, "late": "early", "undated": "early", "mirror": "early"}
    store_all(db, [page("document", TEXT, "2022-03-01", url="file:///document.txt")])
    settle(db)
    assert cited(db)["file:///document.txt"] == "early"
    store_all(db, [page("a", report(7), early), page("b", report(7), early)])
    settle(db)
    least = min("ab", key=lambda name: hash_of(f"https://{name}.example.com/"))
    assert {name: cited(db)[name] for name in "ab"} == {"a": None, "b": None} | {
        ({"a", "b"} - {least}).pop(): least
    }


def test_no_text_is_cited_for_one_that_is_not_its_copy(database: Path) -> None:
    """A round-up of two reports is longer than each; they have nothing to do with each other."""
    db = connect(database)
    both = page("both", report(1) + "\n" + report(2), "2022-03-04")
    store_all(db, [page("one", report(1), "2022-03-02"), page("two", report(2), "2022-03-03"), both])
    settle(db)
    assert labels(db, "both") == {"one": "shorter", "two": "shorter"}
    assert cited(db) == {"one": None, "two": None, "both": None}
    # Published before them it is what they are parts of.
    store(db, page("both", report(1) + "\n" + report(2), "2022-03-01"), "run-2")
    settle(db)
    assert cited(db) == {"one": "both", "two": "both", "both": None}


def test_same_as_never_leads_to_a_copy(database: Path) -> None:
    db = connect(database)
    chance = random.Random(3)
    text = TEXT
    for number in range(12):  # each a copy of the one before, the last hardly one of the first
        day = f"2022-03-{chance.randrange(1, 29):02}"
        store(db, page(f"p{number}", text, day), "run")
        text = with_errors(text, 0.04, number)
        settle(db)
        chains = (
            "select 1 from articles a join articles b on b.url_hash = a.same_as where b.same_as is not null"
        )
        assert not db.execute(chains).fetchall()


def test_many_pages_with_one_text_make_a_row_each(database: Path) -> None:
    db = connect(database)
    store_all(db, [page(f"p{number}", TEXT, f"2022-03-{1 + number % 28:02}") for number in range(60)])
    settle(db)
    assert db.execute("select count(*) from copies").fetchone() == (2 * 59,)
    assert db.execute("select count(*) from copy_texts").fetchone() == (1,)


def test_the_work_for_pages_with_one_text_grows_with_their_number(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(settling, "_TOGETHER", 20)
    steps = []  # of SQLite's virtual machine, in hundreds
    for count in (40, 80, 160, 320):
        db = connect(tmp_path / f"{count}.db")
        store_all(db, [page(f"p{number}", TEXT, f"2022-03-{1 + number % 28:02}") for number in range(count)])
        made: list[int] = []
        db.conn.set_progress_handler(partial(made.append, 1), 100)
        assert settle(db) == count
        db.conn.set_progress_handler(None, 0)
        assert db.execute("select count(*) from copies").fetchone() == (2 * (count - 1),)
        assert waiting(db) == 0
        steps.append(len(made))
    assert steps[3] < 10 * steps[0], steps
    assert steps[3] < 2.5 * steps[2], steps


def test_a_killed_batch_leaves_its_backlog(database: Path, monkeypatch: Any) -> None:
    db = connect(database)
    store_all(db, corpus(10))
    assert waiting(db) == 17
    monkeypatch.setattr(settling, "_TOGETHER", 5)
    work = cite
    calls: list[int] = []

    def killed(*given: Any) -> None:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        work(*given)

    monkeypatch.setattr(settling, "cite", killed)
    with pytest.raises(KeyboardInterrupt):
        settle(db)
    db.close()
    monkeypatch.setattr(settling, "cite", work)
    db = connect(database)
    assert waiting(db) == 7
    settle(db)
    assert waiting(db) == 0
    other = connect(database.with_name("whole.db"))
    store_all(other, corpus(10))
    settle(other)
    assert everything(db) == everything(other)


def test_another_kind_of_signature_has_all_made_anew(database: Path, monkeypatch: Any) -> None:
    db = connect(database)
    store_all(db, corpus(5))
    settle(db)
    before = everything(db)
    made = db.execute("select count(*), sum(length(signature)) from copy_texts").fetchone()
    monkeypatch.setattr(texts, "_SEED", 7)
    monkeypatch.setattr(settling, "scheme", lambda: 7)
    settle(db)
    assert db.execute("select scheme from copy_state").fetchall() == [(7,)]
    assert db.execute("select count(*), sum(length(signature)) from copy_texts").fetchone() == made
    assert everything(db) == before


def test_a_change_by_another_program_waits_as_well(database: Path) -> None:
    db = connect(database)
    store_all(db, [page("original", TEXT, "2022-03-02"), page("copy", TEXT, "2022-03-03")])
    settle(db)
    db.close()
    plain = sqlite3.connect(database)
    plain.execute("update articles set published_at = '2022-03-01' where url like '%copy%'")
    plain.commit()
    plain.close()
    db = connect(database)
    settle(db)
    assert cited(db) == {"original": "copy", "copy": None}


def test_what_is_seen_again_does_not_wait(database: Path) -> None:
    db = connect(database)
    store(db, page("original", TEXT), "run")
    settle(db)
    store(db, page("original", TEXT), "run-2")
    assert waiting(db) == 0


def test_articles_of_an_archive_of_before_wait(database: Path) -> None:
    db = connect(database)
    store_all(db, corpus(3))
    made = "select type, name from sqlite_master where name like 'cop%' and type in ('table', 'trigger')"
    for kind, name in db.execute(made).fetchall():
        db.execute(f"drop {kind} {name}")
    for kind, name in db.execute(_OF_MEETINGS).fetchall():
        db.execute(f"drop {kind} {name}")
    db.execute("drop trigger articles_text_changed")
    db.execute("drop index idx_articles_fts_rowid")
    db.execute("alter table revisions drop column fields")
    for column in ("extraction", "fields", "fts_rowid"):
        db.execute(f"alter table articles drop column {column}")
    db.execute("delete from _sqlite_migrations where name >= 'm013'")
    db.execute("pragma user_version = 12")
    db.close()
    db = connect(database)
    assert waiting(db) == 9  # texts
    told: list[tuple[int, int]] = []
    settle(db, lambda done, remaining: told.append((done, remaining)))
    assert told == [(9, 0)]
    assert labels(db) == {name: label for name, (_, label) in VARIANTS.items()}


def test_settling_so_many_leaves_the_rest(database: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(settling, "_TOGETHER", 2)
    db = connect(database)
    store_all(db, corpus(3))
    assert settle(db, most=4) == 4
    assert waiting(db) == 6


def test_an_article_without_a_hash_is_left_alone(database: Path) -> None:
    db = connect(database)
    article = page("original", TEXT)
    article.content_hash = None
    store(db, article, "run")
    settle(db)
    assert waiting(db) == 0
