"""Scores of candidate characters: the language model, corrected by what the kit must have done.

All scores are natural logarithms of probabilities, or of ratios of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from heapq import nlargest
from math import log

from covidmeet.repair.mirror.candidates import (
    BYLINE_ENDINGS,
    INDENT_PRIOR,
    SPLIT_PRIOR,
    SWALLOWED_PRIOR,
    leads_before,
    trails_after,
)
from covidmeet.repair.mirror.cp936 import CHAR_OF, CODE_OF, is_hanzi
from covidmeet.repair.mirror.hypotheses import AFTER_STOP, PARTED, last_bytes
from covidmeet.repair.mirror.kit_profile import KitProfile
from covidmeet.repair.mirror.markup import first_digit, is_year, markup_before
from covidmeet.repair.mirror.page_model import InterpolatedModel, UnigramCache
from covidmeet.repair.mirror.patterns import ANNOTATION, CUT_ANNOTATION
from covidmeet.repair.mirror.readings import common_kit, foreign_forms

CANDIDATES = 16
"""Candidates for a lost byte that are tried with every ASCII byte it may have swallowed."""

_END_MARKS, _OPEN_MARKS = "。！？”’）》…—】』」", "，、；：“‘（《"
_END_BLANK, _END_LINE = (re.compile(rf"[{_END_MARKS}]{after}") for after in (r" (?=\S)", r"\n"))
_WIDE_ASCII = frozenset(chr(0xFEE0 + code) for code in range(0x21, 0x7F)) - frozenset("，！？：；（）")
_NOT_HIT = log(0.25)  # a mark that the kit could have split, and did not
_QUESTION_BEFORE_MARK = -3.0  # a question mark before another mark that is no exclamation
_HALF_WIDTH_QUESTION = -6.0  # an ASCII question mark in a text whose marks are full-width
_FOREIGN = -5.0  # a form that the kit's table does not make, or that the page does not use
_PRIVATE = -25.0  # a private-use character in the original text
# A question mark for a character that GBK lacks: on a page with half-width marks; with full-width ones.
_UNENCODABLE_HALF, _UNENCODABLE_FULL = -13.0, -13.0
_LIKELIEST_DIGIT, _OTHER_DIGIT = log(0.6), log(0.4 / 9)  # how often the likeliest digit is the right one

NO_CHARACTER = -60.0
"""Penalty of a reading that follows no character at all."""


class CandidateScorer:
    """The scores on one page under one language model."""

    def __init__(self, profile: KitProfile, model: InterpolatedModel) -> None:
        self.logprobs = model.logprobs
        self._model = model
        self._profile = profile
        self._mark_codes = frozenset(CODE_OF[mark] for mark in profile.hit)
        self._digits: dict[str, str] = {}
        self._unigrams = UnigramCache(model)
        self._foreign = (foreign_forms() | _WIDE_ASCII) - profile.chars
        self._swallowed = {
            char: prior if char in profile.chars else prior - 3.0 for char, prior in SWALLOWED_PRIOR.items()
        }
        blanks, line_ends = (len(pattern.findall(model.page)) for pattern in (_END_BLANK, _END_LINE))
        self._blank_after_end = log((blanks + 0.1) / (blanks + line_ends + 1.1)) - 1.0
        self._line_end_after_end = log((line_ends + 1.0) / (blanks + line_ends + 1.1)) - 1.0
        self._split = SPLIT_PRIOR | ({"！": 0.0} if profile.lively else {})

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
        value = self._unannotated(code, char, 0.0 if kind == PARTED else -1.0)
        return value + _NOT_HIT if code in self._mark_codes else value

    def _unannotated(self, code: int, char: str, weight: float = -1.0) -> float:
        """The same for a character before which the kit's control characters leave no trace."""
        value = weight * self._profile.required.get(code, 0.0)
        if char in self._foreign:
            value += _FOREIGN
        elif "\ue000" <= char <= "\uf8ff":
            value += _PRIVATE
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
        logprobs, priors, required = self.logprobs(context), self._split, self._profile.required
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
            (gain + self._unannotated(lead << 8 | trail, char) - required.get(last | lead, 0.0), char)
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
        if tail[:1] == "\n":  # a line that was damaged by itself, or ended in CR LF or in a blank
            yield "", 0.0
            return
        if is_year(tail):
            yield from self._digits_before(tail, logprobs)
            return
        yield "\n", self._line_end(context, tail)
        ended = context[-1:] in _END_MARKS
        for char, prior in self._swallowed.items():
            yield char, self._blank_after_end if ended and char == " " else logprobs[char] + prior
        yield from self._digits_before(tail, logprobs)

    def _digits_before(self, tail: str, logprobs: Mapping[str, float]) -> Iterator[tuple[str, float]]:
        """All ten digits, for no text tells 7 from 8; the likeliest one has most of the probability."""
        likeliest = self._digit(tail)
        for digit in "0123456789":
            share = _LIKELIEST_DIGIT if digit == likeliest else _OTHER_DIGIT
            yield digit, logprobs["0"] + log(10) + share

    def _digit(self, tail: str) -> str:
        if tail not in self._digits:
            self._digits[tail] = first_digit(tail, self._model.page)
        return self._digits[tail]

    def _line_end(self, context: str, tail: str) -> float:
        """The log probability that a line ends after ``context``."""
        last = context[-1:]
        if last in _OPEN_MARKS:
            return -12.0
        if last in _END_MARKS:
            return self._line_end_after_end + (1.0 if tail[:1].isdigit() else 0.0)
        broken = -10.0 if tail[:1].isdigit() else -7.5
        return broken if "\n" in self._profile.chars else broken - 2.0
