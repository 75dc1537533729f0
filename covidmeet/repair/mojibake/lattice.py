"""Lattice over the bytes of UTF-8 that a wrong decoder read, and lost some of.

What the wrong decoder showed is turned back into bytes.  Between losses the bytes are known, and UTF-8 finds
its own character boundaries, so a whole stretch is decoded at once; at a loss, every byte or pair of bytes is
tried that the decoder loses there.  Most are no UTF-8; the language model scores the rest over the characters
around the loss.  Readings that end in the same state are recombined (Viterbi), those that lost are kept as
rivals, for the doubt.  The work is proportional to the length of the text and the number of losses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from operator import attrgetter, itemgetter

from covidmeet.repair.language_model import LanguageModel
from covidmeet.repair.mojibake.decoders import ANY_HIGH, QUESTION, Decoder
from covidmeet.repair.mojibake.lattice_paths import LatticeReading, Node, read_back
from covidmeet.repair.mojibake.lattice_tokens import Token
from covidmeet.repair.mojibake.marks import (
    MARK_GAIN,
    characters_since_stop,
    open_end_cost,
    short_sentence_cost,
)
from covidmeet.repair.mojibake.restoring import completed, decoded, restored
from covidmeet.repair.mojibake.swallowed import swallowed

_BEAM_SIZE = 24
_BEAM_WIDTH = 14.0
_AT_ONE_LEAD = 8
"""Characters that are kept at a loss for each lead byte that may follow them."""
_OPTION_WIDTH = 8.0
"""Nats behind the best option that another one may be."""
_UNSEEN = 4.0
"""Nats for the choice among options, for a character that is not known yet."""
_OPTIONS, _BEFORE_MARK = 24, 160
"""Options that are kept at a loss; before another mark they cannot be told apart yet."""
_SCORED = 4
"""Characters of a stretch that are scored: the context behind them is the same for all readings."""
_LITERAL_COST = 2.0
_UNMARKED_COST = 4.0
"""Nats for a question mark of the text, a loss without a mark."""
OTHER_SCRIPT_COST = 5.0
"""Nats for a Traditional character in Simplified text, or the other way round."""

_State = tuple[bytes, str]
"""The bytes of an incomplete character, and the last three characters."""
_Option = tuple[float, bytes, str, bytes]
"""Gain, incomplete bytes, the character that is completed, and the lost bytes."""
_score = attrgetter("score")
_first = itemgetter(0)


class LatticeBeam(dict[_State, Node]):
    """The best reading in each state."""

    def add(self, state: _State, node: Node) -> None:
        known = self.get(state)
        if known is None:
            self[state] = node
        elif node.score > known.score:
            node.rival, self[state] = known, node
        else:
            node.rival, known.rival = known.rival, node

    def pruned(self, size: int = _BEAM_SIZE) -> LatticeBeam:
        if len(self) < 2:
            return self
        top = max(map(_score, self.values())) - _BEAM_WIDTH
        kept = [item for item in self.items() if item[1].score > top]
        return LatticeBeam(nlargest(size, kept, key=lambda item: item[1].score) if len(kept) > size else kept)

    def parted(self) -> LatticeBeam:
        """The best readings, those in the middle of a character by themselves: its cost is yet to come."""
        kinds = LatticeBeam(), LatticeBeam()
        for state, node in self.items():
            kinds[bool(state[0])][state] = node
        return LatticeBeam(kinds[0].pruned() | kinds[1].pruned())


class Utf8Lattice:
    """The search for one wrong decoder."""

    def __init__(self, decoder: Decoder, model: LanguageModel, unwanted: frozenset[str]) -> None:
        """``unwanted``: characters of the script that the text is not in."""
        self._decoder = decoder
        self._logprobs = model.logprobs
        self._unwanted = unwanted

    def run(self, tokens: list[Token], context: str) -> LatticeReading | None:
        """The best reading of ``tokens`` after ``context``; None where no UTF-8 gives them."""
        beam = LatticeBeam({(b"", context[-3:]): Node(0.0, None, "", b"", 0)})
        at = 0
        while at < len(tokens) and beam:
            token = tokens[at]
            if token.lost_before:
                self._lose_unmarked(
                    beam, [Ahead(known[0], known) for known in token.alternatives], token.start
                )
            if token.mark:
                beam = self._at_mark(beam, tokens, at)
                at += 1
            elif len(token.alternatives) > 1:
                beam = self._feed_any(beam, token)
                at += 1
            else:
                stop = at + 1
                while stop < len(tokens) and tokens[stop].is_plain:
                    stop += 1
                data = b"".join([token.alternatives[0] for token in tokens[at:stop]])
                beam = self._fed(beam, data, tokens[stop - 1].stop)
                at = stop
        if tokens and tokens[-1].lost_behind:
            self._lose_unmarked(beam, [Ahead(-1, b"")], tokens[-1].stop)
        ended = [node for (begun, _), node in beam.items() if not begun]
        if tokens and tokens[-1].following < 0:
            for (_, context), node in beam.items():
                node.score += self._logprobs(context)["\n"]
                node.score -= open_end_cost(context[-1:])
        return read_back(max(ended, key=_score), ended) if ended else None

    def _fed(
        self, beam: LatticeBeam, data: bytes, end: int, cost: float = 0.0, into: LatticeBeam | None = None
    ) -> LatticeBeam:
        """Known bytes: a reading under which they are no UTF-8 ends here."""
        after = LatticeBeam() if into is None else into
        for (begun, context), node in beam.items():
            found = decoded(begun + data)
            if found is not None:
                self._move((found[1], context), node, found[0], data, end, cost, after)
        return after.pruned() if into is None else after

    def _feed_any(self, beam: LatticeBeam, token: Token) -> LatticeBeam:
        after = LatticeBeam()
        for cost, data in enumerate(token.alternatives):
            fitting = LatticeBeam(item for item in beam.items() if self._may_precede(item[1], data[0]))
            self._fed(fitting, data, token.stop, 0.5 * min(cost, 1), after)
        return after.parted().pruned(2 * _BEAM_SIZE)

    def _may_precede(self, node: Node, following: int) -> bool:
        """Whether the bytes that were lost last are lost before ``following``, too."""
        if not node.restored or node.data[-1] < 0x80:
            return True
        lost = self._decoder.lost(following)
        return node.data in lost or node.data[-1:] in lost

    def _move(
        self, state: _State, node: Node, text: str, data: bytes, end: int, cost: float, after: LatticeBeam
    ) -> None:
        begun, context = state
        score = node.score - cost
        sentence = node.sentence
        if text:
            score -= short_sentence_cost(sentence, text)
            sentence = characters_since_stop(sentence, text)
        for char in text[:_SCORED]:
            score += self._logprobs(context)[char]
            if char in self._unwanted:
                score -= OTHER_SCRIPT_COST
            context = (context + char)[-3:]
        if len(text) > _SCORED:
            context = text[-3:]
        after.add((begun, context), Node(score, node, text, data, end, sentence=sentence))

    def _at_mark(self, beam: LatticeBeam, tokens: list[Token], at: int) -> LatticeBeam:
        """A mark: the bytes that the decoder cannot show, or a question mark of the text."""
        token, aheads = tokens[at], _aheads(tokens, at + 1)
        after_mark = at > 0 and bool(tokens[at - 1].mark)
        after = LatticeBeam()
        for state, node in beam.items():
            for option in chain.from_iterable(self._options(state, ahead) for ahead in aheads):
                if after_mark and node.restored and not self._both_lost(node.data, option[3]):
                    continue
                self._add(after, state, node, option, 0.0, token.stop)
        if token.mark == QUESTION and not all(ahead.is_continuation for ahead in aheads):
            ready = LatticeBeam(item for item in beam.items() if not item[0][0])
            self._fed(ready, b"?", token.stop, _LITERAL_COST, after)
        return after

    def _both_lost(self, first: bytes, second: bytes) -> bool:
        """Whether two marks in a row may stand for these: the second byte must not rescue the first."""
        return len(first) > 1 or first in self._decoder.lost(second[0])

    def _lose_unmarked(self, beam: LatticeBeam, aheads: list[Ahead], end: int) -> None:
        """Bytes that are lost without a mark, before each of the bytes that may come next."""
        for state, node in list(beam.items()):
            for times in (1, 2) if len(state[0]) == 1 else (1,):
                for ahead in aheads:
                    cost = times * _UNMARKED_COST
                    for option in self._options(state, ahead, in_a_row=times == 2):
                        self._add(beam, state, node, option, cost, end)

    def _add(
        self, after: LatticeBeam, state: _State, node: Node, option: _Option, cost: float, end: int
    ) -> None:
        gain, begun, text, data = option
        context = (state[1] + text)[-3:]
        score, sentence = node.score + gain - cost, node.sentence
        if text:
            score += MARK_GAIN.get(text, 0.0)
            score -= short_sentence_cost(sentence, text)
            sentence = characters_since_stop(sentence, text)
        after.add((begun, context), Node(score, node, text, data, end, True, sentence))

    def _options(self, state: _State, ahead: Ahead, *, in_a_row: bool = False) -> list[_Option]:
        """The best bytes that may have been lost, by the characters before and behind them."""
        begun, context = state
        logprobs = self._logprobs(context)
        found = restored(self._decoder, begun, ahead.first, in_a_row)
        gains = {text: self._gain(logprobs, text) for text in found.texts}
        options: list[tuple[float, _Option]] = []
        least = max((gain for text, gain in gains.items() if text), default=0.0) - _OPTION_WIDTH
        for rest, pairs in found.by_rest:
            best = [pair for pair in pairs if not pair[0] or gains[pair[0]] >= least]
            if len(best) > _AT_ONE_LEAD:
                best = nlargest(_AT_ONE_LEAD, best, key=lambda pair: gains[pair[0]])
            behind = ahead.char(rest)
            if behind is None:
                continue
            for text, data in best:
                options.append(self._seen_from_behind(context, behind, (gains[text], rest, text, data)))
        if self._decoder.swallows and not in_a_row and not ahead.is_continuation:
            behind = ahead.char(b"") or ""
            options += [
                self._seen_from_behind(context, behind, option)
                for option in self._swallowing(context, begun, ahead.known)
            ]
        return _likeliest(options, _OPTIONS if ahead.known else _BEFORE_MARK)

    def _seen_from_behind(self, context: str, behind: str, option: _Option) -> tuple[float, _Option]:
        """An option with its score for the choice: the next character counts, too."""
        if not behind:
            return option[0] - _UNSEEN * (not option[2]), option
        return option[0] + self._logprobs((context + option[2])[-3:])[behind], option

    def _gain(self, logprobs: Mapping[str, float], text: str) -> float:
        """Log probability of no character, or of one."""
        if not text:
            return 0.0
        return logprobs[text] - (OTHER_SCRIPT_COST if text in self._unwanted else 0.0)

    def _swallowing(self, context: str, begun: bytes, known: bytes) -> Iterator[_Option]:
        """The last byte of a character and the ASCII byte behind it, both under one mark."""
        logprobs = self._logprobs(context)
        lasts = [(self._gain(logprobs, text), text, data) for text, data in completed(begun)]
        for gain, text, data in nlargest(_AT_ONE_LEAD // 2, lasts):
            behind = self._logprobs((context + text)[-3:])
            for char, cost in swallowed(text, known):
                yield gain + behind[char] - cost, b"", text + char, data + char.encode()


def _likeliest(options: list[tuple[float, _Option]], most: int) -> list[_Option]:
    """The best options; those that complete no character yet are compared among themselves."""
    if not options:
        return []
    best: dict[bool, float] = {}
    for score, option in options:
        kind = bool(option[2])
        best[kind] = max(score, best.get(kind, score))
    kept = [item for item in options if item[0] >= best[bool(item[1][2])] - _OPTION_WIDTH]
    return [option for _, option in (nlargest(most, kept, key=_first) if len(kept) > most else kept)]


@dataclass(frozen=True, slots=True)
class Ahead:
    """The known bytes behind a loss, at most three."""

    first: int
    """The first, -1 at the end of the text, ``ANY_HIGH`` where it is not known."""
    known: bytes

    @property
    def is_continuation(self) -> bool:
        return 0x80 <= self.first < 0xC0

    def char(self, begun: bytes) -> str | None:
        """The character that they complete or begin with; "" if too few are known, None if none fits."""
        fed = decoded(begun + self.known)
        return fed[0][:1] if fed is not None else None


def _aheads(tokens: list[Token], at: int) -> list[Ahead]:
    """What may come next: more than one where a character may have been different bytes."""
    if at < len(tokens) and len(tokens[at].alternatives) > 1:
        return [Ahead(data[0], data) for data in tokens[at].alternatives]
    return [_ahead(tokens, at)]


def _ahead(tokens: list[Token], at: int) -> Ahead:
    if at == len(tokens):
        return Ahead(tokens[-1].following, b"")
    known = b""
    while at < len(tokens) and tokens[at].is_plain and len(known) < 3:
        known += tokens[at].alternatives[0]
        at += 1
    return Ahead(known[0] if known else ANY_HIGH, known[:3])
