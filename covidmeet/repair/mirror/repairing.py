"""Repair one page: drop the readings, restore the lost bytes and shifted runs, take the controls out."""

from __future__ import annotations

import re

from covidmeet.repair.fixes import Fix, Repair, Unrepaired
from covidmeet.repair.language_model import load
from covidmeet.repair.mirror.blend import Blend
from covidmeet.repair.mirror.cp936 import CHAR_OF, CODE_OF, is_common
from covidmeet.repair.mirror.page import ANNOTATION, Page, bare_page, read_page
from covidmeet.repair.mirror.readings import LETTERS, READING, TONES, agrees
from covidmeet.repair.mirror.search import Place, Search
from covidmeet.repair.mirror.tokens import ORPHAN
from covidmeet.repair.mirror.verify import produces
from covidmeet.repair.mirror.worth import Worth

_READ = re.compile(
    # A tone mark is never further from the end of a reading than in "ang", and kits may add a space.
    r"\)(?:(?<=T\))|(?<=T[a-z ]\))|(?<=T[a-z][a-z ]\))|(?<=T[a-z][a-z] \)))".replace("T", TONES)
)
_HIT = re.compile("[\x05-\x08](?=[\x05-\x08，。、？！,?!])")
_CONTROLS = "\x05\x06\x07\x08"
_CUT = re.compile(r"\?(?=[，。、？！,?!][^\x00-\x3f])")
_EVENT = re.compile(
    rf"\((?:({READING})|([{LETTERS}]{{0,5}})[\u4e00-\u9fffA-Z]{{2,8}}([{LETTERS}]{{0,5}})) ?\)"
    "|[\x05-\x08]+"
    r"|(?<=\S) +(?=[，。、？！,?!])"
    rf"|\?(?=[ \x05-\x08]*[，。、？！,?!]|{READING} ?\))"
)
_SUSPECT = re.compile(rf"\?(?:[ \x05-\x08]*[，。、？！,?!]|(?={READING} ?\)))[^\n?]{{0,40}}")
_QUESTION = re.compile(r"^[? \x05-\x08，。、？！,!]+")
_WINDOW = 16_000
"""Characters of the page around a place that the language model is given."""
_GLIMPSE = 16
_LOOKBACK = 60
"""Pieces of repaired text in which the line before a place is looked for."""
_PARTED = 10
"""Characters that spam may put between a character and its reading."""
_CLEAR = 12.0
_FLUENT = -7.5
_GARBLED = -10.0
_STRANGE = -7.5
_JUDGED = 5


def damaged(text: str) -> bool:
    """Whether ``text`` shows the damage of a mirror kit; fast on clean text."""
    if text.isascii():
        return False
    if _proven(text) and read_page(text).damaged:
        return True
    return _CUT.search(text) is not None and _repair(text, bare_page(text)).fixes != ()


def repair(text: str) -> Repair:
    """Undo the damage of mirror kits in ``text``, a page or a part of one.

    What cannot be undone stays as it is and is listed in ``unrepaired``.  Undamaged text comes back as it is.
    """
    if text.isascii():
        return Repair(text)
    if _proven(text):
        return _repair(text, read_page(text))
    return _repair(text, bare_page(text)) if _CUT.search(text) else Repair(text)


def _proven(text: str) -> bool:
    """Whether there is a reading or a control character for the whole page to be judged by."""
    if any(control in text for control in _CONTROLS) and _HIT.search(text):
        return True
    return _READ.search(text) is not None


def _repair(text: str, page: Page) -> Repair:
    found = _Repairer(text, page).run()
    if found.fixes and not page.damaged:
        page.damaged = True  # one place beyond doubt speaks for the others
        found = _Repairer(text, page).run()
    return found


