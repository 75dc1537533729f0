"""The rows of faults.md about the site and the way to it, staged; and that every row is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import Crawl
from tests.faults import stage
from tests.faults.pages import SHAPES, Story, kites, meeting, redesigned, retold
from tests.faults.pages import page as as_served
from tests.faults.stage import kept
from tests.faults.table import ROWS, Site, check, healthy, more, run
from tests.hostile.server import moved, page

pytestmark = pytest.mark.slow
CAPTCHA = Path("tests/pages/cbg/captcha/page.body")


def test_every_row_is_staged() -> None:
    source = "".join(path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("test_*.py")))
    staged = set(re.findall(r"    check\(\"([^\"]+)\"", source)) | {"SIGTERM", "SIGINT"}
    staged |= {f"redesign of {name}" for name in SHAPES}
    assert staged == set(ROWS)


@pytest.mark.parametrize("name", SHAPES)
async def test_redesign(name: str, site: Site, crawl: Crawl, database: Path) -> None:
    told = site(name)
    before = await healthy(crawl, told, database)
    more(told)
    told.render = lambda _, story: redesigned(story)
    check(f"redesign of {name}", run(told, database), before)


async def test_empty_list(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    told.stories = {}
    check("empty list", run(told, database), before)


async def test_old_list(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    told.stories = {number: retold(meeting(number), "2015-03-02") for number in (91, 92)}
    check("list full of old articles", run(told, database), before)


async def test_all_403(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    told.change = lambda _: page("<h1>403</h1>", status="403 Forbidden")
    check("all 403", run(told, database), before)


async def test_half_blocked(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    refused = more(told, 8)[::2]
    told.change = lambda url: page("no", status="403 Forbidden") if url in refused else None
    check("half of the pages blocked", run(told, database), before)


async def test_captcha(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    walled = more(told)
    told.change = lambda url: page(CAPTCHA.read_bytes()) if url in walled else None
    check("captcha everywhere", run(told, database), before)


async def test_wrong_charset(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    more(told)
    pages = {SHAPES["gz_gov"].address(n): as_served("gz_gov", story) for n, story in told.stories.items()}
    # GBK that header and page both call UTF-8.
    told.change = lambda url: page(pages[url].encode("gbk")) if url in pages else None
    check("wrong charset everywhere", run(told, database), before)
    for number in told.stories:
        assert kept(database)[SHAPES["gz_gov"].address(number)].split("\n") == list(
            meeting(number).paragraphs
        )


async def test_out_of_scope_only(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    told.stories |= {number: kites(number) for number in range(20, 24)}
    check("out-of-scope only", run(told, database), before)


async def test_notice_day(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    hidden = more(told)
    notice = as_served(
        "gz_gov", Story("系统升级公告", ("本网今天升级系统，部分栏目暂停更新，" * 5 + "敬请谅解。",))
    )
    told.change = lambda url: page(notice) if url in hidden else None
    check("notice in place of every article", run(told, database), before)
    told.change = lambda _: None
    check("good day after a notice", run(told, database), before)


async def test_robots_txt_fails(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    more(told)
    told.robots = "503 Service Unavailable"
    outcome = run(told, database, RETRY_TIMES=0)
    assert "Traceback" not in outcome.said
    assert told.asked == []
    check("robots.txt answers 503", outcome, before)


async def test_articles_lead_to_the_front_page(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    lost = more(told)
    told.change = lambda url: moved("https://www.gz.gov.cn/") if url in lost else None
    check("articles lead to the front page", run(told, database), before)


async def test_articles_broken_off(site: Site, crawl: Crawl, database: Path) -> None:
    """The connection is closed half way, and nothing told the length."""
    told = site()
    before = await healthy(crawl, told, database)
    cut = {SHAPES["gz_gov"].address(n): as_served("gz_gov", meeting(n)).encode() for n in range(20)}
    fresh = more(told)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n"
    told.change = lambda url: [head + cut[url][: len(cut[url]) * 3 // 4]] if url in fresh else None
    check("articles broken off", run(told, database), before)


async def test_crashing_page(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    more(told, 8)
    outcome = run(told, database, SPIDER_MODULES="tests.faults.spiders")
    check("one article that crashes the extractor", outcome, before)


async def test_dns_failure(site: Site, crawl: Crawl, database: Path) -> None:
    before = await healthy(crawl, site(), database)
    outcome = stage.crawl("gz_gov", "http://nowhere.invalid/{url}", database, RETRY_TIMES=0)
    check("DNS failure", outcome, before)


async def test_down_then_up(site: Site, crawl: Crawl, database: Path) -> None:
    told = site()
    before = await healthy(crawl, told, database)
    outcome = stage.crawl("gz_gov", "http://127.0.0.1:9/{url}", database, RETRY_TIMES=0)
    check("site down", outcome, before)
    more(told)
    check("site up again", run(told, database), before)


async def test_slow_server(site: Site, crawl: Crawl, database: Path) -> None:
    told = site(count=8)
    told.wait = 0.01
    before = await healthy(crawl, told, database)
    more(told, 8)
    told.wait = 0.4
    check("10× slower server", run(told, database), before)
