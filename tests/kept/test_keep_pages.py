"""Every answer of a crawl is kept, and every row leads to its bytes."""

from __future__ import annotations

import gzip
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pytest_httpserver import HTTPServer
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker
from werkzeug import Response

from covidmeet.archive.db import connect
from covidmeet.kept.stored_page import stored_page
from covidmeet.process import payload, process
from covidmeet.sites import Sites
from covidmeet.sources.warc import WarcError
from covidmeet.stages.reading import Reading
from tests.conftest import Crawl, Crawled
from tests.crawl.small_site import HOST, SETTINGS, SITE, QingheSpider, Web, listed, meeting

# What differs from run to run, or by how a page came.
VOLATILE = {"first_seen", "last_seen", "run_id", "warc"}
MEMENTO = "Thu, 03 Nov 2022 09:30:00 GMT"


@pytest.fixture
def web(httpserver: HTTPServer) -> Web:
    """Lists, articles in two encodings, one of them compressed, a redirect, a missing page and robots.txt."""
    web = Web(httpserver)
    web.memento = MEMENTO
    web.put("/list/", listed(1, 2, 3, 4, 5))
    web.put("/a/1.html", meeting(1))
    packed = gzip.compress(meeting(2).encode("gb18030"))
    headers = {"Content-Encoding": "gzip", "Content-Type": "text/html"}
    web.put("/a/2.html", Response(packed, headers=headers))
    web.put("/a/3.html", Response("", 301, headers={"Location": f"http://{HOST}/a/30.html"}))
    web.put("/a/30.html", meeting(3))
    web.put("/a/5.html", meeting(5).replace("疫情防控", "植树"))
    httpserver.expect_request("/robots.txt").respond_with_data("User-agent: *\nDisallow: /none/")
    return web


def files(database: Path) -> list[Path]:
    return sorted(database.parent.joinpath("warc").iterdir())


def kinds(path: Path) -> Counter[str]:
    with path.open("rb") as stream:
        return Counter(record.rec_type for record in ArchiveIterator(stream))


def answers(path: Path) -> Counter[tuple[str, int]]:
    """(path, status) of the records of answers, as warcio reads them."""
    with path.open("rb") as stream:
        return Counter(
            (
                urlsplit(record.rec_headers.get_header("WARC-Target-URI")).path,
                int(record.http_headers.get_statuscode()),
            )
            for record in ArchiveIterator(stream)
            if record.rec_type in ("response", "revisit")
        )


def rows(result: Crawled) -> dict[str, dict[str, Any]]:
    return {
        row["url"]: {name: value for name, value in row.items() if name not in VOLATILE}
        for row in result.rows()
    }


async def test_every_answer_has_a_record_and_a_row(crawl: Crawl, web: Web, database: Path) -> None:
    result = await crawl(QingheSpider, {**SETTINGS, "ROBOTSTXT_OBEY": True}, via=web.via)
    assert len(result.rows()) == 3
    (file,) = files(database)
    run = result.rows("runs")[-1]["run_id"]
    assert file.name == f"qinghe-{run}-00001.warc.gz"
    counted = kinds(file)
    captures = result.rows("captures")
    assert counted["response"] + counted["revisit"] == len(captures) == counted["request"]
    assert counted["warcinfo"] == 1
    assert Counter(row["outcome"] for row in captures) == {
        "article": 3,
        "list": 1,
        "not_found": 2,  # an article, and the list's next page
        "out_of_scope": 1,
        "redirect": 1,
        "robots": 1,
    }
    assert {row["run_id"] for row in captures} == {run}
    assert {row["file"] for row in captures} == {f"warc/{file.name}"}
    by_url = {row["url"].removeprefix(f"http://{HOST}"): row for row in captures}
    articles = {row["url"]: row for row in result.rows()}
    second = articles[f"http://{HOST}/a/2.html"]
    assert by_url["/a/2.html"]["url_hash"] == second["url_hash"]
    assert second["captured_at"] == by_url["/a/2.html"]["captured_at"] == "2022-11-03T09:30:00+00:00"
    assert second["gateway"] == web.via.replace("{url}", f"http://{HOST}/a/2.html")
    first = articles[f"http://{HOST}/a/1.html"]
    assert first["captured_at"] == "2022-11-03T09:30:00+00:00" < by_url["/a/1.html"]["fetched_at"]


async def test_records_and_rows_agree_by_outcome(crawl: Crawl, web: Web, database: Path) -> None:
    web.put("/list/index_2.html", listed(6, 7))
    web.put("/a/6.html", meeting(6))
    web.put("/a/7.html", Response("", 403))
    result = await crawl(QingheSpider, {**SETTINGS, "ROBOTSTXT_OBEY": True}, via=web.via)
    (file,) = files(database)
    found: dict[str, Counter[tuple[str, int]]] = {}
    for row in result.rows("captures"):
        place = (urlsplit(row["url"]).path, row["status"])
        found.setdefault(row["outcome"], Counter())[place] += 1
    assert found == {
        "article": Counter(
            {("/a/1.html", 200): 1, ("/a/2.html", 200): 1, ("/a/30.html", 200): 1, ("/a/6.html", 200): 1}
        ),
        "list": Counter({("/list/", 200): 1, ("/list/index_2.html", 200): 1}),
        "redirect": Counter({("/a/3.html", 301): 1}),
        "not_found": Counter({("/a/4.html", 404): 1, ("/list/index_3.html", 404): 1}),
        "out_of_scope": Counter({("/a/5.html", 200): 1}),
        "blocked": Counter({("/a/7.html", 403): 1}),
        "robots": Counter({("/robots.txt", 200): 1}),
    }
    assert sum(found.values(), Counter()) == answers(file)


