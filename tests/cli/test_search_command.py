"""``covidmeet search`` as it is called: how many, and faults of a query."""

from __future__ import annotations

from pathlib import Path

import pytest

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.cli.main import main
from tests.made_articles import article


@pytest.fixture
def archive(database: Path) -> str:
    db = connect(database)
    for name in "abc":
        store(db, article(name, body=f"青禾县发热门诊二十四小时值守，{name}组轮班。"), "run")
    db.close()
    return str(database)


def test_count_tells_how_many_a_query_finds(archive: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "-q", "--count", "--limit", "1", "发热门诊 -a组", "-d", archive]) == 0
    assert capsys.readouterr().out == "2\n"
    assert main(["search", "-q", "--count", "从未说过的话", "-d", archive]) == 1
    assert capsys.readouterr().out == "0\n"


@pytest.mark.parametrize("line", [["search", "-q", "核酸", "OR"], ["export", "-q", "--search", "核酸 OR"]])
def test_a_fault_in_a_query_is_told_with_its_place(
    line: list[str], archive: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*line, "-d", archive]) == 1
    told = capsys.readouterr()
    assert told.err == f"covidmeet {line[0]}: OR has nothing behind it, at character 4: OR\n"
