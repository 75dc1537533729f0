"""``pages``: news of any host, by address or in WARC files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from sqlite_utils import Database

from covidmeet.archive.db import connect
from covidmeet.spiders.pages import PagesSpider
from tests.conftest import Crawl
from tests.crawl.small_site import SETTINGS, Web
from tests.extract.test_any_page import FIRST, MENU, RELATED, SECOND, THIRD, TITLE, page, text_of

UNKNOWN = "http://news.linshui.example/2022/0412/c12a3456.html"
WARC = Path("data/samples/gz_gov.warc.gz")
HTML = page(
    f"{MENU}<h1>{TITLE}</h1><div>2022-04-12 08:15　来源：临水日报</div>"
    f"<div>{text_of(FIRST, SECOND, THIRD)}</div>{RELATED}"
)
BUT = ("run_id", "first_seen", "last_seen", "doubtful")


def rows_of(db: Database) -> dict[str, dict[str, object]]:
    return {row["url"]: {k: v for k, v in row.items() if k not in BUT} for row in db["articles"].rows}


async def test_a_page_of_an_unknown_host_ends_ok(crawl: Crawl, httpserver: HTTPServer) -> None:
    web = Web(httpserver)
    web.put(UNKNOWN, HTML)
    result = await crawl(PagesSpider, SETTINGS, url=UNKNOWN, via=web.via)
    (row,) = result.rows()
    assert (row["site"], row["layout"], row["title"], row["source"]) == (
        "generic",
        "generic",
        TITLE,
        "临水日报",
    )
    assert row["body"] == f"{FIRST}\n{SECOND}\n{THIRD}"
    (run,) = result.rows("runs")
    assert run["verdict"] == "ok"


async def test_the_list_of_an_unknown_site_leads_to_its_articles(
    crawl: Crawl, httpserver: HTTPServer
) -> None:
    web = Web(httpserver)
    start, second = "http://news.linshui.example/yw/", "http://news.linshui.example/yw/index_2.html"
    entry = '<li><a href="{}">{}</a><span>2022-04-{}</span></li>'
    others = [entry.format(f"/2022/0411/c12a{n}.html", f"临水县第{n}次村级河道清淤", 11) for n in (1, 2, 3)]
    web.put(
        start,
        f"<html><body>{MENU}<ul>{entry.format(UNKNOWN, TITLE, 12)}{''.join(others)}</ul>"
        f'<a href="{second}">下一页</a></body></html>',
    )
    web.put(UNKNOWN, HTML)
    result = await crawl(PagesSpider, SETTINGS, start=start, via=web.via)
    assert [row["url"] for row in result.rows()] == [UNKNOWN]
    assert any(second in path for path in web.asked)


async def test_a_page_on_another_matter_is_out_of_scope_unless_all_are_wanted(
    crawl: Crawl, httpserver: HTTPServer
) -> None:
    web = Web(httpserver)
    other = HTML.replace("疫情防控", "春耕生产").replace("核酸采样和物资保障", "农资和种子")
    web.put(UNKNOWN, other)
    result = await crawl(PagesSpider, SETTINGS, url=UNKNOWN, via=web.via)
    assert result.rows() == []
    result = await crawl(PagesSpider, SETTINGS, url=UNKNOWN, via=web.via, topic="all")
    assert len(result.rows()) == 1


async def test_a_page_of_a_site_with_a_spider_gets_the_same_row_from_either(
    crawl: Crawl, tmp_path: Path
) -> None:
    """Read from the samples of a site, whose file holds pages of that site only."""
    own = await crawl("gz_gov", {"DATABASE": str(tmp_path / "own.db")}, warc=str(WARC), topic="all")
    assert own.rows()
    await crawl("pages", {"DATABASE": str(tmp_path / "pages.db")}, warc=str(WARC), topic="all")
    pages = rows_of(connect(tmp_path / "pages.db"))
    for url, row in rows_of(connect(tmp_path / "own.db")).items():
        assert pages[url] == row


def test_it_says_which_arguments_it_wants() -> None:
    assert PagesSpider.preflight() == (
        "which pages? name them with -a url=URL, urls=FILE, start=LIST, warc=FILE or path=DIR_OR_FILE"
    )
    assert PagesSpider.preflight(start="http://linshui.example/") is None
    assert PagesSpider.preflight(url=UNKNOWN) is None


async def test_of_files_only_articles_of_named_sites_are_read(crawl: Crawl) -> None:
    result = await crawl("pages", warc=str(WARC), topic="all", sites="huizhou")
    assert result.rows() == []
    assert not result.rows("rejects")
    result = await crawl("pages", warc=str(WARC), topic="all", sites="huizhou,gz_gov")
    assert {row["site"] for row in result.rows()} == {"gz_gov"}


def test_an_unknown_site_is_told() -> None:
    assert PagesSpider.preflight(warc=str(WARC), sites="gzgov") == (
        "sites: there is no site named gzgov; did you mean gz_gov?"
    )


@pytest.mark.slow
def test_crawlall_reads_a_file_once_and_gives_the_rows_of_each_site(tmp_path: Path) -> None:
    def run(*words: str) -> str:
        command = [sys.executable, "-m", "covidmeet", *words, "-a", f"warc={WARC}", "-a", "topic=all"]
        return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False).stdout

    told = run("crawlall", "gz_gov", "huizhou", "-d", str(tmp_path / "all.db"))
    assert [line.partition(":")[0] for line in told.splitlines()] == ["pages", "1 of 1 healthy; exit code 0"]
    for site in ("gz_gov", "huizhou"):
        run("crawl", site, "-d", str(tmp_path / "each.db"))
    assert rows_of(connect(tmp_path / "all.db")) == rows_of(connect(tmp_path / "each.db"))
    assert rows_of(connect(tmp_path / "all.db"))
