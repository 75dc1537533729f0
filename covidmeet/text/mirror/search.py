"""Find the characters that were meant: a Viterbi search over the bytes behind one damaged place.

A place begins at a ``?`` that swallowed a lead byte together with what the kit had put after it.  From there
the shown characters are pairs of the wrong halves, until an ASCII byte brings the pairs back into step.  The
shown text is read from left to right.  A state is the first half of a meant character that still waits for
its second half (or none), and the last characters that were meant; its score is the language model's,
corrected by what the kit must have done to such a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest
from math import exp, log
from typing import Protocol

from covidmeet.text.mirror.cp936 import CHAR_OF, CODE_OF, EURO, LEADS, RESERVED, is_hanzi
from covidmeet.text.mirror.guesses import ALWAYS_EATEN, BEFORE_BRACKET, EATEN, ODD, leads_before, trails_after
from covidmeet.text.mirror.markup import first_digit, markup_before
from covidmeet.text.mirror.page import Page
from covidmeet.text.mirror.paths import (
    AFTER_STOP,
    HELD,
    LATE,
    RESTORED,
    SHOWN,
    SPREAD,
    STOPS,
    Path,
    Paths,
    State,
    last_bytes,
    open_brackets,
)
from covidmeet.text.mirror.readings import READING, agrees, codes_read, foreign_forms, kit

HALF = {",": 0xA3AC, "!": 0xA3A1, "?": 0xA3BF, ":": 0xA3BA, ";": 0xA3BB, "(": 0xA3A8, ")": 0xA3A9}
"""What half-width marks may have been before they were narrowed."""

ORPHAN = re.compile(rf"\?({READING}) ?\)")
PLAIN = re.compile(rf"\(({READING}) ?\)")


def _hit(page: Page, lost: str) -> re.Pattern[str]:
    """What shows of the lost bytes and of the control characters, and the mark before which they were put."""
    gap = "[ \x05-\x08]*" if page.spaced else "[\x05-\x08]*"
    return re.compile(lost.replace("?", rf"\?{gap}") + f"([，。、？！{',?!' if page.half_width else ''}])")


SKIPPED = re.compile(r"[ \x05-\x08]+(?=[，。、？！,?!])")

_MARK_CODES = frozenset(CODE_OF[mark] for mark in "，。、？！")
_END_MARKS, _OPEN_MARKS = "。！？”’）》", "，、；：“‘（《"
_MISSED = log(0.25)  # a mark that the kit could have split, and did not
_STOP_HIT = 0.3  # a full stop before a character that makes a hit mark with its last byte
_UNHIT = 0.8  # what each full stop that was not hit says against the others
_STRAY = -6.0  # an ASCII question mark in a text whose marks are full-width
_FOREIGN = -5.0  # a form that the kit's table does not make
_PRIVATE = -25.0  # a private-use character in the text as it was written
_ASKED = -13.0  # a question mark that stands for a character that GBK lacks; page with half-width marks
_STRAYED = -16.0  # the same on a page with full-width marks
_ORPHANED = -60.0  # a reading that stands after no character at all
_SETTLED = 3  # characters of right context that have a say
_LONGEST = 600  # characters shown; a run ends at the first ASCII byte, and this is far beyond any
_ANY_DIGIT = log(0.6)  # how likely the likeliest digit is
_MOST_CUTS = 16
_KEPT = 16  # guesses for a last byte that are tried with every ASCII byte it may have swallowed


class Model(Protocol):
    """The language model as the search uses it."""

    page: str
    """The intact text of the page, with full-width marks."""

    def row(self, context: str) -> Mapping[str, float]:
        """Natural logarithms of the probabilities of characters after ``context``; index it with ``[]``."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the search makes of one place: ``text`` stood where ``seen[start:end]`` stands."""

    start: int
    end: int
    text: str
    shifted: bool
    margin: float
    """How much likelier this is than the text as it is shown (natural logarithm)."""
    score: float
    """Logarithm of the probability per character."""


