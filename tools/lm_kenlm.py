"""Read a KenLM trigram model in its binary form: a trie, quantised, with compressed pointers.

Only this one layout is read (as libime ships it); a file of any other raises ``ValueError``.
The trie is stored backwards: below a word stand the words before it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from lm_ngrams import Floats, Ints, WordModel
from numpy.typing import NDArray

MAGIC = b"mmap lm http://kheafield.com/code format version 5\n\0"
_PARAMETERS = 0x58
"""Where the model's parameters begin: order, probing factor, kind, has words, version, then the counts."""
_KIND_QUANTISED_ARRAY_TRIE = 5
_COUNTS = 0x6C
_BODY = 0x88


@dataclass(frozen=True)
class _Layout:
    """Bits of a word number, a probability, a back-off weight, and of a pointer inside an entry."""

    word: int
    chance: int
    backoff: int
    pointer: int


def _packed(data: bytes, base: int, count: int, stride: int, offset: int, width: int) -> Ints:
    """``count`` integers of ``width`` bits, ``stride`` bits apart."""
    at = np.arange(count, dtype=np.int64) * stride + offset
    raw = np.frombuffer(data, np.uint8)
    value = np.zeros(count, np.uint64)
    for byte in range(8):
        index = np.minimum(base + (at >> 3) + byte, len(raw) - 1)
        value |= raw[index].astype(np.uint64) << np.uint64(8 * byte)
    shifted = (value >> (at & 7).astype(np.uint64)) & np.uint64((1 << width) - 1)
    return shifted.astype(np.int64)


def _pointer_bits(entries: int, targets: int, most_chopped: int) -> int:
    """How many bits of a pointer stand in the entry; the format takes what makes the file smallest."""
    needed = targets.bit_length()

    def cost(chopped: int) -> int:
        return (targets >> (needed - chopped)) * 64 - entries * chopped

    return needed - min(range(min(needed, most_chopped) + 1), key=cost)


def _stationary(words: Floats, weights: Floats, pairs: tuple[Ints, Ints, Floats]) -> Floats:
    """How often each word occurs, which the model only implies: the fixed point of one step of it."""
    first, second, chance = pairs
    rate = words
    for _ in range(10):
        spare = rate * weights
        listed = np.bincount(second, rate[first] * chance, len(words))
        listed -= np.bincount(second, spare[first] * words[second], len(words))
        rate = listed + spare.sum() * words
        rate = rate / rate.sum()
    return rate


def _read_words(data: bytes, start: int) -> list[str]:
    return [word.decode("utf-8") for word in data[start:].split(b"\0")[:-1]]


def read_kenlm(path: Path) -> tuple[list[str], WordModel]:
    """The words, and the model over them with joint probabilities (its ``words`` are left empty)."""
    data = path.read_bytes()
    order, _, kind = struct.unpack_from("<IfI", data, _PARAMETERS)
    if not data.startswith(MAGIC) or order != 3 or kind != _KIND_QUANTISED_ARRAY_TRIE:
        raise ValueError(f"{path}: not a quantised KenLM trigram trie with array pointers")
    n1, n2, n3 = struct.unpack_from("<3Q", data, _COUNTS)
    at = _BODY + 8 + 8 * n1
    chance_bits, backoff_bits = data[at + 1], data[at + 2]
    bins = np.frombuffer(data, "<f4", 2 * (1 << chance_bits) + (1 << backoff_bits), at + 8).astype(float)
    chances2, _, chances3 = np.split(10.0**bins, [1 << chance_bits, (1 << chance_bits) + (1 << backoff_bits)])
    at += 8 + 4 * len(bins)
    entry = np.dtype([("chance", "<f4"), ("backoff", "<f4"), ("next", "<u8")])
    table = np.frombuffer(data, entry, n1 + 2, at)
    at += entry.itemsize * (n1 + 2)
    pointer = _pointer_bits(n2 + 1, n3, data[at + 1])
    layout = _Layout(n1.bit_length(), chance_bits, backoff_bits, pointer)
    highs = np.frombuffer(data, "<u8", (n3 >> pointer) + 1, (at + 7) // 8 * 8 + 8)
    at += 8 * (1 + len(highs)) + 7
    previous, _, chance, next3 = _middle(data, at, n2, layout, highs)
    at += ((1 + n2) * (layout.word + chance_bits + backoff_bits + pointer) + 7) // 8 + 8
    stride = layout.word + chance_bits
    before = _packed(data, at, n3, stride, 0, layout.word)
    chance3 = chances3[_packed(data, at, n3, stride, layout.word, chance_bits)]
    at += ((1 + n3) * stride + 7) // 8 + 8
    words = _read_words(data, at)
    if len(words) != n1:
        raise ValueError(f"{path}: {len(words)} words where {n1} are announced")
    single = 10.0 ** table["chance"][:n1].astype(float)
    single[[number for number, word in enumerate(words) if word.startswith("<")]] = 0
    last = np.repeat(np.arange(n1), np.diff(table["next"].astype(np.int64)[: n1 + 1]))
    chance2 = chances2[chance]
    rate = _stationary(
        single / single.sum(), 10.0 ** table["backoff"][:n1].astype(float), (previous, last, chance2)
    )
    joint = rate[previous] * chance2
    middle = np.repeat(np.arange(n2), np.diff(next3))
    keys = previous << 20 | last
    order2 = np.argsort(keys)
    where = np.searchsorted(keys[order2], before << 20 | previous[middle])
    joint3 = joint[order2][np.minimum(where, n2 - 1)] * chance3
    return words, WordModel(
        [], rate, (previous, last, joint), (before, previous[middle], last[middle], joint3)
    )


def _middle(
    data: bytes, base: int, count: int, layout: _Layout, highs: NDArray[np.uint64]
) -> tuple[Ints, Ints, Ints, Ints]:
    """The bigrams: previous word, numbers of weight and probability, and where their trigrams begin."""
    stride = layout.word + layout.backoff + layout.chance + layout.pointer
    previous = _packed(data, base, count, stride, 0, layout.word)
    weight = _packed(data, base, count, stride, layout.word, layout.backoff)
    chance = _packed(data, base, count, stride, layout.word + layout.backoff, layout.chance)
    low = _packed(data, base, count + 1, stride, stride - layout.pointer, layout.pointer)
    high = np.searchsorted(highs, np.arange(count + 1), side="right") - 1
    return previous, weight, chance, low | high.astype(np.int64) << layout.pointer
