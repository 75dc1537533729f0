"""Articles over several pages: fetched and joined in order, live, from WARC files and from stored pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from covidmeet.archive.db import connect
from covidmeet.cli.main import main
from covidmeet.kept.reprocess import Reprocessing
from covidmeet.kept.selection import select_pages
from covidmeet.spiders.pages import PagesSpider
from tests.conftest import Crawl, Crawled
from tests.crawl.small_site import HOST, SETTINGS, SITE, QingheSpider, Web
from tests.crawl.test_warc_crawls import warc

FIRST = f"http://{HOST}/a/1.html"
TITLE = "河湾镇召开疫情防控工作会议"
TEXTS = (
    "11月3日，河湾镇召开疫情防控工作会议，研究部署秋冬季防控措施。镇长江晚舟主持会议。",
    "会议强调，各村要守好路口，把每一项措施落到实处，确保群众生活不受影响。",
    "会议要求，卫健、教育、交通等部门要每天会商一次，发现问题当天解决。",
)


def part(
    number: int, pager: str, *, title: str = TITLE, info: str = "2022-11-03 08:00 来源：青禾日报"
) -> str:
    return (
        f"<html><head><title>{title}_青禾网</title></head><body><h1>{title}</h1>"
        f"<div class='info'>{info}</div>"
        f"<div class='text'><p>{TEXTS[number - 1]}</p></div><div class='pages'>{pager}</div>"
        "<p>青禾网版权所有</p></body></html>"
    )


def link(address: str, words: str) -> str:
    return f"<a href='{address}'>{words}</a> "


BAR = link("1.html", "1") + link("1_2.html", "2") + link("1_3.html", "3")
THREE = {FIRST: part(1, BAR), **{FIRST.replace("1.html", f"1_{n}.html"): part(n, BAR) for n in (2, 3)}}
IN_ORDER = "\n".join(TEXTS)


async def read(
    crawl: Crawl, web: Web, pages: dict[str, str], spider: Any = QingheSpider, **more: Any
) -> Crawled:
    for url, body in pages.items():
        web.put(url, body)
    return await crawl(spider, SETTINGS | more, via=web.via, url=FIRST, topic="all")


@pytest.mark.parametrize("spider", [QingheSpider, PagesSpider])
async def test_three_pages_are_one_article(crawl: Crawl, httpserver: HTTPServer, spider: Any) -> None:
    result = await read(crawl, Web(httpserver), THREE, spider)
    (row,) = result.rows()
    assert (row["url"], row["body"], row["source"]) == (FIRST, IN_ORDER, "青禾日报")
    assert "next_page" not in row["stripped"]
    assert '"pager": 3' in row["stripped"]
    assert sorted(one["outcome"] for one in result.rows("captures")) == ["article", "part", "part"]
    assert {one["url_hash"] for one in result.rows("captures")} == {row["url_hash"]}
    assert result.rows("rejects") == []


PAGERS = {
    "next page only": ({2: "1_2.html", 3: "1_3.html"}, "下一页"),
    "a parameter, which the site's canonical addresses leave out": (
        {2: "1.html?page=2", 3: "1.html?page=3"},
        "下一页",
    ),
    "counted from the second page on": ({2: "1_1.html", 3: "1_2.html"}, "下页"),
}


@pytest.mark.parametrize(("names", "words"), PAGERS.values(), ids=PAGERS)
async def test_each_page_leads_to_the_next(
    crawl: Crawl, httpserver: HTTPServer, names: dict[int, str], words: str
) -> None:
    pages = {FIRST: part(1, link(names[2], words))}
    pages[FIRST.replace("1.html", names[2])] = part(2, link("1.html", "上一页") + link(names[3], words))
    pages[FIRST.replace("1.html", names[3])] = part(3, link(names[2], "上一页"))
    (row,) = (await read(crawl, Web(httpserver), pages)).rows()
    assert row["body"] == IN_ORDER


async def test_a_pager_that_a_script_writes(crawl: Crawl, httpserver: HTTPServer) -> None:
    script = "<script>createPageHTML(3, 0, 'c1001', 'html');</script>"
    names = ["c1001.html", "c1001_1.html", "c1001_2.html"]
    web = Web(httpserver)
    for number, name in enumerate(names, start=1):
        web.put(f"http://{HOST}/a/{name}", part(number, script))
    url = f"http://{HOST}/a/{names[0]}"
    (row,) = (await crawl(PagesSpider, SETTINGS, via=web.via, url=url, topic="all")).rows()
    assert row["body"] == IN_ORDER


async def test_the_page_with_the_whole_article_is_enough(crawl: Crawl, httpserver: HTTPServer) -> None:
    whole = part(1, "").replace(TEXTS[0], "</p><p>".join(TEXTS))
    web = Web(httpserver)
    bar = BAR + link("1_all.html", "显示全文")
    result = await read(
        crawl, web, THREE | {FIRST: part(1, bar), FIRST.replace("1.html", "1_all.html"): whole}
    )
    (row,) = result.rows()
    assert (row["url"], row["body"]) == (FIRST, IN_ORDER)
    assert web.asked == ["/a/1.html", "/a/1_all.html"]


async def test_a_missing_part_leaves_a_row_that_is_marked(crawl: Crawl, httpserver: HTTPServer) -> None:
    pages = {url: body for url, body in THREE.items() if "_2" not in url}
    result = await read(crawl, Web(httpserver), pages)
    (row,) = result.rows()
    assert row["body"] == f"{TEXTS[0]}\n{TEXTS[2]}"
    assert '"next_page": 2' in row["stripped"]
    (reject,) = result.rows("rejects")
    assert (reject["url"], reject["reason"]) == (FIRST.replace("1.html", "1_2.html"), "not_found")


async def test_pages_that_lead_in_a_circle_end(crawl: Crawl, httpserver: HTTPServer) -> None:
    web = Web(httpserver)
    pages = {FIRST: part(1, link("1_2.html", "下一页"))}
    pages[FIRST.replace("1.html", "1_2.html")] = part(
        2, link("1_2.html", "下一页") + link("1.html", "下一页")
    )
    (row,) = (await read(crawl, web, pages)).rows()
    assert row["body"] == f"{TEXTS[0]}\n{TEXTS[1]}"
    assert web.asked == ["/a/1.html", "/a/1_2.html"]


async def test_no_more_pages_than_the_setting_are_read(crawl: Crawl, httpserver: HTTPServer) -> None:
    web = Web(httpserver)
    endless = {
        FIRST.replace("1.html", f"1_{n}.html"): part(2, link(f"1_{n + 1}.html", "下一页"))
        for n in range(2, 9)
    }
    pages = endless | {FIRST: part(1, link("1_2.html", "下一页"))}
    (row,) = (await read(crawl, web, pages, ARTICLE_PAGES=4)).rows()
    assert len(web.asked) == 4
    assert "next_page" in row["stripped"]


async def test_no_other_host_and_no_other_article_is_asked(crawl: Crawl, httpserver: HTTPServer) -> None:
    web = Web(httpserver)
    away = link("http://other.example/a/1_2.html", "2") + link("2.html", "下一页") + link("http://[bad/", "3")
    (row,) = (await read(crawl, web, {FIRST: part(1, away)})).rows()
    assert web.asked == ["/a/1.html"]
    assert "next_page" not in row["stripped"]


async def test_a_page_under_another_headline_is_no_part(crawl: Crawl, httpserver: HTTPServer) -> None:
    pages = {FIRST: part(1, link("1_2.html", "下一页"))}
    pages[FIRST.replace("1.html", "1_2.html")] = part(2, "", title="柳岸镇部署春耕生产")
    (row,) = (await read(crawl, Web(httpserver), pages)).rows()
    assert row["body"] == TEXTS[0]
    assert '"next_page": 1' in row["stripped"]


async def test_the_last_page_names_the_editor(crawl: Crawl, httpserver: HTTPServer) -> None:
    last = part(3, BAR, info="2022-11-03 08:00 来源：青禾日报 责任编辑：林知夏")
    (row,) = (await read(crawl, Web(httpserver), THREE | {FIRST.replace("1.html", "1_3.html"): last})).rows()
    assert row["editors"] == '["林知夏"]'


@pytest.mark.parametrize(
    ("order", "spider"), [((0, 1, 2), PagesSpider), ((2, 1, 0), QingheSpider), ((1, 2, 0), QingheSpider)]
)
async def test_in_warc_files_in_any_order(
    crawl: Crawl, tmp_path: Path, order: tuple[int, ...], spider: Any
) -> None:
    pages = list(THREE.items())
    records = [(pages[i][0], 200, pages[i][1].encode()) for i in order]
    path = warc(tmp_path / "parts.warc.gz", *records, records[0])
    result = await crawl(spider, SETTINGS, warc=str(path), topic="all")
    (row,) = result.rows()
    assert (row["url"], row["body"]) == (FIRST, IN_ORDER)
    assert {one["outcome"] for one in result.rows("captures")} == {"article", "part"}


async def test_a_warc_file_without_one_of_the_parts(crawl: Crawl, tmp_path: Path) -> None:
    records = [(url, 200, body.encode()) for url, body in THREE.items() if "_2" not in url]
    result = await crawl(
        QingheSpider, SETTINGS, warc=str(warc(tmp_path / "parts.warc.gz", *records)), topic="all"
    )
    (row,) = result.rows()
    assert row["body"] == f"{TEXTS[0]}\n{TEXTS[2]}"
    assert '"next_page": 2' in row["stripped"]


async def test_a_part_alone_is_a_row_that_is_marked(crawl: Crawl, tmp_path: Path) -> None:
    last = FIRST.replace("1.html", "1_3.html")
    path = warc(tmp_path / "parts.warc.gz", (last, 200, THREE[last].encode()))
    (row,) = (await crawl(PagesSpider, SETTINGS, warc=str(path), topic="all")).rows()
    assert (row["url"], row["body"]) == (last, TEXTS[2])
    assert '"next_page": 1' in row["stripped"]


@pytest.mark.parametrize(
    ("spider", "live"), [(QingheSpider, True), (PagesSpider, True), (QingheSpider, False)]
)
async def test_the_row_is_made_again_of_all_its_stored_pages(
    crawl: Crawl, httpserver: HTTPServer, database: Path, tmp_path: Path, spider: Any, live: bool
) -> None:
    if live:
        before = (await read(crawl, Web(httpserver), THREE, spider)).rows()
    else:
        path = warc(tmp_path / "parts.warc.gz", *((url, 200, body.encode()) for url, body in THREE.items()))
        before = (await crawl(spider, SETTINGS, warc=str(path), topic="all")).rows()
    db: Any = connect(database)
    db.execute("update articles set body = '', source = '', extraction = null, fields = null")
    work = Reprocessing(db, database, [SITE] if spider is QingheSpider else [], 10_000_000, 10_000_000)
    list(work.run(select_pages(db)))
    assert work.changes.changed == 1
    assert Crawled({}, db).rows() == before
    db.close()


async def test_the_commands_that_read_the_page_read_all_of_them(
    crawl: Crawl,
    httpserver: HTTPServer,
    database: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await read(crawl, Web(httpserver), THREE, PagesSpider)
    for command in (["show", FIRST, "--lines"], ["why", FIRST]):
        capsys.readouterr()
        assert main([*command, "-d", str(database)]) == 0
        shown = "".join(capsys.readouterr().out.split())
        assert TEXTS[2][:12] in shown, command
        assert "next_page" not in shown, command
    target = tmp_path / "x.wacz"
    assert main(["export", "-d", str(database), "-o", str(target)]) == 0
    again = await crawl(
        PagesSpider, SETTINGS | {"DATABASE": str(tmp_path / "again.db")}, warc=str(target), topic="all"
    )
    assert [row["body"] for row in again.rows()] == [IN_ORDER]
