"""The repair of a whole text, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from covidmeet.repair import language_model as lm
from covidmeet.repair.fixes import SURE, Fix, StepResult, Unrepaired
from covidmeet.repair.mojibake import detectors, entities, twice
from covidmeet.repair.mojibake.candidates import Candidate
from covidmeet.repair.mojibake.channels import BIG5_AS_GBK, GBK_AS_BIG5
from covidmeet.repair.mojibake.literal import is_garbled
from covidmeet.repair.mojibake.search_limits import SearchBudget
from covidmeet.repair.mojibake.selection import select
from covidmeet.repair.mojibake.utf8_reading import Readers

LOST_PAIR = "lost_pair"
"""Rule of two bytes that became one mark, where it is in doubt which they were."""
NOT_SEARCHED = "not_searched"
"""Rule of a suspicious line of a text of which too much was searched in vain."""
_SURVEYED = 6
_SURVEYED_LENGTH = 300
"""Lines by which the wrong decoder of a text is judged, and how much of each."""
_ONE_CHARACTER = re.compile(b"[\xe2-\xef][\x80-\xbf]{2}")
_ROUNDS = 4
"""How often a repaired line is searched again; one repair can make another damaged place detectable."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in a line, what was seen there, and what it becomes: None where it stays."""

    rule: str
    offset: int
    seen: str
    after: str | None
    confidence: float = 1.0
    runner_up: str = ""
    count: int = 1


def damaged(text: str) -> bool:
    """Whether ``repair`` would change or report anything; fast on clean text."""
    if not _suspected(text):
        return False
    repaired = repair(text)
    return bool(repaired.fixes or repaired.unrepaired)


def repair(text: str) -> StepResult:
    """Undo the wrong decodings in ``text``; see the package for which, and when.

    Never raises on any string.  What ``repair`` returned is not changed by it again.
    """
    if not _suspected(text):
        return StepResult(text)
    lines = text.split("\n")
    places = _round(lines)
    changed = set(places)
    now = [_applied(line, places.get(number, [])) for number, line in enumerate(lines)]
    for _ in range(_ROUNDS):
        changed = {number for number in changed if _changes(places[number])}
        again = _round([line if number in changed else "" for number, line in enumerate(now)])
        changed = {number for number, found in again.items() if _changes(found)}
        for number in changed:
            now[number] = _applied(now[number], again[number])
            places[number] = _merged(lines[number], now[number], [*places[number], *again[number]])
        if not changed:
            break
    return _result(lines, places)


def _suspected(text: str) -> bool:
    return detectors.wrongly_decoded(text) or entities.suspected(text) or detectors.may_be_lost(text)


def _changes(found: list[_Place]) -> bool:
    return any(place.after is not None for place in found)


def _round(lines: list[str]) -> dict[int, list[_Place]]:
    """The places of each line that are to be changed or reported."""
    decoded = _decoded(lines) if any(map(detectors.wrongly_decoded, lines)) else {}
    places: dict[int, list[_Place]] = {}
    source = entities.is_source("\n".join(lines))
    for number, line in enumerate(lines):
        found = decoded.get(number, [])
        if not source:
            found = found + _free(found, [_Place(entities.RULE, *place) for place in entities.entities(line)])
        found = found + _free(found, [_Place(*place, None) for place in detectors.lost_text(line)])
        if found:
            places[number] = sorted(found, key=lambda place: place.offset)
    return places


def _free(taken: list[_Place], found: list[_Place]) -> list[_Place]:
    """Those of ``found`` that do not overlap what is taken."""
    spans = [(place.offset, place.offset + len(place.seen)) for place in taken]
    return [
        place
        for place in found
        if not any(a < place.offset + len(place.seen) and place.offset < b for a, b in spans)
    ]


