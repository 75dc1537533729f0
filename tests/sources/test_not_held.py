"""Every wanted record of a WARC file ends as an article or with a reason, however it is written."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from covidmeet.sources.warc import WarcReader
from tests.conftest import Crawl
from tests.crawl.small_site import HOST, QingheSpider, meeting
from tests.sources.warc_records import Form, joined, record, response, zipped

OWN = f"http://{HOST}/a/20221103/1.html"
OTHER = f"http://{HOST}/a/20221103/2.html"
WRITINGS = [
    f"<{OWN}>",
    OWN.replace("http", "HTTP"),
    OWN.replace(HOST, HOST.upper()),
    OWN.replace(HOST, f"{HOST}:80"),
    OWN.replace(HOST, f"{HOST}."),
    OWN.replace(HOST, f"{HOST}.:80"),
    OWN.replace("/a/", "/%61/"),
    OWN.replace("1.html", "%31.htm%6C"),
    OWN.replace("1.html", "%31.htm%6c"),
    OWN + "#top",
    OWN + "?utm_source=list",
    OWN.replace("/a/", "\\a\\"),
    OWN.replace("/a/", "/x/../a/./"),
    OWN.replace("http://", "http:///"),
    OWN.replace("/20221103", "/2022\t1103"),
    f"https://archive.example/web/20221103000000id_/{OWN}",
    f"https://archive.example/web/2022id_/{OWN.replace('//', '/')}",
    f"https://archive.example/web/2022id_/{OWN.replace('http://', 'http:///')}",
]


def page(number: int = 1, **other: str) -> bytes:
    return response(meeting(number).encode(), **other)


@pytest.mark.parametrize("url", WRITINGS)
async def test_an_address_in_odd_writing_is_wanted(url: str, crawl: Crawl, tmp_path: Path) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(zipped([page(url=url)]))
    result = await crawl(QingheSpider, warc=str(file))
    assert [row["url"] for row in result.rows()] == [OWN]
    assert result.rows("rejects") == []


async def test_addresses_of_other_pages_stay_unwanted(crawl: Crawl, tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    urls = [
        f"http://{HOST}/",
        f"http://{HOST}/a/x.html",
        f"http://{HOST}/a/1.html.txt?x=1",
        "http://x.example/a/1.html",
    ]
    file.write_bytes(joined([page(url=url) for url in urls]))
    result = await crawl(QingheSpider, warc=str(file))
    assert (result.rows(), result.rows("rejects")) == ([], [])


HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
MOVED = b"HTTP/1.1 %d Moved\r\nLocation: %s\r\n\r\n"


def moved(location: str, status: int = 301, url: str = OWN) -> bytes:
    return record(MOVED % (status, location.encode()), url=url)


ALONE = [
    ("a revisit", record(HTTP, kind="revisit"), "not_captured"),
    ("a revisit without headers", record(b"", kind="revisit"), "not_captured"),
    ("a text made of it", record("会议".encode(), kind="conversion", mime="text/plain"), "no_body"),
    ("a redirect elsewhere", moved(OTHER), "not_captured"),
    ("a redirect to itself", moved(OWN), "not_captured"),
    ("a redirect by a backslash", moved(r"\a\20221103\2.html", 302), "not_captured"),
    ("a redirect to the front page", moved("/"), "soft_404"),
    ("a redirect to an error page", moved("/404.html"), "soft_404"),
    ("a redirect to nowhere", record(b"HTTP/1.1 301 Moved\r\n\r\n"), "http_error"),
    ("not modified", record(b"HTTP/1.1 304 Not Modified\r\n\r\n"), "http_error"),
    ("no status", record(b"HTTP/1.1 OK\r\n\r\n<p>x</p>"), "http_error"),
    ("nothing", record(b""), "empty"),
    ("no body", record(HTTP), "empty"),
    ("too large", page(2), None),
]


@pytest.mark.parametrize(("name", "raw", "reason"), ALONE, ids=[name for name, *_ in ALONE])
async def test_a_wanted_record_without_a_page(
    name: str, raw: bytes, reason: str | None, crawl: Crawl, tmp_path: Path
) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(raw.replace(b"http://www.qinghe.example/202211/t20221114_1.htm", OWN.encode()))
    small = {"DOWNLOAD_MAXSIZE": 100} if reason is None else {}
    result = await crawl(QingheSpider, small, warc=str(file))
    assert result.rows() == []
    assert [(row["url"], row["reason"]) for row in result.rows("rejects")] == [(OWN, reason or "too_large")]


HELD = [
    [record(HTTP, kind="revisit", url=OWN), page(url=OWN)],
    [page(url=OWN), record(HTTP, kind="revisit", url=OWN)],
    [moved(OTHER), page(url=OTHER)],
    [page(url=OTHER), moved(OTHER)],
    [moved(f"http://{HOST}/a/3.html"), moved(OTHER, url=f"http://{HOST}/a/3.html"), page(url=OTHER)],
    [moved(OWN.replace("http:", "https:")), page(url=OWN.replace("http:", "https:"))],
    [moved(OWN), page(url=OWN)],
]


@pytest.mark.parametrize("records", HELD)
async def test_a_page_that_another_record_holds_is_not_missing(
    records: list[bytes], crawl: Crawl, tmp_path: Path
) -> None:
    file = tmp_path / "a.warc.gz"
    file.write_bytes(zipped(records))
    result = await crawl(QingheSpider, warc=str(file))
    assert len(result.rows()) == 1
    assert result.rows("rejects") == []


async def test_a_page_that_is_archived_is_not_missing(crawl: Crawl, tmp_path: Path) -> None:
    first, second = tmp_path / "a.warc", tmp_path / "b.warc"
    first.write_bytes(page(url=OWN))
    second.write_bytes(record(HTTP, kind="revisit", url=OWN) + moved(OWN, url=OTHER))
    await crawl(QingheSpider, warc=str(first))
    assert (await crawl(QingheSpider, warc=str(second))).rows("rejects") == []


@pytest.mark.parametrize("form", [joined, zipped])
async def test_a_wanted_record_that_is_cut_short_gives_its_beginning(
    form: Form, crawl: Crawl, tmp_path: Path
) -> None:
    file = tmp_path / "a.warc"
    noise = f"<!-- {os.urandom(4_000).hex()} -->".encode()  # hardly packs
    file.write_bytes(form([page(url=OTHER), response(meeting(1).encode() + noise, url=OWN)])[:-900])
    result = await crawl(QingheSpider, warc=str(file))
    unfinished = {row["url"]: json.loads(row["extraction"]).get("unfinished") for row in result.rows()}
    assert unfinished == {OTHER: None, OWN: "captured in part (the record is cut short)"}
    rejects = {(row["url"].partition("#")[0], row["reason"]) for row in result.rows("rejects")}
    assert rejects == {(file.as_uri(), "damaged_warc")}


async def test_a_segment_is_the_beginning_of_its_page(crawl: Crawl, tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(page(url=OWN, more="WARC-Segment-Number: 1\r\n"))
    (row,) = (await crawl(QingheSpider, warc=str(file))).rows()
    assert "unfinished" in json.loads(row["extraction"])


@pytest.mark.parametrize("form", [joined, zipped])
async def test_every_damaged_record_has_a_reject(form: Form, crawl: Crawl, tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    pages = [page(url=OWN), page(url=OTHER), page(url=f"{OWN}?a"), page(url=f"{OWN}?b")]
    parts = [form([one]) for one in pages]
    file.write_bytes(parts[0] + b"xx" + parts[2][2:] + parts[1] + b"yy" + parts[3][2:] + parts[1])
    result = await crawl(QingheSpider, warc=str(file))
    assert {row["url"] for row in result.rows()} == {OWN, OTHER}
    damaged = [row for row in result.rows("rejects") if row["reason"] == "damaged_warc"]
    places = [len(parts[0]), len(parts[0] + parts[2] + parts[1])]
    assert {row["url"] for row in damaged} == {f"{file.as_uri()}#{place}" for place in places}
    assert all(row["detail"].startswith(str(file)) for row in damaged)


def test_a_response_without_http_headers_is_a_body(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(record(b"<p>x</p>", url="http://a.example/", mime="text/html"))
    (found,) = WarcReader(file)
    assert (found.status, found.body) == (200, b"<p>x</p>")
