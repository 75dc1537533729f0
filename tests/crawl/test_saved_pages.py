"""Pages saved as files: the same rows as those of the web, under the address and the time that they tell."""

from __future__ import annotations

import quopri
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from covidmeet.archive.db import connect
from covidmeet.kept.reprocess import Reprocessing
from covidmeet.kept.selection import select_pages
from covidmeet.process import process
from covidmeet.sites import Sites
from covidmeet.sources.documents import document_of
from covidmeet.spiders.documents import DocumentsSpider
from covidmeet.spiders.pages import PagesSpider
from covidmeet.stages.reading import Reading
from tests.conftest import Crawl, Crawled
from tests.crawl.small_site import SETTINGS, Web
from tests.crawl.test_pages_spider import BUT, HTML, UNKNOWN
from tests.extract.test_any_page import FIRST, SECOND, TITLE
from tests.test_routes import page as page_of_gz

AT = "2022-11-10T00:15:00+00:00"
GZ = "https://www.gz.gov.cn/xw/gzyw/content/post_9000001.html"
PROMISED = {"warc", "captured_at", "gateway", *BUT}


def mhtml(body: str, url: str) -> bytes:
    head = (
        "From: <Saved by Blink>\r\n"
        f"Snapshot-Content-Location: {url}\r\nSubject: page\r\nDate: Thu, 10 Nov 2022 08:15:00 +0800\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="--B"\r\n\r\n'
        f"----B\r\nContent-Type: text/html\r\nContent-Location: {url}\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode() + quopri.encodestring(body.encode()) + b"\r\n----B--\r\n"


def beside_head(body: str, more: str) -> bytes:
    return body.replace("<head>", f"<head>{more}", 1).encode()


def single_file(url: str) -> str:
    zone = "GMT+0800 (China Standard Time)"
    return (
        f"<!--\n Page saved with SingleFile \n url: {url} \n saved date: Thu Nov 10 2022 08:15:00 {zone}\n-->"
    )


FORMS = {
    "SingleFile": (beside_head(HTML, single_file(UNKNOWN)), AT),
    "MHTML": (mhtml(HTML, UNKNOWN), AT),
    "a browser": (f"<!-- saved from url=(0051){UNKNOWN} -->\n{HTML}".encode(), None),
    "HTTrack": (
        beside_head(
            HTML,
            f"<!-- Mirrored from {UNKNOWN.removeprefix('http://')} by HTTrack Website Copier/3.x"
            " [XR&CO'2014], Thu, 10 Nov 2022 00:15:00 GMT -->",
        ),
        AT,
    ),
    "canonical": (beside_head(HTML, f"<link href='{UNKNOWN}' rel='canonical'>"), None),
    "og:url": (beside_head(HTML, f"<meta property='og:url' content='{UNKNOWN}'>"), None),
    "ScrapBook": (
        HTML.replace(
            "<html>",
            f'<html data-scrapbook-source="{UNKNOWN}" data-scrapbook-create="20221110001500000">',
        ).encode(),
        AT,
    ),
}


@pytest.mark.parametrize(("data", "at"), FORMS.values(), ids=FORMS)
def test_address_and_time_are_those_that_the_file_tells(data: bytes, at: str | None) -> None:
    article = process(document_of("file:///home/me/2019/11/10/a.html", data), Reading(Sites()))
    assert (article.url, article.captured_at, article.title) == (UNKNOWN, at, TITLE)
    assert article.body.startswith(f"{FIRST}\n{SECOND}")
    assert article.published_at == "2022-04-12T08:15:00+08:00"


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<link rel='canonical' href='https://www.linshui.example/'>",
        "<link rel='canonical' href='https://www.linshui.example/index.html'>",
        "<meta property='og:url' content='/2022/a.html'>",
        "<link rel='canonical' href='http://localhost/a.html'>",
        "<link rel='canonical' href='http://[bad/a.html'>",
    ],
)
def test_what_gives_no_address_of_a_page_leaves_that_of_the_file(head: str) -> None:
    """The front page is what faulty templates give for every page: of many files one row would be left."""
    article = process(document_of("file:///home/me/a.html", beside_head(HTML, head)), Reading(Sites()))
    assert (article.url, article.title) == ("file:///home/me/a.html", TITLE)


