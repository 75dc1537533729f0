"""The classic wrong decodings by name, and whether one of them, done again, gives what was seen."""

from __future__ import annotations

from dataclasses import dataclass

from covidmeet.repair.mojibake.decoders import (
    CP936,
    CP936_WITHOUT_PRIVATE,
    CP1252,
    CP1252_WITH_HOLES,
    GBK,
    LATIN1,
    LATIN1_WITHOUT_CONTROLS,
    LOSS_MARKS,
    Decoder,
)
from covidmeet.repair.mojibake.encodings import encode


@dataclass(frozen=True, slots=True)
class Channel:
    """Bytes of ``encoding`` that went through one of ``decoders``; the first loses least."""

    rule: str
    encoding: str
    decoders: tuple[Decoder, ...]

    def gives(self, text: str, seen: str) -> bool:
        """Whether ``text``, damaged again, is what was seen, whatever way losses were shown."""
        data = encode(text, self.encoding)
        if data is None:
            return False
        wanted = _plain(seen)
        return any(
            _plain(decoder.read(data, mark)) == wanted for decoder in self.decoders for mark in LOSS_MARKS
        )


def _plain(text: str) -> str:
    """White space as crawlers make it uniform: what looks like a space is one."""
    return text.replace("\xa0", " ").replace("\x85", " ").rstrip(" ")


UTF8_AS_LATIN1 = Channel("utf8_as_latin1", "utf-8", (LATIN1, LATIN1_WITHOUT_CONTROLS))
UTF8_AS_CP1252 = Channel("utf8_as_cp1252", "utf-8", (CP1252_WITH_HOLES, CP1252))
GBK_AS_LATIN1 = Channel("gbk_as_latin1", "gbk", (LATIN1,))
GBK_AS_CP1252 = Channel("gbk_as_cp1252", "gbk", (CP1252_WITH_HOLES, CP1252))
UTF8_AS_GBK = Channel("utf8_as_gbk", "utf-8", (GBK, CP936_WITHOUT_PRIVATE, CP936))
BIG5_AS_GBK = Channel("big5_as_gbk", "big5", (GBK, CP936))
