"""The repair of a whole text, line by line."""

from __future__ import annotations

from covidmeet.repair import language_model as lm
from covidmeet.repair.fixes import Fix, StepResult, Unrepaired
from covidmeet.repair.mojibake import detectors, entities, twice
from covidmeet.repair.mojibake.selection import Candidate, select

_ROUNDS = 4
"""How often a repaired line is searched again; one repair can make another damaged place detectable."""

_Place = tuple[str, int, str, str | None]
"""Rule, offset in the line, what was seen, and what it becomes: None where it stays."""


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
            places[number] = _merged(lines[number], now[number], places[number][0][0])
        if not changed:
            break
    return _result(lines, places)


def _suspected(text: str) -> bool:
    return detectors.wrongly_decoded(text) or entities.suspected(text) or detectors.may_be_lost(text)


def _changes(found: list[_Place]) -> bool:
    return any(after is not None for _, _, _, after in found)


def _round(lines: list[str]) -> dict[int, list[_Place]]:
    """The places of each line that are to be changed or reported."""
    decoded = _decoded(lines) if any(map(detectors.wrongly_decoded, lines)) else {}
    places: dict[int, list[_Place]] = {}
    for number, line in enumerate(lines):
        found = decoded.get(number, [])
        found = found + _free(found, [(entities.RULE, *place) for place in entities.entities(line)])
        found = found + _free(found, [(*place, None) for place in detectors.lost_text(line)])
        if found:
            places[number] = sorted(found, key=lambda place: place[1])
    return places


def _free(taken: list[_Place], found: list[_Place]) -> list[_Place]:
    """Those of ``found`` that do not overlap what is taken."""
    spans = [(offset, offset + len(seen)) for _, offset, seen, _ in taken]
    return [
        place for place in found if not any(a < place[1] + len(place[2]) and place[1] < b for a, b in spans)
    ]


def _decoded(lines: list[str]) -> dict[int, list[_Place]]:
    """Wrong decodings by line; a rule that is verified in one line needs less evidence in the others."""
    model = lm.load()
    found: dict[int, list[_Place]] = {}
    known_rules: set[str] = set()
    for _ in range(2):
        for number, line in enumerate(lines):
            if number in found or not detectors.wrongly_decoded(line):
                continue
            places = _twice(line, model) or _once(line, select(line, model, known_rules))
            if places:
                found[number] = places
        known_rules = {rule for places in found.values() for rule, _, _, after in places if after is not None}
        if not known_rules:
            break
    return found


def _twice(line: str, model: lm.LanguageModel) -> list[_Place]:
    if not twice.suspected(line):
        return []
    return [
        (twice.RULE, at, seen, text if sound else None)
        for at, seen, text, sound in twice.unwrapped(line, model)
    ]


def _once(line: str, candidates: list[Candidate]) -> list[_Place]:
    return [
        (
            candidate.channel.rule,
            candidate.span.start,
            line[candidate.span.start : candidate.span.stop],
            candidate.span.text if candidate.verified else None,
        )
        for candidate in candidates
    ]


def _applied(line: str, places: list[_Place]) -> str:
    parts: list[str] = []
    done = 0
    for _, offset, seen, after in places:
        if after is not None:
            parts += (line[done:offset], after)
            done = offset + len(seen)
    return "".join(parts) + line[done:]


def _merged(before: str, after: str, rule: str) -> list[_Place]:
    """One place for a line that took several rounds: from the first difference to the last."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return [(rule, start, before[start : len(before) - end], after[start : len(after) - end])]


def _result(lines: list[str], places: dict[int, list[_Place]]) -> StepResult:
    fixes: list[Fix] = []
    unrepaired: list[Unrepaired] = []
    start = 0
    for number, line in enumerate(lines):
        for rule, offset, seen, after in places.get(number, ()):
            if after is None:
                unrepaired.append(Unrepaired(rule, start + offset, seen))
            elif after != seen:
                fixes.append(Fix(rule, start + offset, seen, after))
        start += len(line) + 1
    text = "\n".join(_applied(line, places.get(number, [])) for number, line in enumerate(lines))
    return StepResult(text, tuple(fixes), tuple(unrepaired))
