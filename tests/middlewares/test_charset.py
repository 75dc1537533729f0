"""Bytes decide; header and meta are hints. Each lie is one that real servers tell."""

from __future__ import annotations

import codecs
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response, TextResponse
from scrapy.utils.spider import DefaultSpider
from scrapy.utils.test import get_crawler

from covidmeet.crawl.refusal import Refused
from covidmeet.crawl.request_meta import page_of
from covidmeet.middlewares.charset import Charset
from tests.conftest import Crawl
from tests.hostile.crawls import FAST
from tests.hostile.pages import article, links, title
from tests.hostile.server import Route, page, serving
from tests.hostile.spiders import PlainSpider

SIMPLIFIED = "望潮市召开疫情防控工作会议，部署下一阶段任务。会议要求各单位压实责任，守护群众健康。"
TRADITIONAL = "望潮市召開疫情防控工作會議，部署下一階段任務。會議要求各單位壓實責任，守護群眾健康。"
RARE = "镕䶮㛃"  # in GB 18030, not in GB 2312


def _html(text: str, meta: str = "") -> str:
    head = f'<meta charset="{meta}">' if meta else ""
    return f"<html><head>{head}<title>{text[:12]}</title></head><body><p>{text}</p></body></html>"


def _decode(body: bytes, header: str | None = None, cls: type[Response] = HtmlResponse) -> Any:
    """What the middleware makes of a response, and its request."""
    request = Request("http://www.qinghe.example/a/1")
    headers = {"Content-Type": header} if header else {}
    response = cls(request.url, headers=headers, body=body, request=request)
    crawler = get_crawler(DefaultSpider)
    crawler.spider = DefaultSpider()
    return Charset(crawler).process_response(request, response), request


def _damage(response: Response) -> int:
    page = page_of(response)
    assert page is not None
    return page.damaged


@pytest.mark.parametrize(
    ("text", "codec", "header", "meta", "encoding"),
    [
        (SIMPLIFIED, "gbk", "text/html; charset=utf-8", "utf-8", "gb18030"),
        (SIMPLIFIED, "utf-8", "text/html; charset=gb2312", "gb2312", "utf-8"),
        (SIMPLIFIED, "utf-8", None, "gbk", "utf-8"),
        (SIMPLIFIED + RARE, "gb18030", "text/html", "gb2312", "gb18030"),
        (SIMPLIFIED + RARE, "gb18030", "text/html; charset=ISO-8859-1", "", "gb18030"),
        (TRADITIONAL, "big5", "text/html; charset=utf-8", "", "big5hkscs"),
        (TRADITIONAL, "big5", None, "gb2312", "big5hkscs"),
        (TRADITIONAL, "gbk", None, "big5", "gb18030"),
        (SIMPLIFIED, "utf-16", "text/html; charset=utf-8", "", "utf-16-le"),
        (SIMPLIFIED, "utf-8-sig", "text/html; charset=gbk", "", "utf-8"),
        ("plain words only", "ascii", None, "", "utf-8"),
    ],
)
def test_the_bytes_decide(text: str, codec: str, header: str | None, meta: str, encoding: str) -> None:
    response, _ = _decode(_html(text, meta).encode(codec), header)
    assert response.encoding == encoding
    assert response.css("p::text").get() == text
    assert _damage(response) == 0


@pytest.mark.parametrize(("codec", "header"), [("utf-8", "gbk"), ("gbk", "utf-8")])
def test_two_stray_bytes_change_nothing_else(codec: str, header: str) -> None:
    body = _html(SIMPLIFIED * 5).encode(codec)
    at = body.index(SIMPLIFIED.encode(codec)) + len(SIMPLIFIED.encode(codec))
    damaged = body[:at] + b"\xff\xff" + body[at:]
    response, _ = _decode(damaged, f"text/html; charset={header}")
    assert codecs.lookup(response.encoding).name in (codec, "gb18030")
    assert response.text.count(SIMPLIFIED) == 5
    assert _damage(response) > 0


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "big5"])
def test_a_character_cut_in_half_at_the_end(codec: str) -> None:
    text = TRADITIONAL if codec == "big5" else SIMPLIFIED
    response, _ = _decode(f"<p>{text}".encode(codec)[:-1], "text/html")
    assert response.css("p::text").get("").startswith(text[:-1])
    assert _damage(response) == 1


def test_a_page_served_as_a_download_is_a_page() -> None:
    response, _ = _decode(_html(SIMPLIFIED).encode("gbk"), "application/octet-stream", Response)
    assert isinstance(response, HtmlResponse)
    assert response.css("p::text").get() == SIMPLIFIED


def test_text_without_tags_is_text() -> None:
    response, _ = _decode('{"title": "石桥区"}'.encode(), "image/png", Response)
    assert type(response) is TextResponse
    assert response.json() == {"title": "石桥区"}


@pytest.mark.parametrize(
    "body", [b"\x89PNG\r\n\x1a\n" + bytes(500), b"%PDF-1.7\n" + bytes(500), bytes(range(256)) * 40]
)
def test_what_is_no_text_is_refused(body: bytes) -> None:
    with pytest.raises(Refused) as refused:
        _decode(body, "text/html; charset=utf-8")
    assert refused.value.reject.reason == "binary"


def test_an_empty_page_is_left_alone() -> None:
    response, _ = _decode(b"", "text/html")
    assert response.body == b""


async def test_a_crawl_reads_each_page_in_its_own_encoding(crawl: Crawl) -> None:
    lying: dict[str, Route] = {
        "/": lambda _: links(["/a/1", "/a/2"]),
        "/a/1": lambda _: page(article(1).encode("gbk"), mime="text/html; charset=utf-8"),
        "/a/2": lambda _: page(article(2), mime="text/html; charset=gb2312"),
    }
    with serving(lying) as server:
        crawled = await crawl(PlainSpider, settings=FAST, start=server.url("/"))
    assert [(row["title"], row["charset"]) for row in crawled.rows()] == [
        (title(1), "gb18030"),
        (title(2), "utf-8"),
    ]
    assert crawled.stats["charset/declared_wrong"] == 2
