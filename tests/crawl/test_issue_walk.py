"""A paper's issues day by day: what is asked for, in which order, and what a later run asks again."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, ClassVar

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from covidmeet.site import Site
from covidmeet.text.dates import CHINA
from tests.conftest import Crawl, Crawled
from tests.crawl.paper_site import EPaperSpider, Paper, notice, paper_at
from tests.crawl.small_site import SETTINGS, meeting


@pytest.fixture
def paper(httpserver: HTTPServer) -> Paper:
    return Paper(httpserver)


async def walk(crawl: Crawl, paper: Paper, first: int, last: int, **settings: Any) -> Crawled:
    days = {"since": f"2022-11-{first:02}", "until": f"2022-11-{last:02}"}
    return await crawl(EPaperSpider, SETTINGS | settings, via=paper.via, **days)


def outcomes(crawled: Crawled) -> dict[str, str]:
    return {row["day"][8:]: row["outcome"] for row in crawled.rows("issue_days")}


async def test_days_are_walked_back_and_asked_for_near_their_day(crawl: Crawl, paper: Paper) -> None:
    for day in (3, 4, 6):
        paper.issue(day)
    crawled = await walk(crawl, paper, 3, 6)
    assert len(crawled.rows()) == 6
    fronts = [path for path in paper.asked if "node" in path]
    assert fronts == [f"/pc/layout/202211/{day:02}/node_01.html" for day in (6, 5, 4, 3)]
    # Each issue is done before the next one is asked for.
    assert [path for path in paper.asked if "content" in path or "/05/" in path][2:3] == [fronts[1]]
    assert {moment for path, moment in paper.moments.items() if "/06/" in path} == {"20221106120000"}
    assert outcomes(crawled) == {"03": "read", "04": "read", "05": "absent", "06": "read"}
    assert crawled.rows("rejects") == []
    assert {row["gateway"].split("/")[4] for row in crawled.rows() if "/202211/04/" in row["url"]} == {
        "20221104120000id_"
    }


async def test_a_second_run_asks_for_nothing(crawl: Crawl, paper: Paper) -> None:
    for day in (3, 5):
        paper.issue(day)
    await walk(crawl, paper, 2, 6)
    paper.asked.clear()
    again = await walk(crawl, paper, 2, 6)
    assert paper.asked == []
    assert again.stats["issues/settled"] == 5
    assert again.stats["articles/known"] == 4
    run = again.rows("runs")[-1]
    assert (run["verdict"], run["reason"].partition(";")[0]) == ("quiet", "0 new, 4 known")
    paper.issue(7)
    await walk(crawl, paper, 2, 7)
    assert {path[4:].split("/")[-2] for path in paper.asked_of()} == {"07"}


async def test_an_issue_of_many_pages_is_read_whole(crawl: Crawl, paper: Paper) -> None:
    paper.issue(4, articles=1, pages=32)
    crawled = await walk(crawl, paper, 4, 4, LISTS_PER_RUN=5)
    assert len(crawled.rows()) == 32
    (row,) = crawled.rows("issue_days")
    assert (row["pages"], row["articles"], row["lost"], row["outcome"]) == (32, 32, 0, "read")


@pytest.mark.parametrize("what", ["front", "page", "article"])
async def test_a_day_that_failed_is_asked_for_again(crawl: Crawl, paper: Paper, what: str) -> None:
    paper.issue(3)
    paper.issue(4, pages=2)
    path = {
        "front": "/pc/layout/202211/04/node_01.html",
        "page": "/pc/layout/202211/04/node_02.html",
        "article": "/pc/202211/04/content_4010.html",
    }[what]
    whole, paper.pages[path] = paper.pages[path], Response("broken", 500)
    first = await walk(crawl, paper, 3, 4)
    assert outcomes(first).get("04", "failed") == "failed"
    assert [row["reason"] for row in first.rows("rejects")] == ["http_error"]
    paper.asked.clear()
    paper.pages[path] = whole
    again = await walk(crawl, paper, 3, 4)
    assert len(again.rows()) == 6
    assert outcomes(again) == {"03": "read", "04": "read"}
    assert path in paper.asked
    assert paper.asked_of(3) == []


async def test_a_broken_off_walk_goes_on(crawl: Crawl, paper: Paper) -> None:
    for day in (3, 4, 5, 6):
        paper.issue(day)
    stopped = await walk(crawl, paper, 3, 6, CLOSESPIDER_PAGECOUNT=5, CONCURRENT_REQUESTS=1)
    assert outcomes(stopped) == {"06": "read"}
    paper.asked.clear()
    again = await walk(crawl, paper, 3, 6)
    assert len(again.rows()) == 8
    assert {path.split("/")[-2] for path in paper.asked_of()} == {"05", "04", "03"}


async def test_what_is_not_there_twice_is_asked_for_no_more(crawl: Crawl, paper: Paper) -> None:
    paper.issue(3, articles=3)
    del paper.pages["/pc/202211/03/content_3011.html"]
    assert outcomes(await walk(crawl, paper, 3, 3)) == {"03": "partial"}
    paper.asked.clear()
    await walk(crawl, paper, 3, 3)
    assert paper.asked_of() == ["/pc/layout/202211/03/node_01.html", "/pc/202211/03/content_3011.html"]
    third = await walk(crawl, paper, 3, 3)
    assert paper.asked == []
    assert third.stats["articles/known"] == 2
    # The live site is another way to it.
    assert third.rows("issue_days")[0]["gateway"] == "localhost"


async def test_notices_in_the_place_of_articles_settle_nothing(crawl: Crawl, paper: Paper) -> None:
    paper.issue(3, articles=4)
    for path in [path for path in paper.pages if "content" in path]:
        paper.pages[path] = notice()
    assert outcomes(await walk(crawl, paper, 3, 3)) == {"03": "failed"}


async def test_no_issue_at_all_settles_nothing(crawl: Crawl, paper: Paper) -> None:
    crawled = await walk(crawl, paper, 1, 9)
    assert crawled.rows("issue_days") == []
    assert [row["reason"] for row in crawled.rows("rejects")] == ["not_found"]
    assert crawled.rows("runs")[-1]["verdict"] == "broken"


async def test_the_front_page_of_another_day_is_not_taken_for_it(crawl: Crawl, paper: Paper) -> None:
    paper.issue(6)
    newest = "/pc/layout/202211/06/node_01.html"
    paper.pages["/pc/layout/202211/05/node_01.html"] = Response("", 302, {"Location": newest})
    crawled = await walk(crawl, paper, 5, 6)
    assert outcomes(crawled) == {"05": "absent", "06": "read"}
    assert len(crawled.rows()) == 2


async def test_the_pause_between_requests_holds(crawl: Crawl, paper: Paper) -> None:
    for day in (4, 6):
        paper.issue(day, articles=1)
    await walk(crawl, paper, 3, 6, DOWNLOAD_DELAY=0.1, DOWNLOAD_DELAY_JITTER=0)
    # What the first connection takes is no pause.
    gaps = [later - earlier for earlier, later in pairwise(paper.times[1:])]
    assert len(gaps) >= 5
    assert min(gaps) > 0.08


async def test_a_host_that_gives_no_answer_ends_the_walk(crawl: Crawl, paper: Paper) -> None:
    for day in range(1, 29):
        paper.pages[f"/pc/layout/202211/{day:02}/node_01.html"] = Response("broken", 500)
    crawled = await walk(crawl, paper, 1, 28, BLOCK_LIMIT=3)
    assert len(paper.asked) == 3
    assert crawled.stats["finish_reason"] == "unreachable"
    assert crawled.rows("issue_days") == []


async def test_without_days_todays_paper_of_the_live_site_is_asked_for(crawl: Crawl, paper: Paper) -> None:
    host = f"localhost:{paper.server.port}"
    today = datetime.now(CHINA).date()

    class LiveSpider(EPaperSpider):
        site: ClassVar[Site] = paper_at(host)

    front, article = f"{today:/pc/layout/%Y%m/%d}/node_01.html", f"{today:/pc/%Y%m/%d}/content_1.html"
    paper.pages[front] = f"<a href='{article}'>一</a>"
    paper.pages[article] = meeting(1, today.isoformat())
    crawled = await crawl(LiveSpider, SETTINGS)
    assert paper.asked == [front, article]
    assert len(crawled.rows()) == 1
    assert crawled.rows("issue_days") == []  # more may come today
    before = today - timedelta(days=1)
    await crawl(LiveSpider, SETTINGS, since=before.isoformat(), until=before.isoformat())
    assert paper.asked[2:] == [
        f"{before:/pc/layout/%Y%m/%d}/node_01.html",
        f"{before:/html/%Y-%m/%d}/node_1.htm",
    ]
