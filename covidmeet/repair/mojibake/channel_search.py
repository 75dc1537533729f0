"""Decode a line of which a wrong decoder produced some parts: a Viterbi beam search.

Each character is read in one of two modes.  In the clean mode, its cost is that of the character as it
stands.  In the damaged mode, it is turned back into the bytes that the wrong decoder read, and these are
decoded in the original encoding; where the wrong decoder could have lost a byte, every byte that it loses
there is tried.  Most of these are invalid in the original encoding; the language model scores the rest, and
decides between the two modes.  The work is proportional to the length of the text.
"""

from __future__ import annotations

from collections.abc import Callable
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
from covidmeet.repair.mojibake.lattice_parts import SpanPart
from covidmeet.repair.mojibake.literal import literal_cost
from covidmeet.repair.mojibake.marks import open_end_cost

_BEAM_SIZE = 16
LOSS_COST = 4.0
"""Nats for a restored byte, on top of the cost of its character."""
SWITCH_COST = 7.0
"""Nats for every change between damage and clean text inside a line."""

OTHER_SCRIPT_COST = 5.0
"""Nats for a Traditional character in Simplified text, or the other way round."""
_MAX_FILLED = 6
"""States that are extended by lost bytes at one place."""
_MAX_GUESSED = 3
"""The same in encodings in which nearly every pair of bytes is valid."""
_LOOK_AHEAD = 4

_Path = tuple["_Path", str, int] | None
"""Linked list of (path before, character or change of mode, offset in the text)."""
_TO_DAMAGED, _TO_CLEAN = "to damaged", "to clean"


@dataclass(slots=True)
class _State:
    """A hypothesis.  Immutable by convention: creating frozen instances takes three times as long."""

    score: float
    damaged: bool
    """The mode."""
    begun: bytes
    """The bytes of an incomplete character."""
    context: str
    path: _Path


@dataclass(frozen=True, slots=True)
class DamagedSpan:
    """A damaged part of a line, and the text that was decoded there."""

    start: int
    stop: int
    text: str
    parts: tuple[SpanPart, ...] = ()
    """What is sure and what is in doubt; () where all is sure."""
    proved: bool | None = None
    """Whether the wrong decoder turns ``text`` into what was seen; None where that is still to be tried."""
    correction: float = 0.0
    """Nats to add to the gain, for what the probability of the text alone does not tell."""
    doubted: Callable[[str, float], DamagedSpan] | None = None
    """The same stretch where another reader's text is in the running, with its weight against this one."""


_score = attrgetter("score")
_COMMON_LEADS = {
    "utf-8": frozenset(bytes((lead,)) for lead in (*range(0xE2, 0xEA), 0xEF)) | {b""},
    "gbk": frozenset(bytes((lead,)) for lead in range(0x81, 0xFF)) | {b""},
    "big5": frozenset(bytes((lead,)) for lead in range(0x81, 0xFF)) | {b""},
}
"""Lead bytes that are restored: those of the characters that Chinese text has."""


@lru_cache(maxsize=1 << 14)
def _restored(encoding: str, begun: bytes, lost: frozenset[bytes]) -> tuple[tuple[bytes, str], ...]:
    """Incomplete bytes and characters after each of the ``lost`` bytes that is valid."""
    fed = (_feed(encoding, begun, data) for data in sorted(lost))
    return tuple(found for found in fed if found is not None and found[0][:1] in _COMMON_LEADS[encoding])


@lru_cache(maxsize=1 << 16)
def _feed(encoding: str, begun: bytes, data: bytes) -> tuple[bytes, str] | None:
    """The incomplete bytes after ``data``, and the characters that it completes; None where it is invalid."""
    chars = ""
    for byte in data:
        stepped = step(encoding, begun, byte)
        if stepped is None:
            return None
        begun, char = stepped
        chars += char
    return begun, chars


