"""Crawls of WARC and WACZ files, without any network."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from covidmeet.sources.warc import WarcWriter
from tests.conftest import Crawl
from tests.crawl.small_site import HOST, QingheSpider, listed, meeting


def warc(path: Path, *records: tuple[str, int, bytes]) -> Path:
    with WarcWriter(path) as writer:
        for url, status, body in records:
            writer.write(url, status, [("Content-Type", "text/html")], body)
    return path


async def test_warc_files_need_no_network(crawl: Crawl, tmp_path: Path) -> None:
    first = warc(
        tmp_path / "a.warc.gz",
        (f"http://{HOST}/a/1.html", 200, meeting(1).encode()),
        (f"http://{HOST}/list/", 200, listed(1).encode()),
        (f"https://archive.example/web/2022id_/http://{HOST}/a/2.html?x=1", 200, b""),
        (f"https://archive.example/web/2022id_/http://{HOST}/a/3.html", 200, meeting(3).encode("gb18030")),
        (f"http://{HOST}/a/4.html", 403, b"no"),
        (f"http://{HOST}/a/5.html", 301, b""),
        (f"http://{HOST}/a/6.html", 404, b"gone"),
        (f"http://{HOST}/a/7.html", 200, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9),
        (f"http://{HOST}/a/8.html", 200, b"<title>404 Not Found</title>"),
    )
    second = tmp_path / "b.wacz"
    with ZipFile(second, "w") as bundle:
        inner = warc(tmp_path / "c.warc.gz", (f"http://{HOST}/a/9.html", 200, meeting(9).encode()))
        bundle.write(inner, "archive/data.warc.gz")
    result = await crawl(
        QingheSpider, {"DOWNLOAD_HANDLERS": {"http": None, "https": None}}, warc=f"{first},{second}"
    )
    rows = {row["url"].rpartition("/")[2]: row for row in result.rows()}
    assert sorted(rows) == ["1.html", "3.html", "9.html"]
    assert rows["3.html"]["charset"] == "gb18030"
    assert rows["1.html"]["warc"].startswith(f"{first.name}:")
    assert rows["9.html"]["warc"].startswith(f"{second.name}!archive/data.warc.gz:")
    reasons = {row["url"].rpartition("/")[2]: row["reason"] for row in result.rows("rejects")}
    assert reasons == {
        "2.html?x=1": "empty",
        "4.html": "blocked",
        "5.html": "http_error",
        "6.html": "not_found",
        "7.html": "binary",
        "8.html": "soft_404",
        "b.wacz": "damaged_warc",  # without a datapackage.json its parts cannot be checked
    }
    assert "downloader/request_count" not in result.stats


async def test_the_same_files_twice_change_nothing(crawl: Crawl, tmp_path: Path) -> None:
    url = f"http://{HOST}/a/1.html"
    corrected = meeting(1).replace("江晚舟", "江晚洲")
    file = warc(tmp_path / "a.warc.gz", (url, 200, meeting(1).encode()), (url, 200, corrected.encode()))
    first = await crawl(QingheSpider, warc=str(file))
    before = first.rows()
    assert first.stats["warc/skipped/captured again"] == 1
    second = await crawl(QingheSpider, warc=str(file))
    assert [row | {"last_seen": ""} for row in second.rows()] == [row | {"last_seen": ""} for row in before]
    assert second.stats["articles/seen"] == 1
    assert second.rows("revisions") == []


async def test_mirrors_in_warc_files(crawl: Crawl, tmp_path: Path) -> None:
    file = warc(tmp_path / "a.warc.gz", ("http://valve.example/a/1.html", 200, meeting(1).encode()))
    assert (await crawl(QingheSpider, warc=str(file))).rows() == []
    (row,) = (await crawl(QingheSpider, warc=str(file), mirrors="1")).rows()
    assert row["original_url"] == f"http://{HOST}/a/1.html"


async def test_files_that_are_no_warc_are_rejects(crawl: Crawl, tmp_path: Path) -> None:
    bad = tmp_path / "bad.warc.gz"
    bad.write_bytes(b"this is no WARC file")
    good = warc(tmp_path / "good.warc.gz", (f"http://{HOST}/a/1.html", 200, meeting(1).encode()))
    with good.open("ab") as stream:
        stream.write(b"\x1f\x8b\x08 broken")
    result = await crawl(QingheSpider, warc=f"{bad},{good}")
    assert len(result.rows()) == 1
    assert {row["reason"] for row in result.rows("rejects")} == {"unreadable_warc", "damaged_warc"}
    assert result.rows("runs")[-1]["verdict"] == "degraded"


async def test_what_a_page_lost_in_decoding_is_judged(crawl: Crawl, tmp_path: Path) -> None:
    body = meeting(1).encode()
    place = body.index("研究部署".encode())
    file = warc(
        tmp_path / "a.warc.gz",
        (f"http://{HOST}/a/1.html", 200, body[: place + 1] + b"\xff\xff" + body[place:]),
    )
    result = await crawl(QingheSpider, warc=str(file))
    assert [row["reason"] for row in result.rows("rejects")] == ["still_damaged"]
