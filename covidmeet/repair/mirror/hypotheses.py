"""Hypotheses of the beam search: what the shown text up to some position may have been.

A hypothesis is a linked list of pieces; hypotheses in the same state are recombined (only the best one can be
part of the best complete reading), and a beam keeps the best states.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from covidmeet.repair.language_model.model import CONTEXT_LENGTH
from covidmeet.repair.mirror.cp936 import CODE_OF
from covidmeet.repair.mirror.patterns import TO_FULL_WIDTH

SHOWN, RESTORED, SHIFTED, PARTED = range(4)
"""Kinds of piece: as shown; with a restored byte; decoded from the misaligned pairs; parted in its middle by
an annotation, which is dropped."""

_MATCHED, _CROSSED = 1.5, -4.0  # a bracket that closes the open one; one that does not
_RARE_MATCHED = 6.0  # the same for brackets with little training data in the language model
_CLOSES = {
    "”": "“",
    "’": "‘",
    "）": "（",
    ")": "（",
    "》": "《",
    "」": "「",
    "』": "『",
    "】": "【",
    "〉": "〈",
}
_OPENS = {"(": "（"} | {char: char for char in _CLOSES.values()}
_BRACKETS = frozenset(_CLOSES) | frozenset(_OPENS)
_BRACKET = re.compile("[" + re.escape("".join(_BRACKETS)) + "]")
_MAX_DEPTH = 4
STOPS = frozenset("，。、；：？！,;:?!")
AFTER_STOP = -5.5
"""Penalty of a mark directly after another one, or after an opening bracket."""
_REPEATED = frozenset(("！！", "？？", "。。", "！？", "？！"))
"""The pairs that lively text has."""
_REPEATED_LIVELY = -1.2
_ROW_GOES_ON = 0.3
"""The same for these pairs in such a text, and where one goes on a row of them."""
NO_STOP_AFTER = STOPS | frozenset(_CLOSES.values())
_BEAM_SIZE = 24
BEAM_WIDTH = 8.0
"""Hypotheses whose score is that much below the best one's are pruned (natural logarithm)."""

State = tuple[int, str]
"""The lead byte that waits for its trail byte (0: none), and the last ``CONTEXT_LENGTH`` characters."""


@dataclass(slots=True)
class Hypothesis:
    """The last piece of a reading of the shown text, and the hypothesis before it."""

    score: float
    """Sum of the log probabilities and corrections so far."""
    before: Hypothesis | None
    piece: str
    kind: int
    end: int
    """Where in the shown text the piece ends."""
    open_brackets: str
    """The brackets that are open, as opening brackets."""
    rival: Hypothesis | None = None
    """The next best reading up to here that ends in the same state, and so on."""

    def pieces(self) -> list[str]:
        """All pieces, the last one first."""
        found = []
        node: Hypothesis | None = self
        while node is not None:
            found.append(node.piece)
            node = node.before
        return found


class Beam(dict[State, Hypothesis]):
    """The best hypothesis in each state, at one position of the shown text."""

    lively = False
    """Whether the text has rows of marks."""

    def add(self, state: State, hypothesis: Hypothesis) -> None:
        known = self.get(state)
        if known is None:
            self[state] = hypothesis
        elif hypothesis.score > known.score:
            hypothesis.rival, self[state] = known, hypothesis
        else:
            hypothesis.rival, known.rival = known.rival, hypothesis

    def extend(
        self, state: State, hypothesis: Hypothesis, piece: str, gain: float, kind: int, end: int
    ) -> None:
        """Add ``hypothesis`` with ``piece`` behind it; the context in ``state`` is that before the piece."""
        score, brackets = hypothesis.score + gain, hypothesis.open_brackets
        score += mark_penalty(state[1], piece[:1], lively=self.lively)
        if not _BRACKETS.isdisjoint(piece):
            score, brackets = _matched(score, brackets, piece)
        self.add(
            (state[0], (state[1] + piece)[-CONTEXT_LENGTH:]),
            Hypothesis(score, hypothesis, piece, kind, end, brackets),
        )

    def pruned(self) -> Beam:
        """The beam without the hypotheses that are too far behind the best one."""
        if len(self) < 2:
            return self
        top = max(hypothesis.score for hypothesis in self.values())
        kept = [item for item in self.items() if item[1].score > top - BEAM_WIDTH]
        if len(kept) > _BEAM_SIZE:
            kept = sorted(kept, key=lambda item: -item[1].score)[:_BEAM_SIZE]
        return type(self)(kept)


class LivelyBeam(Beam):
    """The same in a text that has rows of marks."""

    lively = True


def mark_penalty(context: str, mark: str, *, lively: bool) -> float:
    """Correction (natural logarithm) of ``mark`` after ``context``; 0.0 where it is none or follows none.

    ``lively``: the text has rows of marks elsewhere.
    """
    if mark not in STOPS or context[-1:] not in NO_STOP_AFTER:
        return 0.0
    pair = (context[-1:] + mark).translate(TO_FULL_WIDTH)
    if pair not in _REPEATED or not lively:
        return AFTER_STOP
    if context[-2:].translate(TO_FULL_WIDTH) in _REPEATED:
        return _ROW_GOES_ON
    return _REPEATED_LIVELY


def open_brackets(text: str) -> str:
    """The brackets that ``text`` opens and does not close."""
    return _matched(0.0, "", "".join(_BRACKET.findall(text)))[1]


def _matched(score: float, brackets: str, piece: str) -> tuple[float, str]:
    """Open and close the brackets of ``piece``; the score gains where they match those that are open."""
    for char in piece:
        if opening := _CLOSES.get(char):
            fits = brackets[-1:] == opening
            score += (_MATCHED if char in "”）)" else _RARE_MATCHED) if fits else _CROSSED
            brackets = brackets[:-1] if fits else brackets
        elif opening := _OPENS.get(char):
            score += _CROSSED if opening == brackets[-1:] != "（" else 0.0
            brackets = (brackets + opening)[-_MAX_DEPTH:]
    return score, brackets


def last_bytes(lead: int, context: str) -> tuple[int, int]:
    """The last two bytes of the original text in a state (waiting lead byte, context)."""
    last = CODE_OF.get(context[-1:], 0) or (ord(context[-1]) & 0xFF if context else 0)
    if lead:
        return last & 0xFF, lead
    if last > 0xFF:
        return last >> 8, last & 0xFF
    return CODE_OF.get(context[-2:-1].translate(TO_FULL_WIDTH), 0) & 0xFF, last
