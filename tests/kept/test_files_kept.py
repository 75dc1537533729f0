"""What is read from files: documents are kept as they are, pages of WARC files are led to, or copied."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from covidmeet.archive.db import connect
from covidmeet.cli.main import main
from covidmeet.crawl.file_captures import leading_to
from covidmeet.crawl.site_registry import all_sites
from covidmeet.kept.page_of_article import page_of
from covidmeet.kept.recovery import recover
from covidmeet.kept.reprocess import Reprocessing
from covidmeet.kept.selection import select_pages
from covidmeet.kept.stored_page import located, stored_page
from covidmeet.site import GENERIC, Site
from covidmeet.sources.warc import read_at
from covidmeet.sources.warc_writer import WarcWriter
from covidmeet.spiders.documents import DocumentsSpider
from tests.conftest import Crawl, Crawled
from tests.crawl.small_site import HOST, SETTINGS, SITE, QingheSpider, meeting

ONE_PROCESS = {**SETTINGS, "PROCESS_WORKERS": 0}
TEXT = "河湾镇召开疫情防控会议\n\n11月3日，河湾镇召开会议，研究部署疫情防控工作。镇长江晚舟主持会议。\n"
MHTML = (
    "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
    "--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    f"{meeting(7)}\r\n--b--\r\n"
)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    folder.joinpath("a.txt").write_text(TEXT, "gb18030")
    folder.joinpath("b.mhtml").write_bytes(MHTML.encode())
    folder.joinpath("c.txt").write_text("短。", "utf-8")
    return folder


def again(database: Path, sites: tuple[Site, ...] = (SITE,)) -> Any:
    db = connect(database)
    work = Reprocessing(db, database, sites, 10_000_000, 10_000_000)
    list(work.run(select_pages(db)))
    db.close()
    return work.changes


def rows(result: Crawled) -> list[dict[str, Any]]:
    """Articles and captures, without what is another in each run."""
    found = (row for table in ("articles", "captures") for row in result.rows(table))
    return [{name: row[name] for name in row if name not in ("last_seen", "run_id")} for row in found]


async def test_documents_are_kept_and_their_rows_lead_to_them(
    crawl: Crawl, documents: Path, database: Path
) -> None:
    result = await crawl(DocumentsSpider, ONE_PROCESS, path=str(documents))
    (file,) = database.parent.joinpath("warc").iterdir()
    with file.open("rb") as stream:
        assert Counter(record.rec_type for record in ArchiveIterator(stream)) == {
            "warcinfo": 1,
            "resource": 3,
        }
    captures = result.rows("captures")
    assert Counter(row["outcome"] for row in captures) == {"article": 2, "no_body": 1}
    assert {row["url_hash"] for row in captures} >= {row["url_hash"] for row in result.rows()}
    for row, name in zip(result.rows(), ("a.txt", "b.mhtml"), strict=True):
        file_name, offset = row["warc"].rsplit(":", 1)
        raw = read_at(located(database, file_name), int(offset))
        assert raw.body == documents.joinpath(name).read_bytes()
        assert row["captured_at"] is None
    # Made again without the user's own files.
    for document in documents.iterdir():
        document.unlink()
    assert "第7次" in page_of(database, row["url"], row["warc"]).body.decode()
    changes = again(database, all_sites())
    assert (changes.same, changes.changed, changes.missing_count) == (2, 0, 0)
    assert changes.rejected_as_before == 1
    assert main(["check-archive", "-d", str(database), "-q", "-s", "PROCESS_WORKERS=0"]) == 0


async def test_a_document_is_kept_again_only_when_it_changed(
    crawl: Crawl, documents: Path, database: Path
) -> None:
    first = rows(await crawl(DocumentsSpider, ONE_PROCESS, path=str(documents)))
    second = rows(await crawl(DocumentsSpider, ONE_PROCESS, path=str(documents)))
    assert second == first
    assert len(list(database.parent.joinpath("warc").iterdir())) == 1
    documents.joinpath("a.txt").write_text(TEXT.replace("江晚舟", "江晚洲"), "gb18030")
    third = await crawl(DocumentsSpider, ONE_PROCESS, path=str(documents))
    assert len(third.rows("captures")) == 4
    changed = next(row for row in third.rows() if row["url"].endswith("a.txt"))
    assert "江晚洲" in stored_page(database, changed["warc"]).body.decode("gb18030")


async def test_nothing_is_kept_where_nothing_is_to_be(crawl: Crawl, documents: Path, database: Path) -> None:
    result = await crawl(DocumentsSpider, {**ONE_PROCESS, "KEEP": False}, path=str(documents))
    assert result.rows("captures") == []
    assert {row["warc"] for row in result.rows()} == {None}
    assert not database.with_name("warc").exists()


async def test_kept_pages_are_no_documents(crawl: Crawl, documents: Path) -> None:
    archive = {"DATABASE": str(documents / "archive.db")}
    await crawl(DocumentsSpider, {**ONE_PROCESS, **archive}, path=str(documents))
    result = await crawl(DocumentsSpider, {**ONE_PROCESS, **archive}, path=str(documents))
    assert result.stats["documents/found"] == 3


@pytest.mark.parametrize("keep", [True, False, "copy"])
async def test_pages_of_warc_files(crawl: Crawl, database: Path, tmp_path: Path, keep: bool | str) -> None:
    file = tmp_path / "own" / "pages.warc.gz"
    file.parent.mkdir()
    with WarcWriter(file) as writer:
        for number, body in ((1, meeting(1)), (2, "<p>短</p>"), (1, meeting(1)), (3, meeting(3))):
            html = (("Content-Type", "text/html"),)
            writer.write(f"http://{HOST}/a/{number}.html", 200, html, body.encode())
        writer.write("http://other.example/", 200, (), b"<p>x</p>")
    settings = {**ONE_PROCESS, "KEEP": keep}
    first = rows(result := await crawl(QingheSpider, settings, warc=str(file)))
    captures = result.rows("captures")
    outcomes = sorted(row["outcome"] for row in captures)
    # The same payload again is the same record of the archive's own.
    articles = 2 if keep == "copy" else 3
    assert outcomes == ["article"] * articles + ["no_text"], outcomes
    assert all(row["digest"].startswith("sha1:") for row in captures)
    wanted = "warc/qinghe-" if keep == "copy" else "own/pages.warc.gz"
    assert all(row["file"].startswith(wanted) for row in captures)
    assert all(row["warc"].startswith(wanted) for row in result.rows())
    second = rows(await crawl(QingheSpider, settings, warc=str(file)))
    assert second == first
    if keep == "copy":
        file.unlink()
    changes = again(database)
    assert (changes.same, changes.changed, changes.missing_count) == (2, 0, 0)
    for place in {row["file"] for row in captures}:
        database.parent.joinpath(place).unlink()
    assert again(database).missing_count == 3


def test_how_a_row_names_a_file(tmp_path: Path) -> None:
    archive = tmp_path / "a" / "archive.db"
    assert leading_to(archive, str(tmp_path / "a" / "b" / "x.warc.gz")) == "b/x.warc.gz"
    assert leading_to(archive, str(tmp_path / "x.wacz!archive/y.warc")) == f"{tmp_path}/x.wacz!archive/y.warc"


async def test_documents_of_a_killed_run_are_recovered(crawl: Crawl, documents: Path, database: Path) -> None:
    result = await crawl(DocumentsSpider, ONE_PROCESS, path=str(documents))
    (file,) = database.parent.joinpath("warc").iterdir()
    file.rename(file.with_name(file.name + ".open"))
    result.db.execute("delete from captures")
    assert recover(result.db, database, GENERIC, "documents", "another run") == 3
    (row, *_) = result.rows("captures")
    assert row["outcome"] == "interrupted"
    assert row["url"].startswith("file://")
    assert main(["check-archive", "-d", str(database), "-q", "-s", "PROCESS_WORKERS=0"]) == 0
