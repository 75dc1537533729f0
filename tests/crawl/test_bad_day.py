"""A bad day settles nothing: what stood in the place of articles is not taken for them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from tests.conftest import Crawl, Crawled
from tests.crawl.small_site import HOST, SETTINGS, QingheSpider, Web, meeting, page

NUMBERS = range(1, 21)
NOTICE = page(
    "系统升级公告",
    "2022-11-03 08:00 来源：青禾日报",
    "为了向读者提供更好的服务，青禾网今天进行系统升级，升级期间部分栏目暂停更新，给您带来的不便敬请谅解。",
)
OTHER = "青禾县图书馆新馆第{}分馆开放"


@pytest.fixture
def web(httpserver: HTTPServer) -> Web:
    return Web(httpserver)


def a_list(titles: dict[int, str]) -> str:
    items = "".join(
        f"<li><a href='/a/{number}.html'>{title}</a><span class='time'>2022-11-03</span></li>"
        for number, title in titles.items()
    )
    return f"<html><body><ul class='news'>{items}</ul></body></html>"


def promised(numbers: Iterable[int]) -> dict[int, str]:
    return {number: f"河湾镇第{number}次疫情防控会议召开" for number in numbers}


def other(number: int) -> str:
    text = f"11月3日，青禾县图书馆第{number}分馆向读者开放，藏书二十万册，每天从早八点到晚八点，凭证件进馆。"
    return page(OTHER.format(number), "2022-11-03 08:00 来源：青禾日报", text)


def put_meetings(web: Web, numbers: Iterable[int]) -> None:
    for number in numbers:
        web.put(f"/a/{number}.html", meeting(number))


async def crawled(crawl: Crawl, web: Web, settings: dict[str, Any] | None = None) -> Crawled:
    return await crawl(QingheSpider, SETTINGS | (settings or {}), via=web.via)


def verdict(result: Crawled) -> str:
    return str(result.rows("runs")[-1]["verdict"])


def age_visits(result: Crawled, days: float) -> None:
    """As if the pages out of scope had been read so many days earlier."""
    for url_hash, seen_at in result.db.execute("select url_hash, seen_at from visits").fetchall():
        moved = datetime.fromisoformat(seen_at) - timedelta(days=days)
        result.db.execute("update visits set seen_at = ? where url_hash = ?", [moved.isoformat(), url_hash])


@pytest.mark.parametrize("titles", ["promised", "bare"])
@pytest.mark.parametrize("gone", [20, 7])
async def test_a_notice_in_place_of_the_articles(crawl: Crawl, web: Web, titles: str, gone: int) -> None:
    web.put("/list/", a_list(promised(NUMBERS) if titles == "promised" else dict.fromkeys(NUMBERS, "详情")))
    put_meetings(web, NUMBERS)
    for number in range(1, gone + 1):
        web.put(f"/a/{number}.html", NOTICE)
    bad = await crawled(crawl, web)
    assert verdict(bad) not in ("ok", "quiet")
    assert len(bad.rows()) == 20 - gone
    assert bad.rows("visits") == []
    put_meetings(web, NUMBERS)
    good = await crawled(crawl, web)
    assert len(good.rows()) == 20
    assert verdict(good) == "ok"


@pytest.mark.parametrize("count", [1, 2, 20])
async def test_a_notice_with_a_number_of_its_own(crawl: Crawl, web: Web, count: int) -> None:
    """No two pages are alike, but the list promised reports."""
    web.put("/list/", a_list(promised(NUMBERS)))
    put_meetings(web, NUMBERS)
    for number in range(1, count + 1):
        web.put(f"/a/{number}.html", NOTICE.replace("系统升级，", f"系统升级，编号{number}{number}，"))
    bad = await crawled(crawl, web)
    assert bad.rows("visits") == []
    assert bad.stats["articles/not_as_listed"] == count
    assert [row["reason"] for row in bad.rows("rejects")] == ["not_as_listed"] * count
    again = await crawled(crawl, web)
    assert again.stats["rejects/withheld_again"] == count
    put_meetings(web, NUMBERS)
    assert len((await crawled(crawl, web)).rows()) == 20


FIREWALL = (
    "<html><head><title>温馨提示</title></head><body><div class='w'><h2>温馨提示</h2>"
    "<p>本站由系统自动守护，系统认为这一次打开的方式不同寻常，因此没有给出内容，稍等一会儿再来就好。"
    "编号 {:032x}，时间 2022-11-20 09:{:02}:11。</p>"
    "<p>如有疑问，把上面的编号告诉我们，一个工作日内答复，感谢理解和支持，祝生活愉快。</p></div></body></html>"
)


@pytest.mark.parametrize("count", [20, 3])
async def test_a_wordy_page_with_the_numbers_of_each_request(crawl: Crawl, web: Web, count: int) -> None:
    """The list promises nothing, and no two pages are alike to the letter."""
    web.put("/list/", a_list(dict.fromkeys(NUMBERS, "详情")))
    put_meetings(web, NUMBERS)
    for number in range(1, count + 1):
        web.put(f"/a/{number}.html", FIREWALL.format(number * 7**30, number))
    bad = await crawled(crawl, web)
    assert verdict(bad) not in ("ok", "quiet")
    assert bad.rows("visits") == []
    put_meetings(web, NUMBERS)
    assert len((await crawled(crawl, web)).rows()) == 20


async def test_one_page_that_no_layout_reads_is_read_again_at_once(crawl: Crawl, web: Web) -> None:
    web.put("/list/", a_list(dict.fromkeys(NUMBERS, "详情")))
    put_meetings(web, NUMBERS)
    web.put("/a/1.html", FIREWALL.format(7**30, 1))
    assert [row["times"] for row in (await crawled(crawl, web)).rows("visits")] == [0]
    put_meetings(web, NUMBERS)
    assert len((await crawled(crawl, web)).rows()) == 20


async def test_bulletins_of_several_days_are_no_notice(crawl: Crawl, web: Web) -> None:
    web.put("/list/", a_list(dict.fromkeys(range(1, 9), "详情")))
    for n in range(1, 9):
        text = f"11月{n}日0时至24时，青禾市新增确诊病例{n}例，均已转运至定点医院，全市疫情总体平稳。"
        web.put(f"/a/{n}.html", page(f"11月{n}日青禾市新增{n}例", f"2022-11-0{n} 08:00 来源：青禾日报", text))
    result = await crawled(crawl, web)
    assert verdict(result) == "quiet"
    assert len(result.rows("visits")) == 8


PHOTOS = "青禾县老照片展开幕，二十张照片挂在图书馆的长廊里，每天从早八点到晚八点都可以来看。"


async def test_pages_of_one_text_that_are_what_their_list_says_are_no_notice(crawl: Crawl, web: Web) -> None:
    titles = {n: f"老照片展第{n}个展厅一览" for n in range(1, 6)}
    web.put("/list/", a_list(titles))
    for number, title in titles.items():
        web.put(f"/a/{number}.html", page(title, "2022-11-03 08:00 来源：青禾日报", PHOTOS))
    result = await crawled(crawl, web)
    assert verdict(result) == "quiet"
    assert len(result.rows("visits")) == 5
    assert "articles/same_text" not in result.stats


async def test_pages_of_one_text_and_another_title_than_listed_are_a_notice(crawl: Crawl, web: Web) -> None:
    web.put("/list/", a_list({n: f"老照片展第{n}个展厅一览" for n in range(1, 6)}))
    for number in range(1, 6):
        web.put(f"/a/{number}.html", page("今天图书馆闭馆整理", "2022-11-03 08:00 来源：青禾日报", PHOTOS))
    result = await crawled(crawl, web)
    assert verdict(result) == "degraded"
    assert result.rows("visits") == []


async def test_a_page_on_another_matter_is_settled_by_a_healthy_run_only(crawl: Crawl, web: Web) -> None:
    web.put("/list/", a_list({1: OTHER.format(1), 2: promised([2])[2], 3: "详情"}))
    web.put("/a/1.html", other(1))
    web.put("/a/2.html", meeting(2))
    web.put("/a/3.html", Response("no", 403))
    bad = await crawled(crawl, web)
    assert verdict(bad) not in ("ok", "quiet")
    assert bad.rows("visits") == []
    web.put("/a/3.html", meeting(3))
    good = await crawled(crawl, web)
    assert [row["led_to"] for row in good.rows("visits")] == [None]
    web.asked.clear()
    again = await crawled(crawl, web)
    assert not [path for path in web.asked if path.startswith("/a/")]
    assert (again.stats["articles/known"], again.stats["articles/passed_by"]) == (2, 1)
    assert verdict(again) == "quiet"


async def test_a_page_on_another_matter_is_read_again_ever_more_rarely(crawl: Crawl, web: Web) -> None:
    web.put("/list/", a_list({1: OTHER.format(1), 2: promised([2])[2]}))
    web.put("/a/1.html", other(1))
    web.put("/a/2.html", meeting(2))
    result = await crawled(crawl, web)
    days = []
    for day in range(1, 31):
        age_visits(result, 1)
        web.asked.clear()
        result = await crawled(crawl, web)
        if "/a/1.html" in web.asked:
            days.append(day)
    # After 1, 3, 7 … days at the earliest, and within a twentieth of all requests.
    gaps = [later - day for day, later in itertools.pairwise(days)]
    assert days
    assert gaps == sorted(gaps)
    assert result.rows("visits")[0]["times"] == len(days) + 1
    assert len(days) <= 0.05 * result.db.execute("select sum(counts ->> 'requests') from runs").fetchone()[0]
    # What stood there was a notice after all.
    web.put("/a/1.html", meeting(1))
    age_visits(result, 300)
    for _ in range(20):
        result = await crawled(crawl, web)
    assert len(result.rows()) == 2
    assert result.rows("visits")[0]["led_to"] is None  # an older note, which an archived article outranks
    web.asked.clear()
    await crawled(crawl, web, {"OUT_OF_SCOPE_DAYS": 0})
    assert "/a/1.html" not in web.asked


async def test_a_healthy_site_gets_few_requests_more(crawl: Crawl, web: Web) -> None:
    """Thirty days, each with four new pages, one of them a report: what is read again stays within 5 %."""
    asked = {0.0: 0, 1.0: 0}
    for setting in asked:
        for day in range(30):
            numbers = range(4 * day + 1, 4 * day + 5)
            for number in numbers:
                web.put(f"/a/{number}.html", other(number) if number % 4 else meeting(number))
            shown = range(max(1, 4 * day - 15), 4 * day + 5)  # those of five days stand on the list
            web.put("/list/", a_list({n: OTHER.format(n) if n % 4 else promised([n])[n] for n in shown}))
            web.asked.clear()
            archive = {"OUT_OF_SCOPE_DAYS": setting, "DATABASE": f"{crawl_folder(crawl)}-{setting}.db"}
            result = await crawled(crawl, web, archive)
            age_visits(result, 1)
            asked[setting] += len(web.asked)
    assert asked[0.0] < asked[1.0] <= 1.05 * asked[0.0]


def crawl_folder(crawl: Crawl) -> str:
    cells = dict(zip(crawl.__code__.co_freevars, crawl.__closure__ or (), strict=True))
    return str(cells["database"].cell_contents)


async def test_articles_that_lead_to_one_page_are_counted_each(crawl: Crawl, web: Web) -> None:
    web.put("/list/", a_list(promised([1, 2, 3])))
    web.put("/", NOTICE)
    for number in (1, 2, 3):
        web.put(f"/a/{number}.html", Response("", 302, headers={"Location": f"http://{HOST}/"}))
    result = await crawled(crawl, web)
    rejects = {row["url"].removeprefix(f"http://{HOST}"): row["reason"] for row in result.rows("rejects")}
    assert rejects == {f"/a/{number}.html": "soft_404" for number in (1, 2, 3)}
    assert "/" not in web.asked
    assert verdict(result) not in ("ok", "quiet")


async def test_articles_that_lead_to_a_notice_are_counted_each(crawl: Crawl, web: Web) -> None:
    web.put("/list/", a_list(promised([1, 2, 3])))
    web.put("/a/20221103/999.html", NOTICE)
    web.put("/a/1.html", meeting(1))
    for number in (2, 3):
        location = f"http://{HOST}/a/20221103/999.html"
        web.put(f"/a/{number}.html", Response("", 302, headers={"Location": location}))
    result = await crawled(crawl, web)
    assert result.stats["articles/not_as_listed"] == 1
    # Which of them is followed is chance.
    rejects = {row["url"][-6:]: row["reason"] for row in result.rows("rejects")}
    assert set(rejects) == {"2.html", "3.html"}
    assert set(rejects.values()) == {"not_as_listed", "redirected"}
    assert result.rows("visits") == [] or all(row["led_to"] for row in result.rows("visits"))


OBEY = {"ROBOTSTXT_OBEY": True}


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_host_without_its_robots_txt_is_not_crawled(
    crawl: Crawl, web: Web, httpserver: HTTPServer, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    web.put("/list/", a_list(promised([1])))
    web.put("/a/1.html", meeting(1))
    httpserver.expect_request("/robots.txt").respond_with_data("busy", status)
    result = await crawled(crawl, web, OBEY)
    assert web.asked == []
    assert [row["reason"] for row in result.rows("rejects")] == ["robots_unknown"]
    run = result.rows("runs")[-1]
    assert run["verdict"] == "broken"
    assert "robots_unknown" in run["reason"]
    assert "Traceback" not in caplog.text


async def test_a_robots_txt_that_leads_elsewhere_is_none(
    crawl: Crawl, web: Web, httpserver: HTTPServer
) -> None:
    web.put("/list/", a_list(promised([1])))
    web.put("/a/1.html", meeting(1))
    away = {"Location": "http://login.elsewhere.example/"}
    httpserver.expect_request("/robots.txt").respond_with_data("", 302, headers=away)
    assert len((await crawled(crawl, web, OBEY)).rows()) == 1


async def test_a_robots_txt_that_does_not_come(crawl: Crawl, web: Web, httpserver: HTTPServer) -> None:
    import time

    def slow(_: Request) -> Response:
        time.sleep(1.5)
        return Response("")

    web.put("/list/", a_list(promised([1])))
    httpserver.expect_request("/robots.txt").respond_with_handler(slow)
    result = await crawled(crawl, web, OBEY | {"DOWNLOAD_TIMEOUT": 0.3})
    assert web.asked == []
    assert [row["reason"] for row in result.rows("rejects")] == ["robots_unknown"]


RULES = "# 规则：本站不许抓取下列栏目\nUser-agent: *\nDisallow: /web/http://www.qinghe.example/a/1.html\n"


@pytest.mark.parametrize(
    "body",
    [
        RULES.encode("gb18030"),
        RULES.encode("utf-8-sig"),
        RULES.encode("utf-16"),
        RULES.replace("\n", "\r\n").encode(),
        RULES.encode() + b"# filler\n" * 1_170_000,
        b"# filler\n" * 1_170_000 + RULES.encode(),
    ],
    ids=["gbk", "bom", "utf-16", "crlf", "10 MiB", "at the end of 10 MiB"],
)
async def test_a_robots_txt_in_any_form_is_read(
    crawl: Crawl, web: Web, httpserver: HTTPServer, body: bytes
) -> None:
    web.put("/list/", a_list(promised([1, 2])))
    put_meetings(web, [1, 2])
    httpserver.expect_request("/robots.txt").respond_with_data(body)
    result = await crawled(crawl, web, OBEY)
    assert {row["url"][-6:]: row["reason"] for row in result.rows("rejects")} == {"1.html": "robots"}
    assert [row["url"][-6:] for row in result.rows()] == ["2.html"]
