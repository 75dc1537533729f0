"""What the parts of a crawl share, for spiders of ours and of anybody's."""

from __future__ import annotations

import ast
import gc
import weakref
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from scrapy.settings import Settings

from covidmeet.archive.sqlite_errors import ArchiveError
from covidmeet.crawl.options import BadArgument, DocumentOptions
from covidmeet.crawl.project_spider import ProjectSpider, floors_of, refusal_of, starts_by_itself
from covidmeet.crawl.run import run_of
from covidmeet.health.evidence import FLOORS
from covidmeet.items import Article
from covidmeet.site import GENERIC, Site
from covidmeet.spiders.documents import DocumentsSpider
from covidmeet.spiders.gz_gov import GzGovSpider
from covidmeet.text.lines import of_text
from tests.conftest import Crawl
from tests.hostile.crawls import FAST
from tests.hostile.server import page, serving

TEXT = "河湾区召开防控工作会议，方青主持会议并讲话，各街道负责人参加会议。"


def crawler_of(spider: type[Spider], database: Path, **settings: Any) -> Crawler:
    return Crawler(spider, Settings({"DATABASE": str(database), **settings}))


class Strangers(Spider):
    """A spider of somebody who knows Scrapy and nothing of this project's spiders."""

    name = "strangers"
    address: str

    async def start(self) -> AsyncIterator[Any]:
        yield Request(self.address, self.parse)

    def parse(self, response: Response, **_: Any) -> Article:
        assert isinstance(response, TextResponse)
        text = "\n".join(response.css("h1::text, p::text").getall())
        return Article(url=response.url, lines=of_text(text))


async def test_a_spider_of_another_base_archives_every_topic_without_a_site(crawl: Crawl) -> None:
    other = f"<h1>南浦图书馆新馆开放</h1><p>{TEXT.replace('防控工作会议', '读书会')}</p>"
    with serving({"/": lambda _: page(other)}) as server:
        crawled = await crawl(Strangers, settings=FAST, address=server.url("/"))
    (row,) = crawled.rows()
    assert (row["title"], row["site"]) == ("南浦图书馆新馆开放", GENERIC.name)
    assert crawled.rows("runs")[-1]["verdict"] is not None


def test_a_spider_of_another_base_is_asked_nothing() -> None:
    assert (floors_of(Strangers), refusal_of(Strangers, {"x": "1"})) == (FLOORS, None)
    assert starts_by_itself(Strangers)


def test_our_spiders_state_their_floors_and_whether_they_can_start() -> None:
    class Qinghe(ProjectSpider):
        site: ClassVar[Site] = Site("qinghe", floors={"source": 0.1})

    assert floors_of(Qinghe) == {**FLOORS, "source": 0.1}
    assert floors_of(DocumentsSpider) == {"sound": 1.0}
    assert starts_by_itself(GzGovSpider)
    assert not starts_by_itself(DocumentsSpider)
    assert refusal_of(GzGovSpider, {"pages": "0"}) == "pages: 0: must be a number from 1"


def test_one_run_a_crawler_that_ends_with_it(database: Path) -> None:
    one, other = (crawler_of(GzGovSpider, database) for _ in range(2))
    run = run_of(one)
    assert run_of(one) is run
    assert run_of(other) is not run
    assert run_of(other).run_id != run.run_id
    gone = weakref.ref(run)
    del run, one
    gc.collect()
    assert gone() is None


def test_the_archive_is_opened_on_first_use_and_closed_once(database: Path, tmp_path: Path) -> None:
    run = run_of(crawler_of(GzGovSpider, database))
    assert not database.exists()
    db = run.db
    assert run.db is db
    run.close()
    run.close()
    with pytest.raises(Exception, match="closed"):
        db.execute("select 1")
    (tmp_path / "no.db").write_text("no archive " * 100)
    with pytest.raises(ArchiveError, match="not a SQLite database"):
        _ = run_of(crawler_of(GzGovSpider, tmp_path / "no.db")).db


def test_options_site_and_reading_are_the_spiders(database: Path) -> None:
    crawler = crawler_of(GzGovSpider, database, DOWNLOAD_MAXSIZE=1_000)
    crawler.spider = GzGovSpider(since="2022-01-01", refetch="yes")
    run = run_of(crawler)
    assert (run.options.since, run.options.refetch, run.options.topic) == ("2022-01-01", True, "meetings")
    assert run.site is GzGovSpider.site
    assert run.reading is run.reading
    assert run.reading.sites.all == (GzGovSpider.site,)
    assert (run.reading.scope, run.reading.max_bytes) == (run.options.scope, 1_000)


def test_hosts_are_named_by_the_settings_and_by_what_is_asked_for(database: Path) -> None:
    run = run_of(crawler_of(GzGovSpider, database, PRIVATE_HOSTS="10.0.0.7, archive.example"))
    run.name_host("http://127.0.0.1:8080/x")
    run.name_host("http://[::1")
    assert {"127.0.0.1:8080", "10.0.0.7"} <= run.named_hosts
    assert len(run.named_hosts) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "which documents?"),
        ({"path": "/nowhere/at/all"}, "/nowhere/at/all: there is no such file or folder"),
        ({"path": ".", "refetch": "1"}, "there is no argument named refetch"),
        ({"path": ".", "topic": "weather"}, "topic: weather"),
        ({"path": ".", "since": "2022"}, "since: 2022"),
        ({"path": ".", "since": "2022-02-01", "until": "2022-01-01"}, "is after until"),
    ],
    ids=str,
)
def test_documents_refuse_arguments_that_cannot_be_meant(arguments: dict[str, str], words: str) -> None:
    with pytest.raises(BadArgument) as caught:
        DocumentOptions.read(arguments)
    assert words in str(caught.value)
    assert DocumentsSpider.preflight(**arguments) == str(caught.value)


async def test_documents_of_another_topic_or_time_can_be_passed_by(crawl: Crawl, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, day, matter in (("a", 2, "疫情防控工作会议"), ("b", 9, "疫情防控工作会议"), ("c", 2, "读书会")):
        text = f"河湾区召开{matter}\n2022-03-{day:02}\n3月{day}日，{TEXT.replace('防控工作会议', matter)}\n"
        (folder / f"{name}.txt").write_text(text, "utf-8")
    crawled = await crawl("documents", path=str(folder), topic="meetings", until="2022-03-05")
    assert [row["url"][-5:] for row in crawled.rows()] == ["a.txt"]
    assert (crawled.stats["articles/out_of_range"], crawled.stats["articles/out_of_scope"]) == (1, 1)


def test_what_a_crawl_shares_is_kept_nowhere_else() -> None:
    """No registry beside the run, and no attribute that may or may not be on the spider."""
    for path in Path("covidmeet").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            assert not (isinstance(node, ast.Name) and node.id == "WeakKeyDictionary"), path
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr":
                assert "spider" not in ast.unparse(node.args[0]), f"{path}:{node.lineno}"