class ChannelSearch:
    """The search for one pair of original encoding and wrong decoder."""

    def __init__(
        self, decoder: Decoder, encoding: str, model: LanguageModel, unwanted: frozenset[str] = frozenset()
    ) -> None:
        """``unwanted``: characters of the script that the text is not in."""
        self._decoder = decoder
        self._unwanted = unwanted
        self._encoding = encoding
        self._model = model
        self._whole = decoder.name == "big5"
        """Whether all of a line is damaged: zhuyin in it are digits, which would seem clean by themselves."""

    def run(self, seen: str, marks: bool) -> list[DamagedSpan]:
        """The damaged parts of a line on the best path.

        ``marks``: a question mark or U+FFFD may show a lost byte; otherwise losses leave no trace.
        """
        states = [_State(0.0, True, b"", "", (None, _TO_DAMAGED, 0))]
        if not self._whole:
            states.insert(0, _State(0.0, False, b"", "", None))
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
        best = max(ends, key=lambda state: state.score - open_end_cost(state.context[-1:]))
        return _damaged_spans(best.path, len(seen))

    def _switched(self, states: list[_State], at: int) -> list[_State]:
        """The states, and the best of each mode changed to the other mode."""
        added = list(states)
        if at == 0 or self._whole:
            return added
        for damaged in (False, True):
            ready = [state for state in states if state.damaged is damaged and not state.begun]
            for best in nlargest(2, ready, key=_score):
                change = _TO_CLEAN if damaged else _TO_DAMAGED
                path = (best.path, change, at)
                added.append(_State(best.score - SWITCH_COST, not damaged, b"", best.context, path))
        return added

    def _lose_pair(self, states: list[_State], seen: str, at: int) -> list[_State]:
        """The states after two marks, for two lost bytes that are no pair for the wrong decoder either."""
        damaged = [state for state in states if state.damaged]
        lost = lost_in_a_row(self._decoder, self._following(seen, at + 2))
        return self._lose(damaged, lost, 2 * LOSS_COST)

    def _advance(self, states: list[_State], seen: str, at: int, marks: bool, pair: bool) -> list[_State]:
        """``pair``: a mark whose lost byte is restored together with the next one's."""
        char = seen[at]
        grown = [self._keep(state, char, at) for state in states if not state.damaged]
        damaged = [state for state in states if state.damaged]
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
                if char == " " and state.begun and self._decoder.name not in ("gbk", "big5"):
                    grown += [new for space in SPACES for new in self._push(state, space, at)]
        return grown

    def _keep(self, state: _State, char: str, at: int) -> _State:
        cost = literal_cost(self._model, state.context, char)
        return _State(state.score - cost, False, b"", (state.context + char)[-3:], (state.path, char, at))

    def _following(self, seen: str, at: int) -> int:
        """The first byte of the character at ``at``; behind another mark any high byte may stand."""
        if at >= len(seen):
            return -1
        source = self._decoder.source(seen[at])
        return source[0] if source and seen[at] not in (QUESTION, REPLACEMENT) else ANY_HIGH

    def _with_losses(self, states: list[_State], seen: str, at: int) -> list[_State]:
        """The states, and the best of those that may lack bytes here, extended by lost bytes."""
        lacking = [state for state in states if state.damaged and self._may_lack_bytes(state.begun, seen, at)]
        if not lacking:
            return states
        lacking = nlargest(_MAX_FILLED, lacking, key=_score)
        following = self._following(seen, at)
        if self._encoding != "utf-8":
            # Their structure does not tell that bytes are missing: more than one at a time would be guessing.
            return states + self._lose(lacking[:_MAX_GUESSED], self._decoder.lost(following), LOSS_COST)
        once = self._lose(lacking, self._decoder.lost(following), LOSS_COST)
        twice = self._lose(lacking, lost_in_a_row(self._decoder, following), 2 * LOSS_COST)
        return states + once + twice

    def _may_lack_bytes(self, begun: bytes, seen: str, at: int) -> bool:
        """Whether bytes may be missing here.

        In UTF-8 the next characters are then invalid, and lead bytes are never lost.  In the other encodings
        nearly everything is valid.
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
            for begun, chars in _restored(self._encoding, state.begun, lost)
        ]

    def _push(self, state: _State, data: bytes, at: int) -> list[_State]:
        fed = _feed(self._encoding, state.begun, data)
        return [self._move(state, *fed, 0.0, at)] if fed is not None else []

    def _move(self, state: _State, begun: bytes, chars: str, cost: float, at: int) -> _State:
        score, context, path = state.score - cost, state.context, state.path
        for char in chars:
            score += self._model.logp(context, char)
            if char in self._unwanted:
                score -= OTHER_SCRIPT_COST
            context = (context + char)[-3:]
            path = (path, char, at)
        return _State(score, True, begun, context, path)


def _best(states: list[_State]) -> list[_State]:
    """Recombine states of the same mode, incomplete bytes and context, and keep the best few."""
    kinds: dict[tuple[bool, bytes, str], _State] = {}
    for state in states:
        kind = state.damaged, state.begun, state.context
        known = kinds.get(kind)
        if known is None or state.score > known.score:
            kinds[kind] = state
    if len(kinds) <= _BEAM_SIZE:
        return list(kinds.values())
    return nlargest(_BEAM_SIZE, kinds.values(), key=_score)


def _is_pair(seen: str, at: int) -> bool:
    """Whether exactly two marks of the same kind begin here."""
    mark = seen[at]
    if mark not in (QUESTION, REPLACEMENT) or seen[at + 1 : at + 2] != mark:
        return False
    return seen[at + 2 : at + 3] != mark and (at == 0 or seen[at - 1] != mark)


def _damaged_spans(path: _Path, length: int) -> list[DamagedSpan]:
    found: list[DamagedSpan] = []
    chars: list[str] = []
    stop = length
    while path is not None:
        path, char, at = path
        if char == _TO_CLEAN:
            chars, stop = [], at
        elif char == _TO_DAMAGED:
            found.append(DamagedSpan(at, stop, "".join(reversed(chars))))
        else:
            chars.append(char)
    return found[::-1]
