"""Repair one page: drop the readings, restore the lost bytes and shifted runs, take the controls out."""

from __future__ import annotations

import re

from covidmeet.text.fixes import Fix, Repair, Unrepaired
from covidmeet.text.lm import LanguageModel, load
from covidmeet.text.mirror.page import PLAIN, Page, read_page
from covidmeet.text.mirror.readings import LETTERS, READING, agrees
from covidmeet.text.mirror.search import Place, Search

_TRIGGER = re.compile(
    rf"\)(?<=[{LETTERS}]\))|\)(?<=[{LETTERS}] \))"
    "|[\x05-\x08]+(?=[，。、？！,?!])"
    r"|\?(?=[ \x05-\x08]*[，。、？！,?!][^\s])"
)
_EVENT = re.compile(
    rf"[\u4e00-\u9fffA-Za-z]\({READING} ?\)"
    "|[\x05-\x08]+"
    r"|(?<=\S) (?=[，。、？！])"
    rf"|\?(?=[ \x05-\x08]*[，。、？！,?!]|{READING} ?\))"
)
_SUSPECT = re.compile(rf"\?(?=[ \x05-\x08]*[，。、？！,?!]|{READING} ?\))[^\n?]{{0,40}}")
_SAMPLE = 20_000


def damaged(text: str) -> bool:
    """Whether ``repair`` would change or report anything; fast on clean text."""
    if _TRIGGER.search(text) is None:
        return False
    if read_page(text).damaged:
        return True
    found = repair(text)
    return bool(found.fixes or found.unrepaired)


def repair(text: str) -> Repair:
    """Undo the damage of mirror kits in ``text``, a page or a part of one.

    What cannot be undone stays as it is and is listed in ``unrepaired``.  Undamaged text comes back as it is.
    """
    if _TRIGGER.search(text) is None:
        return Repair(text)
    return _Repairer(text, read_page(text)).run()


class _Repairer:
    """The walk through one page."""

    def __init__(self, text: str, page: Page) -> None:
        self._text = text
        self._page = page
        self._search = Search(page, _model(text))
        self._fixes: list[Fix] = []
        self._unrepaired: list[Unrepaired] = []
        self._pieces: list[str] = []
        self._end = 0

    def run(self) -> Repair:
        for match in _EVENT.finditer(self._text):
            if match.start() >= self._end:
                self._event(match)
        self._pieces.append(self._text[self._end :])
        return Repair("".join(self._pieces), tuple(self._fixes), tuple(self._unrepaired))

    def _event(self, match: re.Match[str]) -> None:
        seen = match[0]
        if seen == "?":
            self._question(match.start())
        elif not self._page.damaged:
            return
        elif seen == " ":
            if self._page.spaced:
                self._fix("control", match.start(), seen, "")
        elif seen[0] <= "\x08":
            self._fix("control", match.start(), seen, "")
        else:
            self._reading(match)

    def _reading(self, match: re.Match[str]) -> None:
        char, reading = match[0][0], match[0][2:-1].rstrip()
        if char in self._page.annotated and agrees(char, reading):
            self._fix("reading", match.start() + 1, match[0][1:], "")

    def _question(self, at: int) -> None:
        if not self._search.starts(self._text, at):
            return
        place = self._search.place(self._text, at, self._left(at))
        if place is not None:
            self._take(place)

    def _take(self, place: Place) -> None:
        before, after = self._text[place.start : place.end], place.text
        if before == after:
            return
        tail = 0
        while tail < min(len(before), len(after)) and before[-1 - tail] == after[-1 - tail]:
            tail += 1
        end = len(before) - tail
        rule = "shifted_run" if place.shifted else "lost_byte"
        self._fix(rule, place.start, before[:end], after[: len(after) - tail])

    def _left(self, at: int) -> str:
        return ("".join(self._pieces[-8:]) + self._text[self._end : at])[-3:]

    def _fix(self, rule: str, offset: int, before: str, after: str) -> None:
        self._pieces += (self._text[self._end : offset], after)
        self._fixes.append(Fix(rule, offset, before, after))
        self._end = offset + len(before)


def _model(text: str) -> LanguageModel:
    """The language model with the intact part of the page; a shifted run must not vouch for itself."""
    return load().with_text(PLAIN.sub(r"\1", _SUSPECT.sub("\n", text[:_SAMPLE])))
