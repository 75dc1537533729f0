"""kill -9 at any moment, run again: every article, none twice, a sound archive."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from covidmeet.archive.db import connect
from covidmeet.archive.index_key import NEW
from covidmeet.archive.reader import open_read_only
from covidmeet.archive.search import count_hits, search
from covidmeet.kept.stored_page import stored_page
from tests.hostile.crawls import ROOT, Outcome, crawl_apart, crawl_command, killed_crawl
from tests.hostile.pages import article, links, next_link, title
from tests.hostile.server import Asked, Route, Server, moved, page, serving

pytestmark = pytest.mark.slow

PAGES = 240
A_LIST = 40
COMMON_WORD = "疫情防控工作会议"
MOVED = 10  # every tenth article is listed under an address that redirects to it


def _list(asked: Asked) -> Iterator[bytes]:
    number = int(asked.path.rpartition("/")[2])
    first = number * A_LIST
    paths = [f"/old/{n}" if n % MOVED == 0 else f"/a/{n}" for n in range(first, first + A_LIST)]
    more = next_link(f"/list/{number + 1}") if first + A_LIST < PAGES else ""
    return links(paths, more)


ROUTES: dict[str, Route] = {
    r"/list/\d+": _list,
    r"/a/\d+": lambda asked: page(article(int(asked.path[3:]))),
    r"/old/\d+": lambda asked: moved(f"/a/{asked.path[5:]}"),
}


def _check_sound(database: Path) -> None:
    db = connect(database)  # which completes the index of a crawl that was killed
    try:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        assert not db.execute("pragma foreign_key_check").fetchall()
        (articles,) = db.execute("select count(*) from articles").fetchone()
        (indexed,) = db.execute("select count(*) from articles_fts_docsize").fetchone()
        assert indexed == articles
        # Each row leads to its bytes, whatever was being written when the process ended.
        for url, pointer in db.execute("select url, warc from articles").fetchall():
            assert stored_page(database, pointer).url == url
    finally:
        db.close()


def _not_indexed(database: Path) -> int:
    """How many articles have no entry in the index when a crawl was killed; a search finds them too."""
    with closing(open_read_only(database)) as db:
        (articles,) = db.execute("select count(*) from articles").fetchone()
        (waiting,) = db.execute(f"select count(*) from articles where {NEW}").fetchone()
        assert count_hits(db, COMMON_WORD) == articles
        assert len({hit.url for hit in search(db, COMMON_WORD, limit=PAGES)}) == articles
    return int(waiting)


@pytest.mark.parametrize("moments", [(2, 90), (60, 61), (150,)], ids=str)
def test_killed_and_run_again(tmp_path: Path, moments: tuple[int, ...]) -> None:
    database = tmp_path / "archive.db"
    lagging = 0
    with serving(ROUTES) as server:
        for requests in moments:
            command = crawl_command("plain", database, {}, {"start": server.url("/list/0")})
            killed_crawl(server, command, requests)
            if database.exists():
                lagging += _not_indexed(database)
                _check_sound(database)
        outcome = crawl_apart("plain", database, start=server.url("/list/0"))
        _check_complete(outcome, server)
        killed = [row for row in outcome.rows("runs") if row["finished"] is None]
        assert len(killed) <= len(moments)
        assert outcome.code == 0
        _check_nothing_is_fetched_again(server, database)
    assert lagging


def _check_complete(outcome: Outcome, server: Server) -> None:
    _check_sound(outcome.database)
    check = [sys.executable, "-m", "covidmeet", "check-archive", "--all", "-d", str(outcome.database)]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    rows = outcome.rows("articles")
    assert sorted(row["title"] for row in rows) == sorted(title(number) for number in range(PAGES))
    assert {row["url"] for row in rows} == {server.url(f"/a/{number}") for number in range(PAGES)}
    assert not [row for row in rows if row["same_as"]]
    assert outcome.rows("revisions") == []


def _check_nothing_is_fetched_again(server: Server, database: Path) -> None:
    before = len(server.log)
    again = crawl_apart("plain", database, start=server.url("/list/0"))
    fetched = [asked.path for asked in server.log[before:]]
    assert sorted(fetched) == [
        "/list/0",
        "/list/1",
        "/list/2",
        "/list/3",
        "/list/4",
        "/list/5",
        "/robots.txt",
    ]
    assert (again.code, again.run["verdict"]) == (0, "quiet")
    assert len(again.rows("articles")) == PAGES
