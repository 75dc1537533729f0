"""Lists of sites that nobody laid out: the entries that a reader would follow, no menu, and the next page."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from covidmeet.crawl.any_list import any_list
from covidmeet.extract.page import Page
from covidmeet.process import Fetched, decode_page
from covidmeet.stages.reading import Reading
from tests.growth import assert_linear

URL = "http://www.liuyuan.example/xw/index.html"
MENU = "".join(
    f'<li><a href="/{name}/">{words}</a></li>' for name, words in (("xw", "新闻"), ("zw", "政务公开"))
)
BOX = "".join(f'<dd><a href="/zt/{n}.html">专题：乡村里的图书角之{n}</a></dd>' for n in range(4))
LINES = ("柳园县召开疫情防控工作会议", "全县春季植树活动启动", "柳园大桥月底通车", "县医院新门诊楼投用")


def read(inside: str) -> tuple[list[str], str | None]:
    body = f"<html><body><ul class='nav'>{MENU}</ul>{inside}<dl>{BOX}</dl></body></html>".encode()
    page = decode_page(Fetched(URL, body, headers=(("Content-Type", "text/html"),)), Reading())
    entries, further = any_list(page)
    return [entry.url.removeprefix("http://www.liuyuan.example") for entry in entries], further


def items(first: int, last: int, form: str) -> str:
    return "".join(form.format(n=n, line=LINES[n % 4], day=f"2022-04-{n + 10}") for n in range(first, last))


WANTED = [f"/xw/2022/t{n}.html" for n in range(4)]


@pytest.mark.parametrize(
    "form",
    [
        '<li><a href="2022/t{n}.html">{line}</a><span>{day}</span></li>',
        '<li><span>[{day}]</span><a href="./2022/t{n}.html" title="{line}">{line}</a></li>',
        '<tr><td>·</td><td><a href="/xw/2022/t{n}.html">{line}</a></td><td>{day}</td></tr>',
        '<div class="item"><h3><a href="2022/t{n}.html">{line}</a></h3><p>摘要文字</p><em>{day}</em></div>',
        '<p><a href="2022/t{n}.html"><img src="{n}.jpg"></a><a href="2022/t{n}.html">{line}</a> {day}</p>',
    ],
)
def test_entries_of_one_kind_are_the_list(form: str) -> None:
    tag = "table" if form.startswith("<tr") else "div" if form.startswith(("<div", "<p")) else "ul"
    found, _ = read(f"<{tag} class='list'>{items(0, 4, form)}</{tag}>")
    assert found == WANTED


def test_links_are_relative_to_the_base_that_a_page_states() -> None:
    form = '<li><a href="2022/t{n}.html">{line}</a><span>{day}</span></li>'
    body = f"<html><head><base href='/yw/'></head><body><ul>{items(0, 4, form)}</ul></body></html>".encode()
    page = decode_page(Fetched(URL, body, headers=(("Content-Type", "text/html"),)), Reading())
    entries, _ = any_list(page)
    assert [entry.url for entry in entries] == [
        f"http://www.liuyuan.example/yw/2022/t{n}.html" for n in range(4)
    ]


def test_a_list_in_several_boxes_of_one_kind_is_one() -> None:
    form = '<li><a href="2022/t{n}.html">{line}</a><span>{day}</span></li>'
    found, _ = read(f"<ul class='five'>{items(0, 2, form)}</ul><ul class='five'>{items(2, 4, form)}</ul>")
    assert found == WANTED


def test_records_in_a_script_are_a_list() -> None:
    script = (
        '<script>var articleList = [{"title":"柳园县召开疫情防控工作会议","publishTime":"2022-04-10",'
        '"json":"/xw/1.json","urls":"{\\"pc\\":\\"/xw/2022/t0.html\\"}"},'
        '{"title":"全县春季植树活动启动","publishTime":"2022-04-09","urls":"{\\"pc\\":\\"/xw/2022/t1.html\\"}"},'
        '{"title":"县医院新门诊楼投用","publishTime":"2022-04-08","urls":"{\\"pc\\":\\"/xw/2022/t2.html\\"}"}];'
        "</script>"
    )
    assert read(script)[0] == WANTED[:3]


@pytest.mark.parametrize("words", ["下一页", "下页", "下一页&gt;", "&gt;", "»", "Next", "下一頁"])
def test_the_next_page_is_linked_by_its_words(words: str) -> None:
    others = '<a href="index_1.html">1</a><a href="javascript:void(0)">下一页</a>'
    assert (
        read(f'{others}<a href="index_2.html">{words}</a>')[1] == "http://www.liuyuan.example/xw/index_2.html"
    )


@pytest.mark.parametrize(("current", "further"), [(0, "index_1.html"), (1, "index_2.html"), (2, None)])
def test_the_next_page_is_computed_where_a_script_makes_the_links(current: int, further: str | None) -> None:
    found = read(f'<script>createPageHTML(3, {current}, "index", "html");</script>')[1]
    assert found == (further and f"http://www.liuyuan.example/xw/{further}")


def test_a_page_without_a_list_has_none() -> None:
    found, further = read("<p>本页没有列表。</p>")
    assert further is None
    assert not {url for url in found if "/xw/2022" in url}


def test_the_day_of_an_entry_is_told() -> None:
    body = f"<ul>{items(0, 4, '<li><a href=2022/t{n}.html>{line}</a><i>{day}</i></li>')}</ul>".encode()
    page = decode_page(Fetched(URL, body, headers=(("Content-Type", "text/html"),)), Reading())
    entries, _ = any_list(page)
    assert [(entry.day, entry.title) for entry in entries[:2]] == [
        ("2022-04-10", LINES[0]),
        ("2022-04-11", LINES[1]),
    ]


@pytest.mark.parametrize(
    "unit",
    [
        '<li><a href="/a.html">柳园县召开疫情防控工作会议</a></li>',
        '<div><a href="/a.html">柳园县召开疫情防控工作会议</a>',
        '<a href="/a.html">柳园县召开疫情防控工作会议',
        "[{",
        '[{"title":1},',
        "<ul><li>",
    ],
)
def test_it_takes_linear_time(unit: str) -> None:
    def prepare(size: int) -> Callable[[], object]:
        body = ("<html><body><p>x</p>" + unit * (size // len(unit))).encode()
        page = decode_page(Fetched(URL, body, headers=(("Content-Type", "text/html"),)), Reading())
        _ = page.root
        return lambda: any_list(page)

    assert_linear(unit, prepare, (12_500, 25_000, 50_000, 100_000))


@pytest.mark.parametrize(
    ("name", "further"),
    [("index.html", "index_2.html"), ("index_2.html", "index_3.html"), ("index_3.html", None)],
)
def test_the_next_page_by_the_number_of_pages_in_a_script(name: str, further: str | None) -> None:
    root = "http://www.linshui.example/yw/"
    page = Page(root + name, "<html><body><script>pages({totalPage: 3})</script></body></html>", "utf-8")
    assert any_list(page)[1] == (further and root + further)