def test_a_folder_with_a_date_is_no_day_of_publication() -> None:
    undated = HTML.replace("2022-04-12 08:15", "")
    article = process(document_of("file:///home/2019/11/10/a.html", undated.encode()), Reading(Sites()))
    assert article.published_at is None


@pytest.mark.parametrize("spider", [PagesSpider, DocumentsSpider])
async def test_the_row_is_that_of_the_web(
    crawl: Crawl, httpserver: HTTPServer, tmp_path: Path, spider: Any
) -> None:
    """Of a page of an unknown host, and of a site that has a spider."""
    web, folder = Web(httpserver), tmp_path / "saved"
    (folder / "a_files").mkdir(parents=True)
    for name, url, body in (("a.html", UNKNOWN, HTML), ("b.htm", GZ, page_of_gz())):
        web.put(url, body)
        (folder / name).write_bytes(beside_head(body, single_file(url)))
    (folder / "a_files" / "frame.html").write_text(HTML)
    (tmp_path / "urls.txt").write_text(f"{UNKNOWN}\n{GZ}\n")
    live = await crawl(
        "pages",
        SETTINGS | {"DATABASE": str(tmp_path / "live.db")},
        urls=str(tmp_path / "urls.txt"),
        via=web.via,
        topic="all",
    )
    saved = await crawl(spider.name, path=str(folder), topic="all")
    rows = [
        {row["url"]: {k: v for k, v in row.items() if k not in PROMISED} for row in result.rows()}
        for result in (live, saved)
    ]
    assert rows[0] == rows[1]
    assert {row["site"] for row in rows[1].values()} == {"generic", "gz_gov"}
    assert {row["captured_at"] for row in saved.rows()} == {AT}
    assert saved.rows("rejects") == []


async def test_the_topic_is_that_of_the_spider_unless_named(crawl: Crawl, tmp_path: Path) -> None:
    other = HTML.replace("疫情防控", "春耕生产").replace("核酸采样和物资保障", "农资和种子")
    (tmp_path / "a.html").write_text(other, "utf-8")
    for spider, asked, expected in (
        ("pages", {}, 0),
        ("pages", {"topic": "all"}, 1),
        ("documents", {}, 1),
        ("documents", {"topic": "meetings"}, 0),
    ):
        database = str(tmp_path / f"{spider}{expected}{len(asked)}.db")
        result = await crawl(spider, {"DATABASE": database}, path=str(tmp_path / "a.html"), **asked)
        assert len(result.rows()) == expected, (spider, asked)


async def test_a_row_is_made_again_from_its_file(crawl: Crawl, tmp_path: Path, database: Path) -> None:
    (tmp_path / "a.html").write_bytes(beside_head(HTML, single_file(UNKNOWN)))
    before = (await crawl("pages", path=str(tmp_path / "a.html"), topic="all")).rows()
    db: Any = connect(database)
    db.execute("update articles set body = '', captured_at = ''")
    work = Reprocessing(db, database, [], 10_000_000, 10_000_000)
    list(work.run(select_pages(db)))
    assert Crawled({}, db).rows() == before
    db.close()


def test_an_article_of_wechat_whose_text_a_script_shows() -> None:
    page = (
        "<!DOCTYPE html><html><head><title></title>"
        "<meta property='og:title' content='河湾镇部署疫情防控'></head>"
        "<body><h1 id='activity-name'>河湾镇部署疫情防控</h1><a id='js_name'>河湾发布</a>"
        f"<div id='js_content' style='visibility: hidden; opacity: 0;'><p>{FIRST}</p></div>"
        "<p>阅读原文。点赞。在看。微信扫一扫关注该公众号。</p>"
        '<script>var ct = "1668039300"; var msg_link = '
        '"http://mp.weixin.qq.com/s?__biz=Mx1\\x26amp;mid=22\\x26amp;idx=1";</script></body></html>'
    )
    article = process(document_of("file:///a.html", page.encode()), Reading(Sites()))
    assert (article.layout, article.title, article.body) == ("wechat", "河湾镇部署疫情防控", FIRST)
    assert (article.published_at, article.source) == ("2022-11-10T08:15:00+08:00", "河湾发布")
    assert article.url == "http://mp.weixin.qq.com/s?__biz=Mx1&idx=1&mid=22"


def test_arguments_that_do_not_go_together() -> None:
    assert "path: reads files alone" in str(PagesSpider.preflight(path="data", url=UNKNOWN))
    assert "no such file" in str(PagesSpider.preflight(path="nowhere"))
