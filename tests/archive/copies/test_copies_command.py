"""``covidmeet copies``, and copies among pages that went the whole way."""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import closing
from pathlib import Path

import pytest
from opencc import OpenCC

from covidmeet.archive.copies.settling import settle
from covidmeet.archive.db import connect
from covidmeet.archive.export.cells import restore
from covidmeet.cli.main import main
from covidmeet.text.urls import hash_of
from tests.archive.copies.test_settling import corpus, store_all
from tests.conftest import Crawl
from tests.made_articles import page
from tests.repair.mirror.forward import Kit, damage, ranking
from tests.reports import report

ORIGINAL = "https://original.example.com/"


@pytest.fixture
def archive(database: Path) -> Path:
    with closing(connect(database)) as db:
        store_all(db, corpus(5))
        settle(db)
    return database


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_copies_stand_below_the_page_to_cite(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-q", "-d", str(archive), "copies"]) == 0
    told = lines(capsys)
    assert told[0] == ORIGINAL
    assert len(told) == 7
    assert "  same     100%  2022-03-03  https://same.example.com/  (same_as)" in told
    assert "  shorter  100%  2022-03-03  https://excerpt.example.com/  (same_as)" in told


def test_of_one_article_all_copies_are_told(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-q", "-d", str(archive), "copies", "https://excerpt.example.com/"]) == 0
    told = lines(capsys)
    assert told[0] == "https://excerpt.example.com/"
    assert any(line.startswith("  longer ") and line.endswith(ORIGINAL) for line in told)
    assert main(["-q", "-d", str(archive), "copies", "https://r1.example.com/"]) == 1
    assert capsys.readouterr().err == "no copies\n"
    assert main(["-q", "-d", str(archive), "copies", "https://nowhere.example.com/"]) == 1


def test_machines_read_every_pair_once(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-q", "-d", str(archive), "copies", "--json"]) == 0
    records = [json.loads(line) for line in lines(capsys)]
    with closing(connect(archive)) as db:
        assert db.execute("select count(*) from copies").fetchone() == (2 * len(records),)
    cited = {record["url"]: record["label"] for record in records if record["is_cited"]}
    assert {record["other_url"] for record in records if record["is_cited"]} == {ORIGINAL}
    assert cited["https://five.example.com/"] == "edited"
    assert main(["-q", "-d", str(archive), "copies", "--csv", "--label", "same"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["url"], row["other"], row["figure"]) == (
        "https://same.example.com/", hash_of(ORIGINAL), "1.0",
    )  # fmt: skip
    assert main(["-q", "-d", str(archive), "copies", "--csv", "--json"]) == 1


def test_a_title_is_no_formula_in_csv(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(connect(archive)) as db:
        db.execute("update articles set title = '=1+1' where url like '%same%'")
    assert main(["-q", "-d", str(archive), "copies", "--csv", "--label", "same"]) == 0
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert row["title"] == "'=1+1"
    assert restore(row["title"]) == "=1+1"


def test_what_waits_is_told_and_found_when_asked(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(connect(database)) as db:
        store_all(db, [page("original", report(1)), page("copy", report(1))])
    assert main(["-d", str(database), "copies"]) == 1
    assert "2 articles were not compared yet" in capsys.readouterr().err
    assert main(["-d", str(database), "copies", "--find"]) == 0
    assert "not compared" not in capsys.readouterr().err


def test_without_an_archive_none_is_made(tmp_path: Path) -> None:
    assert main(["-d", str(tmp_path / "none.db"), "copies", "--find"]) == 1
    assert not (tmp_path / "none.db").exists()


def test_show_names_the_copies(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-q", "-d", str(archive), "show", "https://half.example.com/"]) == 0
    told = capsys.readouterr().out
    assert re.search(rf"copies +[0-9a-f]{{12}}  longer 6\d%  {ORIGINAL}  \(same_as\)", told)


async def test_scripts_and_repaired_damage_make_no_other_text(crawl: Crawl, tmp_path: Path) -> None:
    hans = "青禾县召开防控工作会议\n" + report(3, deeds=12)
    hant = OpenCC("s2t").convert(hans)
    damaged = damage(hant, Kit(ranking(4)), seed=4)
    assert damaged != hant
    for name, text in (("hans", hans), ("hant", hant), ("mirror", damaged)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    for number in range(3):
        (tmp_path / f"other{number}.txt").write_text(f"会议{number}\n" + report(40 + number), "utf-8")
    db = (await crawl("documents", path=str(tmp_path))).db
    own = {Path(url).stem: url_hash for url, url_hash in db.execute("select url, url_hash from articles")}
    found = {
        (one, other): label
        for one in own
        for other in own
        for (label,) in db.execute(
            "select label from copies where url_hash = ? and other = ?", [own[one], own[other]]
        )
    }
    linked = {name for pair in found for name in pair}
    assert linked == {"hans", "hant", "mirror"}
    assert set(found.values()) == {"same"}
    assert db.execute("select count(*) from articles where same_as is not null").fetchone() == (2,)
