"""UTF-8 under the wrong decoders that may have read it: the stretches of a line, read in the lattice.

There are many ways of showing what cannot be decoded, and a line often fits several.  A text was read by one:
the reader that explained other lines is asked first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from math import log

from covidmeet.repair.language_model import LanguageModel
from covidmeet.repair.mojibake.channel_search import DamagedSpan
from covidmeet.repair.mojibake.channels import Channel, uniform_space
from covidmeet.repair.mojibake.decoders import NOTHING, QUESTION, REPLACEMENT, Decoder
from covidmeet.repair.mojibake.islands import islands
from covidmeet.repair.mojibake.lattice import Utf8Lattice
from covidmeet.repair.mojibake.lattice_parts import parts
from covidmeet.repair.mojibake.lattice_paths import LatticeReading, differences
from covidmeet.repair.mojibake.lattice_tokens import Token, tokenise
from covidmeet.repair.mojibake.scripts import before_conversion, other_script, to_simplified

_HOPELESS = 3000
"""Hundredths of nats behind the best reader."""
_FREE_DIGIT = log(10) - 1.0
"""A digit without evidence costs too much: any of ten would do, but few places have one."""
_COINCIDENCE = -8.0
"""A loss without a mark right before a question mark: the question mark is the mark."""
_PRIVATE = re.compile("[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Reader:
    """A wrong decoder, how it shows losses, and whether the result was converted to Traditional."""

    rule: str
    number: int
    mark: str
    converted: bool = False


@dataclass(slots=True)
class Readers:
    """Which readers explained the lines of a text, and by how much these became likelier (in
    hundredths of nats)."""

    gains: Counter[Reader] = field(default_factory=Counter)
    surveyed: bool = False
    """Whether enough lines were tried to know the reader of the text."""

    def trusted(self) -> Reader | None:
        """The reader that explains the text best, once that is known."""
        if not self.surveyed or not self.gains:
            return None
        return self.gains.most_common(1)[0][0]

    def _least(self) -> int:
        """The gain below which a reader need not be tried again: others explain the text better."""
        return max(self.gains.values(), default=0) - _HOPELESS

    def of(self, line: str, channel: Channel) -> Iterator[Reader]:
        """The readers of a channel that may have read ``line``, the trusted one first."""
        trusted = self.trusted()
        if trusted is not None and trusted.rule == channel.rule:
            yield trusted
        least = self._least()
        private, euro = _PRIVATE.search(line) is not None, "€" in line
        may_be_converted = channel.decoders[0].name == "gbk" and _is_traditional(line)
        for converted in (False, True) if may_be_converted else (False,):
            for number, decoder in enumerate(channel.decoders):
                if (private and not decoder.private) or (euro and not decoder.euro):
                    continue
                for mark in _marks(line):
                    reader = Reader(channel.rule, number, mark, converted)
                    if not self.surveyed and self.gains[reader] < least:
                        continue
                    if reader != trusted and (mark or not decoder.swallows):
                        yield reader


def _marks(line: str) -> tuple[str, ...]:
    """How losses may be shown: as U+FFFD, as question marks, or not at all."""
    shown = tuple(mark for mark in (REPLACEMENT, QUESTION) if mark in line)
    return shown if REPLACEMENT in line else (*shown, NOTHING)


def spans(line: str, channel: Channel, reader: Reader, model: LanguageModel) -> list[DamagedSpan]:
    """The damaged stretches of ``line`` as ``reader`` explains them: all of it, or islands in it."""
    decoder = channel.decoders[reader.number]
    found = islands(line, decoder)
    if not found:
        return []
    start = next(at for at, char in enumerate(line) if char > "\x7f" or char == reader.mark)
    whole = _span(line, start, len(line), decoder, reader, model)
    if whole is not None and whole.proved:
        return [whole]
    found = [island for island in found if island != (start, len(line))]
    parted = (_span(line, first, last, decoder, reader, model) for first, last in found)
    return [span for span in parted if span is not None]


def _span(
    line: str, start: int, stop: int, decoder: Decoder, reader: Reader, model: LanguageModel
) -> DamagedSpan | None:
    tokens = tokenise(line, start, stop, decoder, reader.mark, converted=reader.converted)
    if not tokens:
        return None
    lattice = Utf8Lattice(decoder, model, other_script([_known(tokens)]))
    reading = lattice.run(tokens, line[max(start - 3, 0) : start])
    if reading is None:
        return None
    proved = _shows(decoder, reader, reading.text, line[start:stop])
    return _as_span(start, stop, reading, tokens, proved, _correction(reading, reader, line))


def _correction(reading: LatticeReading, reader: Reader, line: str) -> float:
    """Nats for what the probability of the text does not tell: see the constants."""
    if reader.mark == QUESTION:
        return _FREE_DIGIT * reading.free_digits
    if reader.mark == NOTHING:
        return _COINCIDENCE * sum(lost and line[end : end + 1] == QUESTION for end, _, lost in reading.pieces)
    return 0.0


def _as_span(
    start: int, stop: int, reading: LatticeReading, tokens: list[Token], proved: bool, correction: float
) -> DamagedSpan:
    def doubted(other: str, weight: float) -> DamagedSpan:
        more = list(differences(reading.text, other, weight))
        other_reading = replace(reading, doubts=[*reading.doubts, *more])
        return _as_span(start, stop, other_reading, tokens, proved, correction)

    found = tuple(parts(reading, tokens))
    return DamagedSpan(start, stop, reading.text, found, proved, correction, doubted)


def _known(tokens: list[Token]) -> str:
    """The characters that no loss and no conversion touches."""
    data = b"".join([token.alternatives[0] if len(token.alternatives) == 1 else b"?" for token in tokens])
    return data.decode("utf-8", "ignore")


def _shows(decoder: Decoder, reader: Reader, text: str, seen: str) -> bool:
    """Whether the reader turns ``text`` into ``seen``: the proof of a repair."""
    shown = uniform_space(decoder.read(text.encode("utf-8", "surrogatepass"), reader.mark))
    wanted = uniform_space(seen)
    if not reader.converted:
        return shown == wanted
    before = before_conversion()
    return len(shown) == len(wanted) and all(
        mine == theirs or mine in before.get(theirs, "") for mine, theirs in zip(shown, wanted, strict=True)
    )


def _is_traditional(line: str) -> bool:
    fold = to_simplified()
    return sum(char in fold for char in line) >= 2
