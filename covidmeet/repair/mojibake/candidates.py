"""Candidate repairs of a line: what they gain, and whether they undo all that is damaged in it."""

from __future__ import annotations

from dataclasses import dataclass

from covidmeet.repair.language_model import LanguageModel
from covidmeet.repair.mojibake import detectors
from covidmeet.repair.mojibake.channel_search import DamagedSpan
from covidmeet.repair.mojibake.channels import Channel
from covidmeet.repair.mojibake.literal import literal_cost

MAX_COST = 9.0
"""Greatest average cost (nats) of a character of the repaired text."""
_ALIGNED_COST = 6.5
"""The same of two-byte text without loss of byte alignment."""


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

    @property
    def in_step(self) -> bool:
        """Whether the channel may have lost bytes in pairs."""
        return any(decoder.swallows for decoder in self.channel.decoders)


def gain_of(found: list[Candidate]) -> float:
    """The gain of the verified candidates; others count a thousandth, so that they are better than none."""
    return sum(candidate.gain if candidate.verified else candidate.gain / 1000 for candidate in found)


def is_whole(line: str, found: list[Candidate]) -> bool:
    """Whether all damage of the line is undone: no line is left half repaired."""
    if not all(candidate.verified for candidate in found):
        return False
    left = rest_of(line, found)
    return not (detectors.wrongly_decoded(left) or "\ufffd" in left)


def rest_of(line: str, found: list[Candidate]) -> str:
    """The line with line ends in place of what the candidates explain."""
    rest = list(line)
    for candidate in found:
        for at in range(candidate.span.start, candidate.span.stop):
            rest[at] = "\n"
    return "".join(rest)


def is_explained(line: str, found: list[Candidate], model: LanguageModel) -> bool:
    """Whether the candidates are verified and the rest of the line looks clean: the search can stop."""
    if not all(candidate.verified and _is_aligned(candidate) for candidate in found):
        return False
    left = rest_of(line, found)
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
