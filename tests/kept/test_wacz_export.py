"""``export -o x.wacz``: the stored pages of a selection, as other tools and this one read them."""

from __future__ import annotations

import json
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from covidmeet.archive.db import connect
from covidmeet.archive.reader import open_read_only
from covidmeet.cli.main import main
from covidmeet.kept import wacz_export
from covidmeet.kept.stored_page import stored_page
from covidmeet.kept.wacz_export import write_wacz
from covidmeet.process import Fetched
from covidmeet.sources.wacz import faults_of
from covidmeet.sources.warc import WarcReader
from tests.conftest import Crawl
from tests.crawl.small_site import HOST, SETTINGS, QingheSpider, Web, listed, meeting

BUT = ("run_id", "first_seen", "last_seen", "warc", "captured_at", "gateway", "doubtful")


@pytest.fixture
async def crawled(crawl: Crawl, httpserver: HTTPServer, database: Path) -> Path:
    web = Web(httpserver)
    web.put("/list/", listed(1, 2, 3))
    web.put("/a/1.html", meeting(1))
    web.put("/a/2.html", meeting(2))
    web.put("/a/3.html", meeting(2))  # the same bytes: a revisit in the archive's own files
    await crawl(QingheSpider, SETTINGS, via=web.via, topic="all")
    return database


def rows(path: Path) -> list[dict[str, object]]:
    found = connect(path)["articles"].rows_where(order_by="url")
    return [{name: value for name, value in row.items() if name not in BUT} for row in found]


async def test_a_crawl_of_the_pages_gives_the_rows_of_the_archive(
    crawled: Path, crawl: Crawl, tmp_path: Path
) -> None:
    target = tmp_path / "x.wacz"
    assert main(["export", "-d", str(crawled), "-o", str(target)]) == 0
    assert list(faults_of(target)) == []
    again = tmp_path / "again.db"
    await crawl(QingheSpider, SETTINGS | {"DATABASE": str(again)}, warc=str(target), topic="all")
    assert len(rows(again)) == 3
    assert rows(again) == rows(crawled)


def test_the_parts_are_those_of_the_standard(crawled: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    assert main(["export", "-d", str(crawled), "--format", "wacz", "-o", str(target)]) == 0
    with zipfile.ZipFile(target) as bundle:
        assert all(info.compress_type == zipfile.ZIP_STORED for info in bundle.infolist())
        pages = [json.loads(line) for line in bundle.read("pages/pages.jsonl").splitlines()]
        index = bundle.read("indexes/index.cdxj").decode().splitlines()
        package = json.loads(bundle.read("datapackage.json"))
    assert pages[0]["format"] == "json-pages-1.0"
    assert sorted(page["url"] for page in pages[1:]) == [f"http://{HOST}/a/{n}.html" for n in (1, 2, 3)]
    assert index == sorted(index)
    assert index[0].startswith("example,qinghe)/a/1.html 20")
    assert package["wacz_version"] == "1.1.1"


def test_each_local_header_is_as_long_as_the_central_directory_says(crawled: Path, tmp_path: Path) -> None:
    """ReplayWeb.page computes where a part begins from the central directory alone."""
    target = tmp_path / "x.wacz"
    assert main(["export", "-d", str(crawled), "-o", str(target)]) == 0
    bundle = zipfile.ZipFile(target)
    content = target.read_bytes()
    for entry in bundle.infolist():
        start = entry.header_offset + 30 + len(entry.filename) + len(entry.extra)
        assert content[start : start + entry.file_size] == bundle.read(entry)


def test_filters_choose_the_pages(crawled: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    assert main(["export", "-d", str(crawled), "-o", str(target), "--search", "第1次"]) == 0
    with zipfile.ZipFile(target) as bundle:
        assert len(bundle.read("pages/pages.jsonl").splitlines()) == 2


def test_a_page_that_is_gone_is_named(
    crawled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in crawled.parent.joinpath("warc").iterdir():
        file.unlink()
    assert main(["export", "-d", str(crawled), "-o", str(tmp_path / "x.wacz")]) == 2
    assert capsys.readouterr().err.count("/a/") >= 3


async def test_pages_in_a_warc_file_of_ones_own_are_packed(
    crawled: Path, crawl: Crawl, tmp_path: Path
) -> None:
    (own,) = crawled.parent.joinpath("warc").iterdir()
    theirs = tmp_path / "theirs" / "other.db"
    theirs.parent.mkdir()
    await crawl(QingheSpider, SETTINGS | {"DATABASE": str(theirs)}, warc=str(own), topic="all")
    pointers = [warc for (warc,) in connect(theirs).execute("select warc from articles").fetchall()]
    assert all(pointer.startswith(str(own)) for pointer in pointers)  # the file itself, no copy of it
    target = tmp_path / "x.wacz"
    assert main(["export", "-d", str(theirs), "-o", str(target)]) == 0
    assert list(faults_of(target)) == []
    assert len(list(WarcReader(target))) == 3


def test_nothing_is_left_where_writing_is_interrupted(
    crawled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "new" / "x.wacz"
    target.parent.mkdir()
    target.write_bytes(b"the one before")
    for name, after in (("_added", 2), ("_bundle", 0)):
        work = getattr(wacz_export, name)
        calls: list[int] = []

        def interrupted(*given: Any, work: Any = work, calls: list[int] = calls, after: int = after) -> Any:
            calls.append(1)
            if len(calls) > after:
                raise KeyboardInterrupt
            return work(*given)

        with monkeypatch.context() as patch:
            patch.setattr(wacz_export, name, interrupted)
            with pytest.raises(KeyboardInterrupt), closing(open_read_only(crawled)) as db:
                write_wacz(crawled, db, {}, target)
        assert [path.name for path in target.parent.iterdir()] == ["x.wacz"]
        assert target.read_bytes() == b"the one before"


def test_a_page_without_a_time_of_capture_is_told(
    crawled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def undated(*given: Any) -> Fetched:
        page = stored_page(*given)
        return replace(page, captured_at="") if page.url.endswith("/2.html") else page

    monkeypatch.setattr(wacz_export, "stored_page", undated)
    with closing(connect(crawled).conn) as db:
        db.execute("update articles set first_seen = '2023-04-05T06:07:08+00:00'")
    target = tmp_path / "x.wacz"
    assert main(["export", "-d", str(crawled), "-o", str(target)]) == 0
    assert "1 page without a time of capture" in capsys.readouterr().err
    with zipfile.ZipFile(target) as bundle:
        pages = [json.loads(line) for line in bundle.read("pages/pages.jsonl").splitlines()[1:]]
    assert {page["ts"] for page in pages if page["url"].endswith("/2.html")} == {"2023-04-05T06:07:08Z"}
    assert not any(page["ts"].startswith("1970") for page in pages)


@pytest.mark.parametrize("more", [["--bom"], ["--columns", "url"], ["--table", "meetings"]])
def test_what_makes_no_sense_of_pages_is_refused(more: list[str], crawled: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    assert main(["export", "-d", str(crawled), "-o", str(target), *more]) == 1
    assert not target.exists()
