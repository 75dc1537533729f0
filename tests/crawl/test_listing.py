"""List pages to articles, days and further pages, on invented lists."""

from __future__ import annotations

import json

import pytest

from covidmeet.crawl.listing import ListPage, read_list
from covidmeet.extract import Page
from covidmeet.site import Articles, Issues, Listing, Paging, Site
from covidmeet.spiders import cbg, gz_gov, netease
from covidmeet.text.urls import canonical

NEWS = Site(
    "news",
    articles=(Articles(("www.qinghe.example",), r"/a/(?:\d{8}/)?\d+\.html"),),
    lists=(
        Listing(
            item="ul.news li",
            time=".time",
            paging=Paging(
                r"(http://www\.qinghe\.example/list/)(?:index(?:_(?P<n>\d+))?\.html)?",
                r"\1index_{n}.html",
                link="a.next",
                total=r"pages\((\d+)\)",
            ),
        ),
        Listing(
            records=("data", "list"),
            address="http://www.qinghe.example/a/{id}.html",
            paging=Paging(r"(http://www\.qinghe\.example/api\?page=)(?P<n>\d+)", r"\1{n}"),
        ),
        Issues(("http://paper.example/%Y%m%d/1.html",), r"http://paper\.example/\d{8}/\d+\.html"),
    ),
    skip_titles="^广告",
)
LIST = "http://www.qinghe.example/list/"


def read(body: str, url: str = LIST, site: Site = NEWS) -> ListPage:
    text = body if body.startswith(("{", "[", "cb")) else f"<html><body>{body}</body></html>"
    return read_list(Page(url, text, "utf-8"), site)


def urls(found: ListPage) -> list[str]:
    return [entry.url.removeprefix("http://www.qinghe.example") for entry in found.entries]


def test_entries_with_their_days() -> None:
    found = read(
        """<ul class="news"><li><a href="/about">说明</a><a href="/a/1.html" title="一">一…</a>
        <span class="time">2022-11-03 08:00</span></li>
        <li><a href="../a/20221102/2.html">二</a></li><li>没有链接</li>
        <li><a href="/a/1.html">一</a></li></ul><a href="/a/9.html">别处</a>"""
    )
    assert urls(found) == ["/a/1.html", "/a/20221102/2.html"]
    assert [entry.day for entry in found.entries] == ["2022-11-03", "2022-11-02"]


def test_links_serve_where_the_list_has_changed() -> None:
    found = read(
        """<a href="/a/1.html#top">一</a><a href="/a/2.html">广告</a><a href="javascript:x()">x</a>
        <a href="http://other.example/a/3.html">三</a><a href="http://[bad/">坏</a>"""
    )
    assert urls(found) == ["/a/1.html#top"]


ODD_LINKS = [
    r"..\a\1.html",
    r"\a\1.html",
    r"\\www.qinghe.example\a\1.html",
    r"http:\\www.qinghe.example\a\1.html",
    "http:///www.qinghe.example/a/1.html",
    "http:/www.qinghe.example/a/1.html",
    "//www.qinghe.example/a/1.html",
    "www.qinghe.example/a/1.html",
    " /a/1.html\u3000",
    "/a/\n\t1.html",
    "/a/%31.html",
    "/a/1.html?utm_source=list",
    "/a/1.html#top",
    "HTTP://WWW.QINGHE.EXAMPLE:80/a/1.html",
]


@pytest.mark.parametrize("href", ODD_LINKS)
def test_a_link_is_read_as_browsers_read_it(href: str) -> None:
    for body in (f"<ul class='news'><li><a href='{href}'>一</a></li></ul>", f"<a href='{href}'>一</a>"):
        (entry,) = read(body).entries
        assert canonical(entry.url) == "http://www.qinghe.example/a/1.html"
    (entry,) = read(json.dumps({"data": {"list": [{"url": href, "title": "一"}]}})).entries
    assert canonical(entry.url) == "http://www.qinghe.example/a/1.html"


@pytest.mark.parametrize(
    "href", ["/b/1.html", r"\b\1.html", "http://[1/a/1.html", "//x.example/a/1.html", "a:/a/1.html"]
)
def test_a_link_elsewhere_stays_one(href: str) -> None:
    assert read(f"<a href='{href}'>一</a>").entries == []


