"""``covidmeet diff``: what the site changed, and nothing that it did not."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from covidmeet.archive.articles import store
from covidmeet.archive.captures import Capture, keep_captures
from covidmeet.archive.db import connect
from covidmeet.archive.rewriting import rewrite, row_of
from covidmeet.cli.main import main
from covidmeet.show.line_breaks import columns
from covidmeet.text.urls import hash_of
from tests.archive.test_page_versions import EDITED, INFO, TEXT, TITLE, URL, article, page
from tests.show.conftest import Shown

Run = Callable[..., Shown]
Terminal = Callable[..., None]
DAYS = [f"2022-03-0{day}T04:00:00+00:00" for day in (3, 4, 5)]
LATER = (EDITED[0].replace("覃若川", "覃若川、县长温知行"), *EDITED[1:3], "会议听取了疫苗接种的汇报。")


def made(db: Database) -> None:
    """A page that the site changed twice, and a rule of ours once."""
    store(db, article(page()), "run-1", DAYS[0])
    store(db, article(page(EDITED)), "run-2", DAYS[1])
    told = INFO.replace("岚汀新闻", "岚汀县融媒体中心").replace("09:20", "16:45")
    last = article(page(LATER, info=told, menu="专题"))
    store(db, last, "run-3", DAYS[2])
    keep_captures(db, [capture(day, number) for number, day in enumerate(DAYS)])
    last.body = last.body.replace("温知行", "温知行\x1b[2J")
    row = row_of(db, last.url_hash or "")
    assert row is not None
    rewrite(db, row, last)


def capture(day: str, offset: int) -> Capture:
    return Capture(hash_of(URL), URL, day, day, None, 200, "", "a.warc.gz", offset, "article", "run")


@pytest.fixture
def run(database: Path, state: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    db = connect(database)
    made(db)
    db.close()

    def call(*words: str) -> Shown:
        capfd.readouterr()
        code = main(["diff", *words, "-d", str(database), "-q"])
        return Shown(code, *capfd.readouterr())

    return call


WHOLE = f"""{TITLE}
{URL}

Change 1/3 · by the site · 2022-03-03 04:00 UTC to 2022-03-04 04:00 UTC

  … paragraphs unchanged: 2

~ {TEXT[2].replace("7", "[-7-]{+9+}")}

  … paragraphs unchanged: 1

Change 2/3 · by the site · 2022-03-04 04:00 UTC to 2022-03-05 04:00 UTC
published_at  2022-03-03 [-09:20-]{{+16:45+}}
source        岚汀[-新闻-]{{+县融媒体中心+}}

~ 3月2日下午，岚汀县召开疫情防控工作会议，县委书记覃若川{{+、县长温知行+}}主持会议并讲话。

  … paragraphs unchanged: 2

- [-县直有关部门负责人参加会议。-]

+ {{+会议听取了疫苗接种的汇报。+}}

Not by the site, shown with --all: 1
"""


def test_what_the_site_changed_is_marked_the_oldest_first(run: Run) -> None:
    assert run(URL) == Shown(0, WHOLE, "")


def test_all_shows_also_what_reprocess_made_and_says_so(run: Run) -> None:
    shown = run(hash_of(URL)[:8], "--all").out
    assert "Change 3/3 · by reprocess, not by the site · after 2022-03-05 04:00 UTC" in shown
    assert "温知行{+␛[2J+}主持" in shown
    assert "shown with --all" not in shown


@pytest.mark.parametrize(
    ("number", "mark"), [(1, "[-7-]{+9+}"), (2, "{+、县长温知行+}"), (3, "by reprocess")]
)
def test_one_change_is_shown_alone(number: int, mark: str, run: Run) -> None:
    shown = run(URL, "--revision", str(number))
    assert (shown.code, shown.out.count("Change ")) == (0, 1)
    assert mark in shown.out
    assert "--all" not in shown.out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([URL, "--revision", "4"], "there is no change 4: the archive knows of 3"),
        (["http://www.lanting.example/1.html"], "http://www.lanting.example/1.html is not in the archive"),
    ],
)
def test_what_is_not_there_ends_with_one(words: list[str], sentence: str, run: Run) -> None:
    assert run(*words) == Shown(1, "", f"covidmeet diff: {sentence}\n")


def test_an_article_that_never_changed_says_so(run: Run, database: Path) -> None:
    db = connect(database)
    other = article(page())
    other.url, other.url_hash = "http://www.lanting.example/2.html", "2" * 64
    store(db, other, "run-1")
    db.close()
    shown = run("2222")
    assert shown.code == 0
    assert shown.out.endswith("\nThe site changed nothing that the archive knows of.\n")
    assert json.loads(run("2222", "--json").out)["changes"] == []
    assert "存档中未见网站改动。" in run("2222", "--lang", "zh").out


def test_json_has_the_parts_of_what_changed(run: Run) -> None:
    told = json.loads(run(URL, "--json").out)
    assert (told["url"], told["changes_known"], len(told["changes"])) == (URL, 3, 2)
    first, second = told["changes"]
    assert first["paragraphs_unchanged"] == 3
    (edited,) = first["paragraphs"]
    assert (edited["change"], edited["number"]) == ("edited", 3)
    assert edited["parts"][1:3] == [["-", "7"], ["+", "9"]]
    assert (second["seen_at"], second["replaced_at"]) == (DAYS[1], DAYS[2])
    assert second["fields"][1] == {"name": "source", "before": "岚汀新闻", "after": "岚汀县融媒体中心"}
    assert [paragraph["change"] for paragraph in second["paragraphs"]] == ["edited", "removed", "added"]


@pytest.mark.parametrize("width", [40, 80])
def test_a_terminal_is_coloured_and_not_overrun(width: int, run: Run, terminal: Terminal) -> None:
    terminal(width, True)
    coloured = run(URL, "--lang", "zh").out
    assert "\x1b[9;31m7\x1b[0m\x1b[32m9\x1b[0m" in coloured
    plain = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    assert max(map(columns, plain.splitlines())) <= width
    assert "改动 2/3 · 网站改动" in plain
    assert "[-" not in plain


def test_of_revisions_of_before_only_the_text_is_compared(run: Run, database: Path) -> None:
    db = connect(database)
    db.execute("update revisions set fields = null")
    db.conn.commit()
    db.close()
    shown = run(URL).out
    assert "source" not in shown
    assert "{+、县长温知行+}" in shown
