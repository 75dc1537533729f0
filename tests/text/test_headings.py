"""A ``br`` in a headline: one headline on every route, unless what follows is a sub-title."""

from __future__ import annotations

import pytest

from covidmeet.items import Article
from covidmeet.process import Fetched
from tests.test_case_variants import LEAD, ORDER, READING, TITLE, lawful

HEADLINES = [
    ("青禾县召开<br>疫情防控工作会议", TITLE),
    ("青禾县召开<br/>疫情防控工作会议", TITLE),
    ("青禾县召开<BR>疫情防控工作会议", TITLE),
    ("青禾县召开\n  <br>\n  疫情防控工作会议", TITLE),
    ("青禾县<br>召开疫情<br>防控工作会议", TITLE),
    ("青禾县召开<br><br>疫情防控工作会议<br>", TITLE),
    ("<br>青禾县召开<br>疫情防控工作会议", TITLE),
    ("<span>青禾县召开</span><br><span>疫情防控工作会议</span>", TITLE),
    ("<span class='a'>青禾县召开<br>疫情防控工作会议</span>", TITLE),
    ("<b>青禾县召开</b><br><b>疫情防控工作会议</b>", TITLE),
    ("<font color='red'>青禾县召开</font><br><font color='red'>疫情防控工作会议</font>", TITLE),
    ("<a href='/1'>青禾县召开<br>疫情防控工作会议</a>", TITLE),
    ("青禾县召开&nbsp;<br>&nbsp;疫情防控工作会议", TITLE),
    ("青禾县召开“清零”<br>“动态清零”会议", "青禾县召开“清零”“动态清零”会议"),
    ("COVID-19<br>防控会议在青禾县召开", "COVID-19 防控会议在青禾县召开"),
    ("青禾县召开第<br>12次防控会议", "青禾县召开第 12次防控会议"),
]
ROUTES = ["documents", "any page", "layout"]


def headed(route: str, heading: str, head: str = "") -> Article:
    if route == "documents":
        url, text = "file:///page.html", f"<div><p>{LEAD}</p><p>{ORDER}</p></div>"
    elif route == "layout":
        url = "https://www.gz.gov.cn/xw/gzyw/content/post_1.html"
        text = f"<div class='zoombox' id='zoomcon'><p>{LEAD}</p><p>{ORDER}</p></div>"
    else:
        url, text = "https://news.example/2022/0302/1.html", f"<div><p>{LEAD}</p><p>{ORDER}</p></div>"
    page = f"<html><head>{head}</head><body>{heading}{text}</body></html>"
    return lawful(Fetched(url, page.encode()), READING)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(("inner", "title"), HEADLINES)
def test_a_broken_headline_is_one_headline(route: str, inner: str, title: str) -> None:
    article = headed(route, f"<h1 class='content_title'>{inner}</h1>", f"<title>{title}_青禾网</title>")
    assert (article.title, article.deck) == (title, "")
    assert article.body == f"{LEAD}\n{ORDER}"


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(("inner", "title"), HEADLINES)
def test_it_is_one_where_no_head_repeats_it(route: str, inner: str, title: str) -> None:
    article = headed(route, f"<h1 class='content_title'>{inner}</h1>")
    assert (article.title, article.deck) == (title, "")


SUB_TITLES = [
    f"{TITLE}<br><small>林知秋主持并讲话</small>",
    f"{TITLE}<br><span class='sub'>林知秋主持并讲话</span>",
    f"{TITLE}<br/><em>林知秋主持并讲话</em>",
    f"<span class='t'>{TITLE}</span><br><span class='s'>林知秋主持并讲话</span>",
    f"{TITLE}<br><font size='2'>林知秋主持并讲话</font>",
    "青禾县召开<br>疫情防控工作会议<br><span style='font-size:14px'>林知秋主持并讲话</span>",
]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("inner", SUB_TITLES)
@pytest.mark.parametrize("head", ["", f"<title>{TITLE}_青禾网</title>"])
def test_a_sub_title_in_an_element_of_its_own_is_deck(route: str, inner: str, head: str) -> None:
    article = headed(route, f"<h1 class='content_title'>{inner}</h1>", head)
    assert (article.title, article.deck) == (TITLE, "林知秋主持并讲话")


@pytest.mark.parametrize("route", ROUTES)
def test_what_the_head_leaves_out_of_the_title_is_deck(route: str) -> None:
    heading = f"<h1 class='content_title'>{TITLE}<br>林知秋主持并讲话</h1>"
    article = headed(route, heading, f"<title>{TITLE}_青禾网</title>")
    assert (article.title, article.deck) == (TITLE, "林知秋主持并讲话")


@pytest.mark.parametrize("route", ["documents", "any page"])
def test_the_day_below_a_headline_is_no_part_of_it(route: str) -> None:
    article = headed(route, f"<h1>{TITLE}<br>2022-03-02 08:30 来源：青禾日报</h1>")
    assert article.title == TITLE
    assert article.published_at == "2022-03-02T08:30:00+08:00"


def test_a_heading_that_holds_a_text_is_left_as_it_is() -> None:
    page = f"<html><body><h1>{TITLE}<p>{LEAD}<br>{ORDER}</p></body></html>"
    article = lawful(Fetched("file:///page.html", page.encode()), READING)
    assert article.body == f"{LEAD}\n{ORDER}"
