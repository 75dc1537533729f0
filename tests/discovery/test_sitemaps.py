"""Sitemaps and feeds as sites have them."""

from __future__ import annotations

import gzip

import pytest

from covidmeet.discovery.sitemaps import read_sitemap, sitemaps_in_robots

URL = "http://www.qinghe.example/a/1"


@pytest.mark.parametrize(
    "body",
    [
        f"<urlset><url><loc>{URL}</loc><lastmod>2022-11-30</lastmod></url></urlset>".encode(),
        gzip.compress(
            f"<urlset><url><loc>{URL}</loc><lastmod>2022-11-30T08:00:00+08:00</lastmod></url></urlset>".encode()
        ),
        f'<?xml version="1.0" encoding="gb2312"?><rss><channel><item><title>青禾</title><link>{URL}</link>'
        "<pubDate>2022-11-30 10:00:00</pubDate></item></channel></rss>".encode("gb18030"),
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{URL}"/>'
        "<published>2022-11-30T08:00:00Z</published></entry></feed>".encode(),
        f'<urlset xmlns:n="http://news"><url><loc>{URL}</loc><n:news>'
        "<n:publication_date>2022-11-30</n:publication_date></n:news></url></urlset>".encode(),
    ],
    ids=["sitemap", "gzip", "rss", "atom", "news"],
)
def test_entries_with_their_day(body: bytes) -> None:
    found = read_sitemap(body)
    assert (found.entries, found.fault) == ([(URL, "2022-11-30")], "")


@pytest.mark.parametrize(
    ("body", "fault", "count"),
    [
        (b"<!DOCTYPE html><html>", "html", 0),
        (f"<urlset><url><loc>{URL}?a=1&b=2</loc></url>".encode(), "malformed", 1),
        (gzip.compress(b"<urlset></urlset>")[:-9], "cut", 0),
        (
            b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
            b"<urlset><url><loc>&x;</loc></url></urlset>",
            "",
            0,
        ),
        (b"", "malformed", 0),
    ],
    ids=["html", "raw ampersand", "cut", "entity", "empty"],
)
def test_what_is_no_sitemap(body: bytes, fault: str, count: int) -> None:
    found = read_sitemap(body)
    assert (found.fault, len(found.entries)) == (fault, count)


def test_robots_txt_with_its_usual_faults() -> None:
    text = f"\ufeffSitemap:{URL}.xml\nUser-agent: *\nDisallow: /\nsitemap：{URL}.gz\nSitemap: /own.xml\n"
    assert sitemaps_in_robots(text.encode()) == [f"{URL}.xml", f"{URL}.gz"]
