"""Pages out of WARC and WACZ files, whoever made them, one at a time and with flat memory."""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParser

from covidmeet.process import Fetched, Place
from covidmeet.sources import warc_records
from covidmeet.sources.warc_digests import DigestLoader, mismatch
from covidmeet.sources.warc_files import WarcError, next_record, open_warc, warc_names
from covidmeet.sources.warc_writer import WarcWriter
from covidmeet.text.links import tidied

__all__ = ["WarcError", "WarcReader", "WarcWriter", "read_at"]

LIMIT = 32 * 1024 * 1024
"""Largest page in bytes, as stored, unless the caller says otherwise."""

_LONGEST_LINE = 65_536
_MOST_LINES = 5_000  # of headers in one record
_MOST_PROBLEMS = 1_000
_MOST_RESTARTS = 1_000  # each may read to the end of the file
_NO_PAGE = frozenset({"revisit", "conversion", "continuation"})  # tell of a page, and do not hold it
# ISO 28500, 6, and one for none.
_TYPES = _NO_PAGE | {"untyped", "response", "resource", "request", "metadata", "warcinfo"}
_BROKEN = (
    ArchiveLoadFailed,
    zlib.error,
    zipfile.BadZipFile,
    EOFError,
    OSError,
    ValueError,
    AttributeError,
    TypeError,
    LookupError,
)


