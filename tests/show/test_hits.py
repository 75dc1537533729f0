"""What a search shows: in lists, in context, as data, page by page."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlite_utils import Database

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.search import count_hits, search
from covidmeet.cli.main import main
from covidmeet.show.hits import in_context, marked, shown_of
from covidmeet.show.line_breaks import columns
from covidmeet.text.fold import fold
from tests.made_articles import page
from tests.reports import report

LONG = "开头的话" * 20 + "会议要求做好核酸检测。\n核酸採樣点当天开放，" + "后面的话" * 20


@pytest.fixture
def archive(database: Path) -> Database:
    db = connect(database)
    store(db, page("a", LONG, "2022-03-02", title="核酸检测会议"), "run")
    store(db, page("b", "核酸检测点已开放，请相互转告。", "2022-03-05T08:00:00+08:00"), "run")
    store(db, page("c", "核酸采样之后，会议另行通知。"), "run", "2030-01-01T00:00:00+00:00")
    store(db, page("d", "会议改期，另行通知各单位。", "2022-03-06"), "run")
    return db


def names(hits: Any) -> list[str]:
    return [hit.url[8] for hit in hits]


def test_the_newest_come_first_and_those_without_a_day_last(archive: Database) -> None:
    assert names(search(archive, "核酸")) == ["b", "a", "c"]
    assert names(search(archive, "核酸", limit=1, skip=1)) == ["a"]
    assert list(search(archive, "核酸", skip=3)) == []
    assert len(list(search(archive, "核酸", limit=10**20))) == 3
    assert list(search(archive, "核酸", skip=10**20)) == []


def test_a_snippet_marks_each_word_that_it_shows(archive: Database) -> None:
    (hit,) = search(archive, "核酸采样 检测")
    text, marks = hit.snippet
    assert [text[start:stop] for start, stop in marks] == ["检测", "核酸採樣"]
    assert text.startswith("…")
    assert "\x1b[1m检测" in marked(text, marks).replace("\x1b[31m\x1b[1m", "\x1b[1m")


def test_places_are_those_of_the_stored_text(archive: Database) -> None:
    (hit,) = (hit for hit in search(archive, "核酸采样 检测") if hit.url[8] == "a")
    fields = {"title": hit.title or "", "body": hit.body}
    found = [(one.field, fields[one.field][one.start : one.stop]) for one in hit.occurrences]
    assert found == [("title", "检测"), ("body", "检测"), ("body", "核酸採樣")]


def test_words_in_context_stand_below_each_other(archive: Database) -> None:
    lines = [line for hit in search(archive, "核酸") for line in in_context(hit, 1, 80, coloured=False)]
    assert len(lines) == 5
    assert len({columns(line[: line.index("【")]) for line in lines}) == 1
    assert all(columns(line) <= 80 for line in lines)
    assert "\n" not in "".join(lines)


def test_of_an_article_that_holds_it_often_five_places_are_shown(database: Path) -> None:
    db = connect(database)
    store(db, page("a", "核酸检测。" * 9, "2022-03-02"), "run")
    (hit,) = search(db, "核酸")
    lines = list(in_context(hit, 7, None, coloured=True))
    assert len(lines) == 6
    assert lines[-1].endswith("… and 4 more")
    assert lines[0].startswith("  7  2022-03-02")


@pytest.mark.parametrize(
    ("first", "shown", "total", "told"),
    [
        (0, 20, 73, "20 of 73 shown"),
        (20, 20, 73, "21 to 40 of 73 shown"),
        (0, 20, 1001, "20 of more than 1,000 shown"),
    ],
)
def test_how_many_of_how_many(first: int, shown: int, total: int, told: str) -> None:
    assert shown_of(first, shown, total, 1_000) == told


def test_every_substring_is_found_page_by_page(database: Path) -> None:
    """Against Python's own search in the folded texts; across marks and lines as well."""
    db, texts = connect(database), {}
    for number in range(60):
        body = report(number)
        day = f"2022-{number % 12 + 1:02}-{number % 27 + 1:02}" if number % 7 else None
        store(db, page(f"p{number}", body, day), "run")
        texts[f"https://p{number}.example.com/"] = fold(body).replace(" ", "").replace("\t", "")
    random = Random(19)
    for _ in range(60):
        text = random.choice(list(texts.values()))
        at = random.randrange(len(text) - 8)
        sought = text[at : at + random.randint(1, 8)]
        if "\n" in sought or not any(map(str.isalnum, sought)) or set(sought) & set('"“”()（）:：-'):
            continue
        phrase = f'"{sought}"'
        expected = {url for url, folded in texts.items() if sought in folded}
        assert count_hits(db, phrase) == len(expected), sought
        assert count_hits(db, phrase, 3) == min(len(expected), 3)
        pages = [[hit.url for hit in search(db, phrase, limit=7, skip=skip)] for skip in range(0, 70, 7)]
        found = [url for one in pages for url in one]
        assert len(found) == len(set(found))
        assert set(found) == expected, sought
        assert found == [hit.url for hit in search(db, phrase, limit=100)]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["search", *words])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_the_command_gives_json_and_csv(
    archive: Database, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, "核酸", "--json", "--limit", "2", "-d", str(database))
    found = json.loads(out)
    assert (code, [one["url"][8] for one in found]) == (0, ["b", "a"])
    assert "body" not in found[0]
    assert found[1]["matches"][0] == {"field": "title", "offset": 0, "text": "核酸"}
    assert found[0]["published_on"] == "2022-03-05"
    code, out, _ = run(capsys, "核酸", "--csv", "-d", str(database))
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["url"][8], row["matches"]) for row in rows] == [("b", "1"), ("a", "3"), ("c", "1")]
    code, out, _ = run(capsys, "没有的词", "--json", "-d", str(database))
    assert (code, json.loads(out)) == (1, [])


def test_the_command_tells_how_many_there_are(
    archive: Database, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "核酸", "--limit", "2", "-d", str(database))[2].endswith("2 of 3 shown\n")
    code, out, err = run(capsys, "核酸", "--limit", "2", "--page", "2", "-d", str(database))
    assert (code, out.split()[0]) == (0, "3")
    assert err.endswith("3 to 3 of 3 shown\n")
    code, out, err = run(capsys, "核酸", "--limit", "2", "--page", "3", "-d", str(database))
    assert (code, out) == (1, "")
    assert err.endswith("page 3 is beyond the last hit\n")
    assert run(capsys, "核酸", "--page", str(10**20), "-d", str(database))[0] == 1
    assert run(capsys, "核酸", "--kwic", "--json", "-d", str(database))[0] == 1
