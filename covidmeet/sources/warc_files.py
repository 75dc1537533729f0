"""Opening the WARC and ARC files in a path: one file, plain or gzip, or the many in a WACZ."""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from covidmeet.language import stored

_GZIP = b"\x1f\x8b\x08"
_MOST_MEMBERS = 10_000
_MOST_RATIO = 100  # WARC files are stored in a WACZ; one deflated a hundredfold is a bomb
_BLOCK = 1 << 20
_FURTHER = re.compile(rb"(?<=\n)WARC/[01]\.[0-9]{1,2}\r?\n[A-Za-z-]+:")
# ARC, the format before WARC: its first record describes the file, and each record begins with a line of
# address, IP address, time, type and length in bytes.
_ARC_FILE = b"filedesc://"
_ARC_LINE = (
    rb"(?:https?://|dns:)[^ \r\n]{1,2000} [0-9A-Fa-f.:]{3,45} [0-9]{14} [^ \r\n]{1,100} ([0-9]{1,12})\r?\n"
)
_WARC_LINES = rb"WARC/[01]\.[0-9]{1,2}\r?\n[A-Za-z-]+: "


class WarcError(ValueError):
    """A file that is no WARC or WACZ, or a record that is not there; the message says which and why."""


def warc_names(path: Path) -> Iterator[str]:
    """The names for ``open_warc``: the path, or ``crawl.wacz!archive/data.warc.gz`` for each inside."""
    if not path.is_file():
        raise WarcError(stored("{path}: no such file", path=path))
    if not zipfile.is_zipfile(path):
        yield str(path)
        return
    with bundle_of(path) as bundle:
        members = [info for info in bundle.infolist() if re.search(r"\.w?arc(\.gz)?$", info.filename, re.I)]
        if not members:
            raise WarcError(stored("{path}: no WARC file inside", path=path))
        for info in members:
            check_member(bundle, info)
            yield f"{path}!{info.filename}"


