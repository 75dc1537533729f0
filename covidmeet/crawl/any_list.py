"""The articles on a list page of no known site: the links in elements of one kind, most with a day.

A group of links is told from menus and boxes by the length of its links' words and by days beside them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from covidmeet.crawl.list_entry import Entry, address_of, base_of
from covidmeet.crawl.list_records import Record, records
from covidmeet.extract.page import Page
from covidmeet.extract.selectors import Element
from covidmeet.platforms import trs
from covidmeet.text.dates import date_in_url, parse_date
from covidmeet.text.script import fold

_SHORTEST = 6  # characters of a headline; the words of a menu are fewer
_LONGEST = 30  # characters that count
_FEWEST = 3  # entries of a list
_DATED = 3  # times as much does a headline count that has a day
_ARRAYS = 20  # arrays in scripts that are looked at
_ARRAY = re.compile(r"\[\s*\{")
_NEXT = re.compile(r"(?:下一?[页頁]|后一?页|下一张|[>›»]{1,2}|next(?: page)?)[\s>›»]*", re.IGNORECASE)
_TOTAL = re.compile(r"""\btotalPage\s{0,9}[:=]\s{0,9}["']?(\d{1,6})""")
_INDEX = re.compile(r"(?P<stem>.*/index)(?:_(?P<n>\d{1,6}))?(?P<end>\.s?html?)")
_NO_ARTICLE = re.compile(r"\.(?:json|js|xml|jpe?g|png|gif|svg|mp4)(?:[?#]|$)", re.IGNORECASE)


@dataclass(slots=True)
class _Group:
    """Entries under elements of one kind; ``weight`` says how much they look like headlines."""

    entries: dict[str, Entry] = field(default_factory=dict)
    items: list[Element] = field(default_factory=list)
    weight: int = 0

    def add(self, entry: Entry, item: Element | None = None) -> None:
        if entry.url not in self.entries:
            self.entries[entry.url] = entry
            self.items += [] if item is None else [item]
            self.weight += min(len(entry.title), _LONGEST) * (_DATED if entry.day else 1)


class FoundList(NamedTuple):
    """The entries of a list in their order; the elements of these, but for those in a script; the next page.

    ``link`` is the link to the next page, None where a script makes it.
    """

    entries: list[Entry]
    items: list[Element]
    further: str | None
    link: Element | None


def any_list(page: Page) -> tuple[list[Entry], str | None]:
    """The entries in their order, and the address of the next page where a link names it."""
    found = find_list(page)
    return found.entries, found.further


def find_list(page: Page) -> FoundList:
    """The list on a page, and where it stands; no entries where the page has none."""
    groups: dict[int, _Group] = {}
    base, kinds = base_of(page), _Kinds()
    for link in _links(page):
        url = address_of(base, link.element.get("href") or "")
        if url and url.partition("#")[0] != page.url:
            group = groups.setdefault(kinds.of(link.item.getparent()), _Group())
            group.add(_entry(url, link), link.item)
    in_scripts = _Group()
    for entry in _of_scripts(page, base):
        in_scripts.add(entry)
    best = max([*groups.values(), in_scripts], key=lambda group: group.weight)
    further, next_link = _next(page, base)
    if len(best.entries) < _FEWEST:
        return FoundList([], [], further, next_link)
    return FoundList(list(best.entries.values()), best.items, further, next_link)


class _Link(NamedTuple):
    """A link that may be a headline, its words, and the largest element around it that holds no other one."""

    element: Element
    words: str
    item: Element


def _links(page: Page) -> Iterator[_Link]:
    links = [(link, words) for link in page.root.iter("a") if len(words := _words(link)) >= _SHORTEST]
    inside: dict[Element, int] = {}
    for element, _ in links:
        while element is not None:
            inside[element] = inside.get(element, 0) + 1
            # Once an element holds two, all above it do as well.
            element = element.getparent() if inside[element] <= _FEWEST else None
    for link, words in links:
        item = link
        while (parent := item.getparent()) is not None and inside.get(parent) == 1:
            item = parent
        if item.getparent() is not None:
            yield _Link(link, words, item)


def _words(link: Element) -> str:
    shown = fold("".join(link.itertext())).strip()
    title = fold(link.get("title") or "").strip()
    return title if len(title) > len(shown) else shown


def _entry(url: str, link: _Link) -> Entry:
    told = parse_date(fold("\n".join(link.item.itertext())).replace(link.words, ""))
    return Entry(url, (told or date_in_url(url) or "")[:10] or None, link.words)


class _Kinds:
    """Numbers elements by tags and classes on the way from the root: the boxes of one list have the same."""

    def __init__(self) -> None:
        self._of: dict[Element, int] = {}
        self._numbers: dict[tuple[int, str, str, str], int] = {}

    def of(self, element: Element) -> int:
        """The number of the element's kind; each element on the way is looked at once, however many ask."""
        way = []
        while element is not None and element not in self._of:
            way.append(element)
            element = element.getparent()
        kind = self._of[element] if element is not None else 0
        for one in reversed(way):
            step = (kind, str(one.tag), one.get("class") or "", one.get("id") or "")
            kind = self._of[one] = self._numbers.setdefault(step, len(self._numbers) + 1)
        return kind


def _of_scripts(page: Page, base: str) -> Iterator[Entry]:
    """Records with a title and an address in the arrays of the page's scripts."""
    decoder, source = json.JSONDecoder(), page.text
    at = 0
    for _ in range(_ARRAYS):
        match = _ARRAY.search(source, at)
        if match is None:
            return
        try:
            data, at = decoder.raw_decode(source, match.start())
        except (ValueError, RecursionError):
            at = match.end()
            continue
        for record in records(data):
            if found := _of_record(base, record):
                yield found


def _of_record(base: str, record: Record) -> Entry | None:
    title = next((title for title in record.titles if len(title) >= _SHORTEST), "")
    urls = [url for one in record.urls if (url := address_of(base, one))]
    url = next((url for url in urls if not _NO_ARTICLE.search(url)), "")
    return Entry(url, record.day or date_in_url(url), fold(title)) if title and url else None


def _next(page: Page, base: str) -> tuple[str | None, Element | None]:
    for link in page.root.iter("a"):
        words = fold("".join(link.itertext())).strip() or fold(link.get("title") or "").strip()
        url = address_of(base, link.get("href") or "") if _NEXT.fullmatch(words) else ""
        if url and url != page.url:
            return url, link
    return _by_script(page, base), None


def _by_script(page: Page, base: str) -> str | None:
    """The next page by a script that makes the links to it: TRS WCM's, or one that has the number of pages.

    The pages of others are ``index``, ``index_2``.
    """
    if match := trs.SCRIPT.search(page.text):
        number = int(match["current"]) + 1
        further = address_of(base, f"{match['name']}_{number}.{match['ending']}")
        return further or None if number < int(match["total"]) else None
    total, own = _TOTAL.search(page.text), _INDEX.fullmatch(page.url)
    number = int(own["n"] or 1) + 1 if own else 0
    return f"{own['stem']}_{number}{own['end']}" if own and total and number <= int(total[1]) else None
