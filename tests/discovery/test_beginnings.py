"""What an index is asked for: no more than the articles of a site need."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from covidmeet.crawl.newsspider import NewsSpider
from covidmeet.crawl.site_registry import all_sites
from covidmeet.discovery.beginnings import beginnings_of, fixed_beginning
from covidmeet.discovery.manners import PAUSES, BadPauses, kind_of, pauses_for, read_pauses
from covidmeet.discovery.servers import NoServer, server_of, timemap_of
from covidmeet.site import Articles, Site
from covidmeet.sites import is_article


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"/pc/con/\d{6}/content_\d+\.html", "/pc/con/"),
        (r"/v2\.1/article/x\.html", "/v2.1/article/"),
        (r"/(?:news|zw)/\d+", "/"),
        (r"/a/\d|/b/\d", "/"),
        (r"/ab?/c", "/"),
        (r"/news/a*b", "/news/"),
        (r"[/]x/", "/"),
    ],
)
def test_the_fixed_beginning_of_a_pattern(pattern: str, expected: str) -> None:
    assert fixed_beginning(pattern) == expected


def test_each_host_is_asked_once_and_not_all_hosts_of_a_domain() -> None:
    site = Site(
        "qinghe",
        articles=(
            Articles(("www.qinghe.example", "qinghe.example", "m.qinghe.example"), r"/news/\d+"),
            Articles(("www.qinghe.example", "*.qinghe.example"), r"/news/old/\d+"),
        ),
    )
    assert beginnings_of(site) == (["qinghe.example/news/", "m.qinghe.example/news/"], ["*.qinghe.example"])


def test_what_a_site_states_holds_articles() -> None:
    """Of 163.com and www.gov.cn an index would give hundreds of millions of rows."""
    for site in all_sites():
        for beginning in site.indexed:
            host = beginning.partition("/")[0]
            assert any(host in kind.hosts for kind in site.articles), beginning
            assert not is_article(site, f"http://{beginning}")


@pytest.mark.parametrize(
    ("told", "dialect", "via"),
    [
        ("wayback", "wayback", "https://web.archive.org/web/2022id_/{url}"),
        ("http://a.example/x/cdx/search/cdx", "wayback", "http://a.example/x/web/2022id_/{url}"),
        ("http://a.example/coll/cdx", "pywb", "http://a.example/coll/2022id_/{url}"),
        ("http://a.example/CC-MAIN-2022-49-index", "commoncrawl", ""),
        ("commoncrawl:CC-MAIN-2022-49", "commoncrawl", ""),
    ],
)
def test_dialect_and_gateway_follow_from_the_address(told: str, dialect: str, via: str) -> None:
    server = server_of(told)
    assert (server.dialect.name, server.via) == (dialect, via)
    assert bool(server.data) is (dialect == "commoncrawl")


def test_what_does_not_follow_must_be_named() -> None:
    with pytest.raises(NoServer, match="cdx_dialect"):
        server_of("http://a.example/index")
    with pytest.raises(NoServer, match="wayback"):
        server_of("archive")
    with pytest.raises(NoServer, match="via="):
        timemap_of("http://a.example/link/")
    assert (
        server_of("http://a.example/index", "pywb", "http://b.example/{url}").via == "http://b.example/{url}"
    )


def test_pauses_by_kind_of_host() -> None:
    assert [
        kind_of(f"http://{host}/") for host in ("web.archive.org", "localhost", "[::1]", "a.example")
    ] == [
        "wayback",
        "loopback",
        "loopback",
        "other",
    ]
    assert pauses_for("http://127.0.0.1/", "other=3/4 loopback=0/0.5").first == 0.5
    assert pauses_for("http://a.example/").index == 1.0
    for told in ("x=1/2", "other=1", "other=a/b", "other=-1/2", "other=1/inf"):
        with pytest.raises(BadPauses):
            read_pauses(told)


def test_the_pauses_are_those_of_the_documentation() -> None:
    text = Path("docs/web-archives.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([\d.]+) \| ([\d.]+) \|$", text, re.MULTILINE)
    told = {kind: (float(index), float(first)) for kind, index, first in rows}
    assert told == {kind: (pauses.index, pauses.first) for kind, pauses in PAUSES.items()}


def test_a_site_without_lists_can_be_crawled_from_what_others_know() -> None:
    class Listless(NewsSpider):
        name = "listless"
        site = Site("listless", articles=(Articles(("www.qinghe.example",), r"/a/\d+"),))

    assert "no list of its own" in (Listless.preflight() or "")
    assert Listless.preflight(cdx="wayback") is None
    assert Listless.preflight(sitemap="auto") is None
