"""Rows made again from the stored pages, with today's rules; nothing that an archive has is lost by it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from covidmeet.archive.articles import first_with_text, put
from covidmeet.archive.captures import parts_of
from covidmeet.archive.copies.settling import settle
from covidmeet.archive.lock import SiteLock
from covidmeet.archive.page_texts import keep_page_text
from covidmeet.archive.reader import Readable, file_of
from covidmeet.archive.rewriting import differences, rewrite, row_of
from covidmeet.archive.text_index import index_new
from covidmeet.archive.transactions import transaction
from covidmeet.items import Article
from covidmeet.kept.changes import RowChanges
from covidmeet.kept.made_again import AsStored, MadeAgain, made_again
from covidmeet.kept.selection import DOCUMENTS, PAGES, Group, PageSelection, ReadAs
from covidmeet.kept.stored_page import located
from covidmeet.language import stored
from covidmeet.pool import PageLimits, Pool
from covidmeet.process import Fetched, Place
from covidmeet.reasons import Reason, Reject
from covidmeet.site import Site
from covidmeet.sites import Sites, is_article, original_of, unwrapped
from covidmeet.stages.reading import Reading

_TOGETHER = 200  # rows in one transaction
# Not of the page, but of the reading of it; the row stays, and the next call may do better.
_FAILED = frozenset({Reason.ERROR, Reason.TOO_SLOW, Reason.TOO_MUCH_MEMORY, Reason.WORKER_CRASHED})

_SETTLING = 5.0  # seconds; what is left waits for the next run


_Made = Article | Reject | AsStored


class _Page(NamedTuple):
    """A page on its way: of a row (``url_hash``), or of a ``capture`` (rowid) that ended in ``outcome``."""

    url_hash: str
    url: str
    pointer: str
    capture: int = 0
    outcome: str = ""
    run_id: str = ""
    fetched_at: str = ""


@dataclass(slots=True)
class Reprocessing:
    """``run`` makes the selected pages again and gives after each batch how many it did.

    ``db`` is open for writing unless ``dry``; ``sites`` are those known today, ``largest`` and
    ``largest_document`` the most bytes of a page and of a document.  ``workers`` processes read, 0: this one.
    ``facts``: meetings are looked for.  ``changes`` tells what was changed, or would be.  It may be ended at
    any moment and called again.
    """

    db: Any
    archive: Path
    sites: Sequence[Site]
    largest: int
    largest_document: int
    workers: int = 0
    limits: PageLimits = field(default_factory=PageLimits)
    dry: bool = False
    facts: bool = True
    changes: RowChanges = field(default_factory=RowChanges)
    _located: dict[str, str] = field(default_factory=dict)

    def run(self, selection: PageSelection) -> Iterator[int]:
        """Raises ``PoolError``, and SQLite's errors."""
        for manner, group in selection.groups.items():
            reading = self._reading(manner)
            if reading is None:
                self.changes.other_spiders += len(group)
                yield len(group)
                continue
            batch: list[tuple[_Page, _Made]] = []
            for result in self._results(group, reading, manner.spider):
                batch.append(result)
                if len(batch) >= _TOGETHER:
                    self._take(batch)
                    yield len(batch)
                    batch = []
            self._take(batch)
            yield len(batch)
        if not self.dry:
            index_new(self.db)
            settle(self.db, seconds=_SETTLING)

    def _reading(self, manner: ReadAs) -> Reading | None:
        """As it was read when it came: as of its spider's site; a document, or one of `pages`, as of any.

        None for a spider of one's own without a site: what it took from a page only itself knows.
        """
        if manner.spider == DOCUMENTS:
            return Reading(Sites(tuple(self.sites)), manner.scope, self.largest_document, self.facts)
        if manner.spider == PAGES:
            largest = max(self.largest, self.largest_document)
            return Reading(Sites(tuple(self.sites)), manner.scope, largest, self.facts)
        own = tuple(site for site in self.sites if site.name == manner.spider)
        return Reading(Sites(own), manner.scope, self.largest, self.facts) if own else None

    def _results(self, group: Group, reading: Reading, spider: str) -> Iterator[tuple[_Page, _Made]]:
        on_their_way: deque[_Page] = deque()

        def stored() -> Iterator[Fetched]:
            for page in self._pages(group, reading, spider):
                on_their_way.append(page)
                yield self._stored(page)

        if not self.workers:
            for fetched in stored():
                yield on_their_way.popleft(), made_again(fetched, reading)
            return
        with Pool(reading, self.workers, self.limits, MadeAgain(file_of(self.db))) as pool:
            for _, outcome in pool.run(stored()):
                yield on_their_way.popleft(), outcome

    def _stored(self, page: _Page) -> Fetched:
        file, _, offset = page.pointer.rpartition(":")
        parts = () if page.capture else parts_of(self.db, page.url_hash)
        return Fetched(
            page.url,
            b"",
            place=self._place(file, int(offset) if offset.isdecimal() else -1),
            parts=tuple(Fetched(url, b"", place=self._place(*place)) for url, place in parts),
        )

    def _place(self, file: str, offset: int) -> Place:
        if file not in self._located:
            self._located[file] = located(self.archive, file)
        return Place(self._located[file], offset)

    def _pages(self, group: Group, reading: Reading, spider: str) -> Iterator[_Page]:
        for rowids in _chunks(group.articles):
            found = "select url_hash, url, warc from articles where rowid in ({}) and warc is not null"
            yield from (_Page(*row) for row in _of(self.db, found, rowids))
        for rowids in _chunks(group.rejects):
            found = (
                "select url_hash, url, file || ':' || offset, rowid, outcome, run_id, fetched_at"
                " from captures where rowid in ({})"
            )
            for page in (_Page(*row) for row in _of(self.db, found, rowids)):
                # A list that was rejected is no article's page, whatever rules say of its text.
                if spider == PAGES or _may_be_article(page.url, reading.sites):
                    yield page
                else:
                    self.changes.rejected_as_before += 1

    def _take(self, batch: list[tuple[_Page, _Made]]) -> None:
        with nullcontext() if self.dry else transaction(self.db):
            for page, outcome in batch:
                self._look(page, outcome)

    def _look(self, page: _Page, outcome: _Made) -> None:
        """Do, or only count, what follows for one page."""
        if isinstance(outcome, AsStored):
            self.changes.same += outcome.url_hash == page.url_hash
            return
        why = outcome if isinstance(outcome, Reject) else outcome.reject
        if page.capture:
            if why or isinstance(outcome, Reject):
                self._still_rejected(page, why)
            else:
                self._add(page, outcome)
            return
        row = row_of(self.db, page.url_hash)
        if row is None or row["warc"] != page.pointer:
            return  # another process made it anew
        if why or isinstance(outcome, Reject):
            self._keep(page, why)
        elif outcome.url_hash != page.url_hash:
            self.changes.note_kept(page.url, stored("its stored page is that of {url}", url=outcome.url))
        else:
            self._compare(row, outcome)

    def _still_rejected(self, page: _Page, why: Reject | None) -> None:
        if why is not None and why.reason is Reason.UNREADABLE_WARC:
            self.changes.note_missing(page.url, why.detail)
        else:
            self.changes.rejected_as_before += 1

    def _keep(self, page: _Page, why: Reject | None) -> None:
        assert why is not None
        if why.reason is Reason.UNREADABLE_WARC or why.reason in _FAILED:
            self.changes.note_missing(page.url, why.detail if why.reason not in _FAILED else str(why))
        else:
            self.changes.note_kept(page.url, str(why))

    def _compare(self, row: dict[str, Any], article: Article) -> None:
        differing = differences(row, article)
        if differing:
            self.changes.note_changed(row["site"], row["url"], differing)
        else:
            self.changes.same += 1
        if self.dry:
            return
        if differing:
            rewrite(self.db, row, article)
        else:
            keep_page_text(self.db, article)

    def _add(self, page: _Page, article: Article) -> None:
        self.changes.note_added(article.site or "", article.url, page.outcome, article.title)
        if self.dry:
            return
        article.warc = page.pointer
        text = article.content_hash or ""
        article.same_as = first_with_text(self.db, text, article.url_hash or "")
        put(self.db, article, page.run_id, page.fetched_at)
        self.db.execute(
            "update captures set outcome = 'article', url_hash = ? where rowid = ?",
            [article.url_hash, page.capture],
        )
        self.db.execute("delete from visits where url_hash = ? and led_to is null", [article.url_hash])


def take_locks(archive: Path, spiders: Iterable[str]) -> ExitStack:
    """The locks of all ``spiders``, until the result is closed; raises ``Held``, or ``OSError``."""
    with ExitStack() as stack:
        for spider in sorted(set(spiders)):
            stack.callback(SiteLock.take(archive, spider).release)
        return stack.pop_all()


def _may_be_article(url: str, sites: Sites) -> bool:
    if url.startswith("file:"):
        return True
    inner = unwrapped(url)
    return any(is_article(site, inner) or original_of(site, url) for site in sites.all)


def _chunks(rowids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (rowids[start : start + _TOGETHER] for start in range(0, len(rowids), _TOGETHER))


def _of(db: Readable, select: str, rowids: Sequence[int]) -> list[tuple[Any, ...]]:
    marks = ", ".join("?" * len(rowids))
    return db.execute(select.format(marks) + " order by rowid", list(rowids)).fetchall()
