"""Redirects as browsers read them, and pages that only ask to be shown again."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.spider import DefaultSpider
from scrapy.utils.test import get_crawler

from covidmeet.crawl.refusal import Refused
from covidmeet.middlewares.compression import Compression
from tests.conftest import Crawl
from tests.crawl.small_site import HOST, QingheSpider, meeting
from tests.hostile.server import Asked, moved, page, serving
from tests.test_pages import QUICK

FROM, TO = f"http://{HOST}/a/20221103/1.html", f"http://{HOST}/a/20221103/2.html"
LOCATIONS = [
    r"\a\20221103\2.html",
    r"2.html",
    r"..\20221103\2.html",
    rf"http:\\{HOST}\a\20221103\2.html",
    rf"\\{HOST}\a\20221103\2.html",
    f"http:///{HOST}/a/20221103/2.html",
    f"http:/{HOST}/a/20221103/2.html",
    f"//{HOST}/a/20221103/2.html",
    "  /a/20221103/2.html ",
    "/a/20221103/\t2.html",
    "/x/../a/20221103/./2.html",
]


class Gateway:
    """Answers for the pages of a site; all others are not there."""

    def __init__(self) -> None:
        self.via = ""
        self.fetched: list[str] = []
        self.pages: dict[str, list[bytes]] = {}

    def answer(self, asked: Asked) -> Iterable[bytes]:
        url = asked.path.removeprefix("/web/")
        self.fetched.append(url)
        return self.pages.get(url) or page(b"nothing here", status="404 Not Found")

    def put(self, url: str, answer: Iterable[bytes]) -> None:
        self.pages[url] = list(answer)


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    gateway = Gateway()
    with serving({"/web/.*": gateway.answer}) as server:
        gateway.via = server.url("/web/") + "{url}"
        yield gateway


def refreshing(content: str) -> str:
    return meeting(1).replace("<head>", f'<head><meta http-equiv="refresh" content="{content}">')


@pytest.mark.parametrize("location", LOCATIONS)
async def test_a_location_leads_where_a_browser_goes(location: str, crawl: Crawl, gateway: Gateway) -> None:
    gateway.put(FROM, moved(location))
    gateway.put(TO, page(meeting(2)))
    (row,) = (await crawl(QingheSpider, QUICK, url=FROM, via=gateway.via)).rows()
    assert row["url"] == TO


@pytest.mark.parametrize("link", [location for location in LOCATIONS if "\t" not in location])
async def test_a_refresh_leads_where_a_browser_goes(link: str, crawl: Crawl, gateway: Gateway) -> None:
    gateway.put(FROM, page(refreshing(f"0;url={link}")))
    gateway.put(TO, page(meeting(2)))
    (row,) = (await crawl(QingheSpider, QUICK, url=FROM, via=gateway.via)).rows()
    assert row["url"] == TO


@pytest.mark.parametrize(
    "content",
    [
        "0;url=",
        "3;url=",
        "0;url=#",
        "0;url=#top",
        "0;url=?",
        "0;URL='1.html'",
        "0; url=./1.html",
        f"0;url={FROM}",
        f"0;url={FROM}#a",
        f"0;url=http:\\\\{HOST.upper()}:80\\a\\20221103\\1.html",
        "0;url=/a/20221103/1.html?utm_source=refresh",
        "0",
        "300",
        "300;url=/a/20221103/2.html",
        "0;url=javascript:location.reload()",
    ],
)
async def test_a_page_that_asks_to_be_shown_again_is_a_page(
    content: str, crawl: Crawl, gateway: Gateway
) -> None:
    gateway.put(FROM, page(refreshing(content)))
    result = await crawl(QingheSpider, QUICK, url=FROM, via=gateway.via)
    assert [row["url"] for row in result.rows()] == [FROM]
    assert gateway.fetched == [FROM]


@pytest.mark.parametrize("column", ["404", "405", "500", "502", "503"])
async def test_a_column_named_by_a_number_is_no_error_page(
    column: str, crawl: Crawl, gateway: Gateway
) -> None:
    asked, there = (f"http://{HOST}/a/{day}{column}.html" for day in ("", "20221103/"))
    gateway.put(asked, moved(there))
    gateway.put(there, page(meeting(2)))
    result = await crawl(QingheSpider, QUICK, url=asked, via=gateway.via)
    assert [row["url"] for row in result.rows()] == [there]


def _unpacked(body: bytes, label: str, **settings: Any) -> Response:
    crawler = get_crawler(DefaultSpider, settings)
    response = Response(FROM, headers={"Content-Encoding": label, "Content-Type": "text/html"}, body=body)
    found = Compression.from_crawler(crawler).process_response(Request(FROM), response)
    assert isinstance(found, Response)
    return found


def test_a_body_is_unpacked_as_html() -> None:
    for label, body in (("gzip", gzip.compress(b"<p>x</p>")), ("gzip", b"<p>x</p>"), ("none", b"<p>x</p>")):
        found = _unpacked(body, label)
        assert (found.body, found.css("p::text").get()) == (b"<p>x</p>", "x")
        assert "Content-Encoding" not in found.headers


def test_what_is_too_large_unpacked_is_refused() -> None:
    with pytest.raises(Refused, match="too_large"):
        _unpacked(gzip.compress(bytes(100_000)), "gzip", DOWNLOAD_MAXSIZE=1_000)
    assert len(_unpacked(gzip.compress(bytes(100_000)), "gzip", DOWNLOAD_MAXSIZE=0).body) == 100_000