def test_a_base_with_backslashes() -> None:
    body = r"<base href='\\www.qinghe.example\a\'><a href='1.html'>一</a>"
    assert urls(read(body)) == ["/a/1.html"]


def test_a_base_element_counts() -> None:
    found = read('<base href="http://www.qinghe.example/a/"><a href="5.html">五</a>')
    assert urls(found) == ["/a/5.html"]


@pytest.mark.parametrize(
    ("url", "body", "expected"),
    [
        (LIST, "", LIST + "index_2.html"),
        (LIST + "index.html", "", LIST + "index_2.html"),
        (LIST + "index_4.html", "", LIST + "index_5.html"),
        (LIST, "<script>pages(2)</script>", LIST + "index_2.html"),
        (LIST + "index_2.html", "<script>pages(2)</script>", None),
        (LIST + "index_2.html", "<a class='next' href='index_7.html'>下一页</a>", LIST + "index_7.html"),
        # A next link that leads elsewhere is none.
        (LIST, "<a class='next' href='http://other.example/'>下一页</a>", LIST + "index_2.html"),
        ("http://www.qinghe.example/other/", "", None),
    ],
)
def test_the_next_page(url: str, body: str, expected: str | None) -> None:
    assert read(body, url).further == expected


def test_a_json_list_with_and_without_a_callback() -> None:
    data = {"data": {"list": [{"id": 7, "ptime": "2022-11-03 08:00"}, {"id": "x"}, "?", {"link": "no"}]}}
    url = "http://www.qinghe.example/api?page=3"
    for text in (json.dumps(data), f"cb({json.dumps(data)});"):
        found = read(text, url)
        assert urls(found) == ["/a/7.html"]
        assert found.entries[0].day == "2022-11-03"
        assert found.further == "http://www.qinghe.example/api?page=4"
    assert read('{"data": {"list": []}}', url).further is None
    assert read('{"data": null}', url).entries == []


def test_the_pages_of_an_issue_are_those_of_its_day() -> None:
    found = read(
        '<a href="2.html">二版</a><a href="1.html">一版</a><a href="../20221102/1.html">昨天</a>',
        "http://paper.example/20221103/1.html",
    )
    assert found.parts == ["http://paper.example/20221103/2.html"]


def test_paging_of_real_sites() -> None:
    page = Page("https://www.gz.gov.cn/xw/gzyw/", "<script>Math.ceil(2380/20)</script>", "utf-8")
    assert read_list(page, gz_gov.SITE).further == "https://www.gz.gov.cn/xw/gzyw/index_2.html"
    last = Page(
        "https://www.gz.gov.cn/xw/gzyw/index_119.html", "<script>Math.ceil(2380/20)</script>", "utf-8"
    )
    assert read_list(last, gz_gov.SITE).further is None
    page = Page("https://www.cbg.cn/list/705/1.html", "<html></html>", "utf-8")
    assert read_list(page, cbg.SITE).further == "https://www.cbg.cn/list/705/2.html"


def test_json_lists_of_real_sites() -> None:
    docid = "HM1A2B3C0534ABCD"
    text = json.dumps({"data": {"list": [{"docid": docid, "title": "一", "ptime": "2020-02-04 10:00:00"}]}})
    url = "https://dy.163.com/v2/article/list.do?pageNo=1&wemediaId=W1&size=10"
    found = read_list(Page(url, text, "utf-8"), netease.SITE)
    assert [(entry.url, entry.day) for entry in found.entries] == [
        (f"https://www.163.com/dy/article/{docid}.html", "2020-02-04")
    ]
    assert found.further == "https://dy.163.com/v2/article/list.do?pageNo=2&wemediaId=W1&size=10"
    article = f"https://www.cbg.cn/a/705/20221201/{'0' * 32}.html"
    text = json.dumps({"data": {"lists": [{"titleurl": article, "newstime": "2022-12-01 08:00"}]}})
    found = read_list(Page("https://rmtapi.cbg.cn/list/705/1.html?pagesize=20", text, "utf-8"), cbg.SITE)
    assert [entry.url for entry in found.entries] == [article]
    assert found.further == "https://rmtapi.cbg.cn/list/705/2.html?pagesize=20"