async def test_warcio_finds_no_fault(crawl: Crawl, web: Web, database: Path) -> None:
    await crawl(QingheSpider, SETTINGS, via=web.via)

    class Arguments:
        def __init__(self) -> None:
            self.inputs = [str(path) for path in files(database)]
            self.verbose = False

    checker = Checker(Arguments())
    checker.process_all()
    assert checker.exit_value == 0


async def test_a_row_is_made_again_from_its_bytes(crawl: Crawl, web: Web, database: Path) -> None:
    result = await crawl(QingheSpider, SETTINGS, via=web.via)
    reading = Reading(Sites((SITE,)))
    for row in result.rows():
        page = stored_page(database, row["warc"])
        article = process(page, reading)
        for name in ("url", "title", "body", "published_at", "captured_at", "gateway", "content_hash"):
            assert getattr(article, name) == row[name]
    compressed = next(row for row in result.rows() if row["url"].endswith("/2.html"))
    page = stored_page(database, compressed["warc"])
    assert page.body[:2] == b"\x1f\x8b"
    assert "第2次".encode("gb18030") in payload(page, 10_000)


async def test_the_files_of_a_crawl_give_the_same_rows(crawl: Crawl, web: Web, database: Path) -> None:
    live = await crawl(QingheSpider, SETTINGS, via=web.via)
    (file,) = files(database)
    again = database.with_name("again.db")
    replayed = await crawl(QingheSpider, {**SETTINGS, "DATABASE": str(again)}, warc=str(file))
    assert rows(replayed) == rows(live)


async def test_an_unchanged_payload_is_referred_to(crawl: Crawl, web: Web, database: Path) -> None:
    text = meeting(1) + "<!-- " + "x" * 500 + " -->"
    web.put("/a/1.html", text)
    web.put("/a/4.html", text)
    live = await crawl(QingheSpider, SETTINGS, via=web.via)
    (file,) = files(database)
    assert kinds(file)["revisit"] == 1
    with file.open("rb") as stream:
        revisit = next(r for r in ArchiveIterator(stream) if r.rec_type == "revisit").rec_headers
    assert revisit.get_header("WARC-Target-URI") == f"http://{HOST}/a/4.html"
    assert revisit.get_header("WARC-Refers-To-Target-URI") == f"http://{HOST}/a/1.html"
    assert revisit.get_header("WARC-Payload-Digest").startswith("sha1:")
    assert revisit.get_header("WARC-Refers-To-Date")
    row = next(row for row in live.rows() if row["url"].endswith("/4.html"))
    assert "第1次" in stored_page(database, row["warc"]).body.decode()
    again = database.with_name("again.db")
    replayed = await crawl(QingheSpider, {**SETTINGS, "DATABASE": str(again)}, warc=str(file))
    assert rows(replayed) == rows(live)


async def test_a_page_seen_again_keeps_the_place_it_was_made_from(
    crawl: Crawl, web: Web, database: Path
) -> None:
    await crawl(QingheSpider, {**SETTINGS, "KEEP": False}, via=web.via)
    assert not database.with_name("warc").exists()
    db = connect(database)
    assert db.execute("select count(*) from captures where file is not null").fetchone() == (0,)
    assert db.execute("select count(*) from articles where warc is not null").fetchone() == (0,)
    # Archived before pages were kept: the first kept page becomes the row's.
    first = await crawl(QingheSpider, SETTINGS, via=web.via, refetch="1")
    assert first.stats["articles/seen"] == 3
    places = {row["url"]: row["warc"] for row in first.rows()}
    assert all(places.values())
    second = await crawl(QingheSpider, SETTINGS, via=web.via, refetch="1")
    assert second.stats["articles/seen"] == 3
    assert {row["url"]: row["warc"] for row in second.rows()} == places
    assert len(files(database)) == 2
    with pytest.raises(WarcError):
        stored_page(database, "warc/none.warc.gz:0")


async def test_too_little_space_ends_the_run(crawl: Crawl, web: Web) -> None:
    result = await crawl(QingheSpider, {**SETTINGS, "FREE_SPACE_MB": 10**9}, via=web.via)
    run = result.rows("runs")[-1]
    assert result.stats["finish_reason"] == "archive_failed"
    assert run["verdict"] == "broken"
    assert "the archive failed" in run["reason"]
    assert "disc is full" in run["reason"]
    assert result.rows() == []
    assert [row["file"] for row in result.rows("captures")] == [None]
