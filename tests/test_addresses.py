"""Which addresses are articles of which site, and under which one address each is archived."""

from __future__ import annotations

import pytest

from covidmeet.crawl.site_registry import all_sites
from covidmeet.sites import hosts_of, is_article, original_of, unwrapped
from covidmeet.text.urls import canonical

SITES = {site.name: site for site in all_sites()}

DOCID = "HM1A2B3C0534ABCD"

# site, an article's address, the one that counts
ARTICLES = [
    ("dutenews", "https://www.dutenews.com/n/article/7288105", None),
    (
        "dutenews",
        "https://m.dutenews.com/n/article/7288105?share=1",
        "https://www.dutenews.com/n/article/7288105",
    ),
    ("dutenews", "http://www.dutenews.com/p/310257.html", "https://www.dutenews.com/p/310257.html"),
    ("dutenews", "http://www.sznews.com/news/content/2022-03/16/content_25003310.htm", None),
    (
        "dutenews",
        "https://news.sznews.com/content/2021-04/28/content_24170555.htm",
        "http://news.sznews.com/content/2021-04/28/content_24170555.htm",
    ),
    ("dutenews", "http://sztqb.sznews.com/PC/content/202301/09/content_1300002.html", None),
    ("gz_gov", "https://www.gz.gov.cn/xw/gzyw/content/post_8150088.html", None),
    (
        "gz_gov",
        "http://gz.gov.cn:80/xw/gzyw/content/mpost_8150088.html?utm_source=wx#top",
        "https://www.gz.gov.cn/xw/gzyw/content/post_8150088.html",
    ),
    ("huizhou", "http://www.huizhou.cn/gov/polity_shizh/202211/t20221115_1562201.htm", None),
    (
        "huizhou",
        "https://huizhou.cn/news/newsc_counties/newsc_hz/202211/t20221115_1562201.htm",
        "http://www.huizhou.cn/news/newsc_counties/newsc_hz/202211/t20221115_1562201.htm",
    ),
    ("huizhou", "http://e.hznews.com/hzrb/pc/content/202205/06/content_901122.html", None),
    ("huizhou", "http://e.hznews.com/paper/hzrb/20170221/A6/5/", None),
    ("cbg", "https://www.cbg.cn/a/705/20221130/0f1e2d3c4b5a69788796a5b4c3d2e1f0.html", None),
    (
        "cbg",
        "http://cbg.cn/a/705/20221130/0f1e2d3c4b5a69788796a5b4c3d2e1f0.html",
        "https://www.cbg.cn/a/705/20221130/0f1e2d3c4b5a69788796a5b4c3d2e1f0.html",
    ),
    ("cbg", "http://news.cbg.cn/hotnews/2016/0902/4567.shtml", None),
    ("cbg", "http://cq.cbg.cn/ycxw/2019/0625/11211643.shtml", None),
    ("netease", f"https://www.163.com/dy/article/{DOCID}.html", None),
    (
        "netease",
        f"https://www.163.com/dy/article/{DOCID}.html?f=post2_dy",
        f"https://www.163.com/dy/article/{DOCID}.html",
    ),
    (
        "netease",
        f"http://m.163.com/dy/article/{DOCID}.html?spss=adap_pc",
        f"https://www.163.com/dy/article/{DOCID}.html",
    ),
    (
        "netease",
        f"https://3g.163.com/dy/article/{DOCID}.html",
        f"https://www.163.com/dy/article/{DOCID}.html",
    ),
    (
        "netease",
        f"http://dy.163.com/v2/article/detail/{DOCID}.html",
        f"https://www.163.com/dy/article/{DOCID}.html",
    ),
    (
        "netease",
        f"https://c.m.163.com/nc/article/{DOCID}/full.html",
        f"https://www.163.com/dy/article/{DOCID}.html",
    ),
    (
        "netease",
        "http://news.163.com/20/0205/10/F4KX7C2R0001875N.html",
        "https://www.163.com/news/article/F4KX7C2R0001875N.html",
    ),
]


@pytest.mark.parametrize(("name", "url", "expected"), ARTICLES)
def test_articles_and_their_one_address(name: str, url: str, expected: str | None) -> None:
    site = SITES[name]
    assert is_article(site, url)
    once = canonical(url, site.urls)
    assert once == (expected or url)
    assert canonical(once, site.urls) == once
    # Without the site's rules the address stays as it is: the archive hashes it so.
    assert canonical(once) == once
    assert not any(is_article(other, url) for other in SITES.values() if other is not site)


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("dutenews", "https://www.dutenews.com/n/article/"),
        ("dutenews", "http://www.sznews.com/news/node_18235.htm"),
        ("gz_gov", "https://www.gz.gov.cn/xw/gzyw/index_2.html"),
        ("gz_gov", "https://www.gz.gov.cn.example.com/xw/gzyw/content/post_1.html"),
        ("gz_gov", "ftp://www.gz.gov.cn/"),
        ("huizhou", "http://www.huizhou.cn/gov/polity_shizh/index.htm"),
        ("cbg", "https://www.cbg.cn/list/705/1.html"),
        ("netease", "https://www.163.com/dy/media/T1500000000001.html"),
        ("netease", "http://[bad/"),
    ],
)
def test_other_addresses(name: str, url: str) -> None:
    assert not is_article(SITES[name], url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://archive.example/web/2022id_/http://www.a.example/x.html", "http://www.a.example/x.html"),
        ("https://archive.example/web/20220101000000/https://a.example/", "https://a.example/"),
        ("https://proxy.example/?url=http%3A%2F%2Fa.example%2Fx.html", "http://a.example/x.html"),
        ("https://archive.example/web/2022/http:/a.example/x", "http://a.example/x"),
        ("http://www.a.example/x.html", "http://www.a.example/x.html"),
    ],
)
def test_the_address_inside_a_gateways(url: str, expected: str) -> None:
    assert unwrapped(url) == expected


@pytest.mark.parametrize(
    ("name", "url", "expected"),
    [
        (
            "gz_gov",
            "http://shop.valve.example/xw/gzyw/content/post_8164477.html",
            "https://www.gz.gov.cn/xw/gzyw/content/post_8164477.html",
        ),
        (
            "gz_gov",
            "http://valve.example/www.gz.gov.cn/xw/gzyw/content/mpost_8164477.html",
            "https://www.gz.gov.cn/xw/gzyw/content/post_8164477.html",
        ),
        (
            "huizhou",
            "http://valve.example/news/newsc_counties/newsc_hz/202211/t20221117_1.htm",
            "http://www.huizhou.cn/news/newsc_counties/newsc_hz/202211/t20221117_1.htm",
        ),
        ("gz_gov", "http://valve.example/products/valve.html", None),
        ("gz_gov", "https://www.gz.gov.cn/xw/gzyw/content/post_1.html", None),
    ],
)
def test_where_a_mirrors_page_came_from(name: str, url: str, expected: str | None) -> None:
    assert original_of(SITES[name], url) == expected


def test_hosts_are_names_without_ports() -> None:
    assert {"www.163.com", "dy.163.com"} <= set(hosts_of(SITES["netease"]))
    assert all(":" not in host and host for site in SITES.values() for host in hosts_of(site))
