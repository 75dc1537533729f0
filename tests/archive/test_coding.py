"""The sheet for coding by hand: the same draw for every coder, each fact marked in its sentence."""

from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from covidmeet.archive import articles
from covidmeet.archive.db import connect
from covidmeet.archive.export.coding import write_coding
from covidmeet.archive.export.selection import Selection
from covidmeet.archive.reader import open_read_only
from tests.archive.test_meetings import TEXT, article


@pytest.fixture
def archive(tmp_path: Path) -> Any:
    db = connect(tmp_path / "a.db")
    articles.store(db, article(), "run")
    articles.store(
        db, article("https://www.qinghe.example/2.html", "青禾县新增确诊病例两例，均在隔离点发现。"), "run"
    )
    db.close()
    return open_read_only(tmp_path / "a.db")


def sheet(archive: Any, number: int, seed: int = 1) -> list[dict[str, str]]:
    stream = BytesIO()
    write_coding(archive, stream, Selection(), number, seed)
    return list(csv.DictReader(stream.getvalue().decode("utf-8-sig").splitlines()))


def test_each_fact_is_marked_in_its_sentence(archive: Any) -> None:
    found = {(row["fact"], row["value"]): row["sentence"] for row in sheet(archive, 2)}
    assert found["held_on", "2022-01-06"].startswith("【1月6日】上午，青禾县召开")
    assert "召开【疫情防控工作调度会】。" in found["name", "疫情防控工作调度会"]
    assert "县委书记【周清】主持会议" in found["person", "周清 (chair): 县委书记"]
    assert "落实扫码、【测温】措施" in found["measure", "测温"]
    for (fact, _), sentence in found.items():
        if fact != "no meeting" and sentence:
            assert sentence.replace("【", "").replace("】", "") in TEXT


def test_articles_without_a_meeting_are_in_it_too(archive: Any) -> None:
    (row,) = [row for row in sheet(archive, 2) if row["fact"] == "no meeting"]
    assert row["sentence"].startswith("青禾县新增确诊病例")
    assert all(row["right"] == row["should_be"] == "" for row in sheet(archive, 2))


def test_a_seed_draws_the_same_for_every_coder(archive: Any) -> None:
    assert sheet(archive, 1) == sheet(archive, 1)
    assert {sheet(archive, 1, seed)[0]["url"] for seed in range(20)} == {
        row["url"] for row in sheet(archive, 2)
    }
