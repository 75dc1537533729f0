"""Pages of one article joined without any route: every line of all pages has one place."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest

from covidmeet.crawl.site_registry import all_sites
from covidmeet.extract import Page
from covidmeet.extract.pager import Address, first_pages, pager_of
from covidmeet.process import Fetched, decode_page, process, read
from covidmeet.reasons import Reason
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading
from tests.test_case_variants import LAST, LEAD, ORDER, TITLE
from tests.test_every_line_has_a_place import check

READING = Reading(Sites(all_sites()))
URL = "https://www.gz.gov.cn/xw/gzyw/content/post_{}.html"
BAR = "".join(f"<a href='post_{name}.html'>{n}</a> " for n, name in ((1, "7"), (2, "7_2"), (3, "7_3")))


def part(name: str, *texts: str, title: str = TITLE, bar: str = BAR, more: str = "") -> Fetched:
    body = "".join(f"<p>{text}</p>" for text in texts)
    html = (
        f"<html><head><title>{TITLE}</title></head><body><p>首页 新闻</p>"
        f"<h1 class='content_title'>{title}</h1>"
        f"{more}<div class='zoombox' id='zoomcon'>{body}<div class='pages'>{bar}</div></div>"
        "<p>主办单位：青禾县</p>"
    )
    return Fetched(URL.format(name), html.encode())


FIRST, SECOND, THIRD = part("7", LEAD), part("7_2", ORDER), part("7_3", LAST)


def joined(first: Fetched, *parts: Fetched) -> Fetched:
    """With the law tested: the pages one behind the other are as one."""
    whole = replace(first, parts=parts)
    article = read(whole, READING)
    pages = [decode_page(one, READING) for one in (first, *parts)]
    lines = [line for one in pages for line in one.lines]
    page = Page(first.url, "<html><body></body></html>", "utf-8")
    page.__dict__["lines"] = lines
    check(page, article, READING)
    return whole


@pytest.mark.parametrize("parts", [(SECOND, THIRD), (THIRD, SECOND)])
def test_in_the_order_of_their_numbers(parts: tuple[Fetched, ...]) -> None:
    article = process(joined(FIRST, *parts), READING)
    assert article.body == f"{LEAD}\n{ORDER}\n{LAST}"
    assert article.extraction == {"candidate": "layout", "pages": 3}
    assert (article.stripped["pager"], "next_page" in article.stripped) == (3, False)


def test_a_headline_of_two_lines_on_a_further_page() -> None:
    broken = part("7_2", ORDER, title=f"{TITLE[:6]}<br>{TITLE[6:]}", more="<h2>第二页</h2>")
    assert process(joined(FIRST, broken, THIRD), READING).body == f"{LEAD}\n{ORDER}\n{LAST}"


def test_why_parts_are_missing_is_told() -> None:
    gone = replace(SECOND, status=404)
    article = process(replace(FIRST, parts=(gone,)), READING)
    assert article.body == LEAD
    assert article.extraction["missing"] == {SECOND.url: Reason.NOT_FOUND, THIRD.url: "not read"}
    assert article.stripped["next_page"] == 1


def test_a_part_to_which_no_page_leads_is_not_taken() -> None:
    stray = part("7_9", ORDER)
    assert process(replace(FIRST, parts=(SECOND, THIRD, stray)), READING).body == f"{LEAD}\n{ORDER}\n{LAST}"


@pytest.mark.parametrize(
    ("own", "other", "before"),
    [
        ("post_1.html", "post_1_2.html", True),
        ("post_1.html", "post_1-2.html", True),
        ("post_1_2.html", "post_1_3.html", True),
        ("post_1_3.html", "post_1_2.html", False),
        ("post_1.html", "post_2.html", False),
        ("1.html", "1.html?page=2", True),
        ("1.html?id=3", "1.html?id=4&page=2", False),
        ("1.html", "1_2.shtml", False),
        ("t20221110_123456.html", "t20221110_123457.html", False),
        ("t20221110_123456.html", "t20221110_123456_1.html", True),
        ("1.html", "1_all.html", False),
    ],
)
def test_which_address_is_that_of_a_later_part(own: str, other: str, before: bool) -> None:
    addresses = [Address.of(f"http://a.example/x/{name}") for name in (own, other)]
    assert addresses[0].is_before(addresses[1]) is before


def test_the_first_page_by_the_form_of_an_address() -> None:
    assert first_pages("http://a.example/x.html?id=3&page=2") == ["http://a.example/x.html?id=3"]
    assert first_pages("http://a.example/x_all.html") == ["http://a.example/x.html"]
    assert first_pages("http://a.example/2022/1.html") == []


def test_a_number_alone_in_a_table_is_no_pager() -> None:
    table = "<table><tr><td>登记</td></tr><tr><td>12</td></tr></table>"
    article = process(joined(part("7", LEAD, table + ORDER), SECOND, THIRD), READING)
    assert "12" in article.body.split("\n")


def test_a_hostile_pager_takes_linear_time() -> None:
    def seconds(size: int) -> float:
        links = "".join(f"<a href='post_7_{n}.html'>下一页</a> " for n in range(2, size))
        page = decode_page(part("7", LEAD, bar=links + "[1] " * size), READING)
        assert page.lines
        began = process_time()
        assert pager_of(page).further
        return process_time() - began

    seconds(50)
    assert seconds(4_000) < 12 * max(seconds(1_000), 0.002)
