"""Nested tables and definition lists: an entry is a line, and stays between the paragraphs around it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from covidmeet.items import Article
from tests.test_case_variants import LAST, LEAD, ORDER, as_document, on_any_page, on_layout

Route = Callable[[str], Article]
ROUTES = [on_layout, on_any_page, as_document]


def row(*cells: str) -> str:
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


EAST, WEST = ["城东街道", "86000", "8:30"], ["城西街道", "12", "19:00"]
INNER = f"<table>{row(*EAST)}{row(*WEST)}</table>"
NESTED = [
    (f"<table><tr><td>{INNER}</td></tr></table>", [EAST, WEST]),
    (f"<table><tbody><tr><td>{INNER}</td></tr></tbody></table>", [EAST, WEST]),
    (f"<table><tr><td><div>{INNER}</div></td></tr></table>", [EAST, WEST]),
    (f"<table><tr><td><table><tr><td>{INNER}</td></tr></table></td></tr></table>", [EAST, WEST]),
    (f"<table><tr><td>{INNER}</td><td>{INNER}</td></tr></table>", [EAST, WEST, EAST, WEST]),
    (
        f"<table>{row('片区', '采样点')}<tr><td colspan=2>{INNER}</td></tr></table>",
        [["片区", "采样点"], EAST, WEST],
    ),
    (f"<table><tr><td>{INNER}</td></tr>{row('合计', '86012')}</table>", [EAST, WEST, ["合计", "86012"]]),
    (
        f"<table><tr><th>东片</th><td><table>{row('8:30', '12')}</table></td></tr>"
        f"<tr><th>西片</th><td><table>{row('9:30', '13')}</table></td></tr></table>",
        [["东片", "8:30", "12"], ["西片", "9:30", "13"]],
    ),
    (f"<center><table width=600><tr><td align=center>{INNER}</td></tr></table></center>", [EAST, WEST]),
    (
        "<table><tr>\n<td>城东街道</td>\n<td>青禾中学</td>\n</tr>\n"
        "<tr>\n\t<td><p>城西街道</p></td>\n\t<td><p>文化馆</p></td></tr></table>",
        [["城东街道", "青禾中学"], ["城西街道", "文化馆"]],
    ),
    (f"<blockquote>{INNER}</blockquote>", [EAST, WEST]),
]


def check_rows(route: Route, inner: str, rows: list[list[str]]) -> None:
    article = route(f"<p>{LEAD}</p><p>{ORDER}</p>{inner}<p>{LAST}</p>")
    first, second, *lines, last = article.body.split("\n")
    assert (first, second, last) == (LEAD, ORDER, LAST)
    assert [line.split() for line in lines] == rows
    assert not article.stripped


@pytest.mark.parametrize("number", range(len(NESTED)))
@pytest.mark.parametrize("route", ROUTES)
def test_a_row_of_a_nested_table_is_a_line(route: Route, number: int) -> None:
    check_rows(route, *NESTED[number])


ENTRIES = [["城东街道", "核酸采样点12个"], ["城西街道", "19:00"]]
DEFINITIONS = [
    ("<dl><dt>城东街道</dt><dd>核酸采样点12个</dd><dt>城西街道</dt><dd>19:00</dd></dl>", ENTRIES),
    ("<dl><dt>城东街道<dd>核酸采样点12个<dt>城西街道<dd>19:00</dl>", ENTRIES),
    ("<DL><DT>城东街道</DT><DD>核酸采样点12个</DD><DT>城西街道</DT><DD>19:00</DD></DL>", ENTRIES),
    (
        "<dl><dt><p>城东街道</p></dt><dd><p>核酸采样点12个</p></dd><dt><b>城西街道</b></dt>"
        "<dd><div>19:00</div></dd></dl>",
        ENTRIES,
    ),
    (
        "<dl><div><dt>城东街道</dt><dd>核酸采样点12个</dd></div><div><dt>城西街道</dt><dd>19:00</dd></div></dl>",
        ENTRIES,
    ),
    (
        "<div class='box'><dl>\n<dt>城东街道</dt>\n<dd>核酸采样点12个</dd>\n"
        "<dt>城西街道</dt>\n<dd>19:00<br></dd></dl></div>",
        ENTRIES,
    ),
    (
        "<dl><dt>城东街道</dt><dd>8:30</dd><dd>19:00</dd><dt>城西街道</dt><dd>86000</dd></dl>",
        [["城东街道", "8:30", "19:00"], ["城西街道", "86000"]],
    ),
    ("<dl><dt>城东街道</dt><dd>核酸采样点12个</dd></dl><dl><dt>城西街道</dt><dd>19:00</dd></dl>", ENTRIES),
    (
        "<dl><!-- 一 --><dt>城东街道</dt><dd>核酸采样点12个</dd><!-- 二 -->"
        "<dt>城西街道</dt><dd>19:00</dd></dl>",
        ENTRIES,
    ),
]


@pytest.mark.parametrize("number", range(len(DEFINITIONS)))
@pytest.mark.parametrize("route", ROUTES)
def test_an_entry_of_a_definition_list_is_a_line(route: Route, number: int) -> None:
    check_rows(route, *DEFINITIONS[number])


@pytest.mark.parametrize("route", ROUTES)
def test_paragraphs_in_a_definition_list_stay_paragraphs(route: Route) -> None:
    body = route(
        f"<p>{LEAD}</p><dl><dt>会议要求</dt><dd>{ORDER}</dd><dt>会议强调</dt><dd>{LAST}</dd></dl>"
    ).body
    assert body.split("\n") == [LEAD, "会议要求", ORDER, "会议强调", LAST]
