"""A fetch that differs only in chrome, script, width or damage is no change by the site."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import opencc
import pytest
from sqlite_utils import Database

from covidmeet.archive.articles import Outcome, store
from covidmeet.archive.db import connect
from covidmeet.items import Article
from covidmeet.process import Fetched, process
from covidmeet.site import Layout, Site
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading
from tests.repair.mirror.forward import Kit, damage, ranking

URL = "http://www.lanting.example/2022/0303/18.html"
TITLE = "岚汀县召开疫情防控工作会议"
INFO = "2022-03-03 09:20 来源：岚汀新闻"
TEXT = (
    "3月2日下午，岚汀县召开疫情防控工作会议，县委书记覃若川主持会议并讲话。",
    "会议强调，要压实“四方责任”，做到早发现、快处置；乡镇、学校、市场要把登记做细，不漏一户、不漏一人。",
    "会议要求，各乡镇要守好7个卡口，确保“应检尽检”，外地来人要当天报告，县医院要备足床位和药品。",
    "县直有关部门负责人参加会议。",
)
EDITED = (*TEXT[:2], TEXT[2].replace("7个卡口", "9个卡口"), TEXT[3])

SITE = Site("lanting", layouts=(Layout("lanting", body=(".text",), title=("h1",), info=(".info",)),))

_to_hant = opencc.OpenCC("s2t").convert


def page(
    text: Sequence[str] = TEXT, *, title: str = TITLE, info: str = INFO, menu: str = "首页 要闻 乡镇"
) -> str:
    lines = "".join(f"<p>{line}</p>" for line in text)
    return (
        f"<html><head><title>{title}</title></head><body><div>{menu}</div><h1>{title}</h1>"
        f"<div class=info>{info}</div><div class=text>{lines}</div>"
        "<div>版权所有 岚汀县融媒体中心</div></body></html>"
    )


def mirrored(source: str, seed: int = 1, step: int = 9) -> str:
    """The page as a hacked mirror shows it: Traditional, with readings put in, bytes lost."""
    return damage(_to_hant(source), Kit(ranking(step)), seed)


def article(source: str) -> Article:
    return process(Fetched(URL, source.encode()), Reading(Sites((SITE,))))


@pytest.fixture
def db(database: Path) -> Database:
    return connect(database)


def row(db: Database) -> dict[str, Any]:
    (found,) = db.query("select * from articles")
    return dict(found)


def revisions(db: Database) -> list[dict[str, Any]]:
    return [dict(found) for found in db.query("select * from revisions order by rowid")]


def clean_text(db: Database) -> bool:
    return str(row(db)["body"]) == "\n".join(TEXT) and row(db)["script"] == "hans"


def narrow(source: str) -> str:
    return source.translate(str.maketrans("，；、：", ",;､:"))


OTHER_COPIES: dict[str, Callable[[str], str]] = {
    "chrome": lambda source: source.replace("首页 要闻 乡镇", "首页 专题 今日访问 5120 次"),
    "traditional": _to_hant,
    "half-width": narrow,
    "corner quotes": lambda source: source.replace("“", "「").replace("”", "」"),
    "blanks": lambda source: source.replace("<p>", "<p>　　").replace("7个", " 7 个"),
    "mirror": mirrored,
    "undecodable": lambda source: source.replace("床位", "床\ufffd"),
}
# Of these the later one is as good as the earlier.
EQUALLY_GOOD = ("corner quotes", "blanks")


@pytest.mark.parametrize("kind", OTHER_COPIES)
@pytest.mark.parametrize("is_first", [False, True])
def test_another_copy_is_no_change_by_the_site(kind: str, is_first: bool, db: Database) -> None:
    copies = [page(), OTHER_COPIES[kind](page())]
    for number, source in enumerate(reversed(copies) if is_first else copies):
        assert store(db, article(source), f"run-{number}") is not Outcome.NEW or not number
    assert revisions(db) == []
    if kind in EQUALLY_GOOD:
        assert row(db)["run_id"] == "run-1"
    else:
        assert clean_text(db)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_copy_leaves_the_clean_row_as_it_is(seed: int, db: Database) -> None:
    store(db, article(page()), "run-1", "2022-03-03T04:00:00+00:00")
    before = row(db)
    damaged = article(mirrored(page(), seed, step=3 + seed % 7))
    assert damaged.stored_fixes
    assert store(db, damaged, "run-2", "2022-03-09T04:00:00+00:00") is Outcome.SEEN
    assert row(db) == before | {"last_seen": "2022-03-09T04:00:00+00:00"}
    assert revisions(db) == []
    # What the row was made from is remembered, and so the next clean fetch is the same page.
    assert store(db, article(page()), "run-3") is Outcome.SEEN


def test_a_clean_copy_replaces_a_damaged_one(db: Database) -> None:
    store(db, article(mirrored(page())), "run-1")
    assert db.table("fixes").count == 1
    assert store(db, article(page()), "run-2") is Outcome.CHANGED
    assert clean_text(db)
    assert (row(db)["run_id"], db.table("fixes").count, revisions(db)) == ("run-2", 0, [])


@pytest.mark.parametrize("copy", [str, _to_hant, narrow, mirrored], ids=["same", "hant", "narrow", "mirror"])
def test_an_edit_is_a_change_in_whatever_copy_it_comes(copy: Callable[[str], str], db: Database) -> None:
    store(db, article(page()), "run-1")
    assert store(db, article(copy(page(EDITED))), "run-2") is Outcome.CHANGED
    (revision,) = revisions(db)
    assert (revision["body"], revision["cause"]) == ("\n".join(TEXT), "site")
    assert "9个卡口" in row(db)["body"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("不漏一户、不漏一人", "不漏一户、不漏一人、不漏一车"),
        ("覃若川", "覃若山"),
        ("7个卡口。", "7个卡口！"),
        ("县直有关部门负责人参加会议。", ""),
    ],
)
def test_a_small_edit_of_a_page_with_damage_elsewhere_is_a_change(
    before: str, after: str, db: Database
) -> None:
    text = [line.replace("7个卡口", "7个卡口。") for line in TEXT]
    damaged = page(text).replace("药品", "药\ufffd")
    store(db, article(damaged), "run-1")
    edited = page([line for line in (line.replace(before, after) for line in text) if line])
    store(db, article(edited), "run-2")
    assert len(revisions(db)) == 1


def test_facts_that_the_site_changed_are_a_revision_with_the_old_ones(db: Database) -> None:
    store(db, article(page()), "run-1")
    later = INFO.replace("岚汀新闻", "岚汀县融媒体中心").replace("09:20", "16:45")
    assert store(db, article(page(info=later, menu="首页 专题")), "run-2") is Outcome.CHANGED
    (revision,) = revisions(db)
    told = json.loads(revision["fields"])
    assert told["source"] == "岚汀新闻"
    assert told["published_at"] == "2022-03-03T09:20:00+08:00"
    assert row(db)["source"] == "岚汀县融媒体中心"


@pytest.mark.parametrize("info", ["2022-03-03", "2022-03-03 09:20", "来源：岚汀新闻"])
def test_facts_that_only_one_copy_tells_are_no_change(info: str, db: Database) -> None:
    store(db, article(page()), "run-1")
    store(db, article(page(info=info, menu="专题")), "run-2")
    assert revisions(db) == []


def test_the_row_is_the_same_in_whatever_order_the_copies_come(tmp_path: Path) -> None:
    names = ["traditional", "mirror", "half-width", "undecodable"]
    for turn in range(len(names)):
        db = connect(tmp_path / f"{turn}.db")
        order = [*names[turn:], "clean", *names[:turn]]
        for number, name in enumerate(order):
            source = page() if name == "clean" else OTHER_COPIES[name](page())
            store(db, article(source), f"run-{number}")
        assert clean_text(db), order
        assert revisions(db) == [], order
