"""Find the characters that were meant: a Viterbi search over the bytes behind one damaged place.

A place begins at a ``?`` that swallowed a lead byte together with what the kit had put after it.  From there
the shown characters are pairs of the wrong halves, until an ASCII byte brings the pairs back into step.  The
shown text is read from left to right.  A state is the first half of a meant character that still waits for
its second half (or none), and the last characters that were meant; its score is the language model's,
corrected by what the kit must have done to such a text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from covidmeet.repair.mirror.cp936 import CHAR_OF, CODE_OF, EURO, LEADS, reserved
from covidmeet.repair.mirror.guesses import BEFORE_BRACKET, HALF_OF_TWINS, ODD, TWINS
from covidmeet.repair.mirror.page import Page
from covidmeet.repair.mirror.paths import (
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
from covidmeet.repair.mirror.readings import agrees, codes_read
from covidmeet.repair.mirror.tokens import HALF, ORPHAN, PLAIN, SKIPPED, cut_mark
from covidmeet.repair.mirror.worth import KEPT, ORPHANED, Worth

_SETTLED = 3  # characters of right context that have a say
_LONGEST = 600  # characters shown; a run ends at the first ASCII byte, and this is far beyond any
_MOST_CUTS = 16


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
        self._hit, self._double = (
            cut_mark(lost, half_width=page.half_width, spaced=page.spaced) for lost in (1, 2)
        )
        self.noise = 0
        """Up to here the text has more question marks than any damage makes, and is best left alone."""

    def starts(self, text: str, at: int) -> bool:
        """Whether the ``?`` at ``at`` can be the start of a place; in a row of them it cannot."""
        if text.startswith("????", at):
            return False
        return any(cut.match(text, at) for cut in (ORPHAN, self._hit, self._double))

    def place(self, text: str, start: int, left: str, worth: Worth) -> Place | None:
        """Read the place that starts at ``start``, after the repaired text ``left`` of the same line.

        ``None`` where the text makes best sense as it is shown.
        """
        self._worth, self._logprobs, self._read_next = worth, worth.logprobs, False
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
        return _chosen(best, start, best.score - self._worth.as_shown(text[start:at], left))

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
            for gain, char in self._worth.first(trail, state[1]):
                gain += self._logprobs((state[1] + char)[-3:])[mark]
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
                after.grow(state, path, char, self._logprobs(state[1])[char], SHOWN, end)
            elif code:
                self._shifted(code, state, path, after, end)
            elif char == "\ufffd":
                for unknown in reserved():
                    self._shifted(unknown, state, path, after, end)
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
        gain = self._logprobs(context)[piece] + self._worth.odd(lead << 8 | first, piece, kind)
        if piece == "（":
            gain += BEFORE_BRACKET.get(context[-1:], 0.0)
        if rest and rest < 0x80:  # the shown character had swallowed an ASCII letter
            gain += self._logprobs((context + piece)[-3:])[chr(rest)]
            piece += chr(rest)
            rest = 0
        after.grow((rest, context), path, piece, gain, LATE, end)

    def _orphan(self, match: re.Match[str], states: Paths) -> Paths:
        """``?reading)``: the lost byte made a character of that reading with the byte before it."""
        after = Paths()
        for state, path in states.items():
            lead, context = state
            for code in codes_read(match[1], last_bytes(lead, context)[1]):
                if code & 0xFF not in LEADS:
                    continue
                gain = self._worth.annotation(code)
                if not lead:
                    after.grow((code & 0xFF, context), path, "", gain, HELD, match.end())
                else:
                    char = CHAR_OF[code]
                    gain += self._logprobs(context)[char]
                    after.grow((0, context), path, char, gain, RESTORED, match.end())
            if not lead:
                after.grow(state, path, match[0], ORPHANED, SHOWN, match.end())
        return after

    def _cut_mark(self, match: re.Match[str], states: Paths) -> Paths:
        """``?`` and a hit mark: a control character before the mark swallowed the byte before it."""
        after = Paths()
        mark, end = match[1], match.end()
        code = HALF.get(mark) or CODE_OF[mark]
        for state, path in states.items():
            lead, context = state
            if lead:
                for gain, char in self._worth.last(lead, context, path.kind):
                    gain += self._logprobs((context + char)[-3:])[mark] + ODD.get(char, 0.0)
                    gain += AFTER_STOP if char in STOPS else 0.0
                    after.grow((0, context), path, char + mark, gain, RESTORED, end)
                continue
            for gain, char in self._worth.first(code >> 8, context):
                after.grow((code & 0xFF, context), path, char, gain, RESTORED, end)
            self._literal(match[0][:-1] + mark, state, path, after, end)
        return after

    def _literal(self, shown: str, state: State, path: Path, after: Paths, end: int) -> None:
        """A question mark that stood in the page."""
        after.grow(state, path, shown, self._worth.question(shown, state[1]), SHOWN, end)

    def _ending(self, text: str, at: int, states: Paths) -> Paths:
        """A ``?`` before no mark: a run's last byte with an ASCII byte of the page, or a question mark."""
        after = Paths()
        ends: list[tuple[float, float, str, str, Path]] = []
        tail = text[at + 1 : at + 12]
        for state, path in states.items():
            lead, context = state
            if not lead:
                self._literal("?", state, path, after, at + 1)
                continue
            if self._page.half_width:
                self._shifted(HALF["?"], state, path, after, at + 1)
            for gain, char in self._worth.last(lead, context, path.kind):
                if char in TWINS and char != context[-1:]:
                    gain += HALF_OF_TWINS
                ends.append((path.score + gain, gain, char, context, path))
        ends.sort(key=lambda end: -end[0])
        for score, gain, char, context, path in ends[:KEPT]:
            if score > ends[0][0] - SPREAD:
                for eaten, likely in self._worth.swallowed(tail, (context + char)[-3:]):
                    after.grow((0, context), path, char + eaten, gain + likely, RESTORED, at + 1)
        return after


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