class _Repairer:
    """The walk through one page."""

    def __init__(self, text: str, page: Page) -> None:
        self._text = text
        self._page = page
        self._search = Search(page)
        self._worth: tuple[int, Worth] | None = None
        self._fixes: list[Fix] = []
        self._unrepaired: list[Unrepaired] = []
        self._pieces: list[str] = []
        self._own: dict[str, bool] = {}
        self._end = 0

    def run(self) -> Repair:
        events = _EVENT if self._page.damaged else _CUT
        own, text = self._own, self._text
        for match in events.finditer(text):
            at = match.start()
            if at < self._end:
                continue
            # Most of a damaged page's events are readings that it has had before.
            if own.get(text[at - 1 : match.end()] if at else ""):
                self._fix("reading", at, match[0], "")
            else:
                self._event(match)
        self._pieces.append(self._text[self._end :])
        return Repair("".join(self._pieces), tuple(self._fixes), tuple(self._unrepaired))

    def _event(self, match: re.Match[str]) -> None:
        seen, at = match[0], match.start()
        if seen == "?":
            self._question(at)
        elif not self._page.damaged:
            return
        elif seen[0] == "(":
            own = self._text[at - 1 : match.end()] if at else seen
            if own not in self._own:
                self._own[own] = self._kits_own(own[0], match[1] or match[2] + match[3], at)
            if self._own[own]:
                self._fix("reading", at, seen, "")
        elif seen[0] != " " or self._page.spaced:
            self._fix("control", at, seen, "")

    def _kits_own(self, char: str, reading: str, at: int) -> bool:
        """Whether the kit put this reading after ``char``, and not the author."""
        if char in self._page.annotated and agrees(char, reading):
            return True
        if char.isascii() and char.isalpha():
            lead = CODE_OF.get(self._text[max(at - 2, 0) : at - 1], 0) & 0xFF
            if agrees(CHAR_OF.get(lead << 8 | ord(char), ""), reading):
                return True
        return self._parted(at, reading)

    def _parted(self, at: int, reading: str) -> bool:
        """Whether later spam stands between a character of this page's set and its reading."""
        before = self._text[max(at - _PARTED, 0) : at]
        return any(char in self._page.annotated and agrees(char, reading) for char in before)

    def _question(self, at: int) -> None:
        if (
            at < self._search.noise
            or not self._search.starts(self._text, at)
            or not (self._page.damaged or self._garbled(at, _STRANGE))
        ):
            return
        left = self._left(at)
        place = self._search.place(self._text, at, left, self._worth_at(at))
        if place is not None and self._credible(place, left):
            rule = "shifted_run" if place.shifted else "lost_byte"
            self._fix(rule, place.start, self._text[place.start : place.end], place.text)
        else:
            self._leave(at)

    def _credible(self, place: Place, left: str) -> bool:
        """The damage must be able to make the shown text of the repaired one.

        Where a page shows no other damage, ``?!?`` is an exclamation: characters in the wrong halves must
        show, and the repaired text must be much likelier, and read well.
        """
        clear = place.shifted and place.margin > _CLEAR and place.score > _FLUENT
        if not self._page.damaged and not clear:
            return False
        return produces(left, place.text, self._text[place.start : place.end], self._page)

    def _leave(self, at: int) -> None:
        """Report a place that looks damaged and could not be repaired."""
        seen = self._text[at : at + _GLIMPSE].partition("\n")[0]
        if ORPHAN.match(seen) and self._page.damaged:
            self._unrepaired.append(Unrepaired("lost_byte", at, seen))
        elif self._page.damaged and self._garbled(at, _GARBLED):
            self._unrepaired.append(Unrepaired("shifted_run", at, seen))

    def _garbled(self, at: int, limit: float) -> bool:
        """Whether the text after ``at`` hardly makes sense: on average less likely than ``limit``, each."""
        seen = _QUESTION.sub("", self._text[at : at + _GLIMPSE]).partition("\n")[0][:_JUDGED]
        if limit > _GARBLED and all(map(is_common, seen)):
            return False  # and the tables need not be read
        logprobs = load().logprobs
        scores = [logprobs(seen[max(place - 3, 0) : place])[seen[place]] for place in range(len(seen))]
        return sum(scores) < limit * len(scores)

    def _left(self, at: int) -> str:
        """The repaired text of the line before ``at``, as far as it matters."""
        return ("".join(self._pieces[-_LOOKBACK:]) + self._text[self._end : at])[-500:].rpartition("\n")[2]

    def _fix(self, rule: str, offset: int, before: str, after: str) -> None:
        self._pieces.append(self._text[self._end : offset])
        if after:
            self._pieces.append(after)
        self._fixes.append(Fix(rule, offset, before, after))
        self._end = offset + len(before)

    def _worth_at(self, at: int) -> Worth:
        """What characters are worth, by the language model and the intact text around ``at``."""
        window = at // _WINDOW
        if self._worth is None or self._worth[0] != window:
            first, last = window * _WINDOW - _WINDOW // 4, (window + 1) * _WINDOW + _WINDOW // 4
            # A shifted run must not vouch for itself.
            intact = ANNOTATION.sub("", _SUSPECT.sub("\n", self._text[max(first, 0) : last]))
            self._worth = window, Worth(self._page, Blend(load(), intact))
        return self._worth[1]
