"""The classic wrong decodings by name, each a pair of encoding and wrong decoders (a noisy channel)."""

from __future__ import annotations

from dataclasses import dataclass

from covidmeet.repair.mojibake.decoders import (
    BIG5,
    CP936,
    CP936_IN_STEP,
    CP936_IN_STEP_EURO,
    CP936_WITHOUT_PRIVATE,
    CP1252,
    CP1252_WITH_HOLES,
    GB18030,
    GBK,
    LATIN1,
    LATIN1_WITHOUT_CONTROLS,
    LOSS_MARKS,
    WINDOWS_936,
    Decoder,
)
from covidmeet.repair.mojibake.encodings import encode


@dataclass(frozen=True, slots=True)
class Channel:
    """Bytes of ``encoding`` that were read by one of ``decoders``, in the order in which these are tried."""

    rule: str
    encoding: str
    decoders: tuple[Decoder, ...]

    def produces(self, text: str, seen: str) -> bool:
        """Whether the channel turns ``text`` into ``seen``, however it shows losses."""
        data = encode(text, self.encoding)
        if data is None:
            return False
        wanted = uniform_space(seen)
        return any(
            uniform_space(decoder.read(data, mark)) == wanted
            for decoder in self.decoders
            for mark in LOSS_MARKS
        )


def uniform_space(text: str) -> str:
    """White space as crawlers normalise it."""
    return text.replace("\xa0", " ").replace("\x85", " ").rstrip(" ")


UTF8_AS_LATIN1 = Channel("utf8_as_latin1", "utf-8", (LATIN1, LATIN1_WITHOUT_CONTROLS))
UTF8_AS_CP1252 = Channel("utf8_as_cp1252", "utf-8", (CP1252_WITH_HOLES, CP1252))
GBK_AS_LATIN1 = Channel("gbk_as_latin1", "gbk", (LATIN1,))
GBK_AS_CP1252 = Channel("gbk_as_cp1252", "gbk", (CP1252_WITH_HOLES, CP1252))
UTF8_AS_GBK = Channel(
    "utf8_as_gbk",
    "utf-8",
    (CP936, GB18030, WINDOWS_936, GBK, CP936_IN_STEP, CP936_IN_STEP_EURO, CP936_WITHOUT_PRIVATE),
)
BIG5_AS_GBK = Channel("big5_as_gbk", "big5", (GBK, CP936))
GBK_AS_BIG5 = Channel("gbk_as_big5", "gbk", (BIG5,))
