"""Addresses as browsers read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covidmeet.text.links import resolved, tidied

BASE = "https://www.qinghe.example/xw/gzyw/index.html"
SITE = "https://www.qinghe.example"


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        (r"content\1.html", "/xw/gzyw/content/1.html"),
        (r".\content\1.html", "/xw/gzyw/content/1.html"),
        (r"..\..\a\1.html", "/a/1.html"),
        (r"\xw\1.html", "/xw/1.html"),
        (r"\\www.qinghe.example\xw\1.html", "/xw/1.html"),
        (r"/\www.qinghe.example/1.html", "/1.html"),
        (r"\/www.qinghe.example/1.html", "/1.html"),
        ("//www.qinghe.example/1.html", "/1.html"),
        ("///www.qinghe.example/1.html", "/1.html"),
        ("https:///www.qinghe.example/1.html", "/1.html"),
        ("https://///www.qinghe.example/1.html", "/1.html"),
        ("https:/www.qinghe.example/1.html", "/1.html"),
        ("https:www.qinghe.example/1.html", "/1.html"),
        (r"https:\\www.qinghe.example\xw\1.html", "/xw/1.html"),
        (r"https:\www.qinghe.example\1.html", "/1.html"),
        ("HTTPS:\\\\www.qinghe.example/1.html", "/1.html"),
        ("https:/xw/1.html", "/xw/1.html"),
        ("https:1.html", "/xw/gzyw/1.html"),
        ("  content/1.html\n", "/xw/gzyw/content/1.html"),
        ("\tcontent/\r\n\t1.html", "/xw/gzyw/content/1.html"),
        ("ht\ntps://www.qinghe.example/1.html", "/1.html"),
        ("\u3000/1.html\u00a0", "/1.html"),
        ("www.qinghe.example/xw/1.html", "/xw/1.html"),
        ("../../../../1.html", "/1.html"),
        ("/a/%2e%2E/./1.html", "/1.html"),
        ("/a/..", "/"),
        (r"?a=\b", r"/xw/gzyw/index.html?a=\b"),
        ("a.b/1.html", "/xw/gzyw/a.b/1.html"),
        ("index.html/1", "/xw/gzyw/index.html/1"),
        ("content/1.html", "/xw/gzyw/content/1.html"),
        ("", "/xw/gzyw/index.html"),
    ],
)
def test_where_a_link_leads(href: str, leads: str) -> None:
    assert resolved(BASE, href) == SITE + leads


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("http:/www.qingmai.example/1.html", "http://www.qingmai.example/1.html"),
        ("http:www.qingmai.example", "http://www.qingmai.example"),
        (r"http:\\www.qingmai.example?a=1", "http://www.qingmai.example?a=1"),
        ("www.qingmai.example/1.html", SITE + "/xw/gzyw/www.qingmai.example/1.html"),
        (r"javascript:go('\x')", r"javascript:go('\x')"),
        ("mailto:a@qinghe.example", "mailto:a@qinghe.example"),
    ],
)
def test_links_that_lead_elsewhere(href: str, leads: str) -> None:
    assert resolved(BASE, href) == leads


@pytest.mark.parametrize(
    "written",
    [
        "<http://www.qinghe.example/a/b>",
        " http://www.qinghe.example/a/b\r\n",
        "http:\\\\www.qinghe.example\\a\\b",
        "http:///www.qinghe.example/a/b",
        "http:/www.qinghe.example/a/b",
        "http://www.qinghe.example/x/../a/./b",
        "http://www.qinghe.example/a\n/\tb",
    ],
)
def test_an_address_that_stands_alone(written: str) -> None:
    assert tidied(written) == "http://www.qinghe.example/a/b"


@given(st.text(max_size=40))
def test_any_link_is_read_or_is_no_address(href: str) -> None:
    for base in (BASE, ""):
        try:
            assert isinstance(resolved(base, href), str)
        except ValueError:
            continue
