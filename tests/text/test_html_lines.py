"""What a reader sees of an HTML element, line by line."""

from __future__ import annotations

import time

import pytest
from parsel import Selector

from covidmeet.text.html_lines import as_shown, break_preformatted, html_lines, pieces, raw_lines, with_gaps


def lines(html: str, gaps: bool = False) -> list[str]:
    return html_lines(Selector(text=f"<html><body>{html}</body></html>").root, gaps=gaps)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>一段。</p><p>二段。</p>", ["一段。", "二段。"]),
        ("一行<br>二行<br/>三行", ["一行", "二行", "三行"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("<p>青<b>禾</b><span>县</span></p>", ["青禾县"]),
        ("<p>　　两个空格起段。</p>", ["两个空格起段。"]),
        ("<p>&nbsp;&nbsp;不断行&nbsp;空格</p>", ["不断行 空格"]),
        ("<p>&emsp;&emsp;段首</p>", ["段首"]),
        ("<p>青禾\n    县</p>", ["青禾县"]),
        ("<p>Qinghe\n    county</p>", ["Qinghe county"]),
        ("<p>甲  乙</p>", ["甲 乙"]),
        ("<p>甲\u2028乙</p>", ["甲 乙"]),
        ("<p>甲<!-- 注释 -->乙</p>", ["甲乙"]),
        ("<p>甲<script>var a='丙';</script>乙</p><style>p{}</style>", ["甲乙"]),
        ("<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>", ["甲 乙", "丙"]),
        ("<ul><li>甲</li><li>乙</li></ul>", ["甲", "乙"]),
        ("<select><option>甲</option></select><button>乙</button><p>丙</p>", ["丙"]),
        # What a mirror kit puts between the lines of a page, and hides.
        ('<p>甲</p><div class="pl_css_ganrao" style="display: none;">丙丁</div><p>乙</p>', ["甲", "乙"]),
        ('<p>甲</p><div class="pl_css_ganrao">丙丁</div><p>乙</p>', ["甲", "乙"]),
        ('<p>甲<span style="DISPLAY:NONE">丙</span>乙</p>', ["甲乙"]),
        ("<p>甲<span hidden>丙</span>乙</p>", ["甲乙"]),
        ('<p>甲</p><div style="position:absolute;left:-9999px">丙</div>', ["甲"]),
        ('<p style="font-size:0.9em;opacity:0.95">甲</p>', ["甲"]),
        # The traces of damage are for the repair; nothing of them may be lost here.
        ("<p>确保\x05\x06，落实\x08。?/p><p>下一段", ["确保\x05\x06，落实\x08。?/p>", "下一段"]),
        ("", []),
    ],
)
def test_lines(html: str, expected: list[str]) -> None:
    assert lines(html) == expected


def test_gaps_part_what_only_the_style_sheet_parts() -> None:
    html = "<div><span>青禾日报</span><span>2022-11-10</span></div>"
    assert lines(html) == ["青禾日报2022-11-10"]
    assert lines(html, gaps=True) == ["青禾日报 2022-11-10"]


def test_an_element_can_be_left_out() -> None:
    root = Selector(text="<div><h1>题</h1><p>甲</p><p>乙</p></div>").root
    first, second = root.iter("p")
    assert html_lines(root, {first}) == ["题", "乙"]
    assert html_lines(second, {second}) == ["乙"]


def test_lines_are_told_apart_by_the_innermost_of_given_elements() -> None:
    root = Selector(
        text="<div id=a>甲<span id=b>乙</span>丙<p id=c style='display:none'>丁<i>戊</i></p><p>己</p></div>庚"
    ).root
    apart = {element for element in root.iter() if element.get("id")}
    lines = raw_lines(root, apart)
    found = [(as_shown(raw), owner.get("id") if owner is not None else "") for raw, owner in lines]
    assert found == [("甲", "a"), ("乙", "b"), ("丙", "a"), ("丁戊", "c"), ("己", "a"), ("庚", "")]


def test_a_line_is_read_with_and_without_the_gaps_that_style_makes() -> None:
    ((raw, _),) = raw_lines(Selector(text="<p><b>青禾日报</b><i>2022-03-03</i></p>").root)
    assert (as_shown(raw), with_gaps(raw)) == ("青禾日报2022-03-03", "青禾日报 2022-03-03")
    assert pieces(raw) == ["青禾日报", "2022-03-03"]


def test_deep_nesting_and_long_pages_are_no_trouble() -> None:
    assert lines("<div>" * 5_000 + "底" + "</div>" * 5_000) in (["底"], [])  # the parser has its own limit
    started = time.perf_counter()
    assert len(lines("<p>一段。</p>" * 50_000)) == 50_000
    assert time.perf_counter() - started < 5


PROSE = "会议要求，卫健、教育、交通等部门每天会商一次。"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        # A row of a data table is a line, whatever was pasted into its cells.
        (
            "<tr><td><p>青石镇</p></td><td><p>12</p></td></tr><tr><td><p>河东镇</p></td></tr>",
            ["青石镇 12", "河东镇"],
        ),
        ("<tr><td><div>8:30</div></td><td>签到<br>入场</td></tr>", ["8:30 签到 入场"]),
        (
            "<tr><th><p>镇</p></th><th><p>数</p></th></tr><tr><td colspan=2><p>共</p><p>20</p></td></tr>",
            ["镇 数", "共 20"],
        ),
        (
            "<tr><td><p>青石镇</p></td><td><table><tr><td>12</td></tr><tr><td>8</td></tr></table></td></tr>",
            ["青石镇 12 8"],
        ),
        ("<tr><td>青石镇<br>卫生院</td></tr><tr><td><p>12</p></td></tr>", ["青石镇 卫生院", "12"]),
        (f"<tr><td><p>1</p></td><td><p>{PROSE}</p></td></tr>", [f"1 {PROSE}"]),
        # A table that a page is laid out with holds paragraphs.
        (f"<tr><td><p>{PROSE}</p><p>{PROSE}</p></td></tr>", [PROSE, PROSE]),
        (f"<tr><td><p>左栏</p></td><td>{PROSE}<br>{PROSE}</td></tr>", ["左栏", PROSE, PROSE]),
        ("<tr><td><h1>题</h1><p>时间</p></td><td><p>栏</p></td></tr>", ["题", "时间", "栏"]),
        (
            "<tr><td><table><tr><td><p>镇</p></td><td><p>1</p></td></tr><tr><td>村</td><td>2</td></tr></table></td></tr>",
            ["镇 1", "村 2"],
        ),
    ],
)
def test_rows_of_tables(html: str, expected: list[str]) -> None:
    assert lines(f"<p>上文</p><table>{html}</table><p>下文</p>") == ["上文", *expected, "下文"]


@pytest.mark.parametrize(
    "html",
    [
        "<pre>　　一段。\r\n    二段。\n</pre>三段。",
        "<div style='white-space: pre-wrap'>一段。\n<span>二段。</span><b>\n</b>三段。</div>",
        "<PRE>一段。<i>\n</i>二段。<!-- 注 -->\n三段。</PRE>",
    ],
)
def test_line_ends_are_shown_in_preformatted_text(html: str) -> None:
    root = Selector(text=f"<html><body>{html}</body></html>").root
    break_preformatted(root)
    assert html_lines(root) == ["一段。", "二段。", "三段。"]


def test_elsewhere_line_ends_are_blanks() -> None:
    root = Selector(text="<p style='white-space: nowrap'>one\ntwo</p>").root
    break_preformatted(root)
    assert html_lines(root) == ["one two"]
