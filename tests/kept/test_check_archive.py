"""``check-archive``: no fault in what a crawl left, and a line for each kind of damage."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from sqlite_utils import Database

from covidmeet.archive.checks import sample
from covidmeet.archive.db import connect
from covidmeet.archive.text_index import remove
from covidmeet.cli.main import main
from tests.conftest import Crawl
from tests.crawl.small_site import HOST, SETTINGS, QingheSpider, Web, listed, meeting

FIRST = f"http://{HOST}/a/1.html"


@pytest.fixture
async def crawled(crawl: Crawl, httpserver: HTTPServer, database: Path) -> Path:
    web = Web(httpserver)
    web.put("/list/", listed(1, 2, 3))
    web.put("/a/1.html", meeting(1).replace("疫情防控", "疫情妨控"))
    web.put("/a/2.html", meeting(2))
    web.put("/a/3.html", meeting(2))
    await crawl(QingheSpider, SETTINGS, via=web.via, topic="all")
    return database


@pytest.fixture
def check(crawled: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, list[str]]]:
    def run(*more: str) -> tuple[int, list[str]]:
        code = main(["check-archive", "-d", str(crawled), "-q", "-s", "PROCESS_WORKERS=0", *more])
        return code, capsys.readouterr().out.splitlines()

    return run


Check = Callable[..., tuple[int, list[str]]]


@pytest.fixture(autouse=True)
def known_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("covidmeet.crawl.site_registry.all_sites", lambda: (QingheSpider.site,))


@pytest.mark.parametrize("more", [(), ("--all",)])
def test_what_a_crawl_left_has_no_fault(check: Check, crawled: Path, more: tuple[str, ...]) -> None:
    before = crawled.read_bytes()
    code, lines = check(*more)
    assert (code, len(lines)) == (0, 1), lines
    assert lines[0].startswith("no fault: 3 articles, 5 captures")
    assert lines[0].endswith("3 made again equal")
    assert crawled.read_bytes() == before


def test_articles_that_wait_for_the_index_are_no_fault(check: Check, crawled: Path) -> None:
    db = connect(crawled)
    key, title, body = _entry(db)
    remove(db, key, title, body)
    db.execute("update articles set fts_rowid = null where fts_rowid = ?", [key])
    db.conn.close()
    assert check()[0] == 0


def _entry(db: Database) -> tuple[int, str, str]:
    found = "select fts_rowid, title, body from articles where url like '%/1.html'"
    key, title, body = db.execute(found).fetchone()
    return key, title, body


def sql(statement: str) -> Callable[[Database], object]:
    def do(db: Database) -> object:
        db.execute("pragma foreign_keys = off")
        return db.execute(statement)

    return do


DAMAGE = {
    "url_hash": "update articles set url_hash = 'x', same_as = null where url like '%/1.html'",
    "content_hash": "update articles set content_hash = 'x' where url like '%/1.html'",
    "copies": "update articles set same_as = 'x' where url like '%/1.html'",
    "orphans": "insert into page_texts values ('x', 1, 2)",
    "index": "update articles set fts_rowid = fts_rowid + 9 where url like '%/1.html'",
    "digest": "update captures set digest = 'sha1:X' where url like '%/1.html'",
    "pages": "update captures set offset = offset + 1 where url like '%/1.html'",
    "made again": "update articles set title = 'x' where url like '%/1.html'",
    "foreign key": "insert into revisions (url_hash) values ('x')",
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_each_damage_is_told(kind: str, check: Check, crawled: Path) -> None:
    db = connect(crawled)
    sql(DAMAGE[kind])(db)
    db.close()
    code, lines = check()
    assert code == 2
    assert any(line.startswith(f"{kind}: ") for line in lines), lines
    assert len(lines) < 10


def test_another_text_in_the_index_is_told(check: Check, crawled: Path) -> None:
    db = connect(crawled)
    key, title, body = _entry(db)
    remove(db, key, title, body)
    db.execute("insert into articles_fts (rowid, title, body) values (?, '青', '会')", [key])
    db.close()
    code, lines = check()
    assert code == 2
    assert lines[0].endswith("the index holds another text")


def test_a_file_that_is_gone_is_one_line_and_its_rows_are_counted(check: Check, crawled: Path) -> None:
    for file in crawled.parent.joinpath("warc").iterdir():
        file.unlink()
    code, lines = check()
    assert code == 2
    assert any("is not there; 5 rows lead to it" in line for line in lines)


def test_a_damaged_file_is_told(check: Check, crawled: Path) -> None:
    with closing(connect(crawled)) as db:
        (root,) = db.execute("select rootpage from sqlite_master where name = 'articles'").fetchone()
        db.execute("pragma wal_checkpoint(truncate)")
    data = bytearray(crawled.read_bytes())
    data[4096 * (root - 1) : 4096 * root] = bytes(4096)
    crawled.write_bytes(data)
    code, lines = check()
    assert code == 2
    assert lines[0].startswith("integrity: the file: ")
    assert lines[-1].split()[1].startswith("fault")


def test_a_long_list_of_faults_is_cut(check: Check, crawled: Path) -> None:
    db = connect(crawled)
    for number in range(50):
        db.execute("insert into page_texts values (?, 1, 2)", [f"x{number}"])
    db.close()
    code, lines = check()
    assert (code, len(lines)) == (2, 22)
    assert "orphans: 30 more" in lines


def test_a_sample_is_in_order_and_of_the_size_asked_for(crawled: Path) -> None:
    db = connect(crawled)
    assert sample(db, "captures", None) == [1, 2, 3, 4, 5]
    found = sample(db, "captures", 2)
    assert found == sorted(set(found))
    assert len(found) == 2