class Search:
    """The search on one page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._hit, self._double = _hit(page, "?"), _hit(page, "??")
        self._odds = ODD | {"。": _STOP_HIT - page.unhit_stops * _UNHIT}
        self._asked = _ASKED if page.half_width else _STRAYED
        self.noise = 0
        """Up to here the text has more question marks than any damage makes, and is best left alone."""
        self._foreign = foreign_forms() - page.forms
        self._eaten = {
            char: odd if char in page.forms else odd - 3.0
            for char, odd in EATEN.items()
            if char in page.forms or char in ALWAYS_EATEN
        }

    def starts(self, text: str, at: int) -> bool:
        """Whether the ``?`` at ``at`` can be the start of a place; in a row of them it cannot."""
        if text.startswith("????", at):
            return False
        return any(cut.match(text, at) for cut in (ORPHAN, self._hit, self._double))

    def place(self, text: str, start: int, left: str, model: Model) -> Place | None:
        """Read the place that starts at ``start``, after the repaired text ``left`` of the same line.

        ``None`` where the text makes best sense as it is shown.
        """
        self._model, self._row, self._read_next = model, model.row, False
        states = Paths({(0, left[-3:]): Path(0.0, None, "", SHOWN, start, open_brackets(left))})
        at, quiet = start, 0
        while at < len(text) and at - start < _LONGEST:
            if text[at] == "?" and text.count("?", start, at) > _MOST_CUTS:
                self.noise = at
                return None
            at, states = self._step(text, at, states)
            if any(lead for lead, _ in states):
                quiet = 0
            elif quiet == _SETTLED or text[at - 1] == "\n":
                break
            else:
                quiet += 1
        ended = [path for (lead, _), path in states.items() if not lead]
        if not ended:
            return None
        best = max(ended, key=lambda path: path.score)
        return _chosen(best, start, best.score - self._as_shown(text[start:at], left))

    def _as_shown(self, shown: str, left: str) -> float:
        """What the language model thinks of the place as it is shown, but for droppable readings."""
        score, context = _ORPHANED * len(ORPHAN.findall(shown)), left[-3:]
        for char in PLAIN.sub("", ORPHAN.sub("?", shown)):
            gain = self._row(context)[char]
            if "\ue000" <= char <= "\uf8ff":
                gain += _PRIVATE
            score += max(gain, self._asked) if char == "?" else gain
            context = (context + char)[-3:]
        return score

    def _step(self, text: str, at: int, states: Paths) -> tuple[int, Paths]:
        """Read the next shown token."""
        char = text[at]
        if char == "?":
            if match := self._double.match(text, at):
                return self._whole(text, match, states)
            return self._question(text, at, states)
        if char == "(" and (match := PLAIN.match(text, at)) and (kept := self._reading(match, states)):
            return match.end(), kept
        if char in " \x05\x06\x07\x08" and (match := SKIPPED.match(text, at)):
            return match.end(), self._skip(match, states)
        self._read_next = text.startswith("(", at + 1) and PLAIN.match(text, at + 1) is not None
        return at + 1, self._token(char, self._code(char), states, at + 1).best()

    def _question(self, text: str, at: int, states: Paths) -> tuple[int, Paths]:
        if match := ORPHAN.match(text, at):
            return match.end(), self._orphan(match, states).best()
        if match := self._hit.match(text, at):
            return match.end(), self._cut_mark(match, states).best()
        return at + 1, self._ending(text, at, states).best()

    def _whole(self, text: str, match: re.Match[str], states: Paths) -> tuple[int, Paths]:
        """``??`` and a hit mark: both bytes of the character before the mark may be lost.

        Its last byte and the first of the mark are a hit mark, too, and both got control characters.
        """
        at, after = self._question(text, match.start(), states)
        while at < match.end():
            at, after = (self._question if text[at] == "?" else self._step)(text, at, after)
        if at > match.end():
            return at, after
        mark = match[1]
        trail = 0xA1 if (HALF.get(mark) or CODE_OF[mark]) >> 8 == 0xA3 else 0xA3
        for state, path in states.items():
            if state[0]:
                continue
            for gain, char in self._first(trail, state[1]):
                gain += self._row((state[1] + char)[-3:])[mark]
                gain += AFTER_STOP if char in STOPS else 0.0
                after.grow(state, path, char + mark, gain, RESTORED, at)
        return at, after.best()

    def _code(self, char: str) -> int:
        """The bytes of a shown character: one, or two as a number above 255, or 0 for none."""
        if self._page.half_width and char in HALF:
            return HALF[char]
        if char < "\x80":
            return ord(char)
        return 0x80 if char == EURO else CODE_OF.get(char, 0)

    def _reading(self, match: re.Match[str], states: Paths) -> Paths:
        """Drop a reading from the paths whose last two bytes are a character that is read so."""
        kept = Paths()
        for state, path in states.items():
            first, second = last_bytes(*state)
            if agrees(CHAR_OF.get(first << 8 | second, ""), match[1]):
                kept.grow(state, path, "", 0.0, path.kind, match.end())
        return kept

    def _skip(self, match: re.Match[str], states: Paths) -> Paths:
        """Control characters before a mark were not there; spaces were, unless they stand for controls."""
        after = Paths()
        gap = match[0]
        for state, path in states.items():
            if state[0] or " " not in gap or self._page.spaced:
                after.add(state, path)
            else:
                after.grow(state, path, gap, 0.0, SHOWN, match.end())
        return after

    def _token(self, char: str, code: int, states: Paths, end: int) -> Paths:
        after = Paths()
        for state, path in states.items():
            if not state[0]:
                after.grow(state, path, char, self._row(state[1])[char], SHOWN, end)
            elif code:
                self._shifted(code, state, path, after, end)
            elif char == "\ufffd":
                for reserved in RESERVED:
                    self._shifted(reserved, state, path, after, end)
        return after

    def _shifted(self, code: int, state: State, path: Path, after: Paths, end: int) -> None:
        """One shown token, read half a character late."""
        lead, context = state
        first, rest = (code >> 8, code & 0xFF) if code > 0xFF else (code, 0)
        if first < 0x40 or first == 0x7F or rest == 0x80:
            return
        piece = CHAR_OF[lead << 8 | first]
        # A reading that follows belongs to this character where no half of the next one is shown before it.
        kind = HELD if self._read_next and not rest else path.kind
        gain = self._row(context)[piece] + self._odd(lead << 8 | first, piece, kind)
        if piece == "（":
            gain += BEFORE_BRACKET.get(context[-1:], 0.0)
        if rest and rest < 0x80:  # the shown character had swallowed an ASCII letter
            gain += self._row((context + piece)[-3:])[chr(rest)]
            piece += chr(rest)
            rest = 0
        after.grow((rest, context), path, piece, gain, LATE, end)

    def _odd(self, code: int, char: str, kind: int) -> float:
        """What speaks against a meant character without a reading, after a piece of this kind."""
        cost = 0.0 if kind == HELD else -self._page.required.get(code, 0.0)
        if char in self._foreign:
            cost += _FOREIGN
        elif "\ue000" <= char <= "\uf8ff":
            cost += _PRIVATE
        if code in _MARK_CODES:
            cost += _MISSED
        return cost

    def _orphan(self, match: re.Match[str], states: Paths) -> Paths:
        """``?reading)``: the lost byte made a character of that reading with the byte before it."""
        after = Paths()
        for state, path in states.items():
            lead, context = state
            for code in codes_read(match[1], last_bytes(lead, context)[1]):
                if code & 0xFF not in LEADS:
                    continue
                gain = self._annotation(code)
                if not lead:
                    after.grow((code & 0xFF, context), path, "", gain, HELD, match.end())
                else:
                    char = CHAR_OF[code]
                    gain += self._row(context)[char]
                    after.grow((0, context), path, char, gain, RESTORED, match.end())
            if not lead:
                after.grow(state, path, match[0], _ORPHANED, SHOWN, match.end())
        return after

    def _annotation(self, code: int) -> float:
        """What speaks against ``code`` being among the characters that this page annotates."""
        char = CHAR_OF[code]
        if char in self._page.annotated or code in self._page.required:
            return 0.0
        if code in self._page.excluded:
            return -8.0
        return -1.0 if char in kit() else -6.0

    def _cut_mark(self, match: re.Match[str], states: Paths) -> Paths:
        """``?`` and a hit mark: a control character before the mark swallowed the byte before it."""
        after = Paths()
        mark, end = match[1], match.end()
        code = HALF.get(mark) or CODE_OF[mark]
        for state, path in states.items():
            lead, context = state
            if lead:
                for gain, char in self._last(lead, self._row(context), path.kind):
                    gain += self._row((context + char)[-3:])[mark] + self._odds.get(char, 0.0)
                    gain += AFTER_STOP if char in STOPS else 0.0
                    after.grow((0, context), path, char + mark, gain, RESTORED, end)
                continue
            for gain, char in self._first(code >> 8, context):
                after.grow((code & 0xFF, context), path, char, gain, RESTORED, end)
            self._literal(match[0][:-1] + mark, state, path, after, end)
        return after

    def _last(self, lead: int, row: Mapping[str, float], kind: int) -> list[tuple[float, str]]:
        """The likeliest characters that ``lead`` can have begun, with what they are worth."""
        found = nlargest(_KEPT + _KEPT // 2, [(row[char], trail, char) for trail, char in trails_after(lead)])
        return [(gain + self._odd(lead << 8 | trail, char, kind), char) for gain, trail, char in found]

    def _first(self, trail: int, context: str) -> list[tuple[float, str]]:
        """The likeliest characters that ``trail`` can have ended, with what they are worth.

        The last byte of the context and the lost one must not make a character that would be annotated.
        """
        row, odds, required = self._row(context), self._odds, self._page.required
        last = last_bytes(0, context)[1] << 8
        found = nlargest(
            _KEPT + _KEPT // 2,
            [(row[char] + odds.get(char, 0.0), lead, char) for lead, char in leads_before(trail)],
        )
        return [
            (gain + self._odd(lead << 8 | trail, char, SHOWN) - required.get(last | lead, 0.0), char)
            for gain, lead, char in found
        ]

    def _literal(self, shown: str, state: State, path: Path, after: Paths, end: int) -> None:
        """A question mark that stood in the page."""
        context = state[1]
        gain = 0.0 if self._page.half_width or not is_hanzi(context[-1:]) else _STRAY
        for char in shown:
            gain += self._row(context)[char]
            context = (context + char)[-3:]
        after.grow(state, path, shown, gain, SHOWN, end)

    def _ending(self, text: str, at: int, states: Paths) -> Paths:
        """A ``?`` before no mark: a run's last byte with an ASCII byte of the page, or a question mark."""
        after = Paths()
        ends: list[tuple[float, float, str, str, Path]] = []
        self._digit = first_digit(text[at + 1 : at + 12], self._model.page)
        for state, path in states.items():
            lead, context = state
            if not lead:
                self._literal("?", state, path, after, at + 1)
                continue
            if self._page.half_width:
                self._shifted(HALF["?"], state, path, after, at + 1)
            for gain, char in self._last(lead, self._row(context), path.kind):
                ends.append((path.score + gain, gain, char, context, path))
        ends.sort(key=lambda end: -end[0])
        for score, gain, char, context, path in ends[:_KEPT]:
            if score > ends[0][0] - SPREAD:
                for eaten, likely in self._swallowed(text, at, (context + char)[-3:]):
                    after.grow((0, context), path, char + eaten, gain + likely, RESTORED, at + 1)
        return after

    def _swallowed(self, text: str, at: int, context: str) -> Iterator[tuple[str, float]]:
        """Which ASCII byte may have been swallowed, with the logarithm of its probability."""
        tail = text[at + 1 : at + 12]
        if not tail:  # the text ends in the middle of a character
            yield "", -6.0 if context[-1:] in _OPEN_MARKS else 0.0 if context[-1:] in _END_MARKS else -2.0
        if markup := markup_before(tail):
            yield markup, 0.0
            return
        row = self._row(context)
        yield "\n", self._line_end(context, tail)
        for char, odd in self._eaten.items():
            yield char, row[char] + odd
        digits = log(sum(exp(row[digit]) for digit in "0123456789"))
        yield self._digit, digits + _ANY_DIGIT

    def _line_end(self, context: str, tail: str) -> float:
        """The logarithm of the probability that a line ends after ``context``."""
        last = context[-1:]
        if last in _OPEN_MARKS:
            return -12.0
        number = tail[:1].isdigit()
        ended, broken = (0.0, -10.0) if number else (-2.0, -7.5)
        likely = ended if last in _END_MARKS else broken
        return likely if "\n" in self._page.forms else likely - 2.0


def _chosen(path: Path, start: int, margin: float) -> Place | None:
    """What a path makes of the place, without the characters after it that are as shown."""
    if margin <= 0:
        return None
    score = path.score
    length = sum(map(len, path.pieces()))
    while path.kind == SHOWN:
        if path.before is None:
            return None
        path = path.before
    node: Path | None = path
    shifted = False
    while node is not None and not shifted:
        shifted = node.kind == LATE
        node = node.before
    return Place(start, path.end, "".join(reversed(path.pieces())), shifted, margin, score / max(length, 1))
