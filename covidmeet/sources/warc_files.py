"""Opening the WARC files in a path: one file, plain or gzip, or the many in a WACZ."""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

_GZIP = b"\x1f\x8b\x08"
_MOST_MEMBERS = 10_000
_MOST_RATIO = 100  # WARC files are stored in a WACZ; one deflated a hundredfold is a bomb
_BLOCK = 1 << 20


class WarcError(ValueError):
    """A file that is no WARC or WACZ, or a record that is not there; the message says which and why."""


def warc_names(path: Path) -> Iterator[str]:
    """The names for ``open_warc``: the path, or ``crawl.wacz!archive/data.warc.gz`` for each inside."""
    if not path.is_file():
        raise WarcError(f"{path}: no such file")
    if not zipfile.is_zipfile(path):
        yield str(path)
        return
    with _bundle(path) as bundle:
        members = [info for info in bundle.infolist() if re.search(r"\.warc(\.gz)?$", info.filename, re.I)]
        if not members:
            raise WarcError(f"{path}: no WARC file inside")
        if len(bundle.infolist()) > _MOST_MEMBERS:
            raise WarcError(f"{path}: more than {_MOST_MEMBERS} files inside")
        for info in members:
            _check_member(path, info)
            yield f"{path}!{info.filename}"


def _check_member(path: Path, info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 1:
        raise WarcError(f"{path}: {info.filename} is encrypted")
    if info.file_size > _MOST_RATIO * max(info.compress_size, 1):
        raise WarcError(f"{path}: {info.filename} unpacks to more than {_MOST_RATIO} times its size")


@contextmanager
def _bundle(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as bundle:
            yield bundle
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, RuntimeError) as error:
        raise WarcError(f"{path}: broken zip file ({error})") from error


@contextmanager
def open_warc(name: str) -> Iterator[IO[bytes]]:
    """A seekable stream of the WARC file ``name`` (see ``warc_names``).

    A gzip file that holds all records in one member is unpacked on the fly; offsets then count unpacked
    bytes.  Raises ``WarcError`` for what does not begin like a WARC file.
    """
    outer, inside, member = name.partition("!")
    if inside and zipfile.is_zipfile(outer):
        with _bundle(Path(outer)) as bundle:
            try:
                info = bundle.getinfo(member)
            except KeyError as error:
                raise WarcError(f"{outer}: has no {member}") from error
            _check_member(Path(outer), info)
            with bundle.open(info) as stream:
                yield _records_apart(name, stream)
        return
    if not Path(name).is_file():
        raise WarcError(f"{name}: no such file")
    with Path(name).open("rb") as stream:
        yield _records_apart(name, stream)


def _records_apart(name: str, stream: IO[bytes]) -> IO[bytes]:
    head = stream.read(65_536)
    stream.seek(0)
    if not head.startswith(_GZIP):
        if head.startswith(b"WARC/"):
            return stream
        raise WarcError(f"{name}: " + ("empty" if not head else "not a WARC file"))
    begin = _unzip_some(head, _BLOCK)
    if not begin.startswith(b"WARC/"):
        raise WarcError(f"{name}: not a WARC file")
    headers = re.match(rb"WARC/[^\0]*?\r?\n\r?\n", begin)
    length = re.search(rb"\nContent-Length: *([0-9]{1,7})\r?\n", headers[0], re.I) if headers else None
    if headers and length:
        following = begin[headers.end() + int(length[1]) :][:10].lstrip()
        if following.startswith(b"WARC/"):
            return cast("IO[bytes]", gzip.GzipFile(fileobj=stream, mode="rb"))
    return stream


def _unzip_some(data: bytes, size: int) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data, size)
    except zlib.error:
        return b""


def next_record(stream: IO[bytes], after: int) -> int | None:
    """The offset at or behind ``after`` where a record seems to begin, past a damaged one."""
    stream.seek(after)
    held, offset = b"", after
    try:
        while block := stream.read(_BLOCK):
            held += block
            for match in re.finditer(rb"\x1f\x8b\x08|WARC/[01]\.[0-9]{1,2}\r?\n[A-Za-z-]+: ", held):
                found = offset + match.start()
                if match[0] != _GZIP or _begins_record(stream, found):
                    return found
            held, offset = held[-64:], offset + len(held) - len(held[-64:])
            stream.seek(offset + len(held))
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile):
        return None
    return None


def _begins_record(stream: IO[bytes], offset: int) -> bool:
    stream.seek(offset)
    return _unzip_some(stream.read(512), 5) == b"WARC/"
