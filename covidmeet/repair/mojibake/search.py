"""Which text do these characters stand for, if a wrong decoder made some of them?  A beam search.

Each character is read in one of two modes.  As it stands, it costs what the language model thinks of it.  As
damage, it gives the bytes that the wrong decoder read; where that decoder could have lost a byte, every byte
that it loses there is tried.  The right encoding's own structure throws most of these out, and the language
model chooses among the rest, and between the two modes.  The work is proportional to the length of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from operator import attrgetter

from covidmeet.repair.language_model import LanguageModel
from covidmeet.repair.mojibake.decoders import (
    ANY_HIGH,
    QUESTION,
    REPLACEMENT,
    SPACES,
    Decoder,
    lost_in_a_row,
)
from covidmeet.repair.mojibake.encodings import step
from covidmeet.repair.mojibake.literal import literal_cost

_BEAM = 16
LOSS_COST = 4.0
"""Nats for a byte that has to be made up, on top of what the language model thinks of the character."""
SWITCH_COST = 7.0
"""Nats for every border between damage and clean text inside a line."""

SHUN_COST = 5.0
"""Nats for a Traditional character in Simplified text, or the other way round."""
_MOST_FILLED = 6
"""States that are tried with lost bytes at one place."""
_MOST_GUESSED = 3
_LOOK_AHEAD = 4

_Trail = tuple["_Trail", str, int] | None
"""The way here: a linked list of (the way before, character, where it began in the text, or a border)."""
_TO_DAMAGE, _TO_CLEAN = "to damage", "to clean"


@dataclass(slots=True)
class _State:
    """Never changed once made; not frozen, because making frozen ones takes three times as long."""

    score: float
    damage: bool
    begun: bytes
    context: str
    trail: _Trail


@dataclass(frozen=True, slots=True)
class Stretch:
    """A damaged part of a line: where it stands, and what was read there."""

    start: int
    stop: int
    text: str


_score = attrgetter("score")
_USUAL = {
    "utf-8": frozenset(bytes((lead,)) for lead in (*range(0xE2, 0xEA), 0xEF)) | {b""},
    "gbk": frozenset(bytes((lead,)) for lead in range(0x81, 0xFF)) | {b""},
    "big5": frozenset(bytes((lead,)) for lead in range(0x81, 0xFF)) | {b""},
}
"""Lead bytes worth making up: those of the characters that Chinese text has."""


@lru_cache(maxsize=1 << 14)
def _ways(encoding: str, begun: bytes, lost: frozenset[bytes]) -> tuple[tuple[bytes, str], ...]:
    """The unfinished bytes and the characters that lost bytes can lead to."""
    ways = (_feed(encoding, begun, data) for data in sorted(lost))
    return tuple(way for way in ways if way is not None and way[0][:1] in _USUAL[encoding])


@lru_cache(maxsize=1 << 16)
def _feed(encoding: str, begun: bytes, data: bytes) -> tuple[bytes, str] | None:
    """The unfinished bytes after ``data``, and the characters that it finished; None if no text has it."""
    chars = ""
    for byte in data:
        stepped = step(encoding, begun, byte)
        if stepped is None:
            return None
        begun, char = stepped
        chars += char
    return begun, chars


class Search:
    """The search for one pair of wrong decoder and right encoding."""

    def __init__(
        self, decoder: Decoder, encoding: str, model: LanguageModel, shunned: frozenset[str] = frozenset()
    ) -> None:
        """``shunned``: characters of the script that the text is not in."""
        self._decoder = decoder
        self._shunned = shunned
        self._encoding = encoding
        self._model = model

    def run(self, seen: str, marks: bool) -> list[Stretch]:
        """The damaged parts of a line on the likeliest way through it.

        ``marks``: a question mark or U+FFFD may show a lost byte; otherwise losses leave no trace.
        """
        states = [_State(0.0, False, b"", "", None), _State(0.0, True, b"", "", (None, _TO_DAMAGE, 0))]
        pending: list[_State] = []
        for at in range(len(seen)):
            states = self._switched(states, at)
            pair = marks and _is_pair(seen, at)
            ahead = self._lose_pair(states, seen, at) if pair else []
            states = _best(self._advance(states, seen, at, marks, pair) + pending)
            pending = ahead
            if not states and not pending:
                return []
        if not marks:
            states = self._with_losses(states, seen, len(seen))
        ends = [state for state in states if not state.begun]
        if not ends:
            return []
        return _stretches(max(ends, key=_score).trail, len(seen))

    def _switched(self, states: list[_State], at: int) -> list[_State]:
        """The states, and from each mode the best one that goes over to the other."""
        added = list(states)
        if at == 0:
            return added
        for damage in (False, True):
            ready = [state for state in states if state.damage is damage and not state.begun]
            for best in nlargest(2, ready, key=_score):
                border = _TO_CLEAN if damage else _TO_DAMAGE
                trail = (best.trail, border, at)
                added.append(_State(best.score - SWITCH_COST, not damage, b"", best.context, trail))
        return added

    def _lose_pair(self, states: list[_State], seen: str, at: int) -> list[_State]:
        """The states after two marks, of two lost bytes that were no pair to the wrong decoder either."""
        damaged = [state for state in states if state.damage]
        lost = lost_in_a_row(self._decoder, self._following(seen, at + 2))
        return self._lose(damaged, lost, 2 * LOSS_COST)

    def _advance(self, states: list[_State], seen: str, at: int, marks: bool, pair: bool) -> list[_State]:
        """``pair``: a mark whose lost byte is made up together with the next one's."""
        char = seen[at]
        grown = [self._keep(state, char, at) for state in states if not state.damage]
        damaged = [state for state in states if state.damage]
        source = self._decoder.source(char)
        if marks and char in (QUESTION, REPLACEMENT):
            following = self._following(seen, at + 1)
            if pair:
                following = ord(QUESTION)
            if not pair or char == QUESTION:
                grown += self._lose(damaged, self._decoder.lost(following), LOSS_COST)
            source = b"?" if char == QUESTION else None
        elif source is not None and not marks:
            damaged = self._with_losses(damaged, seen, at)
        if source is not None:
            for state in damaged:
                grown += self._push(state, source, at)
                if char == " " and state.begun and self._decoder.name != "gbk":
                    grown += [new for space in SPACES for new in self._push(state, space, at)]
        return grown

    def _keep(self, state: _State, char: str, at: int) -> _State:
        cost = literal_cost(self._model, state.context, char)
        return _State(state.score - cost, False, b"", (state.context + char)[-3:], (state.trail, char, at))

    def _following(self, seen: str, at: int) -> int:
        """The first byte of the character at ``at``; behind another mark any high byte may stand."""
        if at >= len(seen):
            return -1
        source = self._decoder.source(seen[at])
        return source[0] if source and seen[at] not in (QUESTION, REPLACEMENT) else ANY_HIGH

    def _with_losses(self, states: list[_State], seen: str, at: int) -> list[_State]:
        """The states, and from the best of those in need those with lost bytes made up after them."""
        needy = [state for state in states if state.damage and self._needs_more(state.begun, seen, at)]
        if not needy:
            return states
        needy = nlargest(_MOST_FILLED, needy, key=_score)
        following = self._following(seen, at)
        if self._encoding != "utf-8":
            # Nothing in their structure says that bytes are missing: more than one at a time is guessing.
            return states + self._lose(needy[:_MOST_GUESSED], self._decoder.lost(following), LOSS_COST)
        once = self._lose(needy, self._decoder.lost(following), LOSS_COST)
        twice = self._lose(needy, lost_in_a_row(self._decoder, following), 2 * LOSS_COST)
        return states + once + twice

    def _needs_more(self, begun: bytes, seen: str, at: int) -> bool:
        """Whether bytes may be missing here.

        UTF-8 soon says so itself: without them the next characters cannot be read.  Its lead bytes are
        never lost.  The other encodings read on regardless.
        """
        if self._encoding != "utf-8":
            return True
        if not begun:
            return False
        for char in seen[at : at + _LOOK_AHEAD]:
            source = self._decoder.source(char)
            fed = _feed("utf-8", begun, source) if source is not None else None
            if fed is None:
                return True
            begun = fed[0]
        return at + _LOOK_AHEAD > len(seen) and bool(begun)

    def _lose(self, states: list[_State], lost: frozenset[bytes], cost: float) -> list[_State]:
        return [
            self._move(state, begun, chars, cost, -1)
            for state in states
            for begun, chars in _ways(self._encoding, state.begun, lost)
        ]

    def _push(self, state: _State, data: bytes, at: int) -> list[_State]:
        fed = _feed(self._encoding, state.begun, data)
        return [self._move(state, *fed, 0.0, at)] if fed is not None else []

    def _move(self, state: _State, begun: bytes, chars: str, cost: float, at: int) -> _State:
        score, context, trail = state.score - cost, state.context, state.trail
        for char in chars:
            score += self._model.logp(context, char)
            if char in self._shunned:
                score -= SHUN_COST
            context = (context + char)[-3:]
            trail = (trail, char, at)
        return _State(score, True, begun, context, trail)


def _best(states: list[_State]) -> list[_State]:
    """The best state of each kind, and of these the best few."""
    kinds: dict[tuple[bool, bytes, str], _State] = {}
    for state in states:
        kind = state.damage, state.begun, state.context
        known = kinds.get(kind)
        if known is None or state.score > known.score:
            kinds[kind] = state
    if len(kinds) <= _BEAM:
        return list(kinds.values())
    return nlargest(_BEAM, kinds.values(), key=_score)


def _is_pair(seen: str, at: int) -> bool:
    """Whether exactly two marks of the same kind begin here."""
    mark = seen[at]
    if mark not in (QUESTION, REPLACEMENT) or seen[at + 1 : at + 2] != mark:
        return False
    return seen[at + 2 : at + 3] != mark and (at == 0 or seen[at - 1] != mark)


def _stretches(trail: _Trail, length: int) -> list[Stretch]:
    found: list[Stretch] = []
    chars: list[str] = []
    stop = length
    while trail is not None:
        trail, char, at = trail
        if char == _TO_CLEAN:
            chars, stop = [], at
        elif char == _TO_DAMAGE:
            found.append(Stretch(at, stop, "".join(reversed(chars))))
        else:
            chars.append(char)
    return found[::-1]
