"""The same bytes give the same outcome on every route: by gateway, WARC file, or document."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd
from pytest_httpserver import HTTPServer
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter
from werkzeug import Request, Response

from covidmeet.extract import Page, extract
from covidmeet.items import Article
from covidmeet.process import Fetched, process, read
from covidmeet.reasons import Reject
from covidmeet.site import Site
from covidmeet.sites import Sites
from covidmeet.spiders.gz_gov import SITE
from covidmeet.stages import item_pipelines
from covidmeet.stages.reading import Reading
from tests.conftest import Crawl, Crawled
from tests.test_pages import QUICK

HTML = "text/html"
LEAD = (
    "3月2日，青禾县召开疫情防控工作会议，县委书记林知秋主持会议并讲话，各乡镇和县直各单位负责同志参加会议。"
)
ORDER = "会议要求，各乡镇把登记、采样和送药三件事分到人，当天的事当天办完，不留到第二天早上。"
TITLE = "青禾县召开疫情防控工作会议"


def page(title: str = TITLE, heading: str = TITLE, text: str = "", head: str = "") -> str:
    body = text or f"<p>{LEAD}</p><p>{ORDER}</p>"
    return (
        f"<!DOCTYPE html><html><head>{head}<title>{title}</title></head><body>"
        f"<h1 class='content_title'>{heading}</h1>"
        f"<div class='zoombox' id='zoomcon'>{body}</div></body></html>"
    )


BIG5 = page(
    "青禾縣召開疫情防控工作會議",
    "青禾縣召開疫情防控工作會議",
    "<p>3月2日，青禾縣召開疫情防控工作會議，縣委書記林知秋主持會議並講話。</p>"
    "<p>會議要求，各鄉鎮把登記、採樣做好。</p>",
)
GENERIC = (
    f"<html><head><title>{TITLE}</title></head><body><div><h2>{TITLE}</h2><div><p>{LEAD}</p><p>{ORDER}</p>"
    f"<p>{ORDER * 3}</p></div></div></body></html>"
)


@dataclass(frozen=True)
class Probe:
    """A page as a server sends it; ``expected``: the reason for a reject, None for an article."""

    name: str
    body: str | bytes
    expected: str | None = None
    status: int = 200
    type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def raw(self) -> bytes:
        if isinstance(self.body, str):
            return self.body.replace("{own}", self.url.rpartition("/")[2]).encode()
        return self.body

    @property
    def url(self) -> str:
        return f"https://www.gz.gov.cn/xw/gzyw/content/post_{PROBES.index(self)}.html"


STRAY = b"<p>\xa8" + "会".encode("gbk")
# A label that a server sends, and how the body is packed in truth.
LABELS: list[tuple[str, Callable[[bytes], bytes]]] = [
    *(
        (label, bytes)
        for label in ("UTF-8", "none", "gbk", "text/html", "binary", "gzip", "deflate", "br", "zstd")
    ),
    *(
        (label, gzip.compress)
        for label in ("gzip;q=1.0", "gzip, gzip", "x-gzip", "utf-8, gzip", "binary", "br")
    ),
    ("x-deflate", zlib.compress),
    ("deflate", lambda raw: zlib.compress(raw)[2:-4]),
    ("br", brotli.compress),
    ("zstd", zstd.compress),
]


def mixed(template: str, text: str) -> bytes:
    """A page with its template in one encoding and its text in another."""
    return (
        page(text="<p>0</p>")
        .encode(template)
        .replace(b"<p>0</p>", f"<p>{LEAD}</p><p>{ORDER}</p>".encode(text))
    )


def grown(more: bytes, codec: str) -> bytes:
    """A page with bytes put into its text."""
    at = "登记".encode(codec)
    return page().encode(codec).replace(at, at + more)


REFRESHES = ("0;url=", "3;url=#", "0;url=?", "0", "0;url='#top'", "0; URL=./{own}", "600;url=/")
NOTHING = "<html><head><title>青禾网</title></head><body><a href='/'>首页</a></body></html>"
PROBES = [
    Probe("an article", page()),
    Probe("203", page(), status=203),
    Probe("204", b"", "empty", status=204),
    Probe("206", page(), "broken_off", status=206),
    *(Probe(str(status), page(), "blocked", status=status) for status in (403, 405, 412, 418)),
    *(Probe(str(status), page(), "not_found", status=status) for status in (404, 410)),
    *(Probe(str(status), page(), "http_error", status=status) for status in (400, 451, 500, 503, 521)),
    Probe("empty", b"", "empty"),
    Probe("blank", b" \r\n\t", "empty"),
    Probe("title 安全验证", page("安全验证"), "blocked"),
    Probe("title 您的访问受限", page("您的访问受限"), "blocked"),
    Probe("title 404", page("404"), "soft_404"),
    Probe("captcha", "<html><title>x</title><body>请完成验证后继续访问</body></html>", "blocked"),
    Probe("challenge", "<html><script>var a='acw_sc__v2';</script></html>", "blocked"),
    Probe("soft 404", page("青禾网", "提示", "<p>抱歉，您访问的页面不存在</p>"), "soft_404"),
    Probe("no text", NOTHING, "no_text"),
    Probe("generic", GENERIC),
    Probe("generic, the headline is a sentence", GENERIC.replace(TITLE, LEAD)),
    Probe("headline is a sentence", page(LEAD, LEAD)),
    Probe("gbk under utf-8", page().encode("gbk"), type="text/html; charset=utf-8"),
    Probe("utf-8 under gb2312", page(), type="text/html; charset=gb2312"),
    Probe("big5", BIG5.encode("big5"), type="text/html; charset=big5"),
    Probe("utf-16", page().encode("utf-16")),
    Probe("a stray byte", page().encode("gbk").replace("<p>会".encode("gbk"), STRAY)),
    Probe("byte 0x80", page().encode("gbk").replace("登记".encode("gbk"), "登记".encode("gbk") + b"\x80")),
    Probe("utf-8 in a gbk template", mixed("gbk", "utf-8"), type="text/html; charset=gb2312"),
    Probe("gbk in a utf-8 template", mixed("utf-8", "gbk"), type="text/html; charset=utf-8"),
    Probe("references to halves", page(text=f"<p>{LEAD}王&#55362;&#57271;&#xd83d;</p><p>{ORDER}</p>")),
    Probe("references in cp1252", page(text=f"<p>{LEAD}&#128;5&#150;6</p><p>{ORDER}</p>")),
    Probe("cesu-8", grown(b"\xed\xa1\x82\xed\xbe\xb7", "utf-8")),
    Probe("half a character in utf-8", grown(b"\xed\xa0\xbd", "utf-8")),
    Probe("moved characters", grown(b"\xfe\x59\xa6\xd9", "gbk")),
    Probe("a broken headline", page(heading="青禾县召开<br>疫情防控工作会议")),
    *(
        Probe(f"refresh {number}", page(head=f"<meta http-equiv='refresh' content='{content}'>"))
        for number, content in enumerate(REFRESHES)
    ),
    *(
        Probe(f"{label} {number}", pack(page().encode()), headers=(("Content-Encoding", label),))
        for number, (label, pack) in enumerate(LABELS)
    ),
    Probe("huge under no label", page(head=f"<!--{'x' * 300_000}-->"), "too_large",
          headers=(("Content-Encoding", "none"),)),
    Probe("compress", b"\x1f\x9d\x90" + bytes(range(256)) * 4, "binary",
          headers=(("Content-Encoding", "compress"),)),
    Probe("xhtml", '<?xml version="1.0" encoding="utf-8"?>' + page(), type="application/xhtml+xml"),
    Probe("octets", page(), type="application/octet-stream"),
    Probe("no type", page(), type=""),
    Probe("picture", b"\x89PNG\r\n\x1a\n" + bytes(500), "binary"),
    Probe("pdf", b"%PDF-1.7\n" + bytes(500), "binary", type="application/pdf"),
    Probe("json", '{"code": 404, "message": "x"}', "no_text", type="application/json"),
    Probe("json under html", '{"code": 404, "message": "x"}', "no_text"),
    Probe("gzip", gzip.compress(page().encode()), headers=(("Content-Encoding", "gzip"),)),
    Probe("huge", page(head=f"<!--{'x' * 300_000}-->"), "too_large"),
    Probe("huge when unpacked", gzip.compress(page(head=f"<!--{'x' * 300_000}-->").encode()), "too_large",
          headers=(("Content-Encoding", "gzip"),)),
    Probe("lost characters", page(text=f"<p>{LEAD}</p>" + "<p>会议\ufffd\ufffd\ufffd要求。</p>" * 9).encode()
          .replace("要求。".encode(), b"\xff\xfe\xff"), "still_damaged"),
]  # fmt: skip
SMALL = {"DOWNLOAD_MAXSIZE": 200_000}


def served(server: HTTPServer) -> str:
    """A gateway to the probes; gives its template."""
    by_url = {probe.url: probe for probe in PROBES}

    def answer(request: Request) -> Response:
        probe = by_url[request.full_path.removeprefix("/web/").rstrip("?")]
        response = Response(probe.raw, probe.status, dict(probe.headers))
        response.headers["Content-Type"] = probe.type
        if not probe.type:
            del response.headers["Content-Type"]
        return response

    server.expect_request(re.compile("/web/.*")).respond_with_handler(answer)
    return server.url_for("/web/") + "{url}"


def packed(path: Path) -> Path:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for probe in PROBES:
            headers = [*probe.headers, *([("Content-Type", probe.type)] if probe.type else [])]
            phrase = (
                HTTPStatus(probe.status).phrase
                if probe.status in {status.value for status in HTTPStatus}
                else ""
            )
            http = StatusAndHeaders(f"{probe.status} {phrase}", headers, protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    probe.url, "response", payload=BytesIO(probe.raw), http_headers=http
                )
            )
    return path


def outcomes(crawled: Crawled) -> dict[str, Any]:
    """URL → the row without what is of the run, or the reason."""
    own = {"first_seen", "last_seen", "run_id", "warc", "captured_at", "gateway", "same_as"}
    rows = {row["url"]: {k: v for k, v in row.items() if k not in own} for row in crawled.rows()}
    return rows | {row["url"]: row["reason"] for row in crawled.rows("rejects")}


async def test_a_page_ends_alike_by_gateway_and_by_warc_file(
    crawl: Crawl, httpserver: HTTPServer, tmp_path: Path
) -> None:
    urls = tmp_path / "urls.txt"
    urls.write_text("\n".join(probe.url for probe in PROBES), "utf-8")
    live = {"DATABASE": str(tmp_path / "live.db"), "BLOCK_LIMIT": 1_000, **QUICK, **SMALL}
    by_gateway = outcomes(await crawl("gz_gov", live, urls=str(urls), via=served(httpserver)))
    stored = {"DATABASE": str(tmp_path / "warc.db"), **SMALL}
    by_warc = outcomes(await crawl("gz_gov", stored, warc=str(packed(tmp_path / "probes.warc.gz"))))
    problems = []
    for probe in PROBES:
        ends = [by_gateway.get(probe.url), by_warc.get(probe.url)]
        told = None if isinstance(ends[1], dict) else ends[1]
        if ends[0] != ends[1]:
            problems.append(f"{probe.name}: {ends[0]} by gateway, {ends[1]} by WARC file")
        elif told != probe.expected or ends[1] is None:
            problems.append(f"{probe.name}: {ends[1]}, expected {probe.expected}")
    assert not problems, "\n".join(problems)


async def test_a_saved_page_that_is_no_article_is_none_as_a_document(crawl: Crawl, tmp_path: Path) -> None:
    same = {"empty", "blocked", "soft_404", "binary", "too_large"}
    probes = [
        probe for probe in PROBES if probe.status == 200 and not probe.headers and probe.expected in same
    ]
    for number, probe in enumerate(probes):
        tmp_path.joinpath(f"{number:02}.html").write_bytes(probe.raw)
    small = {"DATABASE": str(tmp_path / ".documents.db"), "DOCUMENT_MAX_BYTES": 200_000}
    found = (await crawl("documents", small, path=str(tmp_path))).rows("rejects")
    assert [row["reason"] for row in found] == [probe.expected for probe in probes]


@pytest.mark.parametrize("probe", [probe for probe in PROBES if probe.expected is None], ids=lambda p: p.name)
def test_the_text_of_each_article_among_the_probes_is_whole(probe: Probe) -> None:
    headers = (("Content-Type", probe.type), *probe.headers)
    article = process(Fetched(probe.url, probe.raw, probe.status, headers), Reading(Sites((SITE,))))
    assert "主持会议并讲话" in article.body
    assert "会议要求，各乡镇把登记" in article.body
    assert article.title in (TITLE, LEAD)


async def test_a_page_that_upsets_the_extractor_costs_its_own_row_only(
    crawl: Crawl, httpserver: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def upset(found: Page, site: Site, *more: Any) -> Article:
        if found.url.endswith("post_1.html"):
            raise RuntimeError("upset")
        return extract(found, site, *more)

    monkeypatch.setattr("covidmeet.process.extract", upset)
    warc = str(packed(tmp_path / "probes.warc.gz"))
    by_warc = outcomes(await crawl("gz_gov", {"DATABASE": str(tmp_path / "warc.db")}, warc=warc))
    live = {"DATABASE": str(tmp_path / "live.db"), **QUICK}
    by_gateway = outcomes(await crawl("gz_gov", live, url=PROBES[1].url, via=served(httpserver)))
    assert by_warc[PROBES[1].url] == by_gateway[PROBES[1].url] == "error"
    assert len([row for row in by_warc.values() if isinstance(row, dict)]) > 10


@pytest.mark.parametrize(
    "url", ["https://www.gz.gov.cn/xw/gzyw/", "https://www.gz.gov.cn/xw/gzyw/index_2.html"]
)
async def test_a_list_address_given_as_an_article_is_told(
    url: str, crawl: Crawl, httpserver: HTTPServer, tmp_path: Path
) -> None:
    httpserver.expect_request(re.compile("/web/.*")).respond_with_data(page(), content_type=HTML)
    (reject,) = (await crawl("gz_gov", QUICK, url=url, via=httpserver.url_for("/web/") + "{url}")).rows(
        "rejects"
    )
    assert (reject["url"], reject["reason"]) == (url, "list_page")
    with pytest.raises(Reject, match="list_page"):
        read(Fetched(url, page().encode()), Reading(Sites((SITE,))))


async def test_a_stage_of_the_users_own_runs_between_two_of_ours(crawl: Crawl, tmp_path: Path) -> None:
    pipelines = item_pipelines() | {"tests.test_routes.Shout": 320}
    warc = str(packed(tmp_path / "probes.warc.gz"))
    rows = (await crawl("gz_gov", {"ITEM_PIPELINES": pipelines}, warc=warc)).rows()
    assert rows
    assert all(row["title"].startswith("【青禾】") for row in rows)


class Shout:
    """After the script stage, before the scope stage."""

    def process_item(self, item: Article) -> Article:
        assert item.script == "hans"
        item.title = "【青禾】" + (item.title or "")
        return item
