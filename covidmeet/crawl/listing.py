"""A list page to the articles it names, their dates, and the pages that go on."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from covidmeet.crawl.any_list import any_list
from covidmeet.crawl.list_entry import Entry, address_of, base_of
from covidmeet.crawl.list_records import embedded, fragments, inside, records
from covidmeet.extract.by_json import load
from covidmeet.extract.page import Page
from covidmeet.extract.selectors import Element, compiled
from covidmeet.site import Issues, Listing, Paging, Site
from covidmeet.sites import is_article, is_linked
from covidmeet.text.dates import date_in_url, parse_date
from covidmeet.text.html_lines import html_lines
from covidmeet.text.script import fold


@dataclass(slots=True)
class ListPage:
    """``further`` is the list's next page, ``parts`` are the other pages of a paper's issue."""

    entries: list[Entry] = field(default_factory=list)
    further: str | None = None
    parts: list[str] = field(default_factory=list)


def read_list(page: Page, site: Site) -> ListPage:
    """What is on a list page: by the first of the site's lists that finds entries, else by links.

    Of a site that states no articles nothing is known: its list is read as any.
    """
    if not site.articles and not page.is_json:
        entries, further = any_list(page)
        return ListPage(entries, further)
    if page.is_json:
        return _json_list(page, site)
    links = _links(page.root, base_of(page))
    found = ListPage()
    for listing in site.lists:
        if isinstance(listing, Listing) and listing.item and not found.entries:
            found.entries = list(_entries(page, listing, site))
        if isinstance(listing, Listing) and listing.script and not found.entries:
            found.entries = list(_of_records(embedded(page.text, listing.script), page, listing, site))
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
    base = base_of(page)
    parts = fragments(page.text)
    items = page.find(listing.item)
    if parts:
        items = [*items, *Page(page.url, f"<div>{parts}</div>", page.charset).find(listing.item)]
    for item in items:
        links = _links(item, base)
        url = next((url for url in links if is_article(site, url) or is_linked(site, url)), None)
        if url:
            times = compiled(listing.time)(item) if listing.time else []
            told = (parse_date(" ".join(html_lines(node))) for node in times)
            day = next((time[:10] for time in told if time), None)
            yield Entry(url, day or date_in_url(url), links[url])


def _links(element: Element, base: str) -> dict[str, str]:
    """Absolute addresses of the links inside ``element``, in order, each once, and their words."""
    found: dict[str, str] = {}
    for link in element.iter("a", "area"):
        if url := address_of(base, link.get("href") or ""):
            found[url] = found.get(url) or fold("".join(link.itertext())).strip()
    return found


def _further(page: Page, site: Site, links: Container[str]) -> str | None:
    for listing in site.lists:
        paging = listing.paging if isinstance(listing, Listing) else None
        match = re.fullmatch(paging.address, page.url) if paging else None
        if paging and match:
            return _next_page(page, paging, match, links)
    return None


def _next_page(page: Page, paging: Paging, match: re.Match[str], links: Container[str]) -> str | None:
    for node in page.find(paging.link) if paging.link else []:
        linked = next(iter(_links(node, base_of(page))), "")
        if re.fullmatch(paging.address, linked):
            return linked
    number = int(match.groupdict().get("n") or paging.first)
    total = _total(page.text, paging)
    if total is not None and number - paging.first + paging.step >= total:
        return None
    following = number + paging.step
    further = match.expand(paging.further).replace("{n}", str(following))
    further = further.replace("{last}", str(following + paging.step - 1))
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
        if isinstance(listing, Listing) and listing.records is not None and not found.entries:
            found.entries = list(_of_records(data, page, listing, site))
    if found.entries:
        found.further = _further(page, site, ())
    return found


def _of_records(data: Any, page: Page, listing: Listing, site: Site) -> Iterator[Entry]:
    """The entries in ``data``: objects, or HTML in one string."""
    there = inside(data, listing.records or ())
    if isinstance(there, str) and listing.item:
        yield from _entries(Page(page.url, f"<div>{there}</div>", page.charset), listing, site)
    for record in records(there, listing.address):
        resolved_urls = (address_of(page.url, one) for one in record.urls)
        own = (url for url in resolved_urls if url and (is_article(site, url) or is_linked(site, url)))
        url = next(own, None)
        if url:
            title = next((title for title in record.titles if address_of(page.url, title) != url), "")
            yield Entry(url, record.day or date_in_url(url), title)
