"""Crawls of what a web archive has: each dialect, with faults, again, and where a capture is no use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from covidmeet.archive.reader import open_read_only
from covidmeet.health.one_off import one_off_names
from covidmeet.status.coverage import INDEX, Fate, MonthCoverage, coverage
from tests.conftest import Crawl, Crawled
from tests.crawl.small_site import HOST, SETTINGS, QingheSpider, meeting
from tests.crawl.small_site import page as html
from tests.discovery.archive_server import Archive, Capture
from tests.hostile.server import Server, serving
from tests.hostile.server import page as html_page

QUICK = {**SETTINGS, "ROBOTSTXT_OBEY": True, "ARCHIVE_PAUSES": "loopback=0/0.01", "KEEP": 0}
CDX = {"wayback": "/cdx/search/cdx", "pywb": "/coll/cdx", "commoncrawl": "/CC-TEST-index"}
GONE = html("404", "", "您访问的页面不存在或已被删除，请返回首页。")


def address(number: int, port: str = "") -> str:
    return f"http://{HOST}{port}/a/{number}.html"


def dated(day: str) -> str:
    return f"http://{HOST}/a/2022{day.replace('-', '')}/1.html"


def captured(number: int, timestamp: str = "20221105081500", body: str = "", **fields: Any) -> Capture:
    return Capture(timestamp, fields.pop("url", address(number)), body or meeting(number), **fields)


@pytest.fixture
def archive() -> Archive:
    return Archive([captured(number) for number in range(1, 9)])


@pytest.fixture
def server(archive: Archive) -> Iterator[Server]:
    with serving(
        {"/robots.txt": lambda _: iter([b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"])}
    ) as on:
        archive.serve(on)
        yield on


def urls(result: Crawled) -> list[str]:
    return [row["url"] for row in result.rows()]


@pytest.mark.parametrize("dialect", CDX)
@pytest.mark.parametrize("faults", [0.0, 0.3])
async def test_every_page_that_the_index_names_is_archived_once(
    dialect: str, faults: float, archive: Archive, server: Server, crawl: Crawl
) -> None:
    archive.faults = faults
    settings = QUICK | {"RETRY_ENABLED": True, "RETRY_TIMES": 8}
    result = await crawl(QingheSpider, settings, cdx=server.url(CDX[dialect]))
    assert urls(result) == [address(number) for number in range(1, 9)]
    assert {row["captured_at"] for row in result.rows()} == {"2022-11-05T08:15:00+00:00"}
    assert all(row["gateway"] for row in result.rows())
    assert result.rows("rejects") == []
    asked = len(server.log)
    again = await crawl(QingheSpider, settings, cdx=server.url(CDX[dialect]))
    assert {one.path for one in server.log[asked:]} <= {"/robots.txt"}
    assert again.stats["index/settled"] == 8
    assert again.stats["run/verdict"] == "quiet", again.stats["run/reason"]


async def test_an_index_is_asked_again_after_a_day_and_new_captures_are_found(
    archive: Archive, server: Server, crawl: Crawl
) -> None:
    cdx = server.url(CDX["wayback"])
    await crawl(QingheSpider, QUICK, cdx=cdx)
    archive.captures.append(captured(20))
    assert len(urls(await crawl(QingheSpider, QUICK, cdx=cdx))) == 8
    assert len(urls(await crawl(QingheSpider, QUICK | {"INDEX_DAYS": 0}, cdx=cdx))) == 9


async def test_forms_of_one_address_are_one_page(archive: Archive, server: Server, crawl: Crawl) -> None:
    archive.captures = [
        captured(1, "20221105081500", url=address(1, ":80")),
        captured(1, "20221106081500"),
        captured(1, "20221107081500", url=f"{address(1)}?from=timeline"),
    ]
    result = await crawl(QingheSpider, QUICK, cdx=server.url(CDX["wayback"]))
    assert (urls(result), result.stats["articles/found"]) == ([address(1)], 1)
    assert len(server.asked(r"/web/\d+id_/.*")) == 1


@pytest.mark.parametrize(
    "bad",
    [
        captured(1, "20221104081500", body=GONE),
        captured(1, "20221104081500", body="<html>Forbidden</html>", status=403),
        captured(1, "20221104081500", body="<html>gone</html>", status=404),
        captured(1, "20221104081500", body=html("会议", "2022-11-03 08:00", "短")),
    ],
    ids=["soft 404", "refused", "not found", "too short"],
)
async def test_the_next_capture_is_taken_where_one_is_no_use(
    bad: Capture, archive: Archive, server: Server, crawl: Crawl
) -> None:
    archive.captures = [bad, captured(1, "20230105081500")]
    # The index of pywb may tell no status, as of revisits.
    server.routes[r"/coll/cdx\?.*"] = lambda asked: without_status(archive, asked)
    result = await crawl(QingheSpider, QUICK | {"KEEP": 1}, cdx=server.url(CDX["pywb"]))
    (row,) = result.rows()
    assert row["captured_at"] == "2023-01-05T08:15:00+00:00"
    assert result.stats["captures/passed_over"] == 1
    assert result.rows("rejects") == []
    outcomes = [one["outcome"] for one in result.rows("captures") if "/a/1" in one["url"]]
    assert len(outcomes) == 2
    assert outcomes[1] == "article"
    assert outcomes[0] not in ("article", "interrupted")


def without_status(archive: Archive, asked: Any) -> Any:
    rows = [{"urlkey": one.key, "timestamp": one.timestamp, "url": one.url} for one in archive.captures]
    return html_page("".join(json.dumps(row) + "\n" for row in rows))


async def test_where_no_capture_is_any_use_there_is_one_reject(
    archive: Archive, server: Server, crawl: Crawl
) -> None:
    archive.captures = [captured(1, f"2022110{n}081500", body=f"{GONE}<!-- {n} -->") for n in (4, 5)]
    result = await crawl(QingheSpider, QUICK, cdx=server.url(CDX["wayback"]))
    assert urls(result) == []
    assert [row["reason"] for row in result.rows("rejects")] == ["soft_404"]
    asked = len(server.log)
    await crawl(QingheSpider, QUICK, cdx=server.url(CDX["wayback"]))
    assert {one.path for one in server.log[asked:]} <= {"/robots.txt"}


async def test_an_excluded_site_is_told_and_not_asked_for_again(
    archive: Archive, server: Server, crawl: Crawl
) -> None:
    archive.excluded = True
    result = await crawl(QingheSpider, QUICK, cdx=server.url(CDX["wayback"]))
    assert len(server.asked(r"/cdx/.*")) == 1
    assert [row["reason"] for row in result.rows("rejects")] == ["excluded"]
    assert result.stats["run/verdict"] not in ("ok", "quiet")


async def test_an_index_that_refuses_for_good_ends_the_source(
    archive: Archive, server: Server, crawl: Crawl
) -> None:
    archive.faults = 1.0
    result = await crawl(QingheSpider, QUICK, cdx=server.url(CDX["wayback"]))
    assert len(server.asked(r"/cdx/.*")) == 7
    assert [row["reason"] for row in result.rows("rejects")] in (["blocked"], ["unreachable"])
    assert result.stats["run/verdict"] == "broken"


async def test_an_index_that_is_silent_suddenly_is_broken(
    archive: Archive, server: Server, crawl: Crawl
) -> None:
    cdx = server.url(CDX["wayback"])
    await crawl(QingheSpider, QUICK, cdx=cdx)
    archive.captures = []
    result = await crawl(QingheSpider, QUICK | {"INDEX_DAYS": 0}, cdx=cdx)
    assert result.stats["run/verdict"] == "broken"
    assert "index" in result.stats["run/reason"]
    assert one_off_names({"cdx": cdx}, QingheSpider.site) == ["cdx"]


async def test_days_are_asked_for_where_the_address_tells_them(
    archive: Archive, server: Server, crawl: Crawl
) -> None:
    archive.captures = [
        captured(
            n, "20230105081500", body=meeting(n, day), url=f"http://{HOST}/a/{day.replace('-', '')}/{n}.html"
        )
        for n, day in enumerate(["2022-10-03", "2022-11-03", "2022-12-03"], 1)
    ]
    cdx = server.url(CDX["wayback"])
    result = await crawl(QingheSpider, QUICK, cdx=cdx, since="2022-11-01", until="2022-11-30")
    assert [row["published_at"][:10] for row in result.rows()] == ["2022-11-03"]
    assert len(server.asked(r"/web/\d+id_/.*")) == 1
    result = await crawl(QingheSpider, QUICK, cdx=cdx)
    assert len(result.rows()) == 3


async def test_a_list_of_what_is_known_fetches_nothing(
    archive: Archive, server: Server, crawl: Crawl, capsys: pytest.CaptureFixture[str]
) -> None:
    result = await crawl(QingheSpider, QUICK, cdx=server.url(CDX["wayback"]), list="1")
    assert (urls(result), server.asked(r"/web/.*")) == ([], [])
    assert capsys.readouterr().out.splitlines() == [
        "month\tpages\taddresses",
        f"2022-11\t8\t{HOST}/a",
        "all\t8\t",
    ]


async def test_a_record_is_kept_as_it_came_and_a_truncated_one_is_marked(
    archive: Archive, server: Server, crawl: Crawl, database: Path
) -> None:
    archive.truncated = frozenset({address(2)})
    settings = QUICK | {"KEEP": 1}
    result = await crawl(QingheSpider, settings, cdx=server.url(CDX["commoncrawl"]))
    assert len(urls(result)) == 8
    marked = {row["url"]: "unfinished" in json.loads(row["extraction"]) for row in result.rows()}
    assert [url for url, is_marked in marked.items() if is_marked] == [address(2)]
    _, length, member = archive.places()[archive.captures[0]]
    ranges = {one.headers["range"] for one in server.asked(r"/crawl-data/.*")}
    assert f"bytes=0-{length - 1}" in ranges
    file, _, offset = result.rows()[0]["warc"].rpartition(":")
    kept = (database.parent / file).read_bytes()
    assert kept[int(offset) : int(offset) + length] == member


async def test_a_server_that_ignores_ranges_gives_no_page(
    archive: Archive, server: Server, crawl: Crawl
) -> None:
    archive.captures = archive.captures[:1]
    server.routes[r"/crawl-data/.*"] = lambda _: html_page("all of the file")
    result = await crawl(QingheSpider, QUICK, cdx=server.url(CDX["commoncrawl"]))
    assert [row["reason"] for row in result.rows("rejects")] == ["http_error"]


@pytest.mark.parametrize("name", ["captures.csv", "captures.jsonl"])
@pytest.mark.parametrize("records", [True, False], ids=["records", "playback"])
async def test_a_file_of_captures(
    name: str, records: bool, archive: Archive, server: Server, crawl: Crawl, tmp_path: Path
) -> None:
    rows = []
    for one, (offset, length, _) in archive.places().items():
        rows.append({"url": one.url, "timestamp": one.timestamp})
        if records:
            place = {"filename": "crawl-data/warc/all.warc.gz", "offset": offset, "length": length}
            rows[-1] |= {key: str(value) for key, value in place.items()}
    file = tmp_path / name
    if name.endswith("csv"):
        lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
        file.write_text("\n".join(lines), "utf-8")
    else:
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    where = {"records": server.url("/")} if records else {"via": server.url("/web/2022id_/{url}")}
    result = await crawl(QingheSpider, QUICK, captures=str(file), **where)
    assert len(urls(result)) == 8
    assert bool(server.asked(r"/crawl-data/.*")) is records
    asked = len(server.log)
    await crawl(QingheSpider, QUICK, captures=str(file), **where)
    assert {one.path for one in server.log[asked:]} <= {"/robots.txt"}


@pytest.mark.parametrize("root", ["/web", "/coll"])
async def test_a_timemap_tells_the_captures_of_one_page(
    root: str, archive: Archive, server: Server, crawl: Crawl
) -> None:
    archive.captures.append(captured(1, "20230105081500", body=GONE))
    timemap = server.url(f"{root}/timemap/link/")
    result = await crawl(QingheSpider, QUICK, timemap=timemap, url=address(1))
    (row,) = result.rows()
    assert (row["url"], row["captured_at"]) == (address(1), "2022-11-05T08:15:00+00:00")
    assert len(server.asked(rf"{root}/\d+id_/.*")) == 1
    asked = len(server.log)
    result = await crawl(QingheSpider, QUICK, timemap=timemap, url="http://www.linshui.example/a/1.html")
    assert server.log[asked:] == []
    assert [row["reason"] for row in result.rows("rejects")] == ["other_site"]
    await crawl(QingheSpider, QUICK, timemap=timemap, url=address(1))
    assert server.log[asked:] == []


async def test_coverage_tells_what_an_index_knows_and_nobody_asked_for(
    archive: Archive, server: Server, crawl: Crawl, database: Path
) -> None:
    days, months = ("11-03", "12-03"), ("2022-11", "2022-12")
    archive.captures = [
        captured(1, "20230105081500", body=meeting(1, f"2022-{day}"), url=dated(day)) for day in days
    ]
    await crawl(QingheSpider, QUICK, cdx=server.url(CDX["wayback"]), list="1")
    found = covered(database)
    assert [found[month].by_fate[Fate.NEVER_ASKED][INDEX] for month in months] == [1, 1]
    await crawl(QingheSpider, QUICK, cdx=server.url(CDX["wayback"]))
    found = covered(database)
    assert [found[month].count(Fate.NEVER_ASKED) for month in months] == [0, 0]
    assert [found[month].articles for month in months] == [1, 1]


def covered(database: Path) -> dict[str, MonthCoverage]:
    with closing(open_read_only(database)) as db:
        return {key.month: month for key, month in coverage(db).items()}
