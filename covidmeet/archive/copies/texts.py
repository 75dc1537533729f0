"""A text as near-duplicate detection sees it: its letters, 5-character grams, sentences, signature, keys.

Of the folded body (``text.fold``) only letters, ideographs and digits count, as in ``content_hash``.  Two
keys lead from one text to another: a band of its MinHash signature (locality-sensitive hashing), and the hash
of a sentence.  Everything here follows from the text alone, on every machine and in every run.
"""

from __future__ import annotations

import operator
import re
import struct
from array import array
from collections import Counter
from functools import cache, cached_property
from hashlib import blake2b
from zlib import crc32

from covidmeet.text.fold import fold_characters

GRAM = 5
"""Characters of a gram (shingle)."""
PERMUTATIONS = 128
"""Slots of a signature, each 32 bits: 512 bytes."""
SENTENCE = 15
"""Letters from which a sentence is told from the next man's."""

_SEED = 42
_ROWS = 4  # slots of a band: 32 bands find a Jaccard similarity of 0.6 in 99 of 100 cases
_LONGEST = 100_000  # characters: their grams take some 15 MB
_ENDS = re.compile(r"[。!?;\n\r\u2028\u2029]+|\.{3,}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_VERSION = 1  # of what is computed here; another one computes every text anew
_PROBE = "疫情防控工作会议强调要坚持人民至上生命至上"


class NearText:
    """One body; ``keys`` are signed 64-bit integers, even those of bands, odd those of sentences.

    Of a body of more than 100,000 characters it is the beginning, but for ``checksum``.
    """

    def __init__(self, body: str) -> None:
        folded = fold_characters(body)
        self.checksum = blake2b(
            "".join(filter(str.isalnum, folded)).encode("utf-8", "surrogatepass")
        ).digest()
        """Of all letters."""
        self._folded = folded[:_LONGEST]
        parts = ("".join(filter(str.isalnum, part)) for part in _ENDS.split(self._folded))
        self._parts = [part for part in parts if part]
        self.letters = "".join(self._parts)

    @cached_property
    def grams(self) -> frozenset[str]:
        return grams_of(self.letters)

    @cached_property
    def sentences(self) -> dict[int, str]:
        """Key → sentence, in the order of the text; short ones are left out."""
        return {
            _key(part.encode("utf-8", "surrogatepass"), 1): part
            for part in self._parts
            if len(part) >= SENTENCE
        }

    @cached_property
    def numbers(self) -> Counter[str]:
        return Counter(_NUMBER.findall(self._folded))

    @property
    def lead(self) -> int:
        """A hash of how the text begins: its first sentence, else its first letters."""
        return next(iter(self.sentences), _key(self.letters[:SENTENCE].encode("utf-8", "surrogatepass"), 1))

    @cached_property
    def signature(self) -> bytes:
        """MinHash: ``PERMUTATIONS`` unsigned 32-bit integers, little-endian."""
        return signature_of(self.grams)

    @property
    def keys(self) -> list[int]:
        """All keys, in order."""
        size = 4 * _ROWS
        bands = (self.signature[at : at + size] for at in range(0, len(self.signature), size))
        keys = {_key(bytes([number]) + band, 0) for number, band in enumerate(bands)}
        return sorted(keys | set(self.sentences))


def grams_of(letters: str) -> frozenset[str]:
    """The distinct grams; of what is shorter than one, itself."""
    return frozenset([letters[at : at + GRAM] for at in range(max(len(letters) - GRAM + 1, 1))])


def signature_of(grams: frozenset[str]) -> bytes:
    """See ``NearText.signature``."""
    from rensa import RMinHash  # not before it is needed: commands that only read do without

    hashes = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    hashes.update(list(grams))
    return struct.pack(f"<{PERMUTATIONS}I", *hashes.digest())


def similarity(one: bytes, other: bytes) -> float:
    """The Jaccard similarity of two texts as their signatures estimate it; standard error below 0.045."""
    alike: int = sum(map(operator.eq, array("I", one), array("I", other)))
    return alike / PERMUTATIONS


def is_sentence(key: int) -> bool:
    """Whether a key is that of a sentence, and not of a band."""
    return bool(key & 1)


@cache
def scheme() -> int:
    """A checksum of what this version of this file and of rensa make of a fixed text.

    Signatures of another one cannot be compared: releases of rensa before 0.5 hash otherwise.
    """
    return crc32(signature_of(grams_of(_PROBE)), _VERSION)


def packed(keys: list[int]) -> bytes:
    """Keys as bytes: signed 64-bit integers, little-endian."""
    return struct.pack(f"<{len(keys)}q", *keys)


def unpacked(data: bytes) -> list[int]:
    """The keys in ``data``; see ``packed``."""
    return list(struct.unpack(f"<{len(data) // 8}q", data))


def _key(data: bytes, kind: int) -> int:
    number = int.from_bytes(blake2b(data, digest_size=8).digest(), "little", signed=True)
    return number & ~1 | kind
