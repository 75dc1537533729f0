"""The records of a WARC or ARC file, by the library's iterator, and what one of them holds."""

from __future__ import annotations

import re
from io import BytesIO
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParser

from covidmeet.sources.warc_digests import DigestLoader
from covidmeet.text.links import tidied

_LONGEST_LINE = 65_536
_MOST_LINES = 5_000  # of headers in one record


# Between two records: CRLF twice, once by some makers, or LF.  One LF may be a byte of a body that was cut.
_BETWEEN = re.compile(rb"(?:\r\n)+|\n\n+")


class Records(ArchiveIterator):  # type: ignore[misc]
    """The library's iterator with bounded lines: a file without line ends must not fill the memory."""

    def __init__(self, stream: IO[bytes], compared: frozenset[str], *, arc: bool = False) -> None:
        """Of records of the types ``compared`` the digests are compared as they are read.

        Records of an ARC file come with the headers that they would have in a WARC file.
        """
        super().__init__(stream, check_digests=bool(compared), arc2warc=True)  # or it forgets the format
        self.loader = DigestLoader(compared)
        self.known_format = "arc" if arc else "warc"
        self.reader = _Lines(stream, block_size=65_536)

    @property
    def in_member(self) -> bool:
        """Whether the current record is read out of a gzip member."""
        return self.reader.decompressor is not None

    def _consume_blanklines(self) -> tuple[bytes | None, int]:
        """Called by the library behind each record, which goes on behind a record of a wrong length."""
        blank, size = b"", 0
        while line := self.reader.readline():
            if line.strip():
                is_apart = _BETWEEN.fullmatch(blank) is not None
                if not is_apart and self.known_format == "warc" and not line.startswith(b"WARC/"):
                    raise ArchiveLoadFailed("not followed by a line end: the record's length is wrong")
                return line, size
            blank, size = (blank + line)[:8], size + len(line)  # enough to tell; there may be millions
        return None, size


class _Lines(DecompressingBufferedReader):  # type: ignore[misc]
    lines = 0

    def readline(self, length: int | None = None) -> bytes:
        self.lines += 1
        line: bytes = super().readline(min(length or _LONGEST_LINE, _LONGEST_LINE))
        if len(line) >= _LONGEST_LINE or self.lines > _MOST_LINES:
            raise ArchiveLoadFailed("headers too long")
        return line


def missing(record: Any, in_member: bool) -> bool:
    """Whether the file ends before the record does (reads the rest of the record).

    Without a length only the end of a gzip member of its own tells where a record ends.
    """
    if record.length is None and not in_member:
        return True
    while record.raw_stream.read(65_536):
        pass
    return getattr(record.raw_stream, "limit", 0) > 0


def is_file(url: str) -> bool:
    """Whether an address is that of a document."""
    return url.startswith("file:")


def address(record: Any) -> str:
    """The address of a record as browsers read it."""
    return read_as_browsers(str(record.rec_headers.get_header("WARC-Target-URI") or ""))


def read_as_browsers(url: str) -> str:
    """An address without what browsers leave out; that of a document, and what is no address, as it is."""
    if is_file(url):
        return url
    try:
        return tidied(url)
    except ValueError:
        return url


def is_web(url: str) -> bool:
    """Whether an address is one of the web."""
    return url.lower().startswith(("http://", "https://"))


def answer(record: Any, most: int, ahead: bytes) -> tuple[Any, bytes]:
    """The HTTP headers, None where there are none, and up to ``most`` bytes of what follows them.

    ``ahead`` is what was read of the body already.
    """
    raw = ahead + record.raw_stream.read(most - len(ahead))
    http = record.http_headers
    if http is None and record.rec_type == "response" and raw.startswith(b"HTTP/"):
        # The library looks for them under addresses in lower case only.
        stream = BytesIO(raw)
        http = StatusAndHeadersParser([], verify=False).parse(stream)
        raw = stream.read()
    return http, raw


def truncated(record: Any) -> str:
    """Why only a part of the page was kept; empty where all of it was."""
    segmented = record.rec_headers.get_header("WARC-Segment-Number")
    return record.rec_headers.get_header("WARC-Truncated") or ("the first segment" if segmented else "")


def status(http: Any) -> int:
    """The status of an answer, 0 for one that is none; 200 for a body alone."""
    code = http.get_statuscode() if http is not None else "200"
    return int(code) if code and code.isascii() and code.isdigit() and len(code) == 3 else 0


def own_headers(record: Any) -> tuple[tuple[str, str], ...]:
    """A body without HTTP headers: its type is in the record's own."""
    kind = record.content_type or ""
    return (("Content-Type", kind),) if kind and not kind.lower().startswith("application/http") else ()
