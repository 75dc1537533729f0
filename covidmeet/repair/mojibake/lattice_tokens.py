"""What a wrong decoder showed, character by character, turned back into the bytes that it may have read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from covidmeet.repair.mojibake.decoders import ANY_HIGH, SPACES, Decoder
from covidmeet.repair.mojibake.scripts import before_conversion


@dataclass(slots=True)
class Token:
    """One shown character."""

    start: int
    stop: int
    alternatives: tuple[bytes, ...]
    """The bytes that it may have been, the likeliest first; for a mark none."""
    mark: str = ""
    """The question mark or U+FFFD that may stand for lost bytes."""
    lost_before: bool = False
    """Whether bytes may be missing without a mark before it."""
    lost_behind: bool = False
    """Whether they may be missing behind it, at the end."""
    following: int = -1
    """At the end: the first byte of what comes next, -1 at the end of a line."""

    @property
    def is_plain(self) -> bool:
        return len(self.alternatives) == 1 and not self.lost_before and not self.lost_behind


def tokenise(
    seen: str, start: int, stop: int, decoder: Decoder, mark: str, *, converted: bool = False
) -> list[Token]:
    """The tokens of ``seen[start:stop]``; [] where a character comes from no bytes.

    ``mark``: what shows a loss; "" where losses leave no trace: these are looked for where the bytes are no
    UTF-8.  ``converted``: the shown text was turned Traditional.
    """
    tokens = []
    for at in range(start, stop):
        char = seen[at]
        if mark and char == mark:
            tokens.append(Token(at, at + 1, (), mark))
            continue
        found = _sources(decoder, char, converted)
        if not found:
            return []
        if char == " " and decoder.name != "gbk":
            found += SPACES
        tokens.append(Token(at, at + 1, found))
    if tokens:
        tokens[-1].following = _next_byte(seen[stop : stop + 1], decoder)
        if not mark and converted:
            for token in tokens:  # which bytes a character was is open, and so is where they are broken
                token.lost_before = True
            tokens[-1].lost_behind = True
        elif not mark:
            _look_for_losses(tokens)
    return tokens


def _sources(decoder: Decoder, char: str, converted: bool) -> tuple[bytes, ...]:
    """The bytes of a shown character; first those of the Simplified one where all was made Traditional."""
    source = decoder.source(char)
    found: tuple[bytes, ...] = () if source is None else (source,)
    if char == "€" and decoder.name == "gbk":
        found += (_EURO,)
    before = before_conversion().get(char, "") if converted else ""
    others = [decoder.source(other) for other in before if other != char]
    usual = [other for other in others if other is not None]
    return (*usual[:1], *found, *usual[1:])


_EURO = b"\xa2\xe3"
"""The euro sign by its code in GB 18030; as a single byte it is 80."""


def _next_byte(char: str, decoder: Decoder) -> int:
    found = decoder.source(char) if char else None
    return found[0] if found else -1 if char in ("", "\n") else ANY_HIGH


_BROKEN = re.compile(
    b"[\\xc2-\\xdf](?![\\x80-\\xbf])"
    b"|[\\xe0-\\xef](?![\\x80-\\xbf]{2})[\\x80-\\xbf]?"
    b"|[\\xf0-\\xf4](?![\\x80-\\xbf]{3})[\\x80-\\xbf]{0,2}"
    b"|(?:[\\xc2-\\xdf][\\x80-\\xbf]|[\\xe0-\\xef][\\x80-\\xbf]{2}|[\\xf0-\\xf4][\\x80-\\xbf]{3})[\\x80-\\xbf]+"
    b"|[\\x80-\\xbf]+"
)
"""An incomplete character, or continuation bytes that are too many, with the character before them."""
_VALID = re.compile(
    b"[\\x00-\\x7f]+|(?:[\\xc2-\\xdf][\\x80-\\xbf]|[\\xe0-\\xef][\\x80-\\xbf]{2}|[\\xf0-\\xf4][\\x80-\\xbf]{3})"
    b"(?![\\x80-\\xbf])"
)


def _look_for_losses(tokens: list[Token]) -> None:
    """Let bytes be missing at the tokens around each place where the bytes are no UTF-8."""
    ends: list[int] = []
    size = 0
    for token in tokens:
        size += len(token.alternatives[0])
        ends.append(size)
    data = b"".join([token.alternatives[0] for token in tokens])
    number = 0
    for first, last in _broken(data):
        while number < len(tokens) - 1 and ends[number] <= first:
            number += 1
        at = number
        while at < len(tokens):
            tokens[at].lost_before = True
            if ends[at] >= last + 1:
                break
            at += 1
        else:
            tokens[-1].lost_behind = True


def _broken(data: bytes) -> Iterator[tuple[int, int]]:
    """Start and stop of each stretch that is no UTF-8."""
    at = 0
    while at < len(data):
        if match := _VALID.match(data, at):
            at = match.end()
        elif match := _BROKEN.match(data, at):
            yield match.start(), match.end()
            at = match.end()
        else:
            yield at, at + 1
            at += 1
