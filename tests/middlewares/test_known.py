"""What is archived is not fetched again, unless it is asked for or young."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from covidmeet.site import Site
from covidmeet.text.urls import UrlRules, url_hash
from tests.conftest import Crawl
from tests.hostile.crawls import FAST
from tests.hostile.pages import article, links, title
from tests.hostile.server import Route, Server, moved, page, serving
from tests.hostile.spiders import NAME, PlainSpider

ROUTES: dict[str, Route] = {
    "/": lambda _: links(["/a/1", "/a/2", "/old/2"]),
    r"/a/\d+": lambda asked: page(article(int(asked.path[3:]))),
    "/old/2": lambda _: moved("/a/2", status="301 Moved Permanently"),
}


async def _again(crawl: Crawl, server: Server, **arguments: str) -> tuple[list[str], int]:
    """The paths asked for by one more crawl, and how many articles it knew."""
    before = len(server.log)
    crawled = await crawl(PlainSpider, settings=FAST, start=server.url("/"), **arguments)
    return sorted(one.path for one in server.log[before:]), crawled.stats.get("articles/known", 0)


async def test_a_known_article_is_not_fetched_again_but_lists_are(crawl: Crawl) -> None:
    with serving(ROUTES) as server:
        await _again(crawl, server)
        assert await _again(crawl, server) == (["/", "/robots.txt"], 3)


async def test_refetch(crawl: Crawl) -> None:
    with serving(ROUTES) as server:
        await _again(crawl, server)
        paths, known = await _again(crawl, server, refetch="1")
        assert {"/a/1", "/a/2", "/old/2"} <= set(paths)
        assert known == 0
        assert await _again(crawl, server, refetch="0") == (["/", "/robots.txt"], 3)


async def test_what_left_the_archive_is_fetched_again(crawl: Crawl) -> None:
    with serving(ROUTES) as server:
        crawled = await crawl(PlainSpider, settings=FAST, start=server.url("/"))
        crawled.db.execute("delete from articles where url_hash = ?", [url_hash(server.url("/a/2"))])
        paths, known = await _again(crawl, server)
    assert "/a/2" in paths
    assert "/a/1" not in paths
    assert known in (1, 2)  # the redirect to the other may come before it is archived, or after


@pytest.mark.parametrize(
    ("age", "days", "fetched"),
    [
        (timedelta(hours=5), 1, True),
        (timedelta(hours=5), 0, False),
        (timedelta(days=2), 1, False),
        (timedelta(days=2), 7, True),
        (timedelta(days=-400), 7, False),
    ],
    ids=["young", "young but off", "old", "young by setting", "dated in the future"],
)
async def test_a_young_article_is_fetched_again(
    crawl: Crawl, age: timedelta, days: int, fetched: bool
) -> None:
    moment = datetime.now(timezone(timedelta(hours=8))) - age
    with serving(ROUTES) as server:
        crawled = await crawl(PlainSpider, settings=FAST, start=server.url("/"))
        crawled.db.execute("update articles set published_at = ?", [moment.isoformat(timespec="seconds")])
        before = len(server.log)
        await crawl(PlainSpider, settings=FAST | {"KNOWN_REFETCH_DAYS": days}, start=server.url("/"))
        paths = {one.path for one in server.log[before:]}
    assert ("/a/1" in paths, "/a/2" in paths) == (fetched, fetched)


class ByNumber(PlainSpider):
    """A site on which ``/m/1`` and ``/a/1`` are one article."""

    site = Site(NAME, urls=UrlRules(articles=((r"(https?://[^/]+)/m/(\d+)", r"\1/a/\2"),)))
    sites = (site,)


async def test_a_sites_other_address_of_an_article_is_known(crawl: Crawl) -> None:
    with serving(ROUTES | {"/": lambda _: links(["/a/1"])}) as server:
        await crawl(ByNumber, settings=FAST, start=server.url("/"))
        server.routes["/"] = lambda _: links(["/m/1", "/a/1?utm_source=x"])
        crawled = await crawl(ByNumber, settings=FAST, start=server.url("/"))
        assert not server.asked("/m/1")
    assert crawled.stats["articles/known"] == 2


async def test_a_page_out_of_scope_is_read_once(crawl: Crawl) -> None:
    other = (
        "<h1>南浦图书馆新馆开放</h1><p>2022-11-03</p><p>来源:南浦日报</p>"
        "<p>11月3日，南浦图书馆新馆向读者开放，藏书二十万册。</p>"
    )
    with serving(ROUTES | {"/a/1": lambda _: page(other)}) as server:
        await crawl(PlainSpider, settings=FAST, start=server.url("/"), topic="meetings")
        crawled = await crawl(PlainSpider, settings=FAST, start=server.url("/"), topic="meetings")
        assert len(server.asked("/a/1")) == 1
        assert crawled.rows("runs")[-1]["verdict"] == "quiet"
        crawled = await crawl(PlainSpider, settings=FAST, start=server.url("/"))
        assert len(server.asked("/a/1")) == 2
    assert {row["title"] for row in crawled.rows()} == {title(2), "南浦图书馆新馆开放"}


@pytest.mark.parametrize(
    ("reason", "answer"),
    [
        ("blocked", {"body": article(1), "status": "403 Forbidden"}),
        ("blocked", {"body": "<html><title>安全验证</title><p>请完成验证后继续访问</p></html>"}),
        ("not_found", {"body": article(1), "status": "404 Not Found"}),
        ("http_error", {"body": article(1), "status": "500 Internal Server Error"}),
        ("empty", {"body": ""}),
    ],
    ids=["403", "captcha", "404", "500", "empty"],
)
async def test_a_page_that_was_rejected_is_asked_for_again(
    crawl: Crawl, reason: str, answer: dict[str, Any]
) -> None:
    once = FAST | {"RETRY_TIMES": 0}
    with serving(ROUTES | {"/a/1": lambda _: page(**answer)}) as server:
        crawled = await crawl(PlainSpider, settings=once, start=server.url("/"))
        assert [row["reason"] for row in crawled.rows("rejects")] == [reason]
        assert {row["title"] for row in crawled.rows()} == {title(2)}
        server.routes["/a/1"] = ROUTES[r"/a/\d+"]
        crawled = await crawl(PlainSpider, settings=once, start=server.url("/"))
    assert {row["title"] for row in crawled.rows()} == {title(1), title(2)}
