"""The parts of what is shown: folding, marks, addresses, the last search, the copy for a browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from covidmeet.process import Fetched
from covidmeet.show.browser_copy import write_copy
from covidmeet.show.finding import near_addresses
from covidmeet.show.last_search import last_hits, remember
from covidmeet.show.line_breaks import beside, columns, fold_lines
from covidmeet.show.related import PlacedFix
from covidmeet.show.repairs_view import mark
from covidmeet.show.sheet import Sheet, Span
from covidmeet.text.printable import printable, printable_json
from tests.growth import assert_linear
from tests.show.conftest import plain


@pytest.mark.parametrize("width", [10, 11, 20, 33, 40])
@pytest.mark.parametrize(
    "text",
    [
        "会议强调，要“科学、精准”防控（见附件）；各镇、街道要落实。。。……",
        "Omicron BA.5 变异株 in 2022年12月7日, see http://www.qinghe.example/a/very/long/address.html 。",
        "。" * 50,
        "（" * 50,
        "a" * 50,
        "　　段首缩进两格，余下照常折行，余下照常折行。",
        "",
    ],
)
def test_folding_loses_nothing_but_blanks_and_keeps_the_width(text: str, width: int) -> None:
    lines = [text[start:stop] for start, stop in fold_lines(text, width)]
    assert all(columns(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_no_line_begins_with_a_closing_or_ends_with_an_opening_mark() -> None:
    text = "会议（第三次）强调，要“科学、精准”防控,一级(甲)响应：落实。" * 8
    for width in range(12, 60):
        lines = [text[start:stop] for start, stop in fold_lines(text, width)]
        assert not [line for line in lines if line[0] in "），”。,)：、" or line[-1] in "（“("]


def test_folding_is_linear() -> None:
    def prepare(count: int) -> Callable[[], object]:
        text = "会议（abc）强调，" * count
        spans = [Span(at, at + 1, "after") for at in range(0, len(text), 3)]
        return lambda: Sheet(80, True).paragraph(text, spans=spans)

    assert_linear("folding", prepare, (2_000, 4_000, 8_000, 16_000))


def test_two_texts_stand_beside_each_other() -> None:
    lines = beside("會議強調要科學防控", "会议强调", 27)
    assert lines == ["會議強調要科 │ 会议强调", "學防控       │ "]


def test_a_place_that_was_repaired_twice_is_not_marked() -> None:
    fixes = [
        PlacedFix("body", 0, "reading", "會(huì)", "會"),
        PlacedFix("body", 0, "control", "\x00", "會"),
        PlacedFix("body", 1, "control", "\n\x01", ""),
    ]
    found = mark("會議", fixes)
    assert found.text == "〖會(huì) → 會〗〖␊␁ →〗議"
    assert found.left == [fixes[1]]
    assert [found.text[span.start : span.stop] for span in found.spans] == ["會(huì)", "會", "␊␁", ""]


def test_printable_text_keeps_its_length_and_json_its_meaning() -> None:
    text = "".join(map(chr, range(0x300))) + "\u202e\u2066"
    assert len(printable(text)) == len(text)
    assert json.loads(printable_json(json.dumps(text, ensure_ascii=False))) == text


def test_near_addresses_differ_in_scheme_host_or_end() -> None:
    near = list(near_addresses("http://www.qinghe.example/a/?x=1"))
    assert {"https://www.qinghe.example/a/?x=1", "http://qinghe.example/a?x=1"} <= set(near)
    assert "http://m.qinghe.example/a/?x=1" in near
    assert len(near) == len(set(near))
    assert list(near_addresses("http://[bad")) == []


def test_the_last_search_is_kept_by_archive(tmp_path: Path) -> None:
    file = tmp_path / "new" / "last.json"
    assert last_hits(tmp_path / "a.db", file) is None
    for number in range(60):
        remember(tmp_path / f"{number}.db", [str(number)], file=file)
    remember(tmp_path / "59.db", ["x", "y"], file=file)
    assert last_hits(tmp_path / "59.db", file) == ["x", "y"]
    assert last_hits(tmp_path / "0.db", file) is None  # fifty are kept
    assert [path.name for path in file.parent.iterdir()] == ["last.json"]


@pytest.mark.parametrize("content", [b"", b"[1]", b'{"a": 1}', b"\xff", b"[" * 100_000])
def test_a_damaged_note_of_the_last_search_is_no_error(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "last.json"
    file.write_bytes(content)
    assert last_hits(tmp_path / "a.db", file) is None
    remember(tmp_path / "a.db", ["h"], file=file)
    assert last_hits(tmp_path / "a.db", file) == ["h"]


def test_a_search_whose_hits_cannot_be_kept_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    remember(tmp_path / "a.db", ["h"], file=tmp_path / "file" / "last.json")


def test_the_copy_for_a_browser_runs_no_script_and_asks_no_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    page = "<html><script>alert(1)</script>会议".encode("gb18030")
    article = plain("http://x.example/", charset="gb18030")
    path = write_copy(Fetched("http://x.example/", page), page, article)
    assert path.read_bytes().endswith(page)
    assert b"default-src &#x27;none&#x27;" in path.read_bytes()
    assert b'charset="gb18030"' in path.read_bytes()
    text = write_copy(Fetched("file:///x.txt", b"plain"), b"plain", plain("file:///x.txt"))
    assert text.suffix == ".html"
