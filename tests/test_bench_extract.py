"""The bench of extraction: its marks, and the table beside other extractors."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bench import extract
from bench.extract import Answer, Real, marks
from bench.extractors import Fields
from tests.extract.test_any_page import FIRST, MENU, RELATED, SECOND, THIRD, TITLE, page, text_of

URL = "http://news.linshui.example/2022/0412/c12a3456.html"
GOLD = {
    "url": URL,
    "file": "a.html",
    "title": TITLE,
    "body": [FIRST, SECOND, THIRD],
    "optional": [],
    "published_at": "2022-04-12",
    "source": "临水日报",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    info = "<div>2022-04-12 08:15　来源：临水日报</div>"
    html = page(f"{MENU}<h1>{TITLE}</h1>{info}<div>{text_of(FIRST, SECOND, THIRD)}</div>{RELATED}")
    (tmp_path / "a.html").write_text(html, "utf-8")
    (tmp_path / "gold.json").write_text(json.dumps({"a": GOLD}), "utf-8")
    return tmp_path


def test_texts_are_compared_in_simplified() -> None:
    score = marks(
        Real("a", b"", GOLD | {"body": ["防控會議"], "title": "會議"}),
        Answer("会议", "防控 会议", "2022-04-13", "临水晚报"),
    )
    assert (score.f1, score.title, score.day, score.wrong_day, score.source) == (
        1.0,
        True,
        False,
        True,
        False,
    )


def test_the_table_has_a_row_an_extractor_and_a_dash_for_what_it_does_not_give(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def half(html: str, url: str) -> Fields:
        assert TITLE in html
        return Fields("别的标题", FIRST)

    def failing(html: str, url: str) -> Fields:
        raise ValueError("no")

    monkeypatch.setattr(extract, "installed", lambda: iter([("half 1", half), ("failing 2", failing)]))
    monkeypatch.setattr(sys, "argv", ["extract", str(folder), "-o", str(folder / "table.md")])
    extract.main()
    rows = [line.split(" | ") for line in capsys.readouterr().out.splitlines() if line.startswith("| ")][1:]
    assert [row[0].split()[1] for row in rows] == ["covidmeet", "half", "failing"]
    assert rows[0][1:7] == ["1.0000", "100.0%", "0", "100.0%", "100.0% (0)", "100.0%"]
    assert rows[1][4:7] == ["–", "–", "–"]
    assert rows[2][1:4] == ["0.0000", "0.0%", "1"]
    written = (folder / "table.md").read_text("utf-8")
    assert "| half 1 |" in written
    assert "Candidates taken: container 1." in written