@dataclass
class WarcReader:
    """Iterate over the pages of ``path``: a WARC (gzip or plain) or a WACZ.

    A page of kind ``response`` is an HTTP answer, ``resource`` a body alone (status 200), ``conversion`` a
    text made from a page, as in WET files.  Its body is as stored; one byte more than ``limit`` shows that
    it is larger. ``wanted`` is asked by URL before a page is unpacked; ``kinds`` are the record types to
    give, with ``documents`` also resources at ``file:`` addresses, whose body is a document's file.  What is
    passed over is counted in ``skipped`` by reason; of records that tell of a wanted page and do not hold it
    (a ``revisit``, a damaged one) ``not_held`` has the address and what they are.  Damage is described in
    ``problems`` (file, offset, what), and reading goes on at the next record; a page that is not what its
    digest says is given all the same.  Addresses are given as browsers read them.  Iterating raises
    ``WarcError`` where ``path`` is no such file.
    """

    path: str | Path
    wanted: Callable[[str], bool] | None = None
    kinds: frozenset[str] = frozenset({"response", "resource"})
    limit: int = LIMIT
    documents: bool = False
    skipped: Counter[str] = field(default_factory=Counter)
    not_held: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Fetched]:
        for name in warc_names(Path(self.path)):
            with open_warc(name) as stream:
                yield from self._stream(name, stream)

    def _stream(self, name: str, stream: IO[bytes]) -> Iterator[Fetched]:
        start: int | None = 0
        restarts = 0
        while start is not None and restarts < _MOST_RESTARTS:
            stream.seek(start)
            damaged = yield from self._run(name, stream)
            start = None if damaged is None else next_record(stream, max(start, damaged) + 1)
            restarts += 1
        if start is not None:
            self._problem(name, start, "too much damage: the rest was not read")

    def _run(self, name: str, stream: IO[bytes]) -> Generator[Fetched, None, int | None]:
        """Give pages up to the end (``None``) or to damage (the offset of the damaged record)."""
        records = _Records(stream, self.kinds)
        url = ""
        try:
            for record in records:
                offset = int(records.offset)
                url = _address(record)
                fetched = self._fetched(record, name, offset)
                records.reader.lines = 0
                if _missing(record):
                    self._problem(name, offset, "record cut short", _address(record))
                    return offset
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

    def _fetched(self, record: Any, name: str, offset: int) -> Fetched | None:
        url = _address(record)
        reason = self._passed_over(record, url)
        if reason is None:
            http, raw = _answer(record, self.limit + 1)
            headers = tuple(http.headers) if http else _own_headers(record)
            kind = record.rec_type
            if place := _original(record, name):
                raw, kind = read_at(*place, limit=self.limit).body, "response"
            return Fetched(
                url=url,
                body=raw,
                status=_status(http),
                headers=headers,
                listed=record.rec_headers.get_header(warc_records.LISTED) or None,
                captured_at=record.rec_headers.get_header("WARC-Date") or "",
                place=Place(name, offset),
                kind=kind,
                truncated=_truncated(record),
                gateway=record.rec_headers.get_header("WARC-Source-URI") or "",
            )
        self.skipped[reason] += 1
        if record.rec_type in _NO_PAGE - self.kinds:
            self._note_not_held(url, f"a record of type {record.rec_type}, which does not hold the page")
        return None

    def _note_not_held(self, url: str, what: str) -> None:
        if _is_web(url) and self.wanted is not None and self.wanted(url):
            self.not_held[url] = what

    def _passed_over(self, record: Any, url: str) -> str | None:
        kind = record.rec_type or "untyped"
        if kind not in self.kinds and not _original(record, str(self.path)):
            # A file can name any number of types, and each name would become a count.
            return kind if kind in _TYPES else "other"
        if not _is_web(url) and not (self.documents and kind == "resource" and _is_file(url)):
            return f"{kind} without a web address"
        return "not wanted" if self.wanted is not None and not self.wanted(url) else None

    def _problem(self, name: str, offset: int, what: str, url: str = "") -> None:
        self.skipped["damaged"] += 1
        self._note_not_held(url, f"the record at {name}:{offset} is damaged: {what}")
        self._tell(name, offset, what)

    def _tell(self, name: str, offset: int, what: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(f"{name}:{offset}: {what}")


def read_at(file: str, offset: int, *, limit: int = LIMIT) -> Fetched:
    """The page at an offset of a WARC file, or of a WARC in a WACZ (``crawl.wacz!archive/data.warc.gz``).

    Raises ``WarcError`` where no readable page begins there.
    """
    kinds = frozenset({"response", "resource", "conversion"})
    reader = WarcReader(file, kinds=kinds, limit=limit, documents=True)
    with open_warc(file) as stream:
        try:
            stream.seek(offset)
            record = next(iter(_Records(stream, frozenset())), None)
        except _BROKEN as error:
            raise WarcError(f"{file}:{offset}: no record begins here") from error
        fetched = None if record is None else reader._fetched(record, file, offset)
        if record is None or fetched is None or _missing(record):
            reason = next(iter(reader.skipped), "record cut short" if record else "no record begins here")
            raise WarcError(f"{file}:{offset}: {reason}")
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
    return str(beside if beside.is_file() else beside.with_name(file + ".open")), int(offset)


class _Records(ArchiveIterator):  # type: ignore[misc]
    """The library's iterator with bounded lines: a file without line ends must not fill the memory."""

    def __init__(self, stream: IO[bytes], compared: frozenset[str]) -> None:
        """Of records of the types ``compared`` the digests are compared as they are read."""
        super().__init__(stream, check_digests=bool(compared))
        self.loader = DigestLoader(compared)
        self.reader = _Lines(stream, block_size=65_536)


class _Lines(DecompressingBufferedReader):  # type: ignore[misc]
    lines = 0

    def readline(self, length: int | None = None) -> bytes:
        self.lines += 1
        line: bytes = super().readline(min(length or _LONGEST_LINE, _LONGEST_LINE))
        if len(line) >= _LONGEST_LINE or self.lines > _MOST_LINES:
            raise ArchiveLoadFailed("headers too long")
        return line


def _missing(record: Any) -> bool:
    """Whether the file ends before the record does (reads the rest of the record)."""
    while record.raw_stream.read(65_536):
        pass
    return getattr(record.raw_stream, "limit", 0) > 0


def _is_file(url: str) -> bool:
    return url.startswith("file:")


def _address(record: Any) -> str:
    url = str(record.rec_headers.get_header("WARC-Target-URI") or "")
    if _is_file(url):
        return url
    try:
        return tidied(url)
    except ValueError:
        return str(url)


def _is_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def _answer(record: Any, most: int) -> tuple[Any, bytes]:
    """The HTTP headers, None where there are none, and up to ``most`` bytes of what follows them."""
    raw = record.raw_stream.read(most)
    http = record.http_headers
    if http is None and record.rec_type == "response" and raw.startswith(b"HTTP/"):
        # The library looks for them under addresses in lower case only.
        stream = BytesIO(raw)
        http = StatusAndHeadersParser([], verify=False).parse(stream)
        raw = stream.read()
    return http, raw


def _truncated(record: Any) -> str:
    segmented = record.rec_headers.get_header("WARC-Segment-Number")
    return record.rec_headers.get_header("WARC-Truncated") or ("the first segment" if segmented else "")


def _status(http: Any) -> int:
    code = http.get_statuscode() if http is not None else "200"
    return int(code) if code and code.isascii() and code.isdigit() and len(code) == 3 else 0


def _own_headers(record: Any) -> tuple[tuple[str, str], ...]:
    """A body without HTTP headers: its type is in the record's own."""
    return (("Content-Type", record.content_type),) if record.content_type else ()
