"""Scores of candidate characters: the language model, corrected by what the kit must have done.

All scores are natural logarithms of probabilities, or of ratios of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nlargest
from math import exp, log

from covidmeet.repair.mirror.candidates import (
    ALWAYS_SWALLOWED,
    BYLINE_ENDINGS,
    INDENT_PRIOR,
    SPLIT_PRIOR,
    SWALLOWED_PRIOR,
    leads_before,
    trails_after,
)
from covidmeet.repair.mirror.cp936 import CHAR_OF, CODE_OF, is_hanzi
from covidmeet.repair.mirror.hypotheses import AFTER_STOP, PARTED, SHOWN, last_bytes
from covidmeet.repair.mirror.kit_profile import KitProfile
from covidmeet.repair.mirror.markup import first_digit, is_year, markup_before
from covidmeet.repair.mirror.page_model import InterpolatedModel, UnigramCache
from covidmeet.repair.mirror.patterns import ANNOTATION, CUT_ANNOTATION, HIT_MARKS
from covidmeet.repair.mirror.readings import common_kit, foreign_forms

CANDIDATES = 16
"""Candidates for a lost byte that are tried with every ASCII byte it may have swallowed."""

_MARK_CODES = frozenset(CODE_OF[mark] for mark in HIT_MARKS)
_END_MARKS, _OPEN_MARKS = "。！？”’）》…—】』」", "，、；：“‘（《"
_WIDE_ASCII = frozenset(chr(0xFEE0 + code) for code in range(0x21, 0x7F)) - frozenset("，！？：；（）")
_NOT_HIT = log(0.25)  # a mark that the kit could have split, and did not
# A mark whose last byte begins a hit mark: on kits that hit both, on kits that hit only one.
_STOP_HIT, _STOP_WHOLE = 1.0, -8.0
# Log odds of a kit that hits both: for each hit on the page beyond the first, and without evidence.
_EACH_HIT, _PRIOR_ODDS = 1.4, 0.5
_QUESTION_BEFORE_MARK = -3.0  # a question mark before another mark that is no exclamation
_HALF_WIDTH_QUESTION = -6.0  # an ASCII question mark in a text whose marks are full-width
_FOREIGN = -5.0  # a form that the kit's table does not make, or that the page does not use
_PRIVATE = -25.0  # a private-use character in the original text
# A question mark for a character that GBK lacks: on a page with half-width marks; with full-width ones.
_UNENCODABLE_HALF, _UNENCODABLE_FULL = -13.0, -13.0
_LIKELIEST_DIGIT = log(0.6)  # how often the likeliest digit is the right one

NO_CHARACTER = -60.0
"""Penalty of a reading that follows no character at all."""


class CandidateScorer:
    """The scores on one page under one language model."""

    def __init__(self, profile: KitProfile, model: InterpolatedModel) -> None:
        self.logprobs = model.logprobs
        self._model = model
        self._profile = profile
        self._digits: dict[str, str] = {}
        log_odds = _PRIOR_ODDS + _EACH_HIT * (profile.overlapping_hits - 1)
        stop = max(_STOP_WHOLE, _STOP_HIT - log(1 + exp(-log_odds)))
        self._split_prior = SPLIT_PRIOR | {"。": stop, "！": SPLIT_PRIOR["！"] + min(stop, 0.0)}
        self._unigrams = UnigramCache(model)
        self._foreign = (foreign_forms() | _WIDE_ASCII) - profile.chars
        self._swallowed = {
            char: prior if char in profile.chars else prior - 3.0
            for char, prior in SWALLOWED_PRIOR.items()
            if char in profile.chars or char in ALWAYS_SWALLOWED
        }

    def literal_question(self, shown: str, context: str) -> float:
        """Score of a question mark that belongs to the text, with what is shown after it."""
        gain = 0.0 if self._profile.half_width or not is_hanzi(context[-1:]) else _HALF_WIDTH_QUESTION
        before = context
        for char in shown:
            gain += self.logprobs(context)[char]
            context = (context + char)[-3:]
        if shown[-1] in "，、。,":
            gain += _QUESTION_BEFORE_MARK
        elif shown == "?":
            gain += self._repeated_penalty(before)
        return gain

    def _repeated_penalty(self, context: str) -> float:
        """Penalty of a question mark after another one and an exclamation mark."""
        return AFTER_STOP if self._profile.damaged and context[-2:] in ("?!", "?！") else 0.0

    def score_as_shown(self, shown: str, left: str) -> float:
        """Score of the place as it is shown, but for annotations, which can be dropped."""
        score, context = NO_CHARACTER * len(CUT_ANNOTATION.findall(shown)), left[-3:]
        for char in ANNOTATION.sub("", CUT_ANNOTATION.sub("?", shown)):
            gain = self.logprobs(context)[char]
            if "\ue000" <= char <= "\uf8ff":
                gain += _PRIVATE
            if char == "?":
                gain = max(gain, _UNENCODABLE_HALF) if self._profile.half_width else _UNENCODABLE_FULL
                gain += self._repeated_penalty(context)
                gain += AFTER_STOP if context[-1:] in ("，", "。", "、", ",") else 0.0
            elif context[-1:] == "?" and char in "，。、,":
                gain += _QUESTION_BEFORE_MARK
            score += gain
            context = (context + char)[-3:]
        return score

    def penalty(self, code: int, char: str, kind: int) -> float:
        """Penalty of an original character without an annotation, after a piece of this kind."""
        value = 0.0 if kind == PARTED else -self._profile.required.get(code, 0.0)
        if char in self._foreign:
            value += _FOREIGN
        elif "\ue000" <= char <= "\uf8ff":
            value += _PRIVATE
        if code in _MARK_CODES:
            value += _NOT_HIT
        return value

    def annotation_penalty(self, code: int) -> float:
        """Penalty of ``code`` being among the characters that this page annotates."""
        char = CHAR_OF[code]
        if char in self._profile.annotated or code in self._profile.required:
            return 0.0
        if code in self._profile.excluded:
            return -8.0
        return -1.0 if char in common_kit() else -6.0

    def ending_with(self, trail: int, context: str) -> list[tuple[float, str]]:
        """The best characters whose last byte is ``trail``, with their scores.

        The last byte of the context and the lost one must not make a character that would be annotated.
        """
        logprobs, priors, required = self.logprobs(context), self._split_prior, self._profile.required
        unigrams = self._unigrams
        if context[-1:] in ("", "\n", "\u3000"):
            priors = priors | INDENT_PRIOR
        last = last_bytes(0, context)[1] << 8
        found = nlargest(
            CANDIDATES + CANDIDATES // 2,
            [
                (logprobs[char] + priors.get(char, 0.0) + unigrams[char], lead, char)
                for lead, char in leads_before(trail)
            ],
        )
        return [
            (gain + self.penalty(lead << 8 | trail, char, SHOWN) - required.get(last | lead, 0.0), char)
            for gain, lead, char in found
        ]

    def beginning_with(self, lead: int, context: str, kind: int) -> list[tuple[float, str]]:
        """The best characters whose first byte is ``lead``, with their scores."""
        logprobs, unigrams = self.logprobs(context), self._unigrams
        trails = [(logprobs[char] + unigrams[char], trail, char) for trail, char in trails_after(lead)]
        # All marks are kept: the model has little data on the rarer brackets, and the open bracket decides.
        found = trails if lead in (0xA1, 0xA3) else nlargest(CANDIDATES + CANDIDATES // 2, trails)
        return [(gain + self.penalty(lead << 8 | trail, char, kind), char) for gain, trail, char in found]

    def swallowed(self, tail: str, context: str) -> Iterator[tuple[str, float]]:
        """ASCII bytes that may have been swallowed before ``tail``, with their log probabilities."""
        if not tail:  # the text ends in the middle of a character
            yield "", -6.0 if context[-1:] in _OPEN_MARKS else 0.0 if context[-1:] in _END_MARKS else -2.0
        if markup := markup_before(tail):
            yield markup, 0.0
            return
        logprobs = self.logprobs(context)
        if context[-2:] in BYLINE_ENDINGS:
            yield " ", 0.0
        if tail[:1] == "\n":  # white space at the end of a line, or the first half of CR LF
            yield " ", 0.0
            return
        if is_year(tail):
            yield self._digit(tail), logprobs["0"]
            return
        yield "\n", self._line_end(context, tail)
        for char, prior in self._swallowed.items():
            yield char, logprobs[char] + prior
        digits = log(sum(exp(logprobs[digit]) for digit in "0123456789"))
        yield self._digit(tail), digits + _LIKELIEST_DIGIT

    def _digit(self, tail: str) -> str:
        if tail not in self._digits:
            self._digits[tail] = first_digit(tail, self._model.page)
        return self._digits[tail]

    def _line_end(self, context: str, tail: str) -> float:
        """The log probability that a line ends after ``context``."""
        last = context[-1:]
        if last in _OPEN_MARKS:
            return -12.0
        number = tail[:1].isdigit()
        ended, broken = (0.0, -10.0) if number else (-2.0, -7.5)
        likely = ended if last in _END_MARKS else broken
        return likely if "\n" in self._profile.chars else likely - 2.0
