"""Whole crawls of a small invented site on loopback: lists, ranges, given addresses, mirrors, WARC files."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from zipfile import ZipFile

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.site import Articles, Issues, Layout, Listing, Paging, Sign, Site
from covidmeet.sources.warc import WarcWriter
from covidmeet.text.urls import UrlRules
from tests.conftest import Crawl, Crawled

HOST = "www.qinghe.example"
LIST = f"http://{HOST}/list/"
SITE = Site(
    "qinghe",
    signs=(Sign(r"^青禾网版权所有"),),
    articles=(Articles((HOST,), r"/a/(?:\d{8}/)?\d+\.html"),),
    lists=(
        Listing(
            start=(LIST,),
            item="ul.news li",
            time=".time",
            paging=Paging(rf"(http://{HOST}/list/)(?:index_(?P<n>\d+)\.html)?", r"\1index_{n}.html"),
        ),
    ),
    layouts=(Layout("page", title=("h1",), info=(".info",), body=(".text",), empty_is_block=True),),
    urls=UrlRules(articles=((rf"(http://{HOST}/a/.*?)\?.*", r"\1"),)),
)
PAPER = Site(
    "paper",
    articles=(Articles((HOST,), r"/paper/\d{8}/c\d+\.html"),),
    lists=(
        Issues(
            (f"http://{HOST}/paper/%Y%m%d/a1.html", f"http://{HOST}/paper/%Y%m%d/1.html"),
            rf"http://{HOST}/paper/\d{{8}}/(?:a?\d+)\.html",
        ),
    ),
    layouts=SITE.layouts,
)
SETTINGS = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "RETRY_ENABLED": False,
}


class QingheSpider(NewsSpider):
    name = "qinghe"
    site: ClassVar[Site] = SITE


class PaperSpider(NewsSpider):
    name = "paper"
    site: ClassVar[Site] = PAPER


class ApiSpider(NewsSpider):
    name = "api"
    site: ClassVar[Site] = replace(
        SITE,
        lists=(
            Listing(
                records=("data", "list"),
                address=f"http://{HOST}/a/{{id}}.html",
                paging=Paging(r"(http://api\.example/list\?page=)(?P<n>\d+)", r"\1{n}"),
            ),
        ),
    )


def meeting(number: int, day: str = "2022-11-03") -> str:
    return page(
        f"河湾镇第{number}次疫情防控会议召开",
        f"{day} 08:00 来源：青禾日报",
        f"{day[5:7]}月{day[8:]}日，河湾镇召开第{number}次会议，研究部署疫情防控工作。镇长江晚舟主持会议。",
    )


def page(title: str, info: str, text: str, foot: str = "青禾网版权所有") -> str:
    return (
        f"<html><head><meta charset='utf-8'><title>{title}_青禾网</title></head><body><h1>{title}</h1>"
        f"<div class='info'>{info}</div><div class='text'><p>{text}</p></div><p>{foot}</p></body></html>"
    )


def listed(*numbers: int, day: str = "2022-11-03") -> str:
    items = "".join(f"<li><a href='/a/{n}.html'>{n}</a><span class='time'>{day}</span></li>" for n in numbers)
    return f"<html><body><ul class='news'>{items}</ul></body></html>"


class Web:
    """The invented site behind a gateway on loopback."""

    def __init__(self, server: HTTPServer) -> None:
        self.via = server.url_for("/web/") + "{url}"
        self.asked: list[str] = []
        self.pages: dict[str, str | Response] = {}
        server.expect_request(re.compile("/web/.*")).respond_with_handler(self._answer)

    def _answer(self, request: Any) -> Response:
        url = request.environ["RAW_URI"].removeprefix("/web/")
        self.asked.append(url.removeprefix(f"http://{HOST}"))
        found = self.pages.get(url, Response("nothing here", 404))
        return found if isinstance(found, Response) else Response(found, content_type="text/html")

    def put(self, path: str, body: str | Response) -> None:
        self.pages[path if "://" in path else f"http://{HOST}{path}"] = body


@pytest.fixture
def web(httpserver: HTTPServer) -> Web:
    return Web(httpserver)


def titles(result: Crawled) -> list[str]:
    return sorted(row["title"] for row in result.rows())


async def test_lists_to_articles(crawl: Crawl, web: Web) -> None:
    web.put("/list/", listed(1, 2))
    web.put("/list/index_2.html", listed(3))
    for number in (1, 2, 3):
        web.put(f"/a/{number}.html", meeting(number))
    result = await crawl(QingheSpider, SETTINGS, via=web.via)
    assert titles(result) == [f"河湾镇第{n}次疫情防控会议召开" for n in (1, 2, 3)]
    row = result.rows()[0]
    assert row["url"] == f"http://{HOST}/a/1.html"
    assert (row["layout"], row["source"], row["published_at"]) == (
        "page",
        "青禾日报",
        "2022-11-03T08:00:00+08:00",
    )
    assert row["original_url"] is None
    # The page behind the last one is not there: that is the list's end and no reject.
    assert "/list/index_3.html" in web.asked
    assert result.rows("rejects") == []
    assert result.stats["lists/read"] == 2
    assert result.stats["lists/ended"] == 1
    assert result.stats["articles/found"] == 3
    assert result.rows("runs")[-1]["verdict"] == "ok"


async def test_lists_go_first_and_as_deep_as_asked(crawl: Crawl, web: Web) -> None:
    for n in range(1, 6):
        web.put(f"/list/index_{n}.html" if n > 1 else "/list/", listed(n))
        web.put(f"/a/{n}.html", meeting(n))
    await crawl(QingheSpider, SETTINGS | {"CONCURRENT_REQUESTS": 1}, via=web.via, pages="2")
    assert web.asked == ["/list/", "/list/index_2.html", "/a/2.html", "/a/1.html"] or web.asked == [
        "/list/",
        "/list/index_2.html",
        "/a/1.html",
        "/a/2.html",
    ]


async def test_a_list_that_repeats_itself_ends(crawl: Crawl, web: Web) -> None:
    web.put("/a/1.html", meeting(1))
    for n in range(2, 40):
        web.put(f"/list/index_{n}.html", listed(1))
    web.put("/list/", listed(1))
    result = await crawl(QingheSpider, SETTINGS, via=web.via, pages="30")
    assert result.stats["lists/read"] == 2
    assert len(result.rows()) == 1


async def test_since_and_until_by_the_lists_days(crawl: Crawl, web: Web) -> None:
    web.put("/list/", listed(1, day="2022-11-05"))
    web.put("/list/index_2.html", listed(2, day="2022-11-03"))
    web.put("/list/index_3.html", listed(3, day="2022-11-01"))
    web.put("/list/index_4.html", listed(4, day="2022-10-30"))
    for n in (1, 2, 3, 4):
        web.put(f"/a/{n}.html", meeting(n))
    result = await crawl(QingheSpider, SETTINGS, via=web.via, since="2022-11-02", until="2022-11-04")
    assert titles(result) == ["河湾镇第2次疫情防控会议召开"]
    assert "/list/index_3.html" in web.asked
    assert "/list/index_4.html" not in web.asked  # all entries of the page before were too old
    assert "/a/1.html" not in web.asked
    assert result.stats["articles/out_of_range"] == 2


async def test_the_articles_own_day_counts_where_the_list_has_none(crawl: Crawl, web: Web) -> None:
    web.put("/list/", "<a href='/a/1.html'>一</a><a href='/a/2.html'>二</a>")
    web.put("/a/1.html", meeting(1, "2022-11-03"))
    web.put("/a/2.html", meeting(2, "2021-11-03"))
    result = await crawl(QingheSpider, SETTINGS, via=web.via, since="2022-01-01", pages="1")
    assert titles(result) == ["河湾镇第1次疫情防控会议召开"]
    assert result.stats["articles/out_of_range"] == 1
    assert result.rows("rejects") == []


async def test_other_matters_are_counted_not_stored(crawl: Crawl, web: Web) -> None:
    web.put("/list/", listed(1, 2))
    web.put("/a/1.html", meeting(1))
    text = "11月3日，河湾镇图书馆新馆开馆，第一天来了三百多名读者，二楼的座位早早就坐满了。"
    web.put("/a/2.html", page("河湾镇图书馆开馆", "2022-11-03 来源：青禾日报", text))
    result = await crawl(QingheSpider, SETTINGS, via=web.via, pages="1")
    assert titles(result) == ["河湾镇第1次疫情防控会议召开"]
    assert result.stats["articles/out_of_scope"] == 1
    assert result.rows("rejects") == []
    assert result.rows("runs")[-1]["verdict"] == "ok"
    result = await crawl(QingheSpider, SETTINGS, via=web.via, pages="1", topic="all")
    assert len(titles(result)) == 2


async def test_another_list_and_given_addresses(crawl: Crawl, web: Web, tmp_path: Path) -> None:
    web.put("/other.html", "<a href='/a/5.html'>五</a>")
    for n in (5, 6, 7):
        web.put(f"/a/{n}.html", meeting(n))
    result = await crawl(QingheSpider, SETTINGS, via=web.via, start=f"http://{HOST}/other.html")
    assert titles(result) == ["河湾镇第5次疫情防控会议召开"]
    result = await crawl(QingheSpider, SETTINGS, via=web.via, url=f"http://{HOST}/a/6.html")
    assert len(result.rows()) == 2
    file = tmp_path / "urls.txt"
    file.write_text(
        f"https://archive.example/web/2022/http://{HOST}/a/7.html\nhttp://elsewhere.example/a/8.html\n"
    )
    result = await crawl(QingheSpider, SETTINGS, via=web.via, urls=str(file))
    assert len(result.rows()) == 3
    (reject,) = result.rows("rejects")
    assert (reject["url"], reject["reason"]) == ("http://elsewhere.example/a/8.html", "other_site")
    assert "mirrors=1" in reject["detail"]


async def test_a_list_on_another_host_goes_on_there(crawl: Crawl, web: Web) -> None:
    api = "http://api.example/list?page="
    web.put(api + "1", Response('{"data": {"list": [{"id": 1}]}}', content_type="application/json"))
    web.put(api + "2", Response('{"data": {"list": [{"id": 2}]}}', content_type="application/json"))
    for n in (1, 2):
        web.put(f"/a/{n}.html", meeting(n))
    result = await crawl(ApiSpider, SETTINGS, via=web.via, start=api + "1", pages="2")
    assert len(result.rows()) == 2
    assert result.rows("rejects") == []


async def test_a_page_without_its_text_is_a_block(crawl: Crawl, web: Web) -> None:
    web.put("/list/", listed(1))
    web.put("/a/1.html", page("河湾镇召开疫情防控会议", "2022-11-03", ""))
    result = await crawl(QingheSpider, SETTINGS, via=web.via, pages="1")
    (reject,) = result.rows("rejects")
    assert reject["reason"] == "blocked"
    assert result.stats[f"blocks/{HOST}"] == 1
    assert result.rows() == []


async def test_nothing_new_is_asked_for_again(crawl: Crawl, web: Web) -> None:
    web.put("/list/", listed(1))
    web.put("/a/1.html", meeting(1))
    await crawl(QingheSpider, SETTINGS, via=web.via, pages="1")
    web.asked.clear()
    again = await crawl(QingheSpider, SETTINGS, via=web.via, pages="1")
    assert web.asked == ["/list/"]
    assert again.stats["articles/known"] == 1
    assert again.rows("runs")[-1]["verdict"] == "quiet"
    await crawl(QingheSpider, SETTINGS, via=web.via, pages="1", refetch="1")
    assert web.asked == ["/list/", "/list/", "/a/1.html"]


async def test_mirrors_are_taken_when_asked_for(crawl: Crawl, web: Web, tmp_path: Path) -> None:
    mirror = "http://valve.example/a/20221103/1.html"
    web.put(mirror, meeting(1))
    shop = "http://shop.example/a/2.html"
    web.put(
        shop,
        page(
            "阀门大全 疫情防控会议召开",
            "2022-11-03",
            "本店召开会议，阀门一律八折。欢迎来电咨询订购。",
            "本店",
        ),
    )
    file = tmp_path / "urls.txt"
    file.write_text(f"{mirror}\n{shop}\nhttp://shop.example/valves.html\n")
    result = await crawl(QingheSpider, SETTINGS, via=web.via, urls=str(file), mirrors="1")
    (row,) = result.rows()
    assert row["url"] == mirror
    assert row["original_url"] == f"http://{HOST}/a/20221103/1.html"
    assert {(r["url"], r["reason"]) for r in result.rows("rejects")} == {
        (shop, "other_site"),
        ("http://shop.example/valves.html", "other_site"),
    }
    assert "http://shop.example/valves.html" not in web.asked


async def test_a_paper_has_an_issue_a_day(crawl: Crawl, web: Web) -> None:
    front = "<a href='c1.html'>一</a><a href='a2.html'>二版</a><a href='/paper/20221101/a1.html'>往期</a>"
    web.put("/paper/20221102/a1.html", front)
    web.put("/paper/20221102/a2.html", "<a href='c2.html'>二</a>")
    web.put("/paper/20221103/1.html", "<a href='c3.html'>三</a>")  # the front page by its other name
    for number, day in ((1, "20221102"), (2, "20221102"), (3, "20221103")):
        web.put(f"/paper/{day}/c{number}.html", meeting(number))
    result = await crawl(PaperSpider, SETTINGS, via=web.via, since="2022-11-02", until="2022-11-03")
    assert len(result.rows()) == 3
    assert "/paper/20221101/a1.html" not in web.asked
    assert result.rows("rejects") == []


def warc(path: Path, *records: tuple[str, int, bytes]) -> Path:
    with WarcWriter(path) as writer:
        for url, status, body in records:
            writer.write(url, status, [("Content-Type", "text/html")], body)
    return path


async def test_warc_files_need_no_network(crawl: Crawl, tmp_path: Path) -> None:
    first = warc(
        tmp_path / "a.warc.gz",
        (f"http://{HOST}/a/1.html", 200, meeting(1).encode()),
        (f"http://{HOST}/list/", 200, listed(1).encode()),
        (f"https://archive.example/web/2022id_/http://{HOST}/a/2.html?x=1", 200, b""),
        (f"https://archive.example/web/2022id_/http://{HOST}/a/3.html", 200, meeting(3).encode("gb18030")),
        (f"http://{HOST}/a/4.html", 403, b"no"),
        (f"http://{HOST}/a/5.html", 301, b""),
        (f"http://{HOST}/a/6.html", 404, b"gone"),
        (f"http://{HOST}/a/7.html", 200, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9),
        (f"http://{HOST}/a/8.html", 200, b"<title>404 Not Found</title>"),
    )
    second = tmp_path / "b.wacz"
    with ZipFile(second, "w") as bundle:
        inner = warc(tmp_path / "c.warc.gz", (f"http://{HOST}/a/9.html", 200, meeting(9).encode()))
        bundle.write(inner, "archive/data.warc.gz")
    result = await crawl(
        QingheSpider, {"DOWNLOAD_HANDLERS": {"http": None, "https": None}}, warc=f"{first},{second}"
    )
    rows = {row["url"].rpartition("/")[2]: row for row in result.rows()}
    assert sorted(rows) == ["1.html", "3.html", "9.html"]
    assert rows["3.html"]["charset"] == "gb18030"
    assert rows["1.html"]["warc"].startswith(f"{first}:")
    assert rows["9.html"]["warc"].startswith(f"{second}!archive/data.warc.gz:")
    reasons = {row["url"].rpartition("/")[2]: row["reason"] for row in result.rows("rejects")}
    assert reasons == {
        "2.html?x=1": "empty",
        "4.html": "blocked",
        "5.html": "http_error",
        "6.html": "not_found",
        "7.html": "binary",
        "8.html": "soft_404",
    }
    assert "downloader/request_count" not in result.stats


async def test_the_same_files_twice_change_nothing(crawl: Crawl, tmp_path: Path) -> None:
    url = f"http://{HOST}/a/1.html"
    corrected = meeting(1).replace("江晚舟", "江晚洲")
    file = warc(tmp_path / "a.warc.gz", (url, 200, meeting(1).encode()), (url, 200, corrected.encode()))
    first = await crawl(QingheSpider, warc=str(file))
    before = first.rows()
    assert first.stats["warc/skipped/captured again"] == 1
    second = await crawl(QingheSpider, warc=str(file))
    assert [row | {"last_seen": ""} for row in second.rows()] == [row | {"last_seen": ""} for row in before]
    assert second.stats["articles/seen"] == 1
    assert second.rows("revisions") == []


async def test_mirrors_in_warc_files(crawl: Crawl, tmp_path: Path) -> None:
    file = warc(tmp_path / "a.warc.gz", ("http://valve.example/a/1.html", 200, meeting(1).encode()))
    assert (await crawl(QingheSpider, warc=str(file))).rows() == []
    (row,) = (await crawl(QingheSpider, warc=str(file), mirrors="1")).rows()
    assert row["original_url"] == f"http://{HOST}/a/1.html"


async def test_files_that_are_no_warc_are_rejects(crawl: Crawl, tmp_path: Path) -> None:
    bad = tmp_path / "bad.warc.gz"
    bad.write_bytes(b"this is no WARC file")
    good = warc(tmp_path / "good.warc.gz", (f"http://{HOST}/a/1.html", 200, meeting(1).encode()))
    with good.open("ab") as stream:
        stream.write(b"\x1f\x8b\x08 broken")
    result = await crawl(QingheSpider, warc=f"{bad},{good}")
    assert len(result.rows()) == 1
    assert {row["reason"] for row in result.rows("rejects")} == {"unreadable_warc", "damaged_warc"}
    assert result.rows("runs")[-1]["verdict"] == "degraded"


async def test_a_bad_argument_stops_a_spider_that_is_made_directly() -> None:
    with pytest.raises(ValueError, match="pages: none"):
        QingheSpider(pages="none")


async def test_what_a_page_lost_in_decoding_is_judged(crawl: Crawl, tmp_path: Path) -> None:
    body = meeting(1).encode()
    place = body.index("研究部署".encode())
    file = warc(
        tmp_path / "a.warc.gz",
        (f"http://{HOST}/a/1.html", 200, body[: place + 1] + b"\xff\xff" + body[place:]),
    )
    result = await crawl(QingheSpider, warc=str(file))
    assert [row["reason"] for row in result.rows("rejects")] == ["still_damaged"]
