"""Through a gateway: what is asked is the gateway's, all else is the page's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from covidmeet.text.urls import url_hash
from tests.conftest import Crawl, Crawled
from tests.hostile.crawls import FAST
from tests.hostile.pages import article, links, title
from tests.hostile.server import Asked, Route, Server, moved, page, serving
from tests.hostile.spiders import PlainSpider

SITE = "http://www.qinghe.example"
WEB = "/web/2022id_/"
LATER = "/web/20221114031604id_/"
MEMENTO = {"Memento-Datetime": "Mon, 14 Nov 2022 03:16:04 GMT"}


def _gateway(pages: dict[str, Route]) -> dict[str, Route]:
    """Routes of a gateway that has ``pages``, patterns of addresses, at any moment."""
    return {rf"/web/\d+id_/{address}": route for address, route in pages.items()}


def _number(asked: Asked) -> int:
    found = re.search(r"(\d+)$", asked.path)
    assert found
    return int(found[1])


PAGES: dict[str, Route] = {
    rf"{SITE}/": lambda _: links([f"{SITE}/a/1", "/a/2", "https://other.example/a/3"]),
    rf"{SITE}/a/\d+": lambda asked: page(article(_number(asked)), headers=MEMENTO),
}


async def _crawl(crawl: Crawl, server: Server, start: str = f"{SITE}/", **settings: object) -> Crawled:
    return await crawl(PlainSpider, settings=FAST | settings, start=start, via=server.url(WEB + "{url}"))


async def test_pages_come_from_the_gateway_and_keep_their_own_address(crawl: Crawl) -> None:
    with serving(_gateway(PAGES)) as server:
        crawled = await _crawl(crawl, server)
        asked = {one.path for one in server.log}
    rows = crawled.rows()
    assert [(row["url"], row["title"]) for row in rows] == [
        (f"{SITE}/a/1", title(1)),
        (f"{SITE}/a/2", title(2)),
    ]
    assert [row["url_hash"] for row in rows] == [url_hash(f"{SITE}/a/1"), url_hash(f"{SITE}/a/2")]
    # The gateway's robots.txt, and no page of another site.
    assert asked == {"/robots.txt", f"{WEB}{SITE}/", f"{WEB}{SITE}/a/1", f"{WEB}{SITE}/a/2"}


def _front(*paths: str) -> dict[str, Route]:
    return {rf"{SITE}/": lambda _: links(paths)}


@pytest.mark.parametrize(
    "location",
    [f"{LATER}{SITE}/a/1", f"{{host}}{LATER}{SITE}/a/1", f"/web/20221114031604/{SITE}/a/1"],
    ids=["relative", "absolute", "without flag"],
)
async def test_the_gateway_leads_to_the_moment_it_has(crawl: Crawl, location: str) -> None:
    def answer(asked: Asked) -> Iterator[bytes]:
        if asked.path.startswith(WEB):
            return moved(location.format(host=server.url("")))
        return page(article(1))

    with serving(_gateway(_front("/a/1")) | {rf"/web/.*{SITE}/a/1": answer}) as server:
        crawled = await _crawl(crawl, server)
    assert [(row["url"], row["title"]) for row in crawled.rows()] == [(f"{SITE}/a/1", title(1))]
    assert crawled.rows("visits") == []  # no other address was involved


@pytest.mark.parametrize(
    "location",
    [f"{LATER}{SITE}/a/1", f"{SITE}/a/1", "/a/1"],
    ids=["at the gateway", "the site's own", "relative to the site"],
)
async def test_a_redirect_to_another_page_is_followed_at_the_gateway(crawl: Crawl, location: str) -> None:
    pages = PAGES | _front("/old/1") | {rf"{SITE}/old/1": lambda _: moved(location)}
    with serving(_gateway(pages)) as server:
        crawled = await _crawl(crawl, server)
        await _crawl(crawl, server)
        asked = [one.path for one in server.log if "/old/" in one.path]
    assert [row["url"] for row in crawled.rows()] == [f"{SITE}/a/1"]
    assert [(row["url_hash"], row["led_to"]) for row in crawled.rows("visits")] == [
        (url_hash(f"{SITE}/old/1"), url_hash(f"{SITE}/a/1"))
    ]
    assert asked == [f"{WEB}{SITE}/old/1"]  # the second crawl knows where it leads


@pytest.mark.parametrize(
    ("answer", "reason", "detail"),
    [
        (lambda a: moved(f"{LATER}https://other.example/a/1"), "offsite", "https://other.example/a/1"),
        (lambda a: moved(f"{LATER}http://169.254.169.254/x"), "redirect_refused", "private address"),
        (lambda a: moved("file:///etc/passwd"), "redirect_refused", "scheme file"),
        (lambda a: moved(f"http://{a.headers['host']}/login"), "redirect_refused", "a page of its own"),
        (lambda a: moved(f"/web/{int(a.path[5:9]) + 1}id_/{SITE}/a/9"), "redirect_loop", "8 redirects"),
        (lambda a: page("none", status="404 Not Found"), "not_found", "404"),
        (lambda a: page("no", status="403 Forbidden", headers=MEMENTO), "blocked", "as archived"),
    ],
    ids=["off the site", "private", "file", "its own page", "time without end", "not there", "archived 403"],
)
async def test_what_a_gateway_cannot_give(
    crawl: Crawl, answer: Callable[[Asked], Iterator[bytes]], reason: str, detail: str
) -> None:
    with serving(_gateway(PAGES | _front("/a/9", "/a/1") | {rf"{SITE}/a/9": answer})) as server:
        crawled = await _crawl(crawl, server)
    assert [row["url"] for row in crawled.rows()] == [f"{SITE}/a/1"]
    rejects = [(row["url"], row["reason"]) for row in crawled.rows("rejects")]
    assert rejects == [(f"{SITE}/a/9", reason)]
    assert detail in crawled.rows("rejects")[0]["detail"]


async def test_refusals_that_were_archived_do_not_end_the_crawl(crawl: Crawl) -> None:
    refused: dict[str, Route] = {
        rf"{SITE}/": lambda _: links([f"/no/{n}" for n in range(20)] + ["/a/1"]),
        rf"{SITE}/no/\d+": lambda _: page("no", status="403 Forbidden", headers=MEMENTO),
    }
    with serving(_gateway(PAGES | refused)) as server:
        crawled = await _crawl(crawl, server, BLOCK_LIMIT=3)
    assert [row["url"] for row in crawled.rows()] == [f"{SITE}/a/1"]
    assert crawled.stats["finish_reason"] == "finished"


async def test_robots_txt_is_the_gateways(crawl: Crawl) -> None:
    robots = f"User-agent: *\nDisallow: {WEB}{SITE}/a/2\n"
    with serving({"/robots.txt": lambda _: page(robots)} | _gateway(PAGES)) as server:
        crawled = await _crawl(crawl, server)
    assert [row["url"] for row in crawled.rows()] == [f"{SITE}/a/1"]
    assert [(row["url"], row["reason"]) for row in crawled.rows("rejects")] == [(f"{SITE}/a/2", "robots")]


async def test_the_delay_is_between_requests_to_the_gateway(crawl: Crawl) -> None:
    starts = " ".join(f"http://{name}.example/" for name in ("one", "two", "three"))
    routes = _gateway({r"http://\w+.example/": lambda _: links([])})
    with serving(routes) as server:
        await _crawl(crawl, server, start=starts, DOWNLOAD_DELAY=0.2, DOWNLOAD_DELAY_JITTER=0)
    times = [one.at for one in server.log]
    assert len(times) == 4  # robots.txt too
    assert times[-1] - times[0] > 0.35  # three times 0.2, less what a slow first connection takes


async def test_an_address_may_go_into_a_query(crawl: Crawl) -> None:
    quoted = "http%3A%2F%2Fwww.qinghe.example%2F"
    routes: dict[str, Route] = {
        rf"/get\?raw=1&url={quoted}": lambda _: links(["/a/1?x=%CE%E4"]),
        rf"/get\?raw=1&url={quoted}a%2F1%3Fx%3D%25CE%25E4": lambda _: page(article(1)),
    }
    with serving(routes) as server:
        crawled = await crawl(
            PlainSpider, settings=FAST, start=f"{SITE}/", via=server.url("/get?raw=1&url={url}")
        )
    assert [row["url"] for row in crawled.rows()] == [f"{SITE}/a/1?x=%CE%E4"]


async def test_bytes_of_another_encoding_stay_in_the_address(crawl: Crawl) -> None:
    pages = PAGES | _front("/a/%CE%E4-1") | {rf"{SITE}/a/%CE%E4-1": lambda _: page(article(1))}
    with serving(_gateway(pages)) as server:
        crawled = await _crawl(crawl, server)
    assert [row["url"] for row in crawled.rows()] == [f"{SITE}/a/%CE%E4-1"]


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
async def test_an_archived_error_is_asked_once_and_its_rest_is_not_kept(crawl: Crawl, status: str) -> None:
    headers = MEMENTO | {"Retry-After": "1"}
    pages = PAGES | {rf"{SITE}/a/2": lambda _: page("busy", status=status, headers=headers)}
    with serving(_gateway(pages)) as server:
        crawled = await _crawl(crawl, server, RETRY_ENABLED=True, RETRY_TIMES=2)
        asked = [one.path for one in server.log]
    assert asked.count(f"{WEB}{SITE}/a/2") == 1
    assert len(crawled.rows()) == 1