def _decoded(lines: list[str]) -> dict[int, list[_Place]]:
    """Wrong decodings by line; a rule that is verified in one line needs less evidence in the others."""
    model = lm.load()
    found: dict[int, list[_Place]] = {}
    skipped: dict[int, list[_Place]] = {}
    known_rules: set[str] = set()
    readers = Readers()
    suspects = [line for line in lines if detectors.wrongly_decoded(line)]
    for line in suspects[:: max(len(suspects) // _SURVEYED, 1)][:_SURVEYED]:
        select(_beginning(line), model, known_rules, readers)
    readers.surveyed = True
    budget = SearchBudget()
    for _ in range(2):
        again: dict[str, list[_Place]] = {}
        for number, line in enumerate(lines):
            if number in found or not _is_suspect(line, known_rules, model):
                continue
            if budget.is_spent and line not in again:
                skipped[number] = [_Place(NOT_SEARCHED, 0, line, None)]
                continue
            if line not in again:
                again[line] = _twice(line, model) or _once(line, select(line, model, known_rules, readers))
                budget.count(line, repaired=_changes(again[line]))
            if again[line]:
                found[number] = again[line]
        known_rules = {place.rule for places in found.values() for place in places if place.after is not None}
        if not known_rules:
            break
    return _left(lines, known_rules, model) | skipped | found


def _is_suspect(line: str, known_rules: set[str], model: lm.LanguageModel) -> bool:
    """Whether a line is to be searched; of GBK as Big5 a headline has no sign but that it is no text."""
    if detectors.is_about_damage(line):
        return False
    if detectors.wrongly_decoded(line):
        return True
    return GBK_AS_BIG5.rule in known_rules and is_garbled(line, model)


def _left(lines: list[str], rules: set[str], model: lm.LanguageModel) -> dict[int, list[_Place]]:
    """Lines beside repaired ones that nothing explains, and that no language model takes for text."""
    if not rules:
        return {}
    return {
        number: [_Place(min(rules), 0, line, None)]
        for number, line in enumerate(lines)
        if detectors.wrongly_decoded(line)
        and not detectors.is_about_damage(line)
        and (is_garbled(line, model) or (BIG5_AS_GBK.rule in rules and detectors.big5_in_gbk(line)))
    }


def _beginning(line: str) -> str:
    """The beginning of a line, to the end of a character of UTF-8: not all decoders explain half of one."""
    if len(line) <= _SURVEYED_LENGTH:
        return line
    codec = "gb18030" if any(char > "\u3000" for char in line[:_SURVEYED_LENGTH]) else "latin-1"
    for stop in range(_SURVEYED_LENGTH, _SURVEYED_LENGTH // 2, -1):
        last = line[stop - 3 : stop].encode(codec, "replace")[-3:]
        if _ONE_CHARACTER.fullmatch(last):
            return line[:stop]
    return line[:_SURVEYED_LENGTH]


def _twice(line: str, model: lm.LanguageModel) -> list[_Place]:
    if not twice.suspected(line):
        return []
    return [
        _Place(twice.RULE, at, seen, text if sound else None)
        for at, seen, text, sound in twice.unwrapped(line, model)
    ]


def _once(line: str, candidates: list[Candidate]) -> list[_Place]:
    return [place for candidate in candidates for place in _of_candidate(line, candidate)]


def _of_candidate(line: str, candidate: Candidate) -> Iterator[_Place]:
    """A place for each part that was decided by itself; the first counts for the whole."""
    span, rule = candidate.span, candidate.channel.rule
    if not candidate.verified or not span.parts:
        after = span.text if candidate.verified else None
        yield _Place(rule, span.start, line[span.start : span.stop], after)
        return
    count = 1
    for part in span.parts:
        seen = line[part.start : part.stop]
        lost = part.restored and candidate.in_step and part.confidence < SURE
        yield _Place(
            LOST_PAIR if lost else rule,
            part.start,
            seen,
            part.text,
            part.confidence,
            part.runner_up,
            1 if lost else count,
        )
        count = count if lost else 0


def _applied(line: str, places: list[_Place]) -> str:
    pieces: list[str] = []
    done = 0
    for place in places:
        if place.after is not None:
            pieces += (line[done : place.offset], place.after)
            done = place.offset + len(place.seen)
    return "".join(pieces) + line[done:]


def _merged(before: str, after: str, places: list[_Place]) -> list[_Place]:
    """One place for a line that took several rounds: from the first difference to the last."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    confidence = min(place.confidence for place in places)
    seen, text = before[start : len(before) - end], after[start : len(after) - end]
    return [_Place(places[0].rule, start, seen, text, confidence)]


def _result(lines: list[str], places: dict[int, list[_Place]]) -> StepResult:
    fixes: list[Fix] = []
    unrepaired: list[Unrepaired] = []
    start = 0
    for number, line in enumerate(lines):
        for place in places.get(number, ()):
            at = start + place.offset
            if place.after is None:
                unrepaired.append(Unrepaired(place.rule, at, place.seen))
            elif place.after != place.seen:
                fixes.append(
                    Fix(
                        place.rule,
                        at,
                        place.seen,
                        place.after,
                        place.count,
                        place.confidence,
                        place.runner_up,
                    )
                )
        start += len(line) + 1
    text = "\n".join(_applied(line, places.get(number, [])) for number, line in enumerate(lines))
    return StepResult(text, tuple(fixes), tuple(unrepaired))
