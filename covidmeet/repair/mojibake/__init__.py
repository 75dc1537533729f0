"""The classic wrong decodings of Chinese text, undone.

GBK read as Latin-1 or cp1252, UTF-8 read as Latin-1, cp1252 or GBK, Big5 read as GBK, twice-encoded UTF-8,
and entities escaped twice: for a whole text, a line of it, or a part of a line.  Bytes that the wrong decoder
lost are restored by a beam search under the language model.  Text of which nothing is left (U+FFFD, 锟斤拷,
烫烫烫) is reported and never guessed at.

A repair is made only if it is likelier than the text as it stands by a wide margin, if the result is
plausible Chinese, and if a forward model of the damage turns it into what was seen.  Single sequences of
accented letters (``Ã©``) in a text without Chinese damage stay: this is not a tool for Western text.
"""

from __future__ import annotations

from covidmeet.repair.mojibake.repairing import damaged, repair

__all__ = ["damaged", "repair"]
