"""The pages of a site in WARC files, in three rounds: captures, revisits, and texts made from pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from covidmeet.archive.captures import ARTICLE, PART
from covidmeet.archive.visits import visit_of
from covidmeet.crawl.file_pages import FilePages
from covidmeet.crawl.held_parts import HeldParts
from covidmeet.crawl.run import Run
from covidmeet.items import Article
from covidmeet.process import Fetched
from covidmeet.reasons import Reason, Reject
from covidmeet.sources.documents import Unread
from covidmeet.sources.not_held import NO_ORIGINAL, NotHeld
from covidmeet.sources.revisits import Revisits
from covidmeet.sources.warc import WarcError, WarcReader, joined
from covidmeet.text.urls import url_hash


@dataclass
class WarcPages:
    """Reads ``files``.

    ``wants`` says by an address whether its page may be an article, ``address_in`` gives the page's own for
    that of a gateway, and ``found`` is told the addresses of articles that the files have.  ``held`` takes
    the pages of articles over several pages until all files are read.

    The first good capture of a page in the files counts.  Revisits come behind all captures: their originals
    may be in any file.  Texts that somebody else took from a page (WET) come last, for pages of which neither
    the files nor the archive have anything better.
    """

    run: Run
    files: Sequence[Path]
    wants: Callable[[str], bool]
    address_in: Callable[[str], str]
    found: Callable[[Iterable[str]], None]
    held: HeldParts
    # 32 bytes a page
    _taken: set[bytes] = field(default_factory=set)
    _begun: set[bytes] = field(default_factory=set)  # only the beginning of the page
    _rejected: set[bytes] = field(default_factory=set)
    _revisits: Revisits = field(default_factory=Revisits)
    _with_texts: list[Path] = field(default_factory=list)

    async def articles(self, pages: FilePages) -> AsyncIterator[Article]:
        """The articles; what becomes no article is rejected, counted or told."""
        not_held = NotHeld(self.run.site.urls)
        for path in self.files:
            async for article in self._of_file(pages, path, not_held):
                yield article
        async for article in self._read(pages, self._originals(not_held)):
            yield article
        async for article in self._read(pages, self.held.articles(), joined=True):
            yield article
        for path in self._with_texts:
            async for article in self._read(pages, self._texts(path)):
                yield article
        for url, reject in not_held.rejects(self._taken | self._begun | self._rejected, self._is_archived):
            self.run.reject(url, reject)

    async def _of_file(self, pages: FilePages, path: Path, not_held: NotHeld) -> AsyncIterator[Article]:
        reader = self._reader(path)
        try:
            async for article in self._read(pages, self._captures(reader, not_held)):
                yield article
            reader.check_parts()
        except WarcError as error:
            self.run.reject(path.resolve().as_uri(), Reject(Reason.UNREADABLE_WARC, str(error)))
        for problem in reader.problems:
            self.run.reject(problem.url, Reject(Reason.DAMAGED_WARC, str(problem)))
        if reader.skipped.pop("conversion", 0):
            self._with_texts.append(path)
        self._count(reader)

    def _reader(self, path: Path, kind: str | None = None) -> WarcReader:
        limit = self.run.reading.max_bytes
        if kind is None:
            return WarcReader(path, self.wants, limit=limit, revisits=self._revisits, alone=False)
        return WarcReader(path, self._is_new, frozenset({kind}), limit, revisits=None, alone=False)

    async def _read(
        self, pages: FilePages, captures: Iterator[Fetched], *, joined: bool = False
    ) -> AsyncIterator[Article]:
        async for capture, outcome in pages.outcomes(captures, again=joined):
            own_hash = None if isinstance(outcome, Reject) else outcome.url_hash
            for part in getattr(capture, "parts", ()):
                pages.settle(part, PART, own_hash)
            if isinstance(outcome, Reject):
                self.run.reject(capture.url, outcome)
                self._rejected.add(self._own(capture.url))
                continue
            if not joined and self._is_held(pages, capture, outcome):
                continue
            own = bytes.fromhex(outcome.url_hash or "")
            if own in self._taken:
                self.run.count("warc/skipped/captured again")
                pages.settle(capture, ARTICLE)
            else:
                # Another capture may have the whole page.
                (self._begun if outcome.unfinished else self._taken).add(own)
                yield outcome

    def _is_held(self, pages: FilePages, capture: Fetched | Unread, article: Article) -> bool:
        """Whether a page waits for the other pages of its article, or one of the same address does."""
        if isinstance(capture, Unread):
            return False
        is_new = self.held.hold(capture, article.pager)
        if is_new is False:
            self.run.count("warc/skipped/captured again")
            pages.settle(capture, ARTICLE)
        return is_new is not None

    def _captures(self, reader: WarcReader, not_held: NotHeld) -> Iterator[Fetched]:
        """The pages of a file under their own addresses; what it tells of others goes to ``not_held``."""
        yield from self._pages(reader, not_held)
        for url, what in reader.not_held.items():
            not_held.told(self.address_in(url), what)

    def _originals(self, not_held: NotHeld) -> Iterator[Fetched]:
        """The revisits, as far as their originals are in the files."""
        pages = joined(self.files, self._revisits, self.run.reading.max_bytes)
        yield from self._pages(pages, not_held)
        for page in self._revisits.without:
            self.run.count("warc/skipped/revisit")
            not_held.told(self.address_in(page.url), NO_ORIGINAL)

    def _texts(self, path: Path) -> Iterator[Fetched]:
        reader = self._reader(path, "conversion")
        for capture in reader:
            self.found([capture.url])
            yield replace(capture, url=self.address_in(capture.url))
        self.run.count("warc/skipped/text of a known page", reader.skipped["not wanted"])

    def _pages(self, captures: Iterable[Fetched], not_held: NotHeld) -> Iterator[Fetched]:
        for capture in captures:
            capture = replace(capture, url=self.address_in(capture.url))
            if not_held.redirect(capture, self.address_in):
                self.run.count("warc/skipped/redirect")
            else:
                self.found([capture.url])
                yield capture

    def _is_new(self, url: str) -> bool:
        """Whether nothing better than a text is known of a wanted page."""
        own = self._own(self.address_in(url))
        held = (self._taken, self._begun, self._rejected)
        is_known = any(own in hashes for hashes in held) or self._is_archived(own.hex())
        return self.wants(url) and not is_known

    def _own(self, url: str) -> bytes:
        return bytes.fromhex(url_hash(url, self.run.site.urls))

    def _is_archived(self, own_hash: str) -> bool:
        visit = visit_of(self.run.db, own_hash)
        return visit is not None and visit.led_to is not None

    def _count(self, reader: WarcReader) -> None:
        for reason, count in reader.skipped.items():
            self.run.count(f"warc/skipped/{reason}", count)
