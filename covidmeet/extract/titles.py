"""The headline of a page: what its head says, less the name of its site."""

from __future__ import annotations

import re
import unicodedata

from covidmeet.extract.page import Page
from covidmeet.text.html_lines import html_lines
from covidmeet.text.script import fold

_METAS = ("meta:ArticleTitle", "meta:og:title", "meta:twitter:title")
# ``Headline_channel_site``, ``Headline|keywords_site``, ``Headline - site``.
_SUFFIX = re.compile(r"\s*[_|丨].*$|\s+[-–—]\s+[^-–—]*$")
_SITE_SUFFIX = re.compile(
    r"\s*[-–—]+\s*\S{0,20}(?:网|网站|报|在线|门户|频道|客户端|新闻|要闻|平台|政府|电视台|台|首页|动态)\s*$"
)


def page_title(page: Page) -> str | None:
    """The headline by the page's head, or by the one ``h1`` that its head repeats."""
    for selector in _METAS:
        for content in page.find(selector):
            if title := trimmed(content):
                return title
    head = _text(page, "//title")
    for heading in page.find("//h1"):
        line = " ".join(html_lines(heading))
        if len(line) >= 4 and line in head:
            return line
    return trimmed(head) or None


def trimmed(title: str) -> str:
    """A page's title without what a site puts behind a headline.

    >>> trimmed("全县召开防控会议_青禾新闻_青禾网"), trimmed("全县召开防控会议-青禾网")
    ('全县召开防控会议', '全县召开防控会议')
    """
    title = " ".join(title.split())
    title = _SUFFIX.sub("", title)
    match = _SITE_SUFFIX.search(fold(title))
    return title[: match.start()] if match and match.start() else title


def same(one: str, other: str) -> bool:
    """Whether two lines say the same but for widths and blanks."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _text(page: Page, selector: str) -> str:
    found = page.find(selector)
    return " ".join("".join(found[0].itertext()).split()) if found else ""
