"""What ``covidmeet`` offers to Python: ``extract`` a page, ``open`` an archive; see docs/python.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from covidmeet.archive.article_rows import select_articles
from covidmeet.archive.location import locate
from covidmeet.archive.reader import open_read_only
from covidmeet.data_frames import Library, data_frame
from covidmeet.extract import Page, by_json
from covidmeet.items import Article
from covidmeet.kept.page_of_article import PageNotKept, page_of
from covidmeet.language import _
from covidmeet.process import Fetched, decode_page, payload, process
from covidmeet.site import GENERIC, JsonLayout, Site
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading, Scope

__all__ = ["Archive", "ArticleIterator", "PageNotKept", "extract", "open"]

Topic = Literal["all", "meetings"]
Day = date | str
_DOCUMENT = "file:"  # an address that is none, by which a text is known to be no answer of a server


def extract(
    page: str | bytes,
    url: str | None = None,
    *,
    topic: Topic = "all",
    since: Day | None = None,
    until: Day | None = None,
    headers: Mapping[str, str] | None = None,
    sites: Iterable[Site] | None = None,
) -> Article:
    """The article on a page, repaired, stripped and in Simplified, as a crawl would archive it.

    ``page`` is HTML, JSON or text; as bytes its encoding is found by the bytes, ``headers`` (of HTTP) and
    meta elements.  With ``url`` the site is told by it, and the article has ``url`` and ``url_hash``; without
    it, by what stands on the page.  ``topic``, ``since`` and ``until`` (days, ISO 8601, both included) are
    those of a crawl.  ``sites`` are those that the page may be of: by default all that there are, whose first
    use imports Scrapy.

    Raises ``Reject`` where there is no article, or none that was asked for; ``ValueError`` for a topic or a
    day that is none.
    """
    if topic not in ("all", "meetings"):
        raise ValueError(_("topic: {topic!r}: must be one of all, meetings", topic=topic))
    first, last = _day(since), _day(until)
    scope = Scope(topic, first.isoformat() if first else None, last.isoformat() if last else None)
    reading = Reading(Sites(_all_sites() if sites is None else tuple(sites)), scope)
    body = page.encode("utf-8", "surrogatepass") if isinstance(page, str) else bytes(page)
    fetched = Fetched(url or "", body, headers=tuple((headers or {}).items()))
    return process(fetched, reading) if url else _by_its_signs(fetched, reading)


def _by_its_signs(fetched: Fetched, reading: Reading) -> Article:
    """The article on a page of unknown address, read by the layouts of the site whose signs it bears."""
    page = decode_page(fetched, reading)
    if page.is_html or page.is_json:
        site = _site_of_json(page, reading.sites) if page.is_json else reading.sites.recognise(page.folded)
        # Of a single site it is known that the page is its own.
        article = process(fetched, Reading(Sites((site,)), reading.scope), page)
    else:
        article = process(Fetched(_DOCUMENT, fetched.body, headers=fetched.headers), reading, page)
    article.url, article.url_hash = "", None
    return article


def _site_of_json(page: Page, sites: Sites) -> Site:
    """Nothing in JSON is a sign, but the keys of an article's fields."""
    for site in sites.all:
        for layout in site.layouts:
            if isinstance(layout, JsonLayout) and by_json.read(page.text, layout):
                return site
    return GENERIC


def _all_sites() -> tuple[Site, ...]:
    from covidmeet.crawl.site_registry import all_sites, sites_folder, use_folder

    use_folder(sites_folder(None))
    return all_sites()


def open(db: str | Path | None = None) -> Archive:
    """The archive in the file ``db``, for reading; by default the one that every command finds.

    It may be open while crawls write.  Raises ``ArchiveError`` where there is none, or none that can be read.
    """
    return Archive(locate(None if db is None else str(db)).path)


class Archive:
    """An archive, open for reading until ``close`` or the end of a ``with``."""

    def __init__(self, path: Path) -> None:
        """Raises ``ArchiveError``."""
        self.path = path
        self._db = open_read_only(path)

    def articles(
        self,
        *,
        since: Day | None = None,
        until: Day | None = None,
        site: str | Iterable[str] | None = None,
        search: str | None = None,
    ) -> ArticleIterator:
        """The articles asked for, a row at a time.

        ``since`` and ``until`` are days in Beijing (``date`` or ISO 8601), both included; ``site`` is the
        name of one or several; ``search`` a query as of ``covidmeet search``, with which the newest come
        first, else they come as first archived.  Raises ``ValueError`` for a day, or a query, that is none.
        """
        sites = (site,) if isinstance(site, str) else tuple(site or ())
        rows = select_articles(self._db, since=_day(since), until=_day(until), sites=sites, phrase=search)
        return ArticleIterator(rows)

    def page(self, row: Article) -> bytes:
        """The bytes of the page that ``row`` was made from, without chunks and compression.

        Of a document those of its file, which may have changed since.  Raises ``PageNotKept`` where they are
        not kept or cannot be read, ``Reject`` (``too_large``) for a page that unpacks to more than 32 MiB.
        """
        return payload(page_of(self.path, row.url, row.warc), Reading().max_bytes)

    def close(self) -> None:
        """Close the file; again does nothing."""
        self._db.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class ArticleIterator(Iterator[Article]):
    """Articles one at a time, in constant memory; or all that are left as a table."""

    def __init__(self, rows: Iterator[Article]) -> None:
        self._rows = rows

    def __next__(self) -> Article:
        return next(self._rows)

    def dataframe(self, library: Library | None = None) -> Any:
        """A ``DataFrame`` of ``pandas`` or ``polars``; by default of the first of them that is installed.

        The columns are those of docs/reference.md, and ``published_on``, a date.  ``published_at`` (Beijing),
        ``first_seen``, ``last_seen`` and ``captured_at`` (UTC) are times, midnight where a page gives a day
        alone.  ``reporters`` and ``editors`` are lists; ``repairs`` and
        ``stripped`` stay JSON.  Raises ``ImportError`` where the library is not installed.
        """
        return data_frame(self._rows, library)


def _day(day: Day | None) -> date | None:
    return date.fromisoformat(day) if isinstance(day, str) else day
