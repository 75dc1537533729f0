"""``covidmeet report`` on the meetings that articles report, and on the articles that report none."""

from __future__ import annotations

from pathlib import Path

import pytest

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.cli.main import main
from covidmeet.facts import facts
from tests.made_articles import article

_MEETING = "1月6日，青禾县召开疫情防控工作调度会。县委书记周清主持会议，要求压实责任。"


def test_articles_without_a_meeting_are_counted_by_site(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    db = connect(database)
    for name, site, body in (
        ("a", "qinghe", _MEETING),
        ("b", "qinghe", "青禾县医院二十四小时值守。"),
        ("c", "linchuan", _MEETING.replace("6日", "7日")),
    ):
        one = article(name, body=body)
        one.site = site
        one.meetings = facts(one)
        store(db, one, "run")
    db.close()
    assert main(["report", "-q", "-d", str(database)]) == 0
    shown = capsys.readouterr().out
    part = shown[shown.index("Articles without a meeting, by site") : shown.index("Stripped and repaired")]
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in part.splitlines() if "│" in line]
    assert cells == [["qinghe", "2", "1", "50%"], ["linchuan", "1", "0", "0%"]]
