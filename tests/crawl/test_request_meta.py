"""Keys of ``Request.meta`` stand in one file, each behind accessors with a type."""

from __future__ import annotations

import ast
from pathlib import Path

from scrapy import Request
from scrapy.http import Response

from covidmeet.crawl import request_meta as meta
from covidmeet.extract import Page

URL = "http://www.qinghe.example/a/1"


def request() -> Request:
    return Request(URL)


def test_nothing_of_ours_stands_on_a_fresh_request() -> None:
    fresh = request()
    assert not (meta.is_article(fresh) or meta.is_allowed_offsite(fresh) or meta.is_for_robots_txt(fresh))
    assert (meta.wire_url(fresh), meta.page_of(fresh), meta.articles_before(fresh)) == (None, None, None)
    assert (meta.redirected_from(fresh), meta.first_url(fresh), meta.has_proxy(fresh)) == ([], URL, False)


def test_what_is_set_is_read_from_the_request_and_from_its_response() -> None:
    page, before = Page(URL, "<p>会议</p>", "utf-8"), frozenset({URL})
    asked = meta.allow_offsite(meta.mark_article(request()))
    meta.set_wire_url(asked, "http://gateway.example/" + URL)
    meta.set_page(asked, page)
    meta.set_articles_before(asked, before)
    response = Response(URL, request=asked)
    assert meta.wire_url(asked) == "http://gateway.example/" + URL
    for one in (asked, response):
        assert meta.is_article(one)
        assert meta.is_allowed_offsite(one)
        assert meta.page_of(one) is page
        assert meta.articles_before(one) == before
    meta.drop_page(asked)
    meta.drop_page(asked)
    assert meta.page_of(response) is None


def test_scrapys_own_keys() -> None:
    asked = Request(
        URL, meta={"redirect_urls": ["http://a.example/", "http://b.example/"], "proxy": "http://p"}
    )
    assert meta.redirected_from(asked) == ["http://a.example/", "http://b.example/"]
    assert (meta.first_url(asked), meta.has_proxy(asked)) == ("http://a.example/", True)
    meta.set_download_slot(asked, "gateway.example")
    assert asked.meta["download_slot"] == "gateway.example"
    meta.drop_download_slot(asked)
    meta.drop_download_slot(asked)
    assert "download_slot" not in asked.meta
    sent = Request(URL, meta=meta.verbatim_meta(asked) | {"download_latency": 0.25})
    assert sent.meta["verbatim_url"] is True
    assert "verbatim_url" not in asked.meta
    meta.copy_latency(sent, asked)
    assert asked.meta["download_latency"] == 0.25
    assert meta.is_for_robots_txt(Request(URL, meta={"dont_obey_robotstxt": True}))


def test_no_other_file_touches_meta() -> None:
    for path in Path("covidmeet").rglob("*.py"):
        if path.name == "request_meta.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not (isinstance(node, ast.Attribute) and node.attr == "meta"), f"{path}:{node.lineno}"
            if isinstance(node, ast.keyword) and node.arg == "meta":  # made there too
                assert ast.unparse(node.value) == "verbatim_meta(request)", f"{path}:{node.lineno}"
