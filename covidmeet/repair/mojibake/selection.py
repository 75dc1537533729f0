"""Selection among the candidate repairs of a line, by channel, decoder and way of showing losses.

A candidate is accepted if it is likelier than the text as it stands by a margin and plausible by itself.  All
gains and costs are in nats: natural logarithms of probabilities, costs with the sign changed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from covidmeet.repair.language_model import LanguageModel
from covidmeet.repair.mojibake import detectors
from covidmeet.repair.mojibake.channel_search import SWITCH_COST, ChannelSearch, DamagedSpan
from covidmeet.repair.mojibake.channels import (
    BIG5_AS_GBK,
    GBK_AS_CP1252,
    GBK_AS_LATIN1,
    UTF8_AS_CP1252,
    UTF8_AS_GBK,
    UTF8_AS_LATIN1,
    Channel,
)
from covidmeet.repair.mojibake.decoders import QUESTION, REPLACEMENT
from covidmeet.repair.mojibake.encodings import decode
from covidmeet.repair.mojibake.literal import literal_cost
from covidmeet.repair.mojibake.scripts import other_script

MIN_GAIN = 12.0
"""By how much a repair must be likelier than the text as it stands."""
MIN_GAIN_KNOWN = 3.0
"""The same where another line of the text has this damage for certain."""
MAX_COST = 9.0
"""Greatest average cost of a character of the repaired text."""
MAX_COST_LARGE_GAIN = 11.0
_LARGE_GAIN = 25.0
"""The same where the text as it stands is much less likely still."""
MAX_COST_KNOWN = 14.0
_ALIGNED_COST = 6.5
"""Greatest average cost of a character of two-byte text without loss of byte alignment."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A repair of a part of a line: applied if ``verified``, else reported as likely but not provable."""

    channel: Channel
    span: DamagedSpan
    gain: float
    """By how much it is likelier than what was seen."""
    cost: float
    """Average cost of a character."""
    verified: bool
    """Whether the channel turns it into what was seen."""


def select(line: str, model: LanguageModel, known_rules: Collection[str]) -> list[Candidate]:
    """The accepted candidates for the damaged parts of a line, all of the one channel that gains most.

    ``known_rules``: the damage that other lines of the text have for certain.
    """
    best: list[Candidate] = []
    for channel in _channels(line):
        found = _of_channel(line, channel, model, channel.rule in known_rules)
        if _gain(found) > _gain(best):
            best = found
        if best and _explained(line, best, model):
            break
    return best


def _gain(found: list[Candidate]) -> float:
    """The gain of the verified candidates; others count a thousandth, so that they are better than none."""
    return sum(candidate.gain if candidate.verified else candidate.gain / 1000 for candidate in found)


def _channels(line: str) -> Iterator[Channel]:
    if detectors.latin(line):
        yield from _latin_channels(line)
    if detectors.utf8_in_gbk(line):
        yield UTF8_AS_GBK
    if detectors.big5_in_gbk(line):
        yield BIG5_AS_GBK


def _latin_channels(line: str) -> Iterator[Channel]:
    latin1 = detectors.latin1_controls(line) or not detectors.cp1252_signs(line)
    cp1252 = detectors.cp1252_signs(line) or not detectors.latin1_controls(line)
    if detectors.utf8_in_latin(line):
        if latin1:
            yield UTF8_AS_LATIN1
        if cp1252:
            yield UTF8_AS_CP1252
    if detectors.gbk_in_latin(line):
        if latin1:
            yield GBK_AS_LATIN1
        if cp1252:
            yield GBK_AS_CP1252


def _of_channel(line: str, channel: Channel, model: LanguageModel, known: bool) -> list[Candidate]:
    """The candidates by the decoder, and the way of showing losses, that gain most."""
    best: list[Candidate] = []
    for spans in _hypotheses(line, channel, model):
        checked = (_accept(line, channel, _trim(line, span), model, known) for span in spans)
        found = [candidate for candidate in checked if candidate is not None]
        if _gain(found) > _gain(best):
            best = found
        if best and _explained(line, best, model):
            break
    return best


