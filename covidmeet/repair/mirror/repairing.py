"""Repair one page: drop annotations and control characters, restore lost bytes and shifted runs."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import chain, repeat

from covidmeet.repair.fixes import SURE, Fix, StepResult, Unrepaired
from covidmeet.repair.language_model import load
from covidmeet.repair.mirror.cp936 import CHAR_OF, CODE_OF, is_common
from covidmeet.repair.mirror.kit_profile import HANZI_ANNOTATION, KitProfile, detect_kit, undamaged_profile
from covidmeet.repair.mirror.page_model import InterpolatedModel
from covidmeet.repair.mirror.patterns import (
    CUT_ANNOTATION,
    FULL_WIDTH,
    LETTERS,
    READING,
    TO_FULL_WIDTH,
    TONES,
)
from covidmeet.repair.mirror.place_search import PlaceSearch
from covidmeet.repair.mirror.readings import has_reading
from covidmeet.repair.mirror.scorer import CandidateScorer
from covidmeet.repair.mirror.tracing import PlaceReading
from covidmeet.repair.mirror.verify import produces

_ANNOTATION_END = re.compile(
    # A tone mark is never further from the end of a reading than in "ang", and kits may add a space.
    r"\)(?:(?<=T\))|(?<=T[a-z ]\))|(?<=T[a-z][a-z ]\))|(?<=T[a-z][a-z] \)))".replace("T", TONES)
)
_CONTROL_BEFORE_MARK = re.compile("[\x05-\x08](?=[\x05-\x08，。、？！；,?!;])")
_CONTROLS = "\x05\x06\x07\x08"
_CUT_MARK = re.compile(r"\?(?=[，。、？！,?!][^\x00-\x3f])")
_TRACE = re.compile(
    rf"\((?:({READING})|([{LETTERS}]{{0,5}})[\u4e00-\u9fffA-Z]{{2,8}}([{LETTERS}]{{0,5}})) ?\)"
    "|[\x05-\x08]+"
    r"|(?<=\S) +(?=[，。、？！；,?!;])"
    rf"|\?(?=[ \x05-\x08]*[，。、？！；,?!;]|{READING} ?\))"
)
"""What the kit may leave: an annotation, whole or with spam in it; controls, or spaces for them; a ``?``."""
_SUSPECT = re.compile(rf"\?(?:[ \x05-\x08]*[，。、？！；,?!;]|(?={READING} ?\)))[^\n?]{{0,40}}")
_LEADING_MARKS = re.compile(r"^[? \x05-\x08，。、？！；,!;]+")
_WINDOW = 16_000
"""Characters of the page, around a place, that adapt the language model."""
_EXCERPT = 16
"""Characters of a place that are looked at and reported."""
_LOOKBACK = 60
"""Pieces of repaired text in which the line before a place is looked for."""
_MAX_SPAM = 10
"""Characters that spam may put between a character and its annotation."""
_MIN_MARGIN = 12.0
_MIN_SCORE = -7.5
"""Margin and log probability per character that a shifted run needs where nothing else proves the damage."""
_GARBLED = -10.0
_UNLIKELY = -7.5
"""Log probabilities per character: below the first, text is reported as damaged; below the second,
searched."""
_JUDGED = 5


def damaged(text: str) -> bool:
    """Whether ``text`` shows the damage of a mirror kit; fast on clean text."""
    if text.isascii():
        return False
    if _has_traces(text) and detect_kit(text).damaged:
        return True
    return _CUT_MARK.search(text) is not None and _repair(text, undamaged_profile(text)).fixes != ()


def repair(text: str) -> StepResult:
    """Undo the damage of mirror kits in ``text``, a page or a part of one.

    What cannot be undone stays as it is and is listed in ``unrepaired``.  Undamaged text comes back as it is.
    """
    if text.isascii():
        return StepResult(text)
    if _has_traces(text):
        return _repair(text, detect_kit(text))
    return _repair(text, undamaged_profile(text)) if _CUT_MARK.search(text) else StepResult(text)


def _has_traces(text: str) -> bool:
    """Whether there is an annotation or a control character, so that the whole page must be profiled."""
    if any(control in text for control in _CONTROLS) and _CONTROL_BEFORE_MARK.search(text):
        return True
    return _ANNOTATION_END.search(text) is not None


def _repair(text: str, profile: KitProfile) -> StepResult:
    first = _PageRepair(text, profile)
    found = first.run()
    if found.fixes and not profile.damaged:
        profile.damaged = True  # one place beyond doubt is evidence for the others
        first = _PageRepair(text, profile)
        found = first.run()
    if any(fix.doubtful for fix in found.fixes):
        found = _PageRepair(text, profile, first).run()
    return found


class _PageRepair:
    """One pass over a page, from trace to trace."""

    def __init__(self, text: str, profile: KitProfile, before: _PageRepair | None = None) -> None:
        """``before``: an earlier pass, whose repaired words count as the page's own."""
        self._text = text
        self._before = before
        self._profile = profile
        self._search = PlaceSearch(profile)
        self._scorer: tuple[int, CandidateScorer] | None = None
        self._fixes: list[Fix] = []
        self._unrepaired: list[Unrepaired] = []
        self._places: dict[tuple[int, str], PlaceReading | None] = {}
        self._pieces: list[str] = []
        self._by_kit: dict[str, bool] = {}
        self._end = 0

    def run(self) -> StepResult:
        traces = _TRACE if self._profile.damaged else _CUT_MARK
        by_kit, text = self._by_kit, self._text
        for match in traces.finditer(text):
            at = match.start()
            if at < self._end:
                continue
            # Most traces on a damaged page are annotations of a character that was decided on before.
            if by_kit.get(text[at - 1 : match.end()] if at else ""):
                self._fix("reading", at, match[0], "")
            else:
                self._trace(match)
        self._pieces.append(self._text[self._end :])
        return StepResult("".join(self._pieces), tuple(self._fixes), tuple(self._unrepaired))

    def _trace(self, match: re.Match[str]) -> None:
        seen, at = match[0], match.start()
        if seen == "?":
            self._question(at)
        elif not self._profile.damaged:
            return
        elif seen[0] == "(":
            annotated = self._text[at - 1 : match.end()] if at else seen
            if annotated not in self._by_kit:
                reading = match[1] or match[2] + match[3]
                self._by_kit[annotated] = self._is_by_kit(annotated[0], reading, at)
            if self._by_kit[annotated]:
                self._fix("reading", at, seen, "")
        elif (self._profile.spaced or seen[0] != " ") and self._is_before_mark(at, match.end()):
            self._fix("control", at, seen, "")

    def _is_before_mark(self, at: int, end: int) -> bool:
        """Whether what ends at ``end`` stands before a mark that kits hit, which may have lost a byte."""
        char = self._text[end : end + 1]
        if char != "?":
            return self._is_hit(char)
        place = self._place(end, self._left(at))
        return place is not None and self._is_hit(place.text[:1])

    def _is_hit(self, mark: str) -> bool:
        """Whether the kit puts control characters before ``mark``."""
        return mark != "" and FULL_WIDTH.get(mark, mark) in self._profile.hit

    def _is_by_kit(self, char: str, reading: str, at: int) -> bool:
        """Whether the kit put this reading after ``char``, and not the author."""
        if char in self._profile.annotated and has_reading(char, reading):
            return True
        if char.isascii() and char.isalpha():
            before = self._text[max(at - 2, 0) : at - 1]
            lead = CODE_OF.get(before.translate(TO_FULL_WIDTH), 0) & 0xFF
            if has_reading(CHAR_OF.get(lead << 8 | ord(char), ""), reading):
                return True
        return self._is_parted_by_spam(at, reading)

    def _is_parted_by_spam(self, at: int, reading: str) -> bool:
        """Whether later spam stands between a character that this kit annotates and its reading."""
        before = self._text[max(at - _MAX_SPAM, 0) : at]
        return any(char in self._profile.annotated and has_reading(char, reading) for char in before)

    def _question(self, at: int) -> None:
        if (
            at < self._search.noise_end
            or not self._search.is_start(self._text, at)
            or not (self._profile.damaged or self._is_unlikely(at, _UNLIKELY))
        ):
            return
        left = self._left(at)
        place = self._places[at, left] = self._place(at, left)
        if place is not None and self._is_verified(place, left):
            rule = "shifted_run" if place.shifted else "lost_byte"
            self._fix_parts(rule, place)
        else:
            self._report(at)

    def _place(self, at: int, left: str) -> PlaceReading | None:
        """The best reading; that of an earlier pass, where it was sure."""
        if self._before is not None and (at, left) in self._before._places:
            known = self._before._places[at, left]
            if known is None or known.confidence >= SURE:
                return known
        return self._search.search(self._text, at, left, self._scorer_at(at))

    def _is_verified(self, place: PlaceReading, left: str) -> bool:
        """Whether the forward model turns the repaired text into the shown one.

        Where a page shows no other damage, ``?!?`` is an exclamation: there must also be a shifted run, and
        the repaired text must be likely, and much likelier than the shown one.
        """
        proven = place.shifted and place.margin > _MIN_MARGIN and place.score > _MIN_SCORE
        if not self._profile.damaged and not proven:
            return False
        return produces(left, place.text, self._text[place.start : place.end], self._profile)

    def _report(self, at: int) -> None:
        """Report a place that looks damaged and could not be repaired."""
        seen = self._text[at : at + _EXCERPT].partition("\n")[0]
        if CUT_ANNOTATION.match(seen) and self._profile.damaged:
            self._unrepaired.append(Unrepaired("lost_byte", at, seen))
        elif self._profile.damaged and self._is_unlikely(at, _GARBLED):
            self._unrepaired.append(Unrepaired("shifted_run", at, seen))

    def _is_unlikely(self, at: int, limit: float) -> bool:
        """Whether the characters after ``at`` are on average less likely than ``limit`` (log probability)."""
        seen = _LEADING_MARKS.sub("", self._text[at : at + _EXCERPT]).partition("\n")[0][:_JUDGED]
        if limit > _GARBLED and all(map(is_common, seen)):
            return False  # decided without loading the language model
        logprobs = load().logprobs
        scores = [logprobs(seen[max(place - 3, 0) : place])[seen[place]] for place in range(len(seen))]
        return sum(scores) < limit * len(scores)

    def _left(self, at: int) -> str:
        """The repaired text of the line before ``at``, as far as it matters."""
        return ("".join(self._pieces[-_LOOKBACK:]) + self._text[self._end : at])[-500:].rpartition("\n")[2]

    def _fix_parts(self, rule: str, place: PlaceReading) -> None:
        """One fix a part, of which the first counts for the place."""
        at = place.start
        for count, part in zip(chain((1,), repeat(0)), place.parts, strict=False):
            self._fix(rule, at, self._text[at : part.end], part.text, count, part.confidence, part.runner_up)
            at = part.end

    def _fix(
        self,
        rule: str,
        offset: int,
        before: str,
        after: str,
        count: int = 1,
        confidence: float = 1.0,
        runner_up: str = "",
    ) -> None:
        self._pieces.append(self._text[self._end : offset])
        if after:
            self._pieces.append(after)
        self._fixes.append(Fix(rule, offset, before, after, count, confidence, runner_up))
        self._end = offset + len(before)

    def _scorer_at(self, at: int) -> CandidateScorer:
        """The scorer whose language model is adapted to the intact text around ``at``."""
        window = at // _WINDOW
        if self._scorer is None or self._scorer[0] != window:
            first, last = window * _WINDOW - _WINDOW // 4, (window + 1) * _WINDOW + _WINDOW // 4
            intact = HANZI_ANNOTATION.sub("", self._intact(max(first, 0), last))
            self._scorer = window, CandidateScorer(self._profile, InterpolatedModel(load(), intact))
        return self._scorer[1]

    def _intact(self, first: int, last: int) -> str:
        """A part of the page without what is damaged: a shifted run must not be evidence for itself."""
        if self._before is None:
            return _SUSPECT.sub("\n", self._text[first:last])
        pieces: list[str] = []
        at = first
        fixes = self._before._fixes
        for fix in fixes[bisect_left(fixes, first, key=lambda fix: fix.offset) :]:
            if fix.offset >= last:
                break
            pieces += (_SUSPECT.sub("\n", self._text[at : fix.offset]), "\n" if fix.doubtful else fix.after)
            at = fix.offset + len(fix.before)
        pieces.append(_SUSPECT.sub("\n", self._text[at:last]))
        return "".join(pieces)
