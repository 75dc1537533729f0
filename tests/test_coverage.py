"""``covidmeet coverage``: every capture in one month of one site, with one fate."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from covidmeet.archive.articles import keep_reject, store
from covidmeet.archive.captures import Capture, keep_captures
from covidmeet.archive.db import connect
from covidmeet.archive.reader import open_read_only
from covidmeet.archive.runs import begin
from covidmeet.cli.coverage_table import coverage_words, sum_line
from covidmeet.cli.main import main
from covidmeet.items import Article
from covidmeet.reasons import Reason, Reject
from covidmeet.status.coverage import NEVER_ASKED, Coverage, Fate, MonthOfSite, coverage, total
from covidmeet.text.urls import hash_of
from tests.show.conftest import plain

AT = "2022-06-15T02:00:00+00:00"
HOST = "http://www.lanting.example"


@pytest.fixture
def db(database: Path) -> Database:
    found = connect(database)
    for run_id, spider in (("run-l", "lanting"), ("run-q", "qinghe")):
        begin(found, run_id, spider)
    return found


def archived(db: Database, name: str, published: str | None, **fields: Any) -> Article:
    article = plain(f"{HOST}/{name}", published_at=published, site=fields.pop("site", "lanting"), **fields)
    store(db, article, "run-l", AT)
    return article


def captured(
    db: Database, name: str, outcome: str, *, at: str = AT, run: str = "run-l", times: int = 1
) -> None:
    url = f"{HOST}/{name}"
    keep_captures(
        db,
        [Capture(hash_of(url), url, at, at, None, 200, "", None, None, outcome, run) for _ in range(times)],
    )


def rejected(db: Database, name: str, reason: Reason, run: str = "run-l") -> None:
    keep_reject(db, f"{HOST}/{name}", Reject(reason, "found"), run)
    db.execute("update rejects set seen_at = ?", [AT])


def found(database: Path, **arguments: Any) -> Coverage:
    reader = open_read_only(database)
    try:
        return coverage(reader, **arguments)
    finally:
        reader.close()


def told(months: Coverage) -> dict[tuple[str, str], dict[str, Any]]:
    """By site and month what is not zero."""
    return {
        key: {str(fate): dict(words) for fate, words in month.by_fate.items() if words}
        | ({"articles": month.articles} if month.articles else {})
        | ({"undated": month.undated} if month.undated else {})
        | ({"gap": True} if month.is_gap else {})
        for key, month in months.items()
    }


def test_each_capture_counts_in_its_month_under_its_fate(db: Database, database: Path) -> None:
    archived(db, "1.html", "2022-03-02T08:00:00+08:00")
    captured(db, "1.html", "article", times=2)
    captured(db, "1.html", "blocked")  # of a page that is archived: its month is known
    archived(db, "2.html", "2022-05-30")
    captured(db, "2.html", "article")
    archived(db, "3.html", None)  # no day: that of the capture
    captured(db, "3.html", "article", at="2022-06-30T17:00:00+00:00")  # July in Beijing
    captured(db, "4.html", "not_found")
    captured(db, "list.html", "list")
    captured(db, "robots.txt", "robots")
    captured(db, "5.html", "redirect")
    captured(db, "6.html", "interrupted")
    assert told(found(database)) == {
        ("lanting", "2022-03"): {
            "archived": {"article": 2},
            "rejected": {"blocked": 1},
            "articles": 1,
        },
        ("lanting", "2022-04"): {"gap": True},
        ("lanting", "2022-05"): {"archived": {"article": 1}, "articles": 1},
        ("lanting", "2022-06"): {
            "rejected": {"not_found": 1},
            "other": {"list": 1, "robots": 1, "redirect": 1, "interrupted": 1},
            "articles": 1,
            "undated": 5,
        },
        ("lanting", "2022-07"): {"archived": {"article": 1}, "undated": 1},
    }


def test_what_has_no_capture_counts_once(db: Database, database: Path) -> None:
    archived(db, "1.html", "2022-03-02", site="qinghe")  # archived before captures were kept
    rejected(db, "2.html", Reason.TIMEOUT)
    rejected(db, "3.html", Reason.ROBOTS, "run-q")
    rejected(db, "4.html", Reason.ADDRESS_REFUSED)
    rejected(db, "5.html", Reason.TIMEOUT)
    rejected(db, "5.html", Reason.UNREACHABLE)
    rejected(db, "6.html", Reason.NOT_FOUND)
    captured(db, "6.html", "not_found")  # the same once more
    rejected(db, "7.html", Reason.TIMEOUT)
    archived(db, "7.html", "2022-03-09", site="qinghe")  # came later
    months = found(database)
    assert told(months)["qinghe", "2022-03"] == {"archived": {"article": 2}, "articles": 2}
    assert told(months)["qinghe", "2022-06"] == {"never_asked": {"robots": 1}, "undated": 1}
    lanting = months[MonthOfSite("lanting", "2022-06")]
    assert lanting.by_fate[Fate.NEVER_ASKED] == {"address_refused": 1}
    assert lanting.count(Fate.REJECTED) == 3
    assert lanting.by_fate[Fate.REJECTED]["not_found"] == 1


def test_the_counts_add_up_in_any_archive(db: Database, database: Path) -> None:
    rng = random.Random(11)
    outcomes = ["article", "list", "redirect", "robots", "interrupted", *(reason.value for reason in Reason)]
    for number in range(400):
        name = f"{number}.html"
        if rng.random() < 0.4:
            month = rng.choice(["2021-11", "2022-02", "2022-08"])
            archived(db, name, rng.choice([f"{month}-05", f"{month}-28T23:00:00+08:00", None, "später"]))
        for _ in range(rng.randrange(3)):
            captured(db, name, rng.choice(outcomes), run=rng.choice(["run-l", "run-q", "lost"]))
        if rng.random() < 0.3:
            rejected(db, name, rng.choice(list(Reason)))
    (captures,) = db.execute("select count(*) from captures").fetchone()
    (bare,) = db.execute(
        "select count(*) from articles where url_hash not in"
        " (select url_hash from captures where outcome = 'article')"
    ).fetchone()
    (unheard,) = db.execute(
        "select count(distinct url) from rejects where url not in (select url from captures)"
        " and url not in (select url from articles)"
    ).fetchone()
    (articles,) = db.execute("select count(*) from articles").fetchone()
    months = found(database)
    whole = total(months.values())
    assert min(captures, bare, unheard) > 20
    assert whole.known == captures + bare + unheard
    assert whole.known == sum(map(whole.count, Fate))
    assert whole.articles == articles
    assert all(month.known == sum(map(month.count, Fate)) for month in months.values())
    parts = [found(database, until="2021-12"), found(database, since="2022-01", until="2022-02-10")]
    parts += [found(database, since="2022-02-11")]
    assert total(month for part in parts for month in part.values()).by_fate == whole.by_fate
    names = ["lanting", "qinghe", ""]
    assert sum(total(found(database, sites=[name]).values()).known for name in names) == whole.known


def test_since_and_until_are_days_or_months_and_both_included(db: Database, database: Path) -> None:
    for day in ("2022-03-31", "2022-04-01", "2022-04-30T23:59:00+08:00", "2022-05-01"):
        archived(db, f"{day[:10]}.html", day)
    for since, until, count in (
        ("2022-04", "2022-04", 2),
        ("2022-04-02", "2022-05", 2),
        (None, "2022-04-01", 2),
        ("2022-05-01", None, 1),
        ("2022-06", None, 0),
    ):
        assert total(found(database, since=since, until=until).values()).articles == count


def test_a_gap_lies_between_days_of_publication_and_has_no_page(db: Database, database: Path) -> None:
    archived(db, "1.html", "2022-01-05")
    archived(db, "2.html", "2022-05-05")
    archived(db, "3.html", None)
    captured(db, "3.html", "article", at="2026-11-01T00:00:00+00:00")  # tells nothing of the years between
    captured(db, "list.html", "list", at="2022-02-05T00:00:00+00:00")
    captured(db, "4.html", "blocked", at="2022-03-05T00:00:00+00:00")
    gaps = [key.month for key, month in found(database).items() if month.is_gap]
    assert gaps == ["2022-02", "2022-04"]


def test_every_reason_that_no_request_was_sent_for_is_one() -> None:
    assert {"robots", "robots_unknown", "refused"} < {reason.value for reason in NEVER_ASKED}


@pytest.fixture
def run(
    db: Database, database: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    archived(db, "1.html", "2022-01-05")
    captured(db, "1.html", "article")
    archived(db, "2.html", "2022-05-05")
    captured(db, "3.html", "blocked")
    captured(db, "list.html", "list")
    rejected(db, "4.html", Reason.ROBOTS, "run-q")
    db.close()

    def call(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["coverage", *words, "-d", str(database), "-q"])
        return code, *capsys.readouterr()

    return call


def test_csv_has_a_line_a_month_and_a_column_a_reason(run: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = run("--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert [row["month"] for row in rows] == [*(f"2022-0{n}" for n in range(1, 7)), "2022-06"]
    assert [row["gap"] for row in rows] == ["0", "1", "1", "1", "0", "0", "0"]
    assert rows[5] == {
        "site": "lanting",
        "month": "2022-06",
        "captures": "2",
        "archived": "0",
        "rejected": "1",
        "never_asked": "0",
        "other": "1",
        "undated": "2",
        "articles": "0",
        "gap": "0",
        "rejected:blocked": "1",
        "never_asked:robots": "0",
        "other:list": "1",
    }


def test_json_says_the_same(run: Callable[..., tuple[int, str, str]]) -> None:
    months = json.loads(run("--json", "--site", "qinghe")[1])
    assert months == [
        {
            "site": "qinghe",
            "month": "2022-06",
            "captures": 1,
            "archived": 0,
            "rejected": 0,
            "never_asked": 1,
            "other": 0,
            "undated": 1,
            "articles": 0,
            "gap": False,
            "reasons": {"rejected": {}, "never_asked": {"robots": 1}, "other": {}},
        }
    ]


def test_the_table_fits_eighty_columns(
    run: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = run("--lang", "zh")
    assert code == 0
    assert "2022-02 – 2022-04 │ 空缺" in out
    assert "已知采集 5 = 已归档 2 + 未收 1 + 未请求 1 + 列表及其他 1；文章 2 篇" in out
    assert "2022-06 *" in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--site", "lantin"], "there is no site named lantin; did you mean lanting?"),
        (["--since", "2022"], "'2022' is no day (2022-03-01) and no month (2022-03)"),
        (["--until", "2022-02-30"], "'2022-02-30' is no day (2022-03-01) and no month (2022-03)"),
        (["--csv", "--json"], "--csv or --json, not both"),
    ],
)
def test_wrong_words_are_refused(
    words: list[str], sentence: str, run: Callable[..., tuple[int, str, str]]
) -> None:
    code, out, err = run(*words)
    assert (code, out) == (1, "")
    assert sentence in err


def test_an_empty_archive_says_so(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    connect(database).close()
    assert main(["coverage", "-d", str(database), "-q"]) == 0
    assert capsys.readouterr().out == "Nothing is known: no capture, no article, no reject.\n"
    assert sum_line({}, coverage_words()).startswith("0 captures known = 0 archived")
