"""Who asks, how often, and what a host's own rules change about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from covidmeet.middlewares.retry import seconds_of
from tests.conftest import Crawl
from tests.hostile.crawls import FAST
from tests.hostile.pages import article, links
from tests.hostile.server import Asked, Route, Server, page, serving
from tests.hostile.spiders import PlainSpider

ROUTES: dict[str, Route] = {
    "/": lambda _: links(["/a/1", "/a/2", "/a/3"]),
    r"/a/\d+": lambda asked: page(article(int(asked.path[3:]))),
}


def _robots(rules: str, status: str = "200 OK") -> dict[str, Route]:
    return {"/robots.txt": lambda _: page(rules, status=status, mime="text/plain")}


def _gaps(server: Server, skip: int = 0) -> list[float]:
    return [later.at - earlier.at for earlier, later in pairwise(server.log[skip:])]


async def test_the_user_agent_names_the_contact(crawl: Crawl) -> None:
    with serving(ROUTES) as server:
        await crawl(PlainSpider, settings=FAST | {"CONTACT": "desk@paper.example"}, start=server.url("/"))
    assert {one.headers["user-agent"] for one in server.log} == {"covidmeet (+desk@paper.example)"}


async def test_a_user_agent_of_ones_own_wins(crawl: Crawl) -> None:
    with serving(ROUTES) as server:
        await crawl(PlainSpider, settings=FAST | {"USER_AGENT": "other/1"}, start=server.url("/"))
    assert {one.headers["user-agent"] for one in server.log} == {"other/1"}


async def test_what_robots_txt_forbids_is_not_asked_for(crawl: Crawl) -> None:
    rules = "User-agent: *\nAllow: /\n\nUser-agent: covidmeet\nDisallow: /a/2\n"
    with serving(_robots(rules) | ROUTES) as server:
        crawled = await crawl(PlainSpider, settings=FAST, start=server.url("/"))
    assert not server.asked("/a/2")
    assert len(crawled.rows()) == 2
    assert [row["reason"] for row in crawled.rows("rejects")] == ["robots"]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5"])
async def test_robots_txt_in_any_encoding_is_obeyed(codec: str, crawl: Crawl) -> None:
    note = "青禾縣" if codec == "big5" else "青禾县政府网站不得抓取"
    rules = f"User-agent: *\r\nDisallow: /a/2\r\nCrawl-delay: 0\r\n# {note}\r\n".encode(codec)
    robots: Route = lambda _: page(rules, mime="text/plain")  # noqa: E731
    with serving({"/robots.txt": robots} | ROUTES) as server:
        crawled = await crawl(PlainSpider, settings=FAST, start=server.url("/"))
    assert not server.asked("/a/2")
    assert len(crawled.rows()) == 2


async def test_an_error_page_is_no_robots_txt(crawl: Crawl) -> None:
    rules = "User-agent: *\nDisallow: /\n"
    with serving(_robots(rules, status="404 Not Found") | ROUTES) as server:
        crawled = await crawl(PlainSpider, settings=FAST, start=server.url("/"))
    assert len(crawled.rows()) == 3


@pytest.mark.slow
async def test_requests_are_a_delay_apart(crawl: Crawl) -> None:
    own = {"DOWNLOAD_DELAY": 0.2, "DOWNLOAD_DELAY_JITTER": 0.5, "AUTOTHROTTLE_ENABLED": True}
    with serving(ROUTES) as server:
        await crawl(PlainSpider, settings=FAST | own, start=server.url("/"))
    gaps = _gaps(server)
    # Half to one and a half of it; a busy machine may note one request late, which halves the next gap.
    assert sum(gaps) > 0.1 * (len(gaps) - 1), gaps
    assert min(gaps) < 0.45, gaps
    assert len({round(gap, 3) for gap in gaps}) > 1


@pytest.mark.slow
@pytest.mark.parametrize("throttled", [True, False])
async def test_a_crawl_delay_is_obeyed(crawl: Crawl, throttled: bool) -> None:
    """AutoThrottle would go below it on a fast host, and jitter would undercut it."""
    own = {"AUTOTHROTTLE_ENABLED": throttled}
    with serving(_robots("User-agent: covidmeet\nCrawl-delay: 0.4\n") | ROUTES) as server:
        await crawl(PlainSpider, settings=FAST | own, start=server.url("/"))
    gaps = _gaps(server)
    assert len(gaps) == 4
    assert sum(gaps) > 3 * 0.4, gaps


@pytest.mark.slow
async def test_a_crawl_delay_without_measure_is_capped(crawl: Crawl) -> None:
    own = {"CRAWL_DELAY_MAX": 0.2}
    with serving(_robots("User-agent: *\nCrawl-delay: 86400\n") | ROUTES) as server:
        crawled = await crawl(PlainSpider, settings=FAST | own, start=server.url("/"))
    assert len(crawled.rows()) == 3
    gaps = _gaps(server)
    assert sum(gaps) > 0.1 * (len(gaps) - 1), gaps
    assert min(gaps) < 1, gaps


def _tired(header: str, status: str = "503 Service Unavailable") -> Route:
    """An article that is there at the second request."""
    asked_before: list[Asked] = []

    def answer(asked: Asked) -> Iterator[bytes]:
        asked_before.append(asked)
        if len(asked_before) == 1:
            return page("later", status=status, headers={"Retry-After": header})
        return page(article(2))

    return answer


@pytest.mark.slow
@pytest.mark.parametrize("status", ["503 Service Unavailable", "429 Too Many Requests"])
async def test_retry_after_rests_the_whole_host(crawl: Crawl, status: str) -> None:
    with serving(ROUTES | {"/a/2": _tired("1", status)}) as server:
        own = {"DOWNLOAD_DELAY": 0.05, "DOWNLOAD_DELAY_JITTER": 0}  # one after the other
        crawled = await crawl(PlainSpider, settings=FAST | own, start=server.url("/"))
    assert len(crawled.rows()) == 3
    assert crawled.rows("rejects") == []
    first = server.asked("/a/2")[0]
    after = [one.at - first.at for one in server.log if one.at > first.at]
    assert after
    assert min(after) > 0.95  # nothing was asked of the host in between, not even another page


async def test_retry_after_is_capped(crawl: Crawl) -> None:
    with serving(ROUTES | {"/a/2": _tired("86400")}) as server:
        crawled = await crawl(PlainSpider, settings=FAST | {"RETRY_AFTER_MAX": 0.3}, start=server.url("/"))
    first, second = server.asked("/a/2")
    assert 0.28 < second.at - first.at < 2
    assert len(crawled.rows()) == 3


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 5 ", 5.0),
        ("0", 0.0),
        ("Mon, 14 Nov 2022 03:16:34 GMT", 30.0),
        ("Monday, 14-Nov-22 03:16:34 GMT", 30.0),
        ("Mon, 14 Nov 2022 11:16:34 +0800", 30.0),
        ("Mon, 14 Nov 2022 03:15:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        ("-5", None),
        ("٣", None),
        ("9" * 400, None),
        ("Mon, 99 Nov 2022 03:16:34 GMT", None),
    ],
)
def test_retry_after_is_a_number_or_a_date(value: str, seconds: float | None) -> None:
    assert seconds_of(value, datetime(2022, 11, 14, 3, 16, 4, tzinfo=UTC)) == seconds


@pytest.mark.slow
async def test_retry_after_as_a_date(crawl: Crawl) -> None:
    # A date has whole seconds: two ahead are at least one.
    header = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    with serving(ROUTES | {"/a/2": _tired(header)}) as server:
        await crawl(PlainSpider, settings=FAST, start=server.url("/"))
    first, second = server.asked("/a/2")
    assert 0.5 < second.at - first.at < 3
