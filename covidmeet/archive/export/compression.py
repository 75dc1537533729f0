"""Packed files: ``.gz`` and ``.zst`` behind the ending of a format; the same content, the same bytes."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, cast

COMPRESSIONS = ("gz", "zst")

_GZIP_LEVEL = 6
_ZSTD_LEVEL = 6  # smaller than gzip makes it, in less time
_BUFFER = 1 << 20  # bytes


def without_compression(name: str) -> tuple[str, str]:
    """A file's name without the ending of a compression, and that ending.

    >>> without_compression("a.csv.gz"), without_compression("a.csv")
    (('a.csv', 'gz'), ('a.csv', ''))
    """
    stem, dot, ending = name.rpartition(".")
    if dot and ending.lower() in COMPRESSIONS:
        return stem, ending.lower()
    return name, ""


@contextmanager
def packing(stream: BinaryIO, compression: str) -> Iterator[BinaryIO]:
    """A stream whose bytes go packed into ``stream``; no name and no time goes with them."""
    if compression == "gz":
        with gzip.GzipFile("", "wb", _GZIP_LEVEL, stream, mtime=0) as packed:
            yield cast(BinaryIO, packed)
    elif compression == "zst":
        from covidmeet.text.zstandard import zstd

        with zstd.ZstdFile(stream, "wb", level=_ZSTD_LEVEL) as packed:
            yield cast(BinaryIO, packed)
    else:
        yield stream


@contextmanager
def opened(path: str | Path) -> Iterator[TextIO]:
    """The text of a file, unpacked where its name says so; line ends as they are, no byte order mark."""
    compression = without_compression(Path(path).name)[1]
    with Path(path).open("rb") as raw:
        unpacked: BinaryIO = raw
        if compression == "gz":
            unpacked = cast(BinaryIO, gzip.GzipFile(fileobj=raw))
        elif compression == "zst":
            from covidmeet.text.zstandard import zstd

            unpacked = cast(BinaryIO, zstd.ZstdFile(raw))
        with io.TextIOWrapper(io.BufferedReader(unpacked, _BUFFER), "utf-8-sig", newline="") as text:  # type: ignore[type-var]
            yield text
