"""What characters are worth in their place: the language model, corrected by what the kit must have done.

All figures are natural logarithms of probabilities, or of ratios of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nlargest
from math import exp, log

from covidmeet.repair.mirror.cp936 import CHAR_OF, CODE_OF, is_hanzi
from covidmeet.repair.mirror.familiar import Familiar, Model
from covidmeet.repair.mirror.guesses import (
    ALWAYS_EATEN,
    BYLINE,
    EATEN,
    INDENT,
    ODD,
    leads_before,
    trails_after,
)
from covidmeet.repair.mirror.markup import first_digit, is_year, markup_before
from covidmeet.repair.mirror.page import Page
from covidmeet.repair.mirror.paths import AFTER_STOP, HELD, SHOWN, last_bytes
from covidmeet.repair.mirror.readings import foreign_forms, kit
from covidmeet.repair.mirror.tokens import ORPHAN, PLAIN

KEPT = 16
"""Guesses for a lost byte that are tried with every ASCII byte it may have swallowed."""

_MARK_CODES = frozenset(CODE_OF[mark] for mark in "，。、？！")
_END_MARKS, _OPEN_MARKS = "。！？”’）》…—】』」", "，、；：“‘（《"
_WIDE_ASCII = frozenset(chr(0xFEE0 + code) for code in range(0x21, 0x7F)) - frozenset("，！？：；（）")
_MISSED = log(0.25)  # a mark that the kit could have split, and did not
_STOP_HIT, _STOP_WHOLE = 1.0, -8.0  # a mark whose last byte begins a hit mark, on kits that hit both or one
_EACH_STOP, _EITHER_KIT = 1.4, 0.5  # what each such mark tells of the kit, and what is thought of it without
_ASKED_ON = -3.0  # a question mark before another mark that is not for exclaiming
_STRAY = -6.0  # an ASCII question mark in a text whose marks are full-width
_FOREIGN = -5.0  # a form that the kit's table does not make, or that the page does not use
_PRIVATE = -25.0  # a private-use character in the text as it was written
_ASKED = -13.0  # a question mark that stands for a character that GBK lacks; page with half-width marks
_STRAYED = -13.0  # the same on a page with full-width marks, where no other is expected
_ANY_DIGIT = log(0.6)  # how likely the likeliest digit is

ORPHANED = -60.0
"""A reading that stands after no character at all."""


class Worth:
    """The figures of one page under one language model."""

    def __init__(self, page: Page, model: Model) -> None:
        self.logprobs = model.logprobs
        self._model = model
        self._page = page
        self._digits: dict[str, str] = {}
        both = _EITHER_KIT + _EACH_STOP * (page.stops_hit - 1)
        odd = max(_STOP_WHOLE, _STOP_HIT - log(1 + exp(-both)))
        self._odds = ODD | {"。": odd, "！": ODD["！"] + min(odd, 0.0)}
        self._familiar = Familiar(model)
        self._foreign = (foreign_forms() | _WIDE_ASCII) - page.forms
        self._eaten = {
            char: odd if char in page.forms else odd - 3.0
            for char, odd in EATEN.items()
            if char in page.forms or char in ALWAYS_EATEN
        }

    def question(self, shown: str, context: str) -> float:
        """A question mark that stood in the page, with what is shown after it."""
        gain = 0.0 if self._page.half_width or not is_hanzi(context[-1:]) else _STRAY
        before = context
        for char in shown:
            gain += self.logprobs(context)[char]
            context = (context + char)[-3:]
        if shown[-1] in "，、。,":
            gain += _ASKED_ON
        elif shown == "?":
            gain += self._again(before)
        return gain

    def _again(self, context: str) -> float:
        """What speaks against a question mark after another one and an exclamation mark."""
        return AFTER_STOP if self._page.damaged and context[-2:] in ("?!", "?！") else 0.0

    def as_shown(self, shown: str, left: str) -> float:
        """What the language model thinks of the place as it is shown, but for droppable readings."""
        score, context = ORPHANED * len(ORPHAN.findall(shown)), left[-3:]
        for char in PLAIN.sub("", ORPHAN.sub("?", shown)):
            gain = self.logprobs(context)[char]
            if "\ue000" <= char <= "\uf8ff":
                gain += _PRIVATE
            if char == "?":
                gain = max(gain, _ASKED) if self._page.half_width else _STRAYED
                gain += self._again(context)
                gain += AFTER_STOP if context[-1:] in ("，", "。", "、", ",") else 0.0
            elif context[-1:] == "?" and char in "，。、,":
                gain += _ASKED_ON
            score += gain
            context = (context + char)[-3:]
        return score

    def odd(self, code: int, char: str, kind: int) -> float:
        """What speaks against a meant character without a reading, after a piece of this kind."""
        cost = 0.0 if kind == HELD else -self._page.required.get(code, 0.0)
        if char in self._foreign:
            cost += _FOREIGN
        elif "\ue000" <= char <= "\uf8ff":
            cost += _PRIVATE
        if code in _MARK_CODES:
            cost += _MISSED
        return cost

    def annotation(self, code: int) -> float:
        """What speaks against ``code`` being among the characters that this page annotates."""
        char = CHAR_OF[code]
        if char in self._page.annotated or code in self._page.required:
            return 0.0
        if code in self._page.excluded:
            return -8.0
        return -1.0 if char in kit() else -6.0

    def first(self, trail: int, context: str) -> list[tuple[float, str]]:
        """The likeliest characters that ``trail`` can have ended, with what they are worth.

        The last byte of the context and the lost one must not make a character that would be annotated.
        """
        row, odds, required = self.logprobs(context), self._odds, self._page.required
        familiar = self._familiar
        if context[-1:] in ("", "\n", "\u3000"):
            odds = odds | INDENT
        last = last_bytes(0, context)[1] << 8
        found = nlargest(
            KEPT + KEPT // 2,
            [
                (row[char] + odds.get(char, 0.0) + familiar[char], lead, char)
                for lead, char in leads_before(trail)
            ],
        )
        return [
            (gain + self.odd(lead << 8 | trail, char, SHOWN) - required.get(last | lead, 0.0), char)
            for gain, lead, char in found
        ]

    def last(self, lead: int, context: str, kind: int) -> list[tuple[float, str]]:
        """The likeliest characters that ``lead`` can have begun, with what they are worth."""
        row, familiar = self.logprobs(context), self._familiar
        trails = [(row[char] + familiar[char], trail, char) for trail, char in trails_after(lead)]
        # Marks: the model has hardly seen the rarer brackets, and only the bracket that is open tells.
        found = trails if lead in (0xA1, 0xA3) else nlargest(KEPT + KEPT // 2, trails)
        return [(gain + self.odd(lead << 8 | trail, char, kind), char) for gain, trail, char in found]

    def swallowed(self, tail: str, context: str) -> Iterator[tuple[str, float]]:
        """Which ASCII byte may have been swallowed, with the logarithm of its probability."""
        if not tail:  # the text ends in the middle of a character
            yield "", -6.0 if context[-1:] in _OPEN_MARKS else 0.0 if context[-1:] in _END_MARKS else -2.0
        if markup := markup_before(tail):
            yield markup, 0.0
            return
        row = self.logprobs(context)
        if context[-2:] in BYLINE:
            yield " ", 0.0
        if tail[:1] == "\n":  # white space at the end of a line, or the first half of CR LF
            yield " ", 0.0
            return
        if is_year(tail):
            yield self._digit(tail), row["0"]
            return
        yield "\n", self._line_end(context, tail)
        for char, odd in self._eaten.items():
            yield char, row[char] + odd
        digits = log(sum(exp(row[digit]) for digit in "0123456789"))
        yield self._digit(tail), digits + _ANY_DIGIT

    def _digit(self, tail: str) -> str:
        if tail not in self._digits:
            self._digits[tail] = first_digit(tail, self._model.page)
        return self._digits[tail]

    def _line_end(self, context: str, tail: str) -> float:
        """The logarithm of the probability that a line ends after ``context``."""
        last = context[-1:]
        if last in _OPEN_MARKS:
            return -12.0
        number = tail[:1].isdigit()
        ended, broken = (0.0, -10.0) if number else (-2.0, -7.5)
        likely = ended if last in _END_MARKS else broken
        return likely if "\n" in self._page.forms else likely - 2.0
