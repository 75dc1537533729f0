"""Which reading of a line is believed, if any."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from covidmeet.repair.language_model import LanguageModel
from covidmeet.repair.mojibake import suspects
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
from covidmeet.repair.mojibake.search import SWITCH_COST, Search, Stretch

MARGIN = 12.0
"""Nats by which a repair must be likelier than the text as it stands."""
MARGIN_AGAIN = 3.0
"""The same where another line of the text has this damage for certain."""
PLAUSIBLE = 9.0
"""Nats that a character of the repaired text may cost on average."""
PLAUSIBLE_FAR = 11.0
_FAR = 25.0
"""The same where the text as it stands is much less likely still."""
PLAUSIBLE_AGAIN = 14.0
_ALIGNED = 6.5
"""Nats a character, on average, of text in which no two bytes are paired wrongly."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reading of a part of a line: believed if ``sound``, else likely but not provable.

    ``gain``: nats by which it is likelier than what was seen; ``cost``: nats a character.
    """

    channel: Channel
    stretch: Stretch
    gain: float
    cost: float
    sound: bool


def verdicts(line: str, model: LanguageModel, seen_already: Collection[str]) -> list[Verdict]:
    """The believable readings of the damaged parts of a line, all of the one channel that explains most."""
    best: list[Verdict] = []
    for channel in _channels(line):
        found = _of_channel(line, channel, model, channel.rule in seen_already)
        if _gain(found) > _gain(best):
            best = found
        if best and _explained(line, best, model):
            break
    return best


def _gain(found: list[Verdict]) -> float:
    """What sound readings gain; others count for next to nothing, but for more than no reading."""
    return sum(verdict.gain if verdict.sound else verdict.gain / 1000 for verdict in found)


def _channels(line: str) -> Iterator[Channel]:
    if suspects.latin(line):
        yield from _latin_channels(line)
    if suspects.utf8_in_gbk(line):
        yield UTF8_AS_GBK
    if suspects.big5_in_gbk(line):
        yield BIG5_AS_GBK


def _latin_channels(line: str) -> Iterator[Channel]:
    latin1 = suspects.latin1_controls(line) or not suspects.cp1252_signs(line)
    cp1252 = suspects.cp1252_signs(line) or not suspects.latin1_controls(line)
    if suspects.utf8_in_latin(line):
        if latin1:
            yield UTF8_AS_LATIN1
        if cp1252:
            yield UTF8_AS_CP1252
    if suspects.gbk_in_latin(line):
        if latin1:
            yield GBK_AS_LATIN1
        if cp1252:
            yield GBK_AS_CP1252


def _of_channel(line: str, channel: Channel, model: LanguageModel, again: bool) -> list[Verdict]:
    """The readings by the decoder, and the way of showing losses, that gain most."""
    best: list[Verdict] = []
    for stretches in _readings(line, channel, model):
        judged = (_judge(line, channel, _trim(line, stretch), model, again) for stretch in stretches)
        found = [verdict for verdict in judged if verdict is not None]
        if _gain(found) > _gain(best):
            best = found
        if best and _explained(line, best, model):
            break
    return best


def _readings(line: str, channel: Channel, model: LanguageModel) -> Iterator[list[Stretch]]:
    """Plain re-decoding, which is exact when nothing was lost, then the searches."""
    sources = [channel.decoders[0].source(char) for char in line]
    data = b"".join(source for source in sources if source is not None)
    text = decode(data, channel.encoding) if None not in sources else None
    if text is not None:
        yield [Stretch(0, len(line), text)]
    for decoder in channel.decoders:
        search = Search(decoder, channel.encoding, model)
        for marks in _marks(line):
            found = search.run(line, marks)
            shunned = other_script(stretch.text for stretch in found)
            if any(char in shunned for stretch in found for char in stretch.text):
                found = Search(decoder, channel.encoding, model, shunned).run(line, marks)
            yield found


def _explained(line: str, found: list[Verdict], model: LanguageModel) -> bool:
    """Whether the readings are sound and what they leave of the line looks clean: no need to look further."""
    if not all(verdict.sound and _is_aligned(verdict) for verdict in found):
        return False
    rest = list(line)
    for verdict in found:
        for at in range(verdict.stretch.start, verdict.stretch.stop):
            rest[at] = "\n"
    left = "".join(rest)
    if suspects.wrongly_decoded(left) or "\ufffd" in left:
        return False
    costs = [
        literal_cost(model, left[max(at - 3, 0) : at], left[at])
        for at in range(len(left))
        if left[at] > "\x7f"
    ]
    return sum(costs) <= PLAUSIBLE * len(costs)


def _is_aligned(verdict: Verdict) -> bool:
    """GBK and Big5 read on after a lost byte, in other characters; their being unlikely gives it away."""
    never_loses = not verdict.channel.decoders[0].lost(-1)
    return never_loses or verdict.channel.encoding == "utf-8" or verdict.cost <= _ALIGNED


def _marks(line: str) -> tuple[bool, ...]:
    if REPLACEMENT in line:
        return (True,)
    return (True, False) if QUESTION in line else (False,)


def _trim(line: str, stretch: Stretch) -> Stretch:
    """Without the ASCII at both ends, which means the same either way."""
    start, stop, text = stretch.start, stretch.stop, stretch.text
    while text and start < stop and line[start] == text[0] < "\x80":
        start, text = start + 1, text[1:]
    while text and start < stop and line[stop - 1] == text[-1] < "\x80":
        stop, text = stop - 1, text[:-1]
    return Stretch(start, stop, text)


def _judge(
    line: str, channel: Channel, stretch: Stretch, model: LanguageModel, again: bool
) -> Verdict | None:
    text = stretch.text
    seen = line[stretch.start : stretch.stop]
    changed = sum(char > "\x7f" for char in text)
    if not any(_is_chinese(char) for char in text) and not (again and changed):
        return None
    before = line[: stretch.start]
    cost = -sum(
        model.logp((before + text)[max(len(before) + at - 3, 0) : len(before) + at], char)
        for at, char in enumerate(text)
        if char > "\x7f"
    )
    as_seen = sum(
        literal_cost(model, line[max(at - 3, 0) : at], line[at])
        for at in range(stretch.start, stretch.stop)
        if line[at] > "\x7f"
    )
    borders = (stretch.start > 0) + (stretch.stop < len(line))
    gain = as_seen - cost - borders * SWITCH_COST / 2
    if gain < (MARGIN_AGAIN if again else MARGIN) or cost > changed * _limit(channel, gain, again):
        return None
    return Verdict(channel, stretch, gain, cost / max(changed, 1), channel.gives(text, seen))


def _limit(channel: Channel, gain: float, again: bool) -> float:
    """Nats a character that a believable text may cost."""
    if again or (channel.encoding == "utf-8" and channel is not UTF8_AS_GBK):
        # No text in Latin letters is UTF-8 by accident.
        return PLAUSIBLE_AGAIN
    return PLAUSIBLE_FAR if gain >= _FAR else PLAUSIBLE


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"
