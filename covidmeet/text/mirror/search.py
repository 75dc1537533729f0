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
from functools import cache
from math import log
from typing import Protocol

from covidmeet.text.mirror.cp936 import CHAR_OF, CODE_OF, EURO, LEADS, TRAILS, is_hanzi
from covidmeet.text.mirror.markup import markup_before
from covidmeet.text.mirror.page import Page
from covidmeet.text.mirror.readings import READING, agrees, codes_read, foreign_forms, kit

MARK_CODES = frozenset(CODE_OF[mark] for mark in "，。、？！")
HALF = {",": 0xA3AC, "!": 0xA3A1, "?": 0xA3BF, ":": 0xA3BA, ";": 0xA3BB, "(": 0xA3A8, ")": 0xA3A9}
"""What half-width marks may have been before they were narrowed."""

ORPHAN = re.compile(rf"\?({READING}) ?\)")
PLAIN = re.compile(rf"\({READING} ?\)")
WIDE_HIT = re.compile(r"\?[ \x05-\x08]*([，。、？！])")
ANY_HIT = re.compile(r"\?[ \x05-\x08]*([，。、？！,?!])")
SKIPPED = re.compile(r"[ \x05-\x08]+(?=[，。、？！,?!])")

EATEN = "\n\r\t <&\"'()0123456789.,-/:;%+*=>!?#$"
"""What a last byte may have swallowed when it was not the kit's own insertion."""

_MISSED = log(0.25)  # a mark that the kit could have split, and did not
_STRAY = -6.0  # an ASCII question mark in a text whose marks are full-width
_FOREIGN = -5.0  # a form that the kit's table does not make
_PRIVATE = -25.0  # a private-use character in the text as it was written
_ORPHANED = -60.0  # a reading that stands after no character at all
_BEAM = 24
_SPREAD = 14.0
_SETTLED = 3  # characters of right context that have a say
_LONGEST = 600  # characters shown; a run ends at the first ASCII byte, and this is far beyond any


class Model(Protocol):
    """The language model as the search uses it."""

    def row(self, context: str) -> Mapping[str, float]: ...


@dataclass(slots=True)
class Path:
    """The end of a reading of the shown text: its last piece, and the path before it."""

    score: float
    before: Path | None
    piece: str
    kind: int = 0
    """0: as shown, 1: a byte was restored, 2: shown half a character late."""
    end: int = 0
    """Where in the shown text the piece ends."""


@dataclass(frozen=True, slots=True)
class Place:
    """What the search makes of one place: ``text`` stood where ``seen[start:end]`` stands."""

    start: int
    end: int
    text: str
    shifted: bool


State = tuple[int, str]
"""The lead byte that waits (0: none) and the last three characters."""
States = dict[State, Path]


@cache
def leads_before(trail: int) -> tuple[tuple[int, str], ...]:
    """Lead bytes, and characters with them, whose last byte is ``trail``."""
    return tuple((lead, CHAR_OF[lead << 8 | trail]) for lead in LEADS if not _private(lead << 8 | trail))


@cache
def trails_after(lead: int) -> tuple[tuple[int, str], ...]:
    """Last bytes that are also lead bytes, and characters with them, whose first byte is ``lead``."""
    trails = (trail for trail in TRAILS if trail in LEADS and not _private(lead << 8 | trail))
    return tuple((trail, CHAR_OF[lead << 8 | trail]) for trail in trails)


def _private(code: int) -> bool:
    return "\ue000" <= CHAR_OF[code] <= "\uf8ff"


