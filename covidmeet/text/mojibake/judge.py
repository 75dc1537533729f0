"""Which reading of a line is believed, if any."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from covidmeet.text.lm import LanguageModel
from covidmeet.text.mojibake import suspects
from covidmeet.text.mojibake.channels import BIG5_AS_GBK, LATIN_CHANNELS, UTF8_AS_GBK, Channel
from covidmeet.text.mojibake.decoders import QUESTION, REPLACEMENT
from covidmeet.text.mojibake.literal import literal_cost
from covidmeet.text.mojibake.search import SWITCH_COST, Search, Stretch

MARGIN = 12.0
"""Nats by which a repair must be likelier than the text as it stands."""
MARGIN_AGAIN = 3.0
"""The same where another line of the text has this damage for certain."""
PLAUSIBLE = 9.0
"""Nats that a character of the repaired text may cost on average."""
PLAUSIBLE_AGAIN = 14.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """A reading of a part of a line: believed if ``sound``, else likely but not provable."""

    channel: Channel
    stretch: Stretch
    gain: float
    sound: bool


def verdicts(line: str, model: LanguageModel, seen_already: Collection[str]) -> list[Verdict]:
    """The believable readings of the damaged parts of a line, all of the one channel that explains most."""
    best: list[Verdict] = []
    for channel in _channels(line):
        found = list(_of_channel(line, channel, model, channel.rule in seen_already))
        if sum(verdict.gain for verdict in found) > sum(verdict.gain for verdict in best) + 0.01:
            best = found
    return best


def _channels(line: str) -> Iterator[Channel]:
    if suspects.latin(line):
        yield from LATIN_CHANNELS
    if suspects.utf8_in_gbk(line):
        yield UTF8_AS_GBK
    if suspects.big5_in_gbk(line):
        yield BIG5_AS_GBK


def _of_channel(line: str, channel: Channel, model: LanguageModel, again: bool) -> Iterator[Verdict]:
    """The readings by the decoder, and the way of showing losses, that gain most."""
    best: list[Verdict] = []
    for decoder in channel.decoders:
        search = Search(decoder, channel.encoding, model)
        for marks in _marks(line):
            found = []
            for stretch in search.run(line, marks):
                verdict = _judge(line, channel, _trim(line, stretch), model, again)
                if verdict is not None:
                    found.append(verdict)
            if sum(verdict.gain for verdict in found) > sum(verdict.gain for verdict in best):
                best = found
        if best and _explained(line, best, model):
            break
    yield from best


def _explained(line: str, found: list[Verdict], model: LanguageModel) -> bool:
    """Whether the readings are sound and what they leave of the line looks clean: no need to look further."""
    left = set(range(len(line)))
    for verdict in found:
        left -= set(range(verdict.stretch.start, verdict.stretch.stop))
    costs = [
        literal_cost(model, line[max(at - 3, 0) : at], line[at]) for at in sorted(left) if line[at] > "\x7f"
    ]
    return all(verdict.sound for verdict in found) and sum(costs) <= PLAUSIBLE * len(costs)


def _marks(line: str) -> tuple[bool, ...]:
    if REPLACEMENT in line:
        return (True,)
    return (False, True) if QUESTION in line else (False,)


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
    if cost > changed * (PLAUSIBLE_AGAIN if again else PLAUSIBLE):
        return None
    as_seen = sum(
        literal_cost(model, line[max(at - 3, 0) : at], line[at])
        for at in range(stretch.start, stretch.stop)
        if line[at] > "\x7f"
    )
    borders = (stretch.start > 0) + (stretch.stop < len(line))
    gain = as_seen - cost - borders * SWITCH_COST / 2
    if gain < (MARGIN_AGAIN if again else MARGIN):
        return None
    return Verdict(channel, stretch, gain, channel.gives(text, seen))


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"
