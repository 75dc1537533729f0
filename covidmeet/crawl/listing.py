"""A list page to the articles it names, their dates, and the pages that go on."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from covidmeet.extract.by_json import load
from covidmeet.extract.page import Page
from covidmeet.extract.selectors import Element, compiled
from covidmeet.site import Issues, Listing, Paging, Site
from covidmeet.sites import is_article
from covidmeet.text.dates import date_in_url, parse_date
from covidmeet.text.html_lines import html_lines
from covidmeet.text.links import resolved
from covidmeet.text.script import fold

_TIME_KEY = re.compile(r"time|date", re.IGNORECASE)
_TITLE_KEY = re.compile(r"title|headline|subject", re.IGNORECASE)
_URL_KEY = re.compile(r"url|link|href", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article's address on a list, its day as the list or the address tells it, and the link's words."""

    url: str
    day: str | None
    title: str = ""


@dataclass(slots=True)
class ListPage:
    """``further`` is the list's next page, ``parts`` are the other pages of a paper's issue."""

    entries: list[Entry] = field(default_factory=list)
    further: str | None = None
    parts: list[str] = field(default_factory=list)


def read_list(page: Page, site: Site) -> ListPage:
    """What is on a list page: by the first of the site's lists that finds entries, else by links."""
    if page.is_json:
        return _json_list(page, site)
    links = _links(page.root, _base(page))
    found = ListPage()
    for listing in site.lists:
        if isinstance(listing, Listing) and listing.item and not found.entries:
            found.entries = list(_entries(page, listing, site))
    if not found.entries:
        found.entries = [
            Entry(url, date_in_url(url), words)
            for url, words in links.items()
            if is_article(site, url) and not (site.skip_titles and re.search(site.skip_titles, words))
        ]
    once: dict[str, Entry] = {}
    for entry in found.entries:
        once.setdefault(entry.url, entry)
    found.entries = list(once.values())
    found.further = _further(page, site, links)
    found.parts = list(_parts(page, site, links))
    return found


def _entries(page: Page, listing: Listing, site: Site) -> Iterator[Entry]:
    base = _base(page)
    for item in page.find(listing.item):
        links = _links(item, base)
        url = next((url for url in links if is_article(site, url)), None)
        if url:
            times = compiled(listing.time)(item) if listing.time else []
            told = (parse_date(" ".join(html_lines(node))) for node in times)
            day = next((time[:10] for time in told if time), None)
            yield Entry(url, day or date_in_url(url), links[url])


def _links(element: Element, base: str) -> dict[str, str]:
    """Absolute addresses of the links inside ``element``, in order, each once, and their words."""
    found: dict[str, str] = {}
    for link in element.iter("a", "area"):
        href = (link.get("href") or "").strip()
        if href and not href.startswith(("#", "javascript:", "mailto:")) and (url := _resolved(base, href)):
            found[url] = found.get(url) or fold("".join(link.itertext())).strip()
    return found


def _base(page: Page) -> str:
    bases = page.find("//base/@href")
    return (_resolved(page.url, str(bases[0])) if bases else "") or page.url


def _resolved(base: str, href: str) -> str:
    """The absolute address, "" for what is none."""
    try:
        return resolved(base, href)
    except ValueError:
        return ""


def _further(page: Page, site: Site, links: Container[str]) -> str | None:
    for listing in site.lists:
        paging = listing.paging if isinstance(listing, Listing) else None
        match = re.fullmatch(paging.address, page.url) if paging else None
        if paging and match:
            return _next_page(page, paging, match, links)
    return None


def _next_page(page: Page, paging: Paging, match: re.Match[str], links: Container[str]) -> str | None:
    for node in page.find(paging.link) if paging.link else []:
        linked = next(iter(_links(node, _base(page))), "")
        if re.fullmatch(paging.address, linked):
            return linked
    number = int(match["n"]) if match["n"] else paging.first
    total = _total(page.text, paging)
    if total is not None and number - paging.first + 1 >= total:
        return None
    further = match.expand(paging.further).replace("{n}", str(number + 1))
    return further if not paging.only_linked or further in links else None


def _total(source: str, paging: Paging) -> int | None:
    """How many pages the list's script says there are."""
    found = re.search(paging.total, source) if paging.total else None
    if not found:
        return None
    if len(found.groups()) == 1:
        return int(found[1])
    return -(-int(found[1]) // max(int(found[2]), 1))


def _parts(page: Page, site: Site, links: Iterable[str]) -> Iterator[str]:
    for issues in site.lists:
        if isinstance(issues, Issues):
            folder = page.url.rpartition("/")[0] if "/" in page.url[8:] else page.url
            for url in links:
                if url != page.url and url.startswith(folder) and re.fullmatch(issues.parts, url):
                    yield url


def _json_list(page: Page, site: Site) -> ListPage:
    data = load(page.text)
    found = ListPage()
    for listing in site.lists:
        if isinstance(listing, Listing) and listing.records and not found.entries:
            found.entries = list(_records(_inside(data, listing.records), listing, site, page.url))
    if found.entries:
        found.further = _further(page, site, ())
    return found


def _inside(data: Any, path: tuple[str, ...]) -> list[dict[str, Any]]:
    for key in path:
        data = data.get(key) if isinstance(data, dict) else None
    return [record for record in data if isinstance(record, dict)] if isinstance(data, list) else []


def _records(records: list[dict[str, Any]], listing: Listing, site: Site, base: str) -> Iterator[Entry]:
    for record in records:
        urls = [value for key, value in record.items() if isinstance(value, str) and _URL_KEY.search(key)]
        if listing.address:
            urls.append(_filled(listing.address, record))
        url = next((url for one in urls if (url := _resolved(base, one)) and is_article(site, url)), None)
        if url:
            times = (
                parse_date(str(value))
                for key, value in record.items()
                if _TIME_KEY.search(key) and isinstance(value, (str, int))
            )
            day = next((time[:10] for time in times if time), None)
            titles = (
                value
                for key, value in record.items()
                if _TITLE_KEY.search(key) and isinstance(value, str) and _resolved(base, value) != url
            )
            yield Entry(url, day or date_in_url(url), next(titles, ""))


def _filled(template: str, record: dict[str, Any]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: str(record.get(match[1], "")), template)