class Search:
    """The search on one page, under one language model."""

    def __init__(self, page: Page, model: Model) -> None:
        self._page = page
        self._row = model.row
        self._hit = ANY_HIT if page.half_width else WIDE_HIT
        self._foreign = foreign_forms() - page.forms
        self._shown: tuple[int, int] = (0, 0)

    def starts(self, text: str, at: int) -> bool:
        """Whether the ``?`` at ``at`` can be the start of a place."""
        return ORPHAN.match(text, at) is not None or self._hit.match(text, at) is not None

    def place(self, text: str, start: int, left: str) -> Place | None:
        """Read the place that starts at ``start``, after the repaired characters ``left``.

        ``None`` where the text makes best sense as it is shown.
        """
        states: States = {(0, left[-3:]): Path(0.0, None, "")}
        at, quiet = start, 0
        self._shown = (0, 0)
        while at < len(text) and at - start < _LONGEST:
            at, states = self._step(text, at, states)
            states = _best(states)
            if any(lead for lead, _ in states):
                quiet = 0
            elif quiet == _SETTLED or text[at - 1] == "\n":
                break
            else:
                quiet += 1
        ended = {state: path for state, path in states.items() if not state[0]}
        return self._chosen(ended, start) if ended else None

    def _chosen(self, ended: States, start: int) -> Place | None:
        node: Path | None = max(ended.values(), key=lambda path: path.score)
        while node is not None and not node.kind:
            node = node.before
        if node is None:
            return None
        end, shifted, pieces = node.end, False, []
        while node is not None:
            shifted = shifted or node.kind == 2
            pieces.append(node.piece)
            node = node.before
        return Place(start, end, "".join(reversed(pieces)), shifted)

    def _step(self, text: str, at: int, states: States) -> tuple[int, States]:
        """Read the next shown token."""
        char = text[at]
        if char == "?":
            return self._question(text, at, states)
        if char == "(" and (match := PLAIN.match(text, at)) and self._annotated(match[0]):
            return match.end(), states
        if char in " \x05\x06\x07\x08" and (match := SKIPPED.match(text, at)):
            return self._skip(match, states)
        code = CODE_OF.get(char)
        if char == EURO:
            code = 0x80
        elif self._page.half_width and char in HALF:
            code = HALF[char]
        elif char < "\x80":
            code = ord(char)
        self._shown = (code >> 8, code & 0xFF) if code and code > 0xFF else (self._shown[1], code or 0)
        return at + 1, self._token(char, code, states, at + 1)

    def _annotated(self, reading: str) -> bool:
        """Whether the two bytes shown last are a character that is read so."""
        char = CHAR_OF.get(self._shown[0] << 8 | self._shown[1], "")
        return agrees(char, reading[1:-1].rstrip())

    def _skip(self, match: re.Match[str], states: States) -> tuple[int, States]:
        """Control characters before a mark were not there; spaces were, unless they stand for controls."""
        after: States = {}
        gap = match[0]
        for (lead, context), path in states.items():
            if lead or " " not in gap or self._page.spaced:
                _add(after, (lead, context), path)
            else:
                _add(after, (0, (context + gap)[-3:]), Path(path.score, path, gap))
        return match.end(), after

    def _token(self, char: str, code: int | None, states: States, end: int) -> States:
        after: States = {}
        for (lead, context), path in states.items():
            if not lead:
                score = path.score + self._row(context)[char]
                _add(after, (0, (context + char)[-3:]), Path(score, path, char))
            elif code is not None:
                self._shifted(code, (lead, context), path, after, end)
        return after

    def _shifted(self, code: int, state: State, path: Path, after: States, end: int) -> None:
        """One shown token, read half a character late."""
        lead, context = state
        first, rest = (code >> 8, code & 0xFF) if code > 0xFF else (code, 0)
        if first < 0x40 or first == 0x7F or rest == 0x80:
            return
        char = CHAR_OF[lead << 8 | first]
        score = path.score + self._row(context)[char] + self._odd(lead << 8 | first, char)
        if rest and rest < 0x80:  # the shown character had swallowed an ASCII letter
            letter = chr(rest)
            score += self._row((context + char)[-3:])[letter]
            char += letter
            rest = 0
        _add(after, (rest, (context + char)[-3:]), Path(score, path, char, 2, end))

    def _odd(self, code: int, char: str) -> float:
        """What speaks against a meant character, whatever stands around it."""
        cost = -self._page.required.get(code, 0.0)
        if char in self._foreign:
            cost += _FOREIGN
        elif "\ue000" <= char <= "\uf8ff":
            cost += _PRIVATE
        if code in MARK_CODES:
            cost += _MISSED
        return cost

    def _question(self, text: str, at: int, states: States) -> tuple[int, States]:
        self._shown = (0, 0)
        if match := ORPHAN.match(text, at):
            return match.end(), self._orphan(match, states)
        if match := self._hit.match(text, at):
            return match.end(), self._cut_mark(match, states)
        return at + 1, self._ending(text, at, states)

    def _orphan(self, match: re.Match[str], states: States) -> States:
        """``?reading)``: the lost byte made a character of that reading with the byte before it."""
        after: States = {}
        for (lead, context), path in states.items():
            last = lead or CODE_OF.get(context[-1:], 0) & 0xFF
            for code in codes_read(match[1], last):
                if code & 0xFF not in LEADS:
                    continue
                score = path.score + self._annotation(code)
                if not lead:
                    _add(after, (code & 0xFF, context), Path(score, path, "", 1, match.end()))
                else:
                    char = CHAR_OF[code]
                    score += self._row(context)[char]
                    _add(after, (0, (context + char)[-3:]), Path(score, path, char, 1, match.end()))
            if not lead:
                score = path.score + _ORPHANED
                _add(after, (0, match[0][-3:]), Path(score, path, match[0]))
        return after

    def _annotation(self, code: int) -> float:
        """What speaks against ``code`` being among the characters that this page annotates."""
        char = CHAR_OF[code]
        if char in self._page.annotated or code in self._page.required:
            return 0.0
        if code in self._page.excluded:
            return -8.0
        return -1.0 if char in kit() else -6.0

    def _cut_mark(self, match: re.Match[str], states: States) -> States:
        """``?`` and a hit mark: a control character before the mark swallowed the byte before it."""
        after: States = {}
        mark = match[1]
        code = HALF.get(mark) or CODE_OF[mark]
        self._shown = (code >> 8, code & 0xFF)
        for (lead, context), path in states.items():
            row = self._row(context)
            if lead:
                for trail, char in trails_after(lead):
                    score = path.score + row[char] + self._odd(lead << 8 | trail, char)
                    _add(after, (0, (context + char)[-3:]), Path(score, path, char, 1, match.end() - 1))
                continue
            for first, char in leads_before(code >> 8):
                score = path.score + row[char] + self._odd(first << 8 | code >> 8, char)
                score -= self._crossing(context, first)
                _add(after, (code & 0xFF, (context + char)[-3:]), Path(score, path, char, 1, match.end()))
            self._literal(match[0][:-1], context, path, after)
        after = _best(after)
        done: States = {}
        for (lead, context), path in after.items():
            if lead:
                _add(done, (lead, context), path)
            else:
                score = path.score + self._row(context)[mark]
                _add(done, (0, (context + mark)[-3:]), Path(score, path, mark))
        return done

    def _crossing(self, context: str, lead: int) -> float:
        """What speaks against ``lead`` after the last byte of the context: the pair would be annotated."""
        last = CODE_OF.get(context[-1:], 0) & 0xFF
        return self._page.required.get(last << 8 | lead, 0.0)

    def _literal(self, shown: str, context: str, path: Path, after: States) -> None:
        """A question mark that stood in the page."""
        score = path.score
        for char in shown:
            score += self._row(context)[char]
            context = (context + char)[-3:]
        if not self._page.half_width and is_hanzi(context[-len(shown) - 1 : -len(shown)]):
            score += _STRAY
        _add(after, (0, context), Path(score, path, shown))

    def _ending(self, text: str, at: int, states: States) -> States:
        """A ``?`` before no mark: a run's last byte with an ASCII byte of the page, or a question mark."""
        after: States = {}
        for (lead, context), path in states.items():
            if not lead:
                self._literal("?", context, path, after)
                continue
            if self._page.half_width:
                self._shifted(HALF["?"], (lead, context), path, after, at + 1)
            for score, char in self._likely(lead, context):
                score += path.score
                behind = (context + char)[-3:]
                for eaten, likely in self._eaten(text, at, behind):
                    both = char + eaten
                    total = score + likely
                    _add(after, (0, (behind + eaten)[-3:]), Path(total, path, both, 1, at + 1))
        return after

    def _likely(self, lead: int, context: str) -> list[tuple[float, str]]:
        row = self._row(context)
        found = [(row[char] + self._odd(lead << 8 | trail, char), char) for trail, char in trails_after(lead)]
        return sorted(found, reverse=True)[:_BEAM]

    def _eaten(self, text: str, at: int, context: str) -> Iterator[tuple[str, float]]:
        """Which ASCII byte may have been swallowed, with the logarithm of its probability."""
        tail = text[at + 1 : at + 12]
        if markup := markup_before(tail):
            yield markup, 0.0
            return
        row = self._row(context)
        for char in EATEN:
            yield char, row[char]


def _add(states: States, state: State, path: Path) -> None:
    known = states.get(state)
    if known is None or path.score > known.score:
        states[state] = path


def _best(states: States) -> States:
    """The likeliest states; what is left behind has never been seen to come back."""
    if len(states) < 2:
        return states
    top = max(path.score for path in states.values())
    kept = [item for item in states.items() if item[1].score > top - _SPREAD]
    if len(kept) > _BEAM:
        kept = sorted(kept, key=lambda item: -item[1].score)[:_BEAM]
    return dict(kept)
