"""A stored page as an article by today's rules: what a worker of the pool does to make a row again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from sqlite3 import Connection
from typing import NamedTuple

from covidmeet.archive.page_texts import has_page_text
from covidmeet.archive.reader import open_read_only
from covidmeet.archive.rewriting import differences, row_of
from covidmeet.archive.sqlite_errors import ArchiveError, Error
from covidmeet.items import Article
from covidmeet.kept.stored_page import page_at
from covidmeet.process import Fetched, Place, attempt_whole
from covidmeet.reasons import Reason, Reject
from covidmeet.sites import is_article, unwrapped
from covidmeet.sources.page_store import OPEN
from covidmeet.sources.warc import WarcError
from covidmeet.stages.reading import Reading
from covidmeet.text.positions import Outside


class AsStored(NamedTuple):
    """The article is equal to its row ``url_hash``, and there is nothing to write."""

    url_hash: str


@dataclass(frozen=True, slots=True)
class MadeAgain:
    """``made_again``, and the comparison with the row in the file ``database``, of which most are equal.

    A worker compares, because to send an article to its parent costs more than to read its row.
    """

    database: str

    def __call__(self, stored: Fetched, reading: Reading) -> Article | Reject | AsStored:
        """``stored`` has the row's address."""
        outcome = made_again(stored, reading)
        if isinstance(outcome, Article) and outcome.reject is None and self._has(outcome, stored):
            return AsStored(outcome.url_hash or "")
        return outcome

    def _has(self, article: Article, stored: Fetched) -> bool:
        try:
            db = _opened(self.database)
            row = row_of(db, article.url_hash or "")
            return (
                row is not None
                and row["url"] == stored.url
                and not differences(row, article)
                and has_page_text(db, article)
            )
        except (ArchiveError, Error):
            return False  # the parent compares


@lru_cache(maxsize=1)
def _opened(database: str) -> Connection:
    """Once a worker, until it ends."""
    return open_read_only(database)


def made_again(stored: Fetched, reading: Reading) -> Article | Reject:
    """The article on the page at ``stored.place``, through all stages, or why there is none today.

    The bytes are read here, so that worker processes share that as well.  ``unreadable_warc`` says that the
    page itself is not there any more.  What only the stages need is left out of the article.
    """
    assert stored.place is not None
    try:
        page = _read(stored.place, reading.max_bytes)
    except (WarcError, OSError) as error:
        return Reject(Reason.UNREADABLE_WARC, str(error))
    page = replace(page, parts=tuple(_parts(stored, reading.max_bytes)))
    article = attempt_whole(at_its_own_address(page, reading), reading)
    if isinstance(article, Article):
        article.lines, article.outside, article.fixes, article.unrepaired = [], Outside(), [], []
        article.field_lines, article.stripped_lines = {}, []
    return article


def _parts(stored: Fetched, limit: int) -> Iterator[Fetched]:
    """The other pages of an article that are still there; without one of them the row is marked as a part."""
    for part in stored.parts:
        assert part.place is not None, "that is how they were found"
        with suppress(WarcError, OSError):
            yield replace(_read(part.place, limit), url=part.url)


def at_its_own_address(page: Fetched, reading: Reading) -> Fetched:
    """A page under the address inside a gateway's, as the reader of files takes it."""
    inner = unwrapped(page.url)
    if inner != page.url and any(is_article(site, inner) for site in reading.sites.all):
        return replace(page, url=inner)
    return page


def _read(place: Place, limit: int) -> Fetched:
    """The page at ``place``, also where its file was being written and has its final name by now."""
    try:
        return page_at(place.file, place.offset, limit)
    except (WarcError, OSError):
        if not place.file.endswith(OPEN):
            raise
    return page_at(place.file.removesuffix(OPEN), place.offset, limit)
