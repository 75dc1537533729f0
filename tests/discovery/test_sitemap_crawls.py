"""Crawls of the pages that a site's sitemaps name, over loopback."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.site import Articles, Listing, Site
from tests.conftest import Crawl
from tests.crawl.small_site import SETTINGS, meeting
from tests.crawl.small_site import SITE as QINGHE
from tests.hostile.server import Asked, Server, page, serving

QUICK = {**SETTINGS, "ROBOTSTXT_OBEY": True, "KEEP": 0}


@pytest.fixture
def site() -> Iterator[Server]:
    with serving({r"/a/(?:\d{8}/)?\d+\.html": article}) as server:
        yield server


def article(asked: Asked) -> Any:
    number = asked.path.rpartition("/")[2].partition(".")[0]
    return page(meeting(int(number)))


def spider_of(server: Server) -> type[NewsSpider]:
    host = server.url("/").split("/")[2]

    class Named(NewsSpider):
        name = "qinghe"
        site: ClassVar[Site] = Site(
            "qinghe",
            articles=(Articles((host, host.partition(":")[0]), r"/a/(?:\d{8}/)?\d+\.html"),),
            lists=(Listing(start=(server.url("/list/"),)),),
            layouts=QINGHE.layouts,
        )

    return Named


def settings(server: Server) -> dict[str, Any]:
    return QUICK | {"PRIVATE_HOSTS": server.url("/").split("/")[2]}


def sitemap(server: Server, *paths: str, day: str = "2022-11-03") -> str:
    entries = "".join(f"<url><loc>{server.url(path)}</loc><lastmod>{day}</lastmod></url>" for path in paths)
    return (
        f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    )


async def test_robots_txt_leads_to_an_index_of_packed_sitemaps(site: Server, crawl: Crawl) -> None:
    index = (
        "<sitemapindex>"
        + "".join(
            f"<sitemap><loc>{site.url(path)}</loc></sitemap>" for path in ("/1.gz", "/2.xml", "/index.xml")
        )
        + "</sitemapindex>"
    )
    packed = gzip.compress(sitemap(site, "/a/1.html", "/a/2.html", "/about.html").encode())
    site.routes |= {
        "/robots.txt": lambda _: page(f"User-agent: *\nDisallow: /x/\nSitemap：{site.url('/index.xml')}\n"),
        "/index.xml": lambda _: page(index),
        "/1.gz": lambda _: page(packed, mime="application/octet-stream"),
        "/2.xml": lambda _: page(sitemap(site, "/a/2.html", "/a/3.html")),
    }
    result = await crawl(spider_of(site), settings(site), sitemap="auto")
    assert sorted(row["url"][-6:] for row in result.rows()) == ["1.html", "2.html", "3.html"]
    assert result.rows("rejects") == []
    assert (result.stats["articles/found"], result.stats["sitemaps/other_pages"]) == (3, 1)
    assert len(site.asked("/index.xml")) == 1
    again = len(site.log)
    await crawl(spider_of(site), settings(site) | {"KNOWN_REFETCH_DAYS": 0}, sitemap="auto")
    assert not [one for one in site.log[again:] if one.path.startswith("/a/")]


async def test_days_that_were_not_asked_for_are_left_out(site: Server, crawl: Crawl) -> None:
    named = sitemap(site, "/a/20221003/1.html", "/a/20221103/2.html", "/a/3.html", day="2022-11-04")
    site.routes["/s.xml"] = lambda _: page(named)
    result = await crawl(
        spider_of(site), settings(site), sitemap=site.url("/s.xml"), since="2022-11-01", until="2022-11-30"
    )
    assert len(site.asked("/a/.*")) == 2
    assert len(result.rows()) == 2


@pytest.mark.parametrize(
    ("body", "reason"),
    [("<html><body>nothing</body></html>", "unreadable"), ("<urlset><url><loc>x", "unreadable")],
)
async def test_what_is_no_sitemap_is_told(body: str, reason: str, site: Server, crawl: Crawl) -> None:
    site.routes["/s.xml"] = lambda _: page(body)
    result = await crawl(spider_of(site), settings(site), sitemap=site.url("/s.xml"))
    assert [row["reason"] for row in result.rows("rejects")] == [reason]
    assert result.stats["run/verdict"] not in ("ok", "quiet")


async def test_a_list_alone_fetches_no_page(
    site: Server, crawl: Crawl, capsys: pytest.CaptureFixture[str]
) -> None:
    site.routes["/s.xml"] = lambda _: page(sitemap(site, "/a/20221103/1.html", "/a/20221204/2.html"))
    await crawl(spider_of(site), settings(site), sitemap=site.url("/s.xml"), list="1")
    assert site.asked("/a/.*") == []
    assert [line.split("\t")[:2] for line in capsys.readouterr().out.splitlines()] == [
        ["month", "pages"],
        ["2022-11", "1"],
        ["2022-12", "1"],
        ["all", "2"],
    ]


async def test_a_sitemap_leads_to_no_private_address(site: Server, crawl: Crawl) -> None:
    with serving({".*": lambda _: page(sitemap(site, "/a/1.html"))}) as inside:
        index = f"<sitemapindex><sitemap><loc>{inside.url('/s.xml')}</loc></sitemap></sitemapindex>"
        site.routes["/s.xml"] = lambda _: page(index)
        result = await crawl(spider_of(site), settings(site), sitemap=site.url("/s.xml"))
        assert inside.log == []
    assert [row["reason"] for row in result.rows("rejects")] == ["address_refused"]


async def test_a_sitemap_that_is_lost_degrades_a_run_of_good_articles(site: Server, crawl: Crawl) -> None:
    paths = ("/1.xml", "/2.xml")
    named = "".join(f"<sitemap><loc>{site.url(path)}</loc></sitemap>" for path in paths)
    site.routes |= {
        "/index.xml": lambda _: page(f"<sitemapindex>{named}</sitemapindex>"),
        "/1.xml": lambda _: page(sitemap(site, *(f"/a/{n}.html" for n in range(1, 20)))),
        "/2.xml": lambda _: page("", status="503 Service Unavailable"),
    }
    more = settings(site) | {"RETRY_ENABLED": True, "RETRY_TIMES": 2}
    result = await crawl(spider_of(site), more, sitemap=site.url("/index.xml"))
    assert len(result.rows()) == 19
    assert len(site.asked("/2.xml")) == 3
    assert result.stats["run/verdict"] == "degraded"
    assert "1 sitemap could not be read" in result.stats["run/reason"]


async def test_sitemaps_are_followed_three_levels_deep(site: Server, crawl: Crawl) -> None:
    def level(asked: Asked) -> Any:
        deeper = site.url(f"/{int(asked.path[1:-4]) + 1}.xml")
        return page(f"<sitemapindex><sitemap><loc>{deeper}</loc></sitemap></sitemapindex>")

    site.routes[r"/\d+\.xml"] = level
    result = await crawl(spider_of(site), settings(site), sitemap=site.url("/1.xml"))
    assert [one.path for one in site.asked(r"/\d+\.xml")] == ["/1.xml", "/2.xml", "/3.xml"]
    assert [row["reason"] for row in result.rows("rejects")] == ["too_many_lists"]
