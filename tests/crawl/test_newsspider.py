"""Whole crawls of a small invented site on loopback: lists, ranges, given addresses, mirrors, issues."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from tests.conftest import Crawl, Crawled
from tests.crawl.small_site import (
    HOST,
    SETTINGS,
    ApiSpider,
    PaperSpider,
    QingheSpider,
    Web,
    listed,
    meeting,
    page,
)


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


async def test_a_bad_argument_stops_a_spider_that_is_made_directly() -> None:
    with pytest.raises(ValueError, match="pages: none"):
        QingheSpider(pages="none")
