"""Writing pages to a WARC file that stays readable whenever the process is killed."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO, FileIO
from pathlib import Path
from types import TracebackType

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_BLOCK = 1 << 20
_BREAKS = re.compile(r"[\r\n\0]+")
_PHRASES = {200: "OK", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 404: "Not Found"}


class WarcWriter:
    """Append response records to ``path`` (made where it is missing), one gzip member a record.

    Each record is complete in memory before it goes to the file in one appending write, so what was written
    stays readable after a kill.  A part of a record that an earlier kill left at the end is cut off on
    opening.  One writer a file at a time.  Raises ``OSError``.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._file = self.path.open("a+b", buffering=0)
        self.cut_off = _cut_partial_tail(self._file)
        """Bytes of an unfinished record that were removed."""
        if self._file.seek(0, os.SEEK_END) == 0:
            buffer = BytesIO()
            writer = WARCWriter(buffer, gzip=True)
            info = {"software": "covidmeet", "format": "WARC File Format 1.0"}
            writer.write_record(writer.create_warcinfo_record(self.path.name, info))
            self._append(buffer.getvalue())

    def write(
        self,
        url: str,
        status: int,
        headers: Iterable[tuple[str, str]],
        body: bytes,
        *,
        date: datetime | None = None,
        ip: str = "",
    ) -> tuple[str, int]:
        """Write one response and return the file and the offset at which ``read_at`` finds it.

        ``body`` is as received, still compressed where ``Content-Encoding`` says so, but with the chunks
        joined (a ``Transfer-Encoding`` header is kept under another name).  ``date`` is the moment of the
        capture (an aware ``datetime``; default: now).  Raises ``ValueError`` for a URL with line breaks.
        """
        if _BREAKS.search(url) or not url:
            raise ValueError(f"not a URL: {url!r}")
        moment = (date or datetime.now(UTC)).astimezone(UTC)
        own = {"WARC-Date": moment.strftime("%Y-%m-%dT%H:%M:%SZ")}
        if ip:
            own["WARC-IP-Address"] = _BREAKS.sub(" ", ip)
        buffer = BytesIO()
        writer = WARCWriter(buffer, gzip=True)
        record = writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=_http_headers(status, headers),
            warc_headers_dict=own,
        )
        writer.write_record(record)
        return str(self.path), self._append(buffer.getvalue())

    def close(self) -> None:
        """Put what was written on the disk and close; further writes fail."""
        if not self._file.closed:
            os.fsync(self._file.fileno())
            self._file.close()

    def __enter__(self) -> WarcWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _append(self, member: bytes) -> int:
        view = memoryview(member)
        start = -1
        while view:
            count = self._file.write(view)
            if start < 0:
                start = self._file.tell() - count
            view = view[count:]
        return start


def _http_headers(status: int, headers: Iterable[tuple[str, str]]) -> StatusAndHeaders:
    kept: list[tuple[str, str]] = []
    for name, value in headers:
        name = _BREAKS.sub(" ", name).replace(":", "").strip()
        if name.lower() == "transfer-encoding":
            name = "X-Crawl-Transfer-Encoding"
        if name:
            kept.append((name, _BREAKS.sub(" ", value).strip()))
    return StatusAndHeaders(f"{status:03d} {_PHRASES.get(status, '')}".strip(), kept, protocol="HTTP/1.1")


def _cut_partial_tail(file: FileIO) -> int:
    """Remove an unfinished last member; the number of bytes removed.

    Looks backwards for the last place where a member with a WARC record begins, so a long file costs no more
    than a short one.  A file that is no gzip is left as it is.
    """
    size = file.seek(0, os.SEEK_END)
    stop = size
    while stop > 0:
        start = max(0, stop - _BLOCK)
        # Two bytes more: the mark may lie across the border of two blocks.
        block = _read_at(file, start, stop - start + 2)
        for match in reversed(list(re.finditer(rb"\x1f\x8b\x08", block))):
            end = _end_of_record(file, start + match.start(), size)
            if end is not None:
                file.truncate(end)
                return size - end
        stop = start
    return 0


def _end_of_record(file: FileIO, offset: int, size: int) -> int | None:
    """Where the record at ``offset`` ends: at ``offset`` if it is unfinished; ``None`` where none begins."""
    stream = zlib.decompressobj(31)
    position, begun = offset, False
    try:
        while position < size and not stream.eof:
            data = _read_at(file, position, 65_536)
            position += len(data)
            begin = stream.decompress(data)
            if not begun and not begin.startswith(b"WARC/"):
                return None
            begun = True
    except zlib.error:
        return offset if begun else None
    return position - len(stream.unused_data) if stream.eof else offset


def _read_at(file: FileIO, offset: int, size: int) -> bytes:
    file.seek(offset)
    return file.read(size) or b""
