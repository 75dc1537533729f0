"""The damage that is left in a text after its repair."""

from __future__ import annotations

from covidmeet.repair import Unrepaired, repair
from covidmeet.text.gb18030 import REPLACEMENT


def damage_left(text: str) -> list[Unrepaired]:
    """The places that no repair could restore, and the characters that could not be decoded (U+FFFD)."""
    lost = [Unrepaired("undecodable", at, REPLACEMENT) for at, char in enumerate(text) if char == REPLACEMENT]
    return [*repair(text).unrepaired, *lost]