def check_member(bundle: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Raise ``WarcError`` for a member that is not to be unpacked."""
    if info.flag_bits & 1:
        raise WarcError(
            stored("{filename}: {filename2} is encrypted", filename=bundle.filename, filename2=info.filename)
        )
    if info.file_size > _MOST_RATIO * max(info.compress_size, 1):
        raise WarcError(
            stored(
                "{filename}: {filename2} unpacks to more than {MOST_RATIO} times its size",
                filename=bundle.filename,
                filename2=info.filename,
                MOST_RATIO=_MOST_RATIO,
            )
        )


@contextmanager
def bundle_of(path: Path) -> Iterator[zipfile.ZipFile]:
    """The WACZ at ``path``, open.

    Raises ``WarcError`` for what is no zip file, for one of too many members, and for members whose names
    lead out of a folder: nothing is unpacked onto the disc here, but who unpacks it is to be warned.
    """
    with _bundle(path) as bundle:
        if len(bundle.infolist()) > _MOST_MEMBERS:
            raise WarcError(
                stored("{path}: more than {MOST_MEMBERS} files inside", path=path, MOST_MEMBERS=_MOST_MEMBERS)
            )
        for info in bundle.infolist():
            if _leads_out(info.filename) or _leads_out(info.orig_filename):
                raise WarcError(
                    stored(
                        "{path}: a file inside is named {orig_filename!r}",
                        path=path,
                        orig_filename=info.orig_filename[:200],
                    )
                )
        yield bundle


def _leads_out(name: str) -> bool:
    parts = re.split(r"[/\\]", name)
    return (
        ".." in parts
        or name.startswith(("/", "\\"))
        or "\0" in name
        or re.match(r"[A-Za-z]:", name) is not None
    )


@contextmanager
def _bundle(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as bundle:
            yield bundle
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, RuntimeError) as error:
        raise WarcError(stored("{path}: broken zip file ({error})", path=path, error=error)) from error


@contextmanager
def open_warc(name: str) -> Iterator[IO[bytes]]:
    """A seekable stream of the WARC file ``name`` (see ``warc_names``).

    A gzip file that holds all records in one member is unpacked on the fly; offsets then count unpacked
    bytes.  Raises ``WarcError`` for what does not begin like a WARC file.
    """
    outer, inside, member = name.partition("!")
    if inside and zipfile.is_zipfile(outer):
        with bundle_of(Path(outer)) as bundle:
            try:
                info = bundle.getinfo(member)
            except KeyError as error:
                raise WarcError(stored("{outer}: has no {member}", outer=outer, member=member)) from error
            check_member(bundle, info)
            with bundle.open(info) as stream:
                yield _records_apart(name, stream)
        return
    if not Path(name).is_file():
        raise WarcError(stored("{name}: no such file", name=name))
    with Path(name).open("rb") as stream:
        yield _records_apart(name, stream)


def _records_apart(name: str, stream: IO[bytes]) -> IO[bytes]:
    head = stream.read(65_536)
    stream.seek(0)
    if not head.startswith(_GZIP):
        if head.startswith((b"WARC/", _ARC_FILE)):
            return stream
        raise WarcError(f"{name}: " + ("empty" if not head else stored("not a WARC file")))
    begin = _unzip_some(head, _BLOCK)
    if not begin.startswith((b"WARC/", _ARC_FILE)):
        raise WarcError(stored("{name}: not a WARC file", name=name))
    if _goes_on_behind_first_record(begin):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=stream, mode="rb"))
    return stream


def _goes_on_behind_first_record(begin: bytes) -> bool:
    """Whether another record follows in the same gzip member."""
    if begin.startswith(_ARC_FILE):
        line = re.match(rb"[^\r\n]{1,4000} ([0-9]{1,7})\r?\n", begin)
        following = begin[line.end() + int(line[1]) :][:4_000].lstrip() if line else b""
        return re.match(_ARC_LINE, following) is not None
    headers = re.match(rb"WARC/[^\0]*?\r?\n\r?\n", begin)
    length = re.search(rb"\nContent-Length: *([0-9]{1,7})\r?\n", headers[0], re.I) if headers else None
    # The second record may be damaged: it is the third then that tells.
    return bool(headers and length and _FURTHER.search(begin, headers.end() + int(length[1])))


def is_arc(stream: IO[bytes]) -> bool:
    """Whether a stream of ``open_warc`` is that of an ARC file; leaves it at its beginning."""
    stream.seek(0)
    try:
        head = stream.read(4_096)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile):  # told when it is read
        head = b""
    stream.seek(0)
    return (_unzip_some(head, 16) if head.startswith(_GZIP) else head).startswith(_ARC_FILE)


def _unzip_some(data: bytes, size: int) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data, size)
    except zlib.error:
        return b""


def next_record(stream: IO[bytes], after: int, *, arc: bool = False) -> int | None:
    """The offset at or behind ``after`` where a record seems to begin, past a damaged one."""
    line = _ARC_LINE if arc else _WARC_LINES
    overlap = 2_300 if arc else 64  # bytes of the longest line
    stream.seek(after)
    held, offset = b"", after
    try:
        while block := stream.read(_BLOCK):
            held += block
            for match in re.finditer(rb"\x1f\x8b\x08|" + line, held):
                found = offset + match.start()
                if match[0] != _GZIP or _begins_record(stream, found, line if arc else b"WARC/"):
                    return found
            held, offset = held[-overlap:], offset + len(held) - len(held[-overlap:])
            stream.seek(offset + len(held))
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile):
        return None
    return None


def _begins_record(stream: IO[bytes], offset: int, line: bytes) -> bool:
    stream.seek(offset)
    # No more than has to be seen: behind a member that is cut short nothing can be unpacked.
    size = 4_096 if line == _ARC_LINE else 5
    return re.match(line, _unzip_some(stream.read(4_096), size)) is not None
