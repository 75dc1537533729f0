"""Rows made again from the stored pages: the same by the same rules, better by better ones, never fewer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from covidmeet.archive.db import connect
from covidmeet.archive.lock import Held, SiteLock
from covidmeet.archive.reader import open_read_only
from covidmeet.cli.main import main
from covidmeet.items import COLUMNS, Article
from covidmeet.kept.changes import RowChanges, What
from covidmeet.kept.made_again import AsStored, MadeAgain
from covidmeet.kept.merge_rows import columns
from covidmeet.kept.reprocess import Reprocessing, take_locks
from covidmeet.kept.selection import select_pages
from covidmeet.kept.stored_page import located
from covidmeet.process import Fetched, Place
from covidmeet.site import Layout, Site
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading
from tests.conftest import Crawl
from tests.crawl.small_site import HOST, SETTINGS, SITE, QingheSpider, Web, listed, meeting, page

TABLES = ("articles", "fixes", "page_texts", "revisions", "captures", "rejects", "visits")
TEXTS = ("title", "body", "body_original", "deck", "source", "published_at", "content_hash", "repairs")


@pytest.fixture
async def crawled(crawl: Crawl, httpserver: HTTPServer, database: Path) -> Path:
    """Two meetings with one text, one whose day only the list gives, one on trees, one too short."""
    web = Web(httpserver)
    web.put("/list/", listed(1, 2, 3, 4, 5, day="2022-11-05"))
    web.put("/a/1.html", meeting(1))
    web.put("/a/2.html", meeting(1))
    web.put("/a/3.html", meeting(3).replace("2022-11-03 08:00", ""))
    web.put("/a/4.html", meeting(4).replace("疫情防控", "植树"))
    web.put("/a/5.html", page("青禾镇会议", "2022-11-03", "开会。"))
    await crawl(QingheSpider, SETTINGS, via=web.via)
    return database


def everything(database: Path) -> dict[str, list[Any]]:
    db = open_read_only(database)
    names = {table: ", ".join(columns(db, table)) for table in TABLES}
    return {
        table: db.execute(f"select {names[table]} from {table} order by rowid").fetchall() for table in TABLES
    }


def index_entries(database: Path) -> list[Any]:
    return open_read_only(database).execute("select * from articles_fts_docsize").fetchall()


def again(database: Path, site: Site = SITE, *, dry: bool = False, **asked: Any) -> RowChanges:
    db: Any = open_read_only(database) if dry else connect(database)
    work = Reprocessing(db, database, [site], 10_000_000, 10_000_000, dry=dry)
    list(work.run(select_pages(db, **asked)))
    db.close()
    return work.changes


def other_layout(change: Callable[[Layout], Layout]) -> Site:
    (layout,) = SITE.layouts
    assert isinstance(layout, Layout)
    return replace(SITE, layouts=(change(layout),))


def test_right_after_a_crawl_nothing_changes(crawled: Path) -> None:
    before = everything(crawled)
    assert [row[COLUMNS.index("published_at")] for row in before["articles"]][2] == "2022-11-05"
    changes = again(crawled)
    assert (changes.same, changes.changed, changes.added, changes.kept, changes.missing) == (3, 0, 0, [], [])
    assert changes.rejected_as_before >= 2
    assert everything(crawled) == before


def test_emptied_rows_are_made_again(crawled: Path) -> None:
    before = everything(crawled)
    db = connect(crawled)
    db.execute(
        f"update articles set {', '.join(f'{name} = {chr(39) * 2}' for name in TEXTS)}, same_as = null"
    )
    db.execute("delete from fixes")
    db.close()
    would = again(crawled, dry=True)
    assert would.changed == 3
    assert would.counts[What("qinghe", "body")] == 3
    assert everything(crawled)["articles"] != before["articles"]
    assert again(crawled).counts == would.counts
    assert everything(crawled) == before
    assert again(crawled).changed == 0


def test_what_a_rule_changed_is_marked_as_reprocessed(crawled: Path) -> None:
    before, entries = everything(crawled), index_entries(crawled)
    titled = other_layout(lambda layout: replace(layout, title=("title",)))
    changes = again(crawled, titled)
    assert changes.counts[What("qinghe", "title")] == 3
    db = connect(crawled)
    causes = db.execute("select cause, title from revisions").fetchall()
    assert len(causes) == 3
    assert {cause for cause, _ in causes} == {"reprocess"}
    own = [COLUMNS.index(name) for name in ("url_hash", "first_seen", "last_seen", "run_id", "warc")]
    after = everything(crawled)
    assert [[row[i] for i in own] for row in after["articles"]] == [
        [row[i] for i in own] for row in before["articles"]
    ]
    assert len(index_entries(crawled)) == len(entries)
    assert index_entries(crawled) != entries


async def test_the_site_did_not_change_it(crawl: Crawl, crawled: Path, httpserver: HTTPServer) -> None:
    class Titled(QingheSpider):
        site = other_layout(lambda layout: replace(layout, title=("title",)))

    again(crawled, Titled.site)
    web = httpserver.url_for("/web/") + "{url}"
    result = await crawl(Titled, SETTINGS, via=web, refetch="1")
    assert [row["cause"] for row in result.rows("revisions")] == ["reprocess"] * 3


def test_workers_send_only_what_differs_from_its_row(crawled: Path) -> None:
    work, reading = MadeAgain(str(crawled)), Reading(Sites((SITE,)))
    db = connect(crawled)

    def outcomes() -> list[type]:
        rows = db.execute("select url, warc from articles order by url").fetchall()
        found = [(url, *warc.rsplit(":", 1)) for url, warc in rows]
        places = [(url, Place(located(crawled, file), int(offset))) for url, file, offset in found]
        return [type(work(Fetched(url, b"", place=place), reading)) for url, place in places]

    assert outcomes() == [AsStored] * 3
    db.execute("update articles set title = '' where url like '%/1.html'")
    db.execute(
        "delete from page_texts where url_hash = (select url_hash from articles where url like '%/2%')"
    )
    assert outcomes() == [Article, Article, AsStored]
    db.execute("update articles set warc = (select warc from articles where url like '%/1.html')")
    assert outcomes() == [Article, Article, Article]  # the page of another address: the parent lists it
    db.close()


def test_a_row_that_is_rejected_today_stays_and_is_listed(crawled: Path) -> None:
    db = connect(crawled)
    db.execute("update runs set counts = ?", [json.dumps({"arguments": {"since": "2023-01-01"}})])
    db.close()
    before = everything(crawled)
    changes = again(crawled)
    assert changes.kept_count == len(changes.kept) == 3
    assert f"http://{HOST}/a/1.html" in {kept.url for kept in changes.kept}
    assert "out_of_range" in changes.kept[0].why
    assert everything(crawled) == before


def test_a_rejected_page_becomes_an_article(crawled: Path) -> None:
    db = connect(crawled)
    counts = json.dumps({"arguments": {"topic": "all"}})
    db.execute("update runs set counts = ?", [counts])
    assert len(select_pages(db, where="out_of_scope")) == len(select_pages(db, where="no_body")) == 1
    db.close()
    assert again(crawled, where="no_body").added == 0
    assert again(crawled, where="out_of_scope", since="2999-01-01").added == 0
    changes = again(crawled, where="out_of_scope")
    assert (changes.added, changes.same) == (1, 0)
    assert changes.counts[What("qinghe", "new article", "was out_of_scope")] == 1
    db = connect(crawled)
    (row,) = db.query("select * from articles where url like '%/4.html'")
    assert row["warc"]
    (capture,) = db.query("select * from captures where url like '%/4.html'")
    assert capture["outcome"] == "article"
    assert row["first_seen"] == capture["fetched_at"]
    db.close()
    assert again(crawled).added == 0


def test_a_row_whose_page_is_gone_stays_and_is_listed(crawled: Path) -> None:
    before = everything(crawled)
    for file in crawled.parent.joinpath("warc").iterdir():
        file.rename(file.with_suffix(".elsewhere"))
    changes = again(crawled)
    assert (changes.missing_count, changes.changed, changes.same) == (5, 0, 0), changes
    assert everything(crawled) == before


def test_a_pointer_to_another_page_changes_nothing(crawled: Path) -> None:
    db = connect(crawled)
    db.execute(
        "update articles set warc = (select warc from articles where url like '%/3.html')"
        " where url like '%/1.html'"
    )
    db.close()
    before = everything(crawled)
    (kept,) = again(crawled).kept
    assert "its stored page is that of" in kept.why
    assert everything(crawled) == before


def test_a_running_crawl_is_not_disturbed(crawled: Path) -> None:
    lock = SiteLock.take(crawled, "qinghe")
    with pytest.raises(Held):
        take_locks(crawled, ["gz_gov", "qinghe"])
    lock.release()
    take_locks(crawled, ["gz_gov", "qinghe"]).close()


def test_pages_of_a_spider_without_a_site_are_left_alone(crawled: Path) -> None:
    before = everything(crawled)
    changes = again(crawled, replace(SITE, name="another"))
    assert (changes.other_spiders, changes.same, changes.changed) == (6, 0, 0)
    assert everything(crawled) == before


def test_the_command(
    crawled: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("covidmeet.crawl.site_registry.all_sites", lambda: (SITE,))
    line = ["reprocess", "-d", str(crawled), "-q", "-s", "PROCESS_WORKERS=0"]
    assert main([*line, "--dry-run"]) == 0
    assert "rejected as before" in capsys.readouterr().out
    assert main([*line, "gzgov"]) == 1
    assert main([*line, "--where", "too_shrt"]) == 1
    assert "did you mean too_short?" in capsys.readouterr().err
    lock = SiteLock.take(crawled, "qinghe")
    assert main(line) == 3
    lock.release()
    for file in crawled.parent.joinpath("warc").iterdir():
        file.unlink()
    assert main(line) == 2
    told = capsys.readouterr().out
    assert f"http://{HOST}/a/1.html" in told
    assert "pages not readable" in told
    assert main([*line, "-d", str(crawled.with_name("none.db"))]) == 1
    assert not crawled.with_name("none.db").exists()