def _hypotheses(line: str, channel: Channel, model: LanguageModel) -> Iterator[list[DamagedSpan]]:
    """Plain re-decoding, which is exact when nothing was lost, then the searches."""
    sources = [channel.decoders[0].source(char) for char in line]
    data = b"".join(source for source in sources if source is not None)
    text = decode(data, channel.encoding) if None not in sources else None
    if text is not None:
        yield [DamagedSpan(0, len(line), text)]
    for decoder in channel.decoders:
        search = ChannelSearch(decoder, channel.encoding, model)
        for marks in _marks(line):
            found = search.run(line, marks)
            unwanted = other_script(span.text for span in found)
            if any(char in unwanted for span in found for char in span.text):
                found = ChannelSearch(decoder, channel.encoding, model, unwanted).run(line, marks)
            yield found


def _explained(line: str, found: list[Candidate], model: LanguageModel) -> bool:
    """Whether the candidates are verified and the rest of the line looks clean: the search can stop."""
    if not all(candidate.verified and _is_aligned(candidate) for candidate in found):
        return False
    rest = list(line)
    for candidate in found:
        for at in range(candidate.span.start, candidate.span.stop):
            rest[at] = "\n"
    left = "".join(rest)
    if detectors.wrongly_decoded(left) or "\ufffd" in left:
        return False
    costs = [
        literal_cost(model, left[max(at - 3, 0) : at], left[at])
        for at in range(len(left))
        if left[at] > "\x7f"
    ]
    return sum(costs) <= MAX_COST * len(costs)


def _is_aligned(candidate: Candidate) -> bool:
    """GBK and Big5 lose byte alignment at a lost byte; the characters that follow are then unlikely."""
    never_loses = not candidate.channel.decoders[0].lost(-1)
    return never_loses or candidate.channel.encoding == "utf-8" or candidate.cost <= _ALIGNED_COST


def _marks(line: str) -> tuple[bool, ...]:
    if REPLACEMENT in line:
        return (True,)
    return (True, False) if QUESTION in line else (False,)


def _trim(line: str, span: DamagedSpan) -> DamagedSpan:
    """Without the ASCII at both ends, which no channel changes."""
    start, stop, text = span.start, span.stop, span.text
    while text and start < stop and line[start] == text[0] < "\x80":
        start, text = start + 1, text[1:]
    while text and start < stop and line[stop - 1] == text[-1] < "\x80":
        stop, text = stop - 1, text[:-1]
    return DamagedSpan(start, stop, text)


def _accept(
    line: str, channel: Channel, span: DamagedSpan, model: LanguageModel, known: bool
) -> Candidate | None:
    """The candidate for one damaged span, or None where it is rejected."""
    text = span.text
    seen = line[span.start : span.stop]
    changed = sum(char > "\x7f" for char in text)
    if not any(_is_chinese(char) for char in text) and not (known and changed):
        return None
    before = line[: span.start]
    cost = -sum(
        model.logp((before + text)[max(len(before) + at - 3, 0) : len(before) + at], char)
        for at, char in enumerate(text)
        if char > "\x7f"
    )
    as_seen = sum(
        literal_cost(model, line[max(at - 3, 0) : at], line[at])
        for at in range(span.start, span.stop)
        if line[at] > "\x7f"
    )
    borders = (span.start > 0) + (span.stop < len(line))
    gain = as_seen - cost - borders * SWITCH_COST / 2
    if gain < (MIN_GAIN_KNOWN if known else MIN_GAIN) or cost > changed * _max_cost(channel, gain, known):
        return None
    return Candidate(channel, span, gain, cost / max(changed, 1), channel.produces(text, seen))


def _max_cost(channel: Channel, gain: float, known: bool) -> float:
    """Greatest average cost of a character of an accepted text."""
    if known or (channel.encoding == "utf-8" and channel is not UTF8_AS_GBK):
        # No text in Latin letters is valid UTF-8 by accident.
        return MAX_COST_KNOWN
    return MAX_COST_LARGE_GAIN if gain >= _LARGE_GAIN else MAX_COST


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"
