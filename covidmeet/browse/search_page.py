"""A page of hits, with facets that narrow the query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from html import unescape
from itertools import chain, islice
from sqlite3 import Connection
from time import monotonic

from covidmeet.archive.query_tree import QueryError
from covidmeet.archive.search import CountedHits, Hit, count_within, search
from covidmeet.browse.html_page import chinese, page, text
from covidmeet.browse.links import SERVED, address
from covidmeet.browse.words import browse_words
from covidmeet.show.article_view import moment
from covidmeet.show.hits import COUNTED

ON_A_PAGE = 20
_FACETED = 200
_FACET_SECONDS = 0.05
"""Facets end after so many hits, or so long: they are a help, not a result."""
_COUNT_SECONDS = 0.1


def search_page(
    db: Connection, query: str, number: int, language: str, ranked: bool = False
) -> tuple[str, int]:
    """Page ``number`` (from 1) of the hits of ``query`` as HTML, and the status of the answer."""
    words = browse_words(language)
    here = unescape(_at(query, number, ranked))
    try:
        first = (number - 1) * ON_A_PAGE
        found = search(db, query, limit=max(first + ON_A_PAGE + 1, _FACETED), ranked=ranked)
        facets = _Facets(query)
        for hit in islice(found, first):
            facets.add(hit)
        hits = list(islice(found, ON_A_PAGE + 1))
        facets.add_more(chain(hits, found))
        goes_on = len(hits) > ON_A_PAGE
        total = _counted(db, query) if goes_on or not hits else CountedHits(first + len(hits), True)
        del hits[ON_A_PAGE:]
    except QueryError as error:
        return page(query, _fault(error), language, query=query, here=here), 400
    inner = (
        f"<h1>{chinese(query)}</h1>{_told(query, number, len(hits), total, ranked, words)}"
        f'<div class="found"><section>{_listed(hits, words)}'
        f"{_pages(query, number, goes_on, ranked, words)}</section>"
        f"{facets.shown(words) if hits else ''}</div>"
        f'<p class="soft"><a href="{address("/search.csv", q=query)}">CSV</a> ·'
        f' <a href="{address("/search.json", q=query)}">JSON</a></p>'
    )
    return page(query, inner, language, query=query, here=here), 200 if hits else 404


def _counted(db: Connection, query: str) -> CountedHits:
    return count_within(db, query, COUNTED, _COUNT_SECONDS)


def _fault(error: QueryError) -> str:
    """The message, and the query with the character at fault marked."""
    before, rest = error.query[: error.at], error.query[error.at :]
    marked = f"{text(before)}<mark>{text(rest[:1]) or '␣'}</mark>{text(rest[1:])}"
    return f'<section><p class="error" role="alert">{text(error)}</p><pre lang="zh">{marked}</pre></section>'


def _told(
    query: str, number: int, shown: int, total: CountedHits, ranked: bool, words: Mapping[str, str]
) -> str:
    if not shown:
        nothing = "There is no such page." if total.articles else "Nothing was found."
        return f'<p role="status">{words[nothing]}</p>'
    first = (number - 1) * ON_A_PAGE + 1
    least = min(max(total.articles, first + shown - 1), COUNTED)
    count = f"{total.articles:,}" if total.is_all else f"{words['at least']} {least:,}"
    told = words["{first}–{last} of {total}"].format(
        first=f"{first:,}", last=f"{first + shown - 1:,}", total=count
    )
    return f'<p class="soft" role="status">{told}{_orders(query, ranked, words)}</p>'


def _orders(query: str, ranked: bool, words: Mapping[str, str]) -> str:
    """The order, and a link to the other one."""
    names = ((False, words["Newest first"]), (True, words["By relevance"]))
    return "".join(
        f" · {name}" if own == ranked else f' · <a href="{_at(query, 1, own)}">{name}</a>'
        for own, name in names
    )


def _listed(hits: list[Hit], words: Mapping[str, str]) -> str:
    items = "".join(
        f'<li><a href="{SERVED.article(hit.url_hash)}">{chinese(hit.title or words["(no title)"])}</a>'
        f'<p class="soft">{text(hit.site)} · {text(moment(hit.published_at) or words["no date"])}</p>'
        f'<p lang="zh">{_snippet(hit)}</p></li>'
        for hit in hits
    )
    return f'<ol class="hits">{items}</ol>'


def _snippet(hit: Hit) -> str:
    shown, marks = hit.snippet
    parts, end = [], 0
    for start, stop in marks:
        parts += [text(shown[end:start]), f"<mark>{text(shown[start:stop])}</mark>"]
        end = stop
    return "".join([*parts, text(shown[end:])])


def _pages(query: str, number: int, goes_on: bool, ranked: bool, words: Mapping[str, str]) -> str:
    links = []
    if number > 1:
        links.append(f'<a rel="prev" href="{_at(query, number - 1, ranked)}">← {words["Earlier page"]}</a>')
    if goes_on:
        links.append(f'<a rel="next" href="{_at(query, number + 1, ranked)}">{words["Next page"]} →</a>')
    return f"<nav>{' · '.join(links)}</nav>" if links else ""


def _at(query: str, number: int, ranked: bool) -> str:
    return address("/search", q=query, page=number if number > 1 else "", order="ranked" if ranked else "")


class _Facets:
    """Sites and years of the first hits, with how many of these have each."""

    def __init__(self, query: str) -> None:
        self._query = query
        self._sites, self._years = Counter[str](), Counter[str]()
        self._seen = 0

    def add(self, hit: Hit) -> None:
        if self._seen < _FACETED:
            self._seen += 1
            self._sites[hit.site] += 1
            self._years[(hit.published_at or "")[:4]] += 1

    def add_more(self, hits: Iterable[Hit]) -> None:
        """Those of ``hits`` that are found in time."""
        until = monotonic() + _FACET_SECONDS
        for hit in hits:
            self.add(hit)
            if self._seen == _FACETED or monotonic() > until:
                break

    def shown(self, words: Mapping[str, str]) -> str:
        by_site = [(site, f"site:{site}", count) for site, count in self._sites.most_common()]
        by_year = [(year, f"since:{year} until:{year}", n) for year, n in sorted(self._years.items()) if year]
        lists = "".join(
            f"<h2>{words[name]}</h2><ul>{''.join(_facet(self._query, *one) for one in found)}</ul>"
            for name, found in (("site", by_site), ("year", by_year))
            if found
        )
        told = words["Facets count the first {} hits."].format(self._seen)
        label = words["Filter"]
        return f'<section class="facets" aria-label="{label}">{lists}<p class="soft">{told}</p></section>'


def _facet(query: str, label: str, condition: str, count: int) -> str:
    return f'<li><a href="{address("/search", q=f"({query}) {condition}")}">{text(label)}</a> {count:,}</li>'
