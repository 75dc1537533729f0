"""Reader of a packaged back-off n-gram model: quantised log probabilities in sorted arrays.

The file is one zlib stream: a line of JSON with the sizes, then the sections of ``Table`` in the order of
``_read_sections``.  Integers of several bytes are stored in planes (all low bytes first, then the next ones),
sorted keys as differences (delta encoding): both compress better.
"""

from __future__ import annotations

import json
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

KEY_BITS = 15
"""Width of one character's number in a key; the number of a character is its rank by frequency."""

STEP = 16.0
"""A stored byte b is the log probability -b / STEP."""
BACKOFF_ZERO = 224
"""A stored byte b is the logarithm (b - BACKOFF_ZERO) / STEP of a back-off weight."""

LOGP = tuple(-b / STEP for b in range(256))
BACKOFF = tuple((b - BACKOFF_ZERO) / STEP for b in range(256))


@dataclass(frozen=True, slots=True)
class Level:
    """All n-grams of one length: sorted contexts, each with the range of its successors.

    ``ends[i]`` is where the successors of ``keys[i]`` stop; ``logprobs`` and ``backoffs`` are quantised.
    """

    keys: Sequence[int]
    backoffs: bytes
    ends: Sequence[int]
    successors: array[int]
    logprobs: bytes

    def find(self, key: int) -> int:
        """The position of a context, or -1."""
        at = bisect_left(self.keys, key)
        return at if at < len(self.keys) and self.keys[at] == key else -1


@dataclass(frozen=True, slots=True)
class Table:
    """``unigrams[i]`` is the log probability of ``chars[i]``; ``levels[n]`` has the contexts of length ``n``.

    ``traditional[i]`` is folded to ``simplified[i]``.
    """

    chars: str
    unigrams: bytes
    traditional: str
    simplified: str
    levels: dict[int, Level]


class _Reader:
    """Takes the sections of an unpacked file one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, size: int) -> bytes:
        start = self._at
        self._at += size
        return self._data[start : self._at]

    def text(self, size: int) -> str:
        return self.take(size).decode("utf-8")

    def integers(self, typecode: str, count: int, planes: int) -> array[int]:
        """``count`` integers that were stored in ``planes`` planes of bytes."""
        numbers: array[int] = array(typecode)
        packed = bytearray(count * numbers.itemsize)
        for plane in range(planes):
            packed[plane :: numbers.itemsize] = self.take(count)
        numbers.frombytes(bytes(packed))
        return numbers


@cache
def read_table(name: str) -> Table:
    """The packaged table ``name``; a damaged file raises ``zlib.error`` or ``ValueError``."""
    data = zlib.decompress(files("covidmeet.repair.language_model").joinpath(name).read_bytes())
    head, _, body = data.partition(b"\n")
    sizes = json.loads(head)
    reader = _Reader(body)
    chars = reader.text(sizes["chars"])
    unigrams = reader.take(len(chars))
    traditional = reader.text(sizes["traditional"])
    simplified = reader.text(sizes["simplified"])
    levels = {length: _level(reader, length, *sizes["levels"][length - 1]) for length in (1, 2, 3)}
    return Table(chars, unigrams, traditional, simplified, levels)


def _level(reader: _Reader, length: int, contexts: int, entries: int) -> Level:
    """Read one level; the machine must be little-endian."""
    keys = array("Q", accumulate(reader.integers("Q", contexts, 2 * length)))
    backoffs = reader.take(contexts)
    ends = array("I", accumulate(reader.integers("H", contexts, 2)))
    successors = reader.integers("H", entries, 2)
    return Level(keys, backoffs, ends, successors, reader.take(entries))
