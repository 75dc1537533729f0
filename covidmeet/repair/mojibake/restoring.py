"""Which lost bytes go on with an incomplete character of UTF-8, and which characters they give."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from covidmeet.repair.language_model.table import read_table
from covidmeet.repair.mojibake.decoders import ANY_HIGH, Decoder

_LEADS = (0xC2, 0xC3, *range(0xE2, 0xEA), 0xEF)
"""Lead bytes that are restored: those of the characters that Chinese text has."""
_MOST, _UNRANKED = 80, 1 << 15
"""Characters that are tried at one place, the most frequent ones; the rank of those without."""
_CONTINUATIONS = range(0x80, 0xC0)


@dataclass(frozen=True, slots=True)
class Restored:
    """Incomplete bytes behind the lost ones -> the characters that they complete, and the lost bytes."""

    by_rest: tuple[tuple[bytes, list[tuple[str, bytes]]], ...]
    texts: frozenset[str]


def decoded(data: bytes) -> tuple[str, bytes] | None:
    """The characters of UTF-8, and the bytes of the incomplete one at the end; None for other bytes."""
    try:
        return data.decode(), b""
    except UnicodeDecodeError as error:
        if error.end < len(data) or error.reason != "unexpected end of data":
            return None
        return data[: error.start].decode(), data[error.start :]


@cache
def _ranks() -> dict[str, int]:
    """Character -> its rank by frequency, Traditional ones by their Simplified counterpart."""
    table = read_table("lm-open-gram.bin")
    ranks = {char: rank for rank, char in enumerate(table.chars)}
    for char, other in zip(table.traditional, table.simplified, strict=True):
        ranks.setdefault(char, ranks.get(other, _UNRANKED))
    return ranks


def _rank(text: str) -> int:
    return _ranks().get(text, _UNRANKED)


@lru_cache(maxsize=1 << 13)
def restored(decoder: Decoder, begun: bytes, following: int, in_a_row: bool) -> Restored:
    """What may have been lost after ``begun`` and before the byte ``following`` (-1: the end).

    ``in_a_row``: two bytes that are lost one after the other, each by itself.
    """
    found: dict[bytes, list[tuple[str, bytes]]] = {}
    for data in _lost(decoder, begun, following, in_a_row):
        fed = decoded(begun + data)
        if fed is not None and _goes_on(fed[1], following) and len(fed[0]) < 2:
            found.setdefault(fed[1], []).append((fed[0], data))
    for options in found.values():
        options.sort(key=lambda option: _rank(option[0]))
        del options[_MOST:]
    texts = frozenset(text for options in found.values() for text, _ in options)
    return Restored(tuple(found.items()), texts)


def _lost(decoder: Decoder, begun: bytes, following: int, in_a_row: bool) -> Iterator[bytes]:
    lost = decoder.lost(following)
    for first in _next_bytes(begun):
        one = bytes((first,))
        if one in lost and not in_a_row:
            yield one
        for second in _next_bytes(begun + one):
            pair = bytes((first, second))
            if in_a_row:
                if pair[1:] in lost and one in decoder.lost(second):
                    yield pair
            elif pair in lost:
                yield pair


def _next_bytes(begun: bytes) -> tuple[int, ...] | range:
    """The bytes that may follow in UTF-8."""
    fed = decoded(begun)
    if fed is None:
        return ()
    return _CONTINUATIONS if fed[1] else _LEADS


def _goes_on(begun: bytes, following: int) -> bool:
    """Whether ``following`` may come next, and gives a character that is not rare."""
    if following == ANY_HIGH:
        return True
    if not 0x80 <= following < 0xC0:
        return not begun
    if not begun:
        return False
    fed = decoded(begun + bytes((following,)))
    return fed is not None and (not fed[0] or _is_common(fed[0]))


@cache
def _is_common(char: str) -> bool:
    for codec in ("gbk", "big5"):
        try:
            char.encode(codec)
        except UnicodeEncodeError:
            continue
        return True
    return False


@lru_cache(maxsize=1 << 12)
def completed(begun: bytes) -> tuple[tuple[str, bytes], ...]:
    """The characters that one byte completes."""
    fed = ((decoded(begun + bytes((byte,))), bytes((byte,))) for byte in _CONTINUATIONS)
    return tuple((found[0], data) for found, data in fed if found is not None and not found[1] and begun)
