"""What each address answers, without a server: from an archive's file to bytes."""

from __future__ import annotations

import io
import json
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from covidmeet.archive.article_rows import article_by_hash
from covidmeet.archive.query_tree import QueryError
from covidmeet.archive.reader import open_read_only
from covidmeet.archive.search import search
from covidmeet.browse.article_page import article_page
from covidmeet.browse.front import as_rows, front_page, newest_articles
from covidmeet.browse.html_page import POLICY, page, text
from covidmeet.browse.kept_figures import KeptFigures
from covidmeet.browse.search_page import search_page
from covidmeet.browse.stored_copy import stored_copy
from covidmeet.browse.words import browse_words
from covidmeet.show import hits_as_data
from covidmeet.show.browser_copy import POLICY as POLICY_OF_STORED
from covidmeet.stored_sentences import shown

HTML, JSON, CSV = "text/html; charset=utf-8", "application/json; charset=utf-8", "text/csv; charset=utf-8"
_MOST_ROWS = 10_000
"""Hits in one CSV or JSON file; ``covidmeet search`` and ``export`` have no such limit."""
_ONLY_HERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-DNS-Prefetch-Control": "off",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@dataclass(slots=True)
class BrowserAnswer:
    """Status, type and bytes of an answer, and its other headers."""

    body: bytes
    content_type: str = HTML
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: _ONLY_HERE | {"Content-Security-Policy": POLICY})


class Views:
    """The pages of one archive; safe to call from several threads, each call opens the archive itself."""

    def __init__(self, archive: str | Path) -> None:
        self._archive = Path(archive)
        self._figures = KeptFigures(self._archive)

    def front(self, language: str) -> BrowserAnswer:
        """The front page."""
        found = self._figures.get()
        with closing(open_read_only(self._archive)) as db:
            newest = newest_articles(db, sorted({site for site, _ in found.weeks}))
        return _html(front_page(found, newest, language))

    def figures(self, form: str) -> BrowserAnswer:
        """The figures of the front page, as ``csv`` or ``json``."""
        rows = list(as_rows(self._figures.get()))
        if form == "json":
            return BrowserAnswer(json.dumps(rows, ensure_ascii=False).encode(), JSON)
        return BrowserAnswer(_csv(rows), CSV)

    def search(self, query: str, number: int, language: str, ranked: bool = False) -> BrowserAnswer:
        """Page ``number`` of what a query finds, newest first, or by rank."""
        with closing(open_read_only(self._archive)) as db:
            html, status = search_page(db, query, number, language, ranked)
        return _html(html, status)

    def hits(self, query: str, form: str) -> BrowserAnswer:
        """What a query finds, as ``csv`` or ``json``, at most 10,000 hits."""
        output = io.StringIO()
        with closing(open_read_only(self._archive)) as db:
            try:
                objects = hits_as_data.as_objects(db, search(db, query, limit=_MOST_ROWS))
            except QueryError as error:
                told = {"error": str(error), "at": error.at}
                return BrowserAnswer(json.dumps(told, ensure_ascii=False).encode(), JSON, 400)
            write = hits_as_data.write_json if form == "json" else hits_as_data.write_csv
            write(objects, output)
        # A BOM lets Excel read UTF-8.
        data = output.getvalue().encode("utf-8" if form == "json" else "utf-8-sig")
        return BrowserAnswer(data, JSON if form == "json" else CSV)

    def article(self, url_hash: str, language: str) -> BrowserAnswer:
        """One article; 404 where there is none."""
        with closing(open_read_only(self._archive)) as db:
            article = article_by_hash(db, url_hash)
            if article is None:
                return _missing("There is no such article.", language)
            return _html(article_page(db, article, language))

    def stored(self, url_hash: str, language: str) -> BrowserAnswer:
        """The bytes of an article's page, to be shown in a sandbox; 404 where they are not at hand."""
        from covidmeet.kept.page_of_article import PageNotKept
        from covidmeet.reasons import Reject

        with closing(open_read_only(self._archive)) as db:
            article = article_by_hash(db, url_hash)
        if article is None:
            return _missing("There is no such article.", language)
        try:
            page = stored_copy(self._archive, article)
        except (PageNotKept, Reject) as error:
            return _missing(shown(str(error)), language)
        kind = "text/plain" if page.is_text else "text/html"
        policy = f"sandbox; {POLICY_OF_STORED}; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
        headers = _ONLY_HERE | {"Content-Security-Policy": policy}
        return BrowserAnswer(page.data, f"{kind}; charset={page.charset}", 200, headers)


def _html(html: str, status: int = 200) -> BrowserAnswer:
    return BrowserAnswer(html.encode(), HTML, status)


def _missing(sentence: str, language: str) -> BrowserAnswer:
    told = browse_words(language)[sentence]
    return _html(page(told, f'<p role="alert">{text(told)}</p>', language), 404)


def _csv(rows: list[dict[str, str | int]]) -> bytes:
    import csv

    from covidmeet.archive.export.cells import defuse

    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(("figure", "name", "time", "count"))
    writer.writerows([defuse(str(value)) for value in row.values()] for row in rows)
    return output.getvalue().encode("utf-8-sig")
