"""Sitemaps, RSS and Atom feeds, and the lines of robots.txt that name them."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from html import unescape

from lxml import etree

from covidmeet.text.charset import decode
from covidmeet.text.dates import parse_date

LARGEST = 50 * 1024 * 1024
"""Bytes of a sitemap, decompressed (sitemaps.org)."""
MOST = 50_000
"""Addresses in one sitemap (sitemaps.org)."""
_NAMED = re.compile(r"^\W*sitemap[ \t]*[:\uff1a][ \t]*(\S+)", re.IGNORECASE)
_LOC = re.compile(r"<loc>([^<]+)", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(slots=True)
class Sitemap:
    """``entries``: addresses of pages and the day that the sitemap gives, if any; ``further``: sitemaps.

    ``fault``: why not all was read (``html``, ``too_large``, ``cut``, ``malformed``, ``too_many``).
    """

    entries: list[tuple[str, str | None]] = field(default_factory=list)
    further: list[str] = field(default_factory=list)
    fault: str = ""


def sitemaps_in_robots(body: bytes) -> list[str]:
    """The sitemaps that a robots.txt names, in whatever group, each once."""
    lines = decode(body).text.replace("\u00ef\u00bb\u00bf", "").splitlines()
    found = (match[1] for line in lines if (match := _NAMED.match(line)))
    return list(dict.fromkeys(url for url in found if url.lower().startswith("http")))


def read_sitemap(body: bytes) -> Sitemap:
    """What a sitemap, a sitemap index or a feed names; never raises."""
    found = Sitemap()
    body = _unzipped(body, found)
    text = decode(body).text.lstrip("\ufeff \t\r\n")
    start = text[:512].lower()
    if start.startswith(("<html", "<!doctype html")):
        found.fault = "html"
        return found
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(_DECLARATION.sub("", text, count=1), parser)
    except (etree.XMLSyntaxError, ValueError):
        found.fault = found.fault or "malformed"
        found.entries = [(unescape(url.strip()), None) for url in _LOC.findall(text)[:MOST]]
        return found
    for element in root.iter("{*}url", "{*}sitemap", "{*}item", "{*}entry"):
        _take(found, element)
    if len(found.entries) > MOST:
        found.entries, found.fault = found.entries[:MOST], "too_many"
    return found


def _take(found: Sitemap, element: etree._Element) -> None:
    kind = etree.QName(element).localname
    url, day = "", ""
    # Two levels: a news sitemap has the day inside ``news:news``.
    for child in (one for part in element for one in (part, *part)):
        if not isinstance(child.tag, str):
            continue
        name, text = etree.QName(child).localname, (child.text or "").strip()
        if name in ("loc", "link") and not url:
            url = text or (child.get("href") or "").strip()
        elif name in ("publication_date", "pubDate", "published") or (name == "lastmod" and not day):
            day = text
    if not url.lower().startswith("http"):
        return
    if kind == "sitemap":
        found.further.append(url)
    else:
        told = parse_date(day) if day else None
        found.entries.append((url, told[:10] if told else None))


def _unzipped(body: bytes, found: Sitemap) -> bytes:
    """By the first bytes, not by the name."""
    if body[:2] != b"\x1f\x8b":
        if len(body) > LARGEST:
            found.fault = "too_large"
        return body[:LARGEST]
    unzip = zlib.decompressobj(31)
    try:
        text = unzip.decompress(body, LARGEST)
    except zlib.error:
        found.fault = "cut"
        return b""
    if not unzip.eof:
        found.fault = "too_large" if unzip.unconsumed_tail else "cut"
    return text
