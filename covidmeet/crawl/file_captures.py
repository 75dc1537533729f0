"""Captures of what is read from files: the user's documents are kept, WARC files are led to or copied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from scrapy.crawler import Crawler

from covidmeet.archive.captures import INTERRUPTED, Capture, keep_captures
from covidmeet.archive.sqlite_errors import Error
from covidmeet.archive.timestamps import now
from covidmeet.crawl.run import Run
from covidmeet.process import Fetched, Place, captured_at
from covidmeet.sources import warc_records
from covidmeet.sources.page_store import FOLDER, PageStore
from covidmeet.sources.warc import CUT_SHORT
from covidmeet.text.urls import url_hash

_KEY = "covidmeet_file_captures"
_TOGETHER = 100  # rows in one transaction


class FileCaptures:
    """``store`` is where documents go, and with ``copies`` the pages of WARC files; None: nothing is kept.

    ``failed`` is told of an archive or a disc that cannot be written; what comes then is not kept.
    """

    def __init__(
        self, run: Run, store: PageStore | None, copies: bool, failed: Callable[[OSError | Error], None]
    ) -> None:
        self._run, self._store, self._copies, self._failed = run, store, copies, failed
        self._archive = Path(run.archive)
        # By the record's place: what is being read.
        self._reading: dict[str, Capture] = {}
        self._settled: list[Capture] = []
        # By address and digest: what is kept already and has no row yet.
        self._fresh: dict[tuple[str, str], Place] = {}

    def keep_document(self, url: str, data: bytes) -> Place | None:
        """Keep a document's file as it is; its record's place, of one that is kept already that one's."""
        if self._store is None:
            return None
        digest = warc_records.digest(data)
        record = warc_records.resource(url, data, date=datetime.now(UTC), digest=digest)
        return self._kept(Fetched(url, data), digest, record)

    def take(self, fetched: Fetched) -> Fetched:
        """Note a page that was read from a WARC file, with the place that its row is to lead to."""
        if fetched.is_document or fetched.place is None:
            return fetched
        whole = len(fetched.body) <= self._run.reading.max_bytes
        digest = warc_records.digest(fetched.body) if whole else ""
        place = None
        # Of a revisit no single record has it all, and no place leads to a record that is cut short.
        if (
            (self._copies or fetched.original or fetched.truncated == CUT_SHORT)
            and self._store is not None
            and whole
        ):
            place = self._kept(fetched, digest, _copy(fetched, digest))
        if place is None:
            place = Place(leading_to(self._archive, fetched.place.file), fetched.place.offset)
            self._begin(fetched, digest, place)
        return replace(fetched, place=place)

    def settle(self, pointer: str | None, outcome: str, own_hash: str | None = None) -> None:
        """Say what became of the page at ``pointer`` (``articles.warc``)."""
        capture = self._reading.pop(pointer or "", None)
        if capture is None:
            return
        capture.outcome = str(outcome)
        capture.url_hash = own_hash or capture.url_hash
        self._settled.append(capture)
        if len(self._settled) >= _TOGETHER:
            self._flush()

    def close(self) -> None:
        """Store the rest."""
        self._settled += self._reading.values()
        self._reading.clear()
        self._flush()

    def _kept(self, fetched: Fetched, digest: str, record: bytes) -> Place | None:
        place = self._known(fetched.url, digest)
        if place is None and self._store is not None:
            try:
                place = Place(*self._store.keep_record(record))
            except OSError as error:
                self._store = None
                self._failed(error)
        if place is not None:
            self._fresh[fetched.url, digest] = place
            self._begin(fetched, digest, place)
        return place

    def _known(self, url: str, digest: str) -> Place | None:
        """Where the same bytes are kept already: files are read again and again."""
        if place := self._fresh.get((url, digest)):
            return place
        try:
            row = self._run.db.execute(
                "select file, offset from captures where url_hash = ? and digest = ? and file like ?"
                " order by rowid desc limit 1",
                [self._own_hash(url), digest, f"{FOLDER}/%"],
            ).fetchone()
        except Error as error:
            self._failed(error)
            return None
        return Place(*row) if row and (self._archive.resolve().parent / row[0]).is_file() else None

    def _begin(self, fetched: Fetched, digest: str, place: Place) -> None:
        self._reading[str(place)] = Capture(
            url_hash=self._own_hash(fetched.url),
            url=fetched.url,
            fetched_at=now(),
            captured_at=captured_at(fetched),
            gateway=fetched.gateway or None,
            status=fetched.status,
            digest=digest,
            file=place.file,
            offset=place.offset,
            outcome=INTERRUPTED,
            run_id=self._run.run_id,
        )

    def _own_hash(self, url: str) -> str:
        return url_hash(url, self._run.site.urls)

    def _flush(self) -> None:
        try:
            keep_captures(self._run.db, self._settled)
        except Error as error:
            self._failed(error)
        self._settled = []
        self._fresh = {place: at for place, at in self._fresh.items() if str(at) in self._reading}


def set_file_captures(crawler: Crawler, captures: FileCaptures) -> None:
    """Let ``file_captures_of`` find them, as long as the crawler lives."""
    vars(crawler)[_KEY] = captures


def file_captures_of(crawler: Crawler) -> FileCaptures | None:
    """The captures of a crawler; None where pages and captures are not kept at all."""
    captures: FileCaptures | None = vars(crawler).get(_KEY)
    return captures


def leading_to(archive: Path, file: str) -> str:
    """How a row names a file: relative to the archive's folder where it lies under it, else in full."""
    outer, inside, member = file.partition("!")
    path, folder = Path(outer).resolve(), archive.resolve().parent
    named = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
    return f"{named}{inside}{member}"


def _copy(fetched: Fetched, digest: str) -> bytes:
    """A page out of a WARC file as a record of the archive's own, of the same type."""
    try:
        date = datetime.fromisoformat(fetched.captured_at)
    except ValueError:
        date = datetime.now(UTC)
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    if fetched.kind != "response":
        content_type = next((value for _, value in fetched.headers), warc_records.BYTES)
        return warc_records.resource(
            fetched.url, fetched.body, date=date, digest=digest, content_type=content_type
        )
    more = [
        ("WARC-Payload-Digest", digest),
        ("WARC-Source-URI", fetched.gateway),
        ("WARC-Truncated", fetched.truncated),
        (warc_records.LISTED, fetched.listed or ""),
    ]
    return warc_records.response(
        fetched.url,
        fetched.status,
        fetched.headers,
        fetched.body,
        date=date,
        more=[(name, value) for name, value in more if value],
    )
