"""Pages out of WARC, ARC and WACZ files, whoever made them, one at a time and with flat memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, NamedTuple

from warcio.exceptions import ArchiveLoadFailed

from covidmeet.language import stored
from covidmeet.process import Fetched, Place
from covidmeet.sources import warc_records
from covidmeet.sources.not_held import NO_ORIGINAL
from covidmeet.sources.record_stream import (
    Records,
    address,
    answer,
    is_file,
    is_web,
    missing,
    own_headers,
    status,
    truncated,
)
from covidmeet.sources.revisits import Revisits
from covidmeet.sources.wacz import faults_of
from covidmeet.sources.warc_digests import mismatch
from covidmeet.sources.warc_files import WarcError, is_arc, next_record, open_warc, warc_names
from covidmeet.sources.warc_writer import WarcWriter

__all__ = ["WarcError", "WarcReader", "WarcWriter", "read_at"]

_NO_RECORD = stored("no record begins here")
CUT_SHORT = stored("the record is cut short")
"""``Fetched.truncated`` of a page whose record its file ends."""

LIMIT = 32 * 1024 * 1024
"""Largest page in bytes, as stored, unless the caller says otherwise."""

_MOST_PROBLEMS = 1_000
_MOST_RESTARTS = 1_000  # each may read to the end of the file
_NO_PAGE = frozenset({"revisit", "conversion", "continuation"})  # tell of a page, and do not hold it
# ISO 28500, 6, and one for none.
_TYPES = _NO_PAGE | {"untyped", "response", "resource", "request", "metadata", "warcinfo"}
_UNREADABLE = (ArchiveLoadFailed, zlib.error, zipfile.BadZipFile, EOFError, OSError)
_BROKEN = (*_UNREADABLE, ValueError, AttributeError, TypeError, LookupError)


class Problem(NamedTuple):
    """Damage: the file as in ``warc_names``, the offset of the record in bytes, and what is wrong.

    What is wrong with the file as a whole has no offset.
    """

    file: str
    offset: int | None
    what: str

    def __str__(self) -> str:
        return f"{self.file}{'' if self.offset is None else f':{self.offset}'}: {self.what}"

    @property
    def url(self) -> str:
        """The address of the place: that of the file, with member and offset as its fragment."""
        path, _, member = self.file.partition("!")
        if self.offset is None:
            return Path(path).resolve().as_uri()
        return f"{Path(path).resolve().as_uri()}#{member}{':' * bool(member)}{self.offset}"


@dataclass
class WarcReader:
    """Iterate over the pages of ``path``: a WARC or ARC (gzip or plain) or a WACZ, whose parts are checked.

    A page of kind ``response`` is an HTTP answer, ``resource`` a body alone (status 200), ``conversion`` a
    text made from a page, as in WET files.  Its body is as stored; one byte more than ``limit`` shows that
    it is larger. ``wanted`` is asked by URL before a page is unpacked; ``kinds`` are the record types to
    give, with ``documents`` also resources at ``file:`` addresses, whose body is a document's file.  What is
    passed over is counted in ``skipped`` by reason; of records that tell of a wanted page and do not hold it
    ``not_held`` has the address and what they are.  Damage is told in ``problems`` (file, offset, what), and
    reading goes on at the next record; a page that is not what its digest says is given all the same, and of
    one that its file cuts short the beginning.  Addresses are given as browsers read them.  Iterating raises
    ``WarcError`` where ``path`` is no such file.
    Revisits are collected in ``revisits``; unless ``alone`` is False they come last, as pages with the
    payloads of their originals in ``path``.  For those of several files see ``joined``.
    """

    path: str | Path
    wanted: Callable[[str], bool] | None = None
    kinds: frozenset[str] = frozenset({"response", "resource"})
    limit: int = LIMIT
    documents: bool = False
    revisits: Revisits | None = field(default_factory=Revisits)
    alone: bool = True
    skipped: Counter[str] = field(default_factory=Counter)
    not_held: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __iter__(self) -> Iterator[Fetched]:
        path = Path(self.path)
        for name in warc_names(path):
            with open_warc(name) as stream:
                yield from self._stream(name, stream)
        if not self.alone:
            return
        self.check_parts()
        if self.revisits is not None:
            yield from joined([path], self.revisits, self.limit)
            self.give_up(self.revisits)

    def check_parts(self) -> None:
        """Note what is wrong with the parts of a WACZ in ``problems``; of other files nothing."""
        if not zipfile.is_zipfile(self.path):
            return
        for fault in faults_of(Path(self.path)):
            self.skipped["damaged"] += 1
            self._tell(str(self.path), None, str(fault))

    def give_up(self, revisits: Revisits) -> None:
        """Note the revisits whose originals were nowhere."""
        for page in revisits.without:
            self.skipped["revisit"] += 1
            self._note_not_held(page.url, NO_ORIGINAL)

    def _stream(self, name: str, stream: IO[bytes]) -> Iterator[Fetched]:
        start: int | None = 0
        restarts = 0
        arc = is_arc(stream)
        while start is not None and restarts < _MOST_RESTARTS:
            stream.seek(start)
            damaged = yield from self._run(name, Records(stream, self.kinds, arc=arc))
            start = None if damaged is None else next_record(stream, max(start, damaged) + 1, arc=arc)
            restarts += 1
        if start is not None:
            self._problem(name, start, stored("too much damage: the rest was not read"))

    def _run(self, name: str, records: Records) -> Generator[Fetched, None, int | None]:
        """Give pages up to the end (``None``) or to damage (the offset of the damaged record)."""
        url = ""
        try:
            for record in records:
                offset = int(records.offset)
                url = address(record)
                fetched = self._fetched(record, name, offset, records.loader.ahead)
                records.reader.lines = 0
                if missing(record, records.in_member):
                    beginning = _beginning(fetched)
                    self._problem(name, offset, stored("record cut short"), "" if beginning else url)
                    if beginning:
                        yield beginning
                    return offset
                records.read_to_end()
                url = ""
                if fetched is not None:
                    if what := mismatch(record, fetched.headers, fetched.body, self.limit):
                        self.skipped["digest mismatch, read anyway"] += 1
                        self._tell(name, offset, what)
                    yield fetched
        except _BROKEN as error:
            what = " ".join(str(error).split())[:200] or type(error).__name__
            self._problem(name, records.offset, what, url)
            return int(records.offset)
        return None

    def _fetched(self, record: Any, name: str, offset: int, ahead: bytes) -> Fetched | None:
        url = address(record)
        reason = self._passed_over(record, url)
        if reason is None:
            http, raw = answer(record, self.limit + 1, ahead)
            headers = tuple(http.headers) if http else own_headers(record)
            kind = record.rec_type
            if place := _original(record, name):
                raw, kind = read_at(*place, limit=self.limit).body, "response"
            return Fetched(
                url=url,
                body=raw,
                status=status(http),
                headers=headers,
                listed=record.rec_headers.get_header(warc_records.LISTED) or None,
                captured_at=record.rec_headers.get_header("WARC-Date") or "",
                place=Place(name, offset),
                kind=kind,
                truncated=truncated(record),
                gateway=record.rec_headers.get_header("WARC-Source-URI") or "",
            )
        if reason == "revisit" and self._is_noted(record, url, Place(name, offset)):
            return None
        self.skipped[reason] += 1
        if record.rec_type in _NO_PAGE - self.kinds:
            told = stored("a record of type {kind}, which does not hold the page", kind=record.rec_type)
            self._note_not_held(url, told)
        return None

    def _is_noted(self, record: Any, url: str, place: Place) -> bool:
        is_wanted = is_web(url) and (self.wanted is None or self.wanted(url))
        return is_wanted and self.revisits is not None and self.revisits.note(record, url, place)

    def _note_not_held(self, url: str, what: str) -> None:
        if is_web(url) and self.wanted is not None and self.wanted(url):
            self.not_held[url] = what

    def _passed_over(self, record: Any, url: str) -> str | None:
        kind = record.rec_type or "untyped"
        if kind not in self.kinds and not _original(record, str(self.path)):
            # A file can name any number of types, and each name would become a count.
            return kind if kind in _TYPES else "other"
        if not is_web(url) and not (self.documents and kind == "resource" and is_file(url)):
            return stored("{kind} without a web address", kind=kind)
        return stored("not wanted") if self.wanted is not None and not self.wanted(url) else None

    def _problem(self, name: str, offset: int, what: str, url: str = "") -> None:
        self.skipped["damaged"] += 1
        place = f"{name}:{offset}"
        self._note_not_held(url, stored("the record at {place} is damaged: {what}", place=place, what=what))
        self._tell(name, offset, what)

    def _tell(self, name: str, offset: int | None, what: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(name, offset, what))


def joined(paths: Iterable[str | Path], revisits: Revisits, limit: int = LIMIT) -> Iterator[Fetched]:
    """The revisits as pages whose payloads are in the files ``paths``, which are read once more for it."""
    if len(revisits):
        yield from revisits.joined(_all_pages(paths, limit), limit)


def _all_pages(paths: Iterable[str | Path], limit: int) -> Iterator[Fetched]:
    for path in paths:
        with suppress(WarcError):  # told when it was read first
            yield from WarcReader(path, limit=limit, revisits=None, alone=False)


def _beginning(fetched: Fetched | None) -> Fetched | None:
    """What is there of a page whose record is not whole, up to where the next record begins."""
    body = re.split(rb"\r?\n\r?\nWARC/[01]\.", fetched.body, maxsplit=1)[0] if fetched else b""
    return replace(fetched, body=body, truncated=CUT_SHORT) if fetched and body.strip() else None


def read_at(file: str, offset: int, *, limit: int = LIMIT) -> Fetched:
    """The page at an offset of a WARC file, or of a WARC in a WACZ (``crawl.wacz!archive/data.warc.gz``).

    Raises ``WarcError`` where no readable page begins there, or one that is not what its digest says.
    """
    with open_warc(file) as stream:
        return _page_at(stream, file, offset, limit)


def read_record(record: bytes, name: str, *, limit: int = LIMIT) -> Fetched:
    """The page in the bytes of one record, of a file called ``name``; raises as ``read_at``."""
    return _page_at(io.BytesIO(record), name, 0, limit)


def _page_at(stream: IO[bytes], name: str, offset: int, limit: int) -> Fetched:
    kinds = frozenset({"response", "resource", "conversion"})
    reader = WarcReader(name, kinds=kinds, limit=limit, documents=True, revisits=None)
    try:
        arc = is_arc(stream)
        stream.seek(offset)
        records = Records(stream, kinds, arc=arc)
        record = next(iter(records), None)
    except _BROKEN as error:
        raise WarcError(f"{name}:{offset}: {_NO_RECORD}") from error
    fetched = None if record is None else reader._fetched(record, name, offset, records.loader.ahead)
    if record is None or fetched is None or missing(record, records.in_member):
        reason = next(iter(reader.skipped), stored("record cut short") if record else _NO_RECORD)
        raise WarcError(f"{name}:{offset}: {reason}")
    if what := mismatch(record, fetched.headers, fetched.body, limit):
        raise WarcError(f"{name}:{offset}: {what}")
    return fetched


def _original(record: Any, name: str) -> tuple[str, int] | None:
    """File and offset of the record that has the payload of a revisit, where the revisit names them."""
    if record.rec_type != "revisit":
        return None
    file = record.rec_headers.get_header("WARC-Refers-To-Filename") or ""
    offset = record.rec_headers.get_header("WARC-Refers-To-File-Offset") or ""
    if not file or Path(file).name != file or not offset.isdecimal():
        return None
    beside = Path(name).with_name(file)
    for path in (beside, beside.with_name(file + ".open")):
        if path.is_file():
            return str(path), int(offset)
    return None
