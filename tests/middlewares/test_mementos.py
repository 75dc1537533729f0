"""Whose an answer behind a gateway is: with Memento-Datetime the site's, without it the archive's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Crawl, Crawled
from tests.crawl.small_site import HOST, SETTINGS, QingheSpider, meeting
from tests.hostile.server import Asked, Route, page, serving

MEMENTO = {"Memento-Datetime": "Mon, 14 Nov 2022 03:16:04 GMT"}
EXCLUDED = "<html><body><p>This URL has been excluded from the Wayback Machine.</p></body></html>"
OUTAGE = "<html><body><h1>Sorry</h1><p>The archive is temporarily offline.</p></body></html>"
ROUTE = rf"/web/\d+id_/http://{HOST}/a/"
FIRST = f"http://{HOST}/a/1.html"


def answered(body: str, **how: Any) -> Callable[[Asked], Iterator[bytes]]:
    return lambda _: page(body, **how)


def whole(number: int) -> Callable[[Asked], Iterator[bytes]]:
    return lambda _: page(meeting(number), headers=MEMENTO)


async def _crawl(crawl: Crawl, tmp_path: Path, routes: dict[str, Route]) -> tuple[Crawled, list[str]]:
    given = tmp_path / "urls.txt"
    given.write_text("\n".join(f"http://{HOST}/a/{number}.html" for number in range(1, 6)), "utf-8")
    own = SETTINGS | {"CONCURRENT_REQUESTS": 1, "RETRY_ENABLED": True, "RETRY_TIMES": 1}
    with serving(routes) as server:
        crawled = await crawl(QingheSpider, own, via=server.url("/web/2022id_/{url}"), urls=str(given))
        asked = [one.path.rpartition("/")[2] for one in server.log if "/a/" in one.path]
    return crawled, asked


def _reasons(crawled: Crawled) -> list[str]:
    return [row["reason"] for row in crawled.rows("rejects")]


@pytest.mark.parametrize("status", ["200 OK", "503 Service Unavailable", "429 Too Many Requests"])
async def test_an_outage_of_the_archive_is_asked_again(crawl: Crawl, tmp_path: Path, status: str) -> None:
    routes: dict[str, Route] = {rf"{ROUTE}{n}.html": whole(n) for n in (1, 3, 4, 5)}
    routes[rf"{ROUTE}2.html"] = lambda _: page(OUTAGE, status=status)
    crawled, asked = await _crawl(crawl, tmp_path, routes)
    assert asked.count("2.html") == 2
    assert _reasons(crawled) == ["gateway"]
    assert len(crawled.rows()) == 4


async def test_an_excluded_site_is_asked_about_once(crawl: Crawl, tmp_path: Path) -> None:
    routes: dict[str, Route] = {rf"{ROUTE}1.html": whole(1), rf"{ROUTE}[2-5].html": lambda _: page(EXCLUDED)}
    crawled, asked = await _crawl(crawl, tmp_path, routes)
    assert len(asked) == 2
    assert _reasons(crawled) == ["excluded"]


async def test_what_was_archived_is_final_and_no_block(crawl: Crawl, tmp_path: Path) -> None:
    routes: dict[str, Route] = {rf"{ROUTE}1.html": whole(1)}
    for number, status in enumerate(("403 Forbidden", "429 Slow", "503 Busy", "404 Not Found"), 2):
        routes[rf"{ROUTE}{number}.html"] = answered("no", status=status, headers=MEMENTO)
    crawled, asked = await _crawl(crawl, tmp_path, routes)
    assert sorted(asked) == [f"{number}.html" for number in range(1, 6)]
    assert _reasons(crawled) == ["blocked", "blocked", "http_error", "not_found"]
    assert all(row["detail"].endswith("as archived") for row in crawled.rows("rejects"))
    assert crawled.rows("runs")[-1]["verdict"] != "blocked"


async def test_a_plain_proxys_answers_are_the_sites(crawl: Crawl, tmp_path: Path) -> None:
    routes: dict[str, Route] = {rf"{ROUTE}{n}.html": answered(meeting(n)) for n in range(1, 6)}
    crawled, _ = await _crawl(crawl, tmp_path, routes)
    assert len(crawled.rows()) == 5


@pytest.mark.parametrize("through", [True, False])
async def test_a_moment_that_the_user_names_is_kept(crawl: Crawl, through: bool) -> None:
    routes: dict[str, Route] = {rf"{ROUTE}1.html": whole(1)}
    with serving(routes) as server:
        url = server.url(f"/web/20221114031604/{FIRST}")
        via = {"via": server.url("/web/2022id_/{url}")} if through else {}
        crawled = await crawl(QingheSpider, SETTINGS, url=url, **via)
        (row,) = crawled.rows()
        assert row["url"] == FIRST
        assert row["gateway"] == server.url(f"/web/20221114031604id_/{FIRST}")
        assert row["captured_at"] == "2022-11-14T03:16:04+00:00"
