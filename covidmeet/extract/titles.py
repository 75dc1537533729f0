"""The headline of a page by its head, less the name of its site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from covidmeet.extract.page import Page
from covidmeet.text.broken_headings import TITLE_METAS, joined_lines
from covidmeet.text.fold import bare
from covidmeet.text.html_lines import html_lines
from covidmeet.text.script import fold

META_SELECTORS = tuple(f"meta:{name}" for name in TITLE_METAS)
# ``Headline_channel_site``, ``Headline|keywords_site``, ``Headline - site``.
_SUFFIX = re.compile(r"\s*[_|丨].*$|\s+[-–—]\s+[^-–—]*$")
_SITE_SUFFIX = re.compile(
    r"\s*[-–—]+\s*\S{0,20}(?:网|网站|报|在线|门户|频道|客户端|新闻|要闻|平台|政府|电视台|台|首页|动态)\s*$"
)
_MOST_LINES = 4  # into which a headline is broken


def page_title(page: Page) -> str | None:
    """The headline by the page's head, or by the one ``h1`` that its head repeats."""
    for selector in META_SELECTORS:
        for content in page.find(selector):
            if title := trimmed(content):
                return title
    head = _text(page, "//title")
    for heading in page.find("//h1"):
        line = joined_lines(html_lines(heading))
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
    """Whether two lines say the same but for widths, blanks, script and what nobody sees."""
    return one == other or _bare(one) == _bare(other)


def headline_places(title: str, lines: Sequence[str]) -> Iterator[range]:
    """The places at which a line, or a few in a row (a headline broken by ``br``), say the title."""
    for start, line in enumerate(lines):
        if same(line, title):
            yield range(start, start + 1)
        elif line[:1] == title[:1] and len(line) < len(title):
            for stop in range(start + 2, min(start + _MOST_LINES, len(lines)) + 1):
                if same("".join(lines[start:stop]), title):
                    yield range(start, stop)


_bare = lru_cache(maxsize=8)(bare)  # one title is compared with line after line


def _text(page: Page, selector: str) -> str:
    found = page.find(selector)
    return " ".join("".join(found[0].itertext()).split()) if found else ""
