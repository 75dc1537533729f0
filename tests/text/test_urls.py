"""One page has one address, and a gateway's address leads back to it."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from w3lib.url import canonicalize_url

from covidmeet.text import urls
from covidmeet.text.urls import UrlRules, canonical, original_url, through_gateway, url_hash

PORTAL = UrlRules(
    hosts={"m.qinghe.example": "www.qinghe.example"},
    articles=((r"(https?://www\.qinghe\.example/.*)/mpost_(\d+)\.html", r"\1/post_\2.html"),),
)
BLOG = UrlRules(
    https=True,
    tracking=frozenset({"f", "spss"}),
    articles=(
        (
            r"https://(?:www|m|3g|dy)\.blog\.example/(?:dy|v2)/article/(?:detail/)?([A-Z0-9]{16})\.html.*",
            r"https://www.blog.example/dy/article/\1.html",
        ),
    ),
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://WWW.Qinghe.Example:80/a/../b/?b=2&a=1#top", "http://www.qinghe.example/b/?a=1&b=2"),
        ("https://qinghe.example:443", "https://qinghe.example/"),
        ("https://qinghe.example:8443/", "https://qinghe.example:8443/"),
        ("http://qinghe.example./x", "http://qinghe.example/x"),
        (" http://qinghe.example/x\n", "http://qinghe.example/x"),
        ("http://qinghe.example/x?utm_source=wx&UTM_Medium=a&id=7&spm=1.2", "http://qinghe.example/x?id=7"),
        ("http://qinghe.example/x?from=timeline&isappinstalled=0", "http://qinghe.example/x"),
        ("http://qinghe.example/x?from=gov", "http://qinghe.example/x?from=gov"),
        ("http://qinghe.example/x;jsessionid=0A1B?id=7", "http://qinghe.example/x?id=7"),
        (
            "http://qinghe.example/会议?q=青禾",
            "http://qinghe.example/%E4%BC%9A%E8%AE%AE?q=%E9%9D%92%E7%A6%BE",
        ),
        ("https://青禾.example/", "https://xn--2lzs91d.example/"),
        ("file:///data/001_a.txt", "file:///data/001_a.txt"),
        ("file:///data/a%20b.txt#x", "file:///data/a%20b.txt"),
    ],
)
def test_canonical(url: str, expected: str) -> None:
    assert canonical(url) == expected


def test_gbk_in_a_query_or_a_path_keeps_its_bytes() -> None:
    url = "http://qinghe.example/%C7%E0%BA%CC?utm_source=x&word=%c7%e0%BA%CC&a=1"
    assert canonical(url) == "http://qinghe.example/%C7%E0%BA%CC?a=1&word=%C7%E0%BA%CC"


@pytest.mark.parametrize(
    "url",
    [
        "http://m.qinghe.example/xw/content/mpost_812.html",
        "http://www.qinghe.example/xw/content/mpost_812.html?utm_source=a",
        "http://www.qinghe.example:80/xw/content/post_812.html#zoom",
    ],
)
def test_mobile_twin_of_an_article(url: str) -> None:
    assert canonical(url, PORTAL) == "http://www.qinghe.example/xw/content/post_812.html"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.blog.example/dy/article/HM1A2B3C05340XYZ.html",
        "http://m.blog.example/dy/article/HM1A2B3C05340XYZ.html?f=post2&spss=abc",
        "http://dy.blog.example/v2/article/detail/HM1A2B3C05340XYZ.html",
        "https://3g.blog.example/dy/article/HM1A2B3C05340XYZ.html?clickfrom=other",
    ],
)
def test_one_article_id_is_one_address(url: str) -> None:
    assert canonical(url, BLOG) == "https://www.blog.example/dy/article/HM1A2B3C05340XYZ.html"
    assert url_hash(url, BLOG) == url_hash("https://www.blog.example/dy/article/HM1A2B3C05340XYZ.html")


def test_hash_is_sha256_of_the_canonical_url() -> None:
    assert url_hash("HTTP://Qinghe.example:80/x#y") == sha256(b"http://qinghe.example/x").hexdigest()


@pytest.mark.parametrize(
    "url", ["", "http://[bad", "http://x:99999/", "javascript:alert(1)", "\ud800", "%", "//"]
)
def test_what_is_no_address_still_has_a_hash(url: str) -> None:
    assert len(url_hash(url)) == 64


@given(st.text(max_size=60))
def test_never_raises_and_is_idempotent_on_any_text(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)


@given(
    st.sampled_from(["http", "HTTPS", "file"]),
    st.sampled_from(["qinghe.example", "M.qinghe.example:80", "x.example:443", "[::1]:80", "a@b.example"]),
    st.text(alphabet="ab/.;?&=%#C7E0+~:\u9752 ", max_size=40),
)
def test_idempotent_on_addresses(scheme: str, host: str, rest: str) -> None:
    for rules in (UrlRules(), PORTAL, BLOG):
        once = canonical(f"{scheme}://{host}/{rest}", rules)
        assert canonical(once, rules) == once


ARCHIVE = "https://web.archive.org/web/2022id_/{url}"


@pytest.mark.parametrize(
    ("via", "there"),
    [
        (ARCHIVE, "https://web.archive.org/web/2022id_/http://qinghe.example/a?b=1&c=%C7%E0"),
        ("http://127.0.0.1:8080/raw/{url}", "http://127.0.0.1:8080/raw/http://qinghe.example/a?b=1&c=%C7%E0"),
        (
            "http://localhost/get?u={url}&raw=1",
            "http://localhost/get?u=http%3A%2F%2Fqinghe.example%2Fa%3Fb%3D1%26c%3D%25C7%25E0&raw=1",
        ),
    ],
)
def test_to_a_gateway_and_back(via: str, there: str) -> None:
    url = "http://qinghe.example/a?b=1&c=%C7%E0"
    assert through_gateway(via, url) == there
    assert original_url(via, there) == url


@pytest.mark.parametrize(
    ("there", "url"),
    [
        ("http://web.archive.org/web/20221114093000id_/https://qinghe.example/a", "https://qinghe.example/a"),
        ("https://web.archive.org/web/20221114093000/http://qinghe.example/", "http://qinghe.example/"),
        ("https://web.archive.org/web/2022id_/http:/qinghe.example/a", "http://qinghe.example/a"),
        ("https://web.archive.org/web/2022if_/qinghe.example/a", "http://qinghe.example/a"),
        ("https://web.archive.org/about/", None),
        ("https://web.archive.org/web/2022id_/", None),
        ("https://other.example/web/2022id_/http://qinghe.example/a", None),
        ("http://qinghe.example/a", None),
    ],
)
def test_addresses_that_a_web_archive_redirects_to(there: str, url: str | None) -> None:
    assert original_url(ARCHIVE, there) == url


def test_a_gateway_needs_a_place_for_the_url() -> None:
    with pytest.raises(ValueError, match=r"\{url\}"):
        through_gateway("https://web.archive.org/web/", "http://qinghe.example/")


@given(st.text(max_size=40))
def test_original_url_never_raises(text: str) -> None:
    original_url(ARCHIVE, "https://web.archive.org/web/2022id_/" + text)
    original_url("http://localhost/get?u={url}", "http://localhost/get?u=" + text)


@given(st.from_regex(urls._PLAIN, fullmatch=True))
def test_what_counts_as_plain_is_canonical_already(url: str) -> None:
    assert canonicalize_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://qinghe.example/a/../b",
        "http://qinghe.example/./b",
        "http://qinghe.example/%41",
        "http://Q.example/a",
    ],
)
def test_what_is_to_be_rewritten_is_not_plain(url: str) -> None:
    assert not urls._PLAIN.fullmatch(url)
    assert canonicalize_url(url) != url
