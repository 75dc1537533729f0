"""The repair of a whole text, line by line."""

from __future__ import annotations

from covidmeet.text import lm
from covidmeet.text.fixes import Fix, Repair, Unrepaired
from covidmeet.text.mojibake import suspects
from covidmeet.text.mojibake.judge import Verdict, verdicts


def damaged(text: str) -> bool:
    """Whether ``repair`` would change or report anything; fast on clean text."""
    if not suspects.wrongly_decoded(text):
        return False
    repaired = repair(text)
    return bool(repaired.fixes or repaired.unrepaired)


def repair(text: str) -> Repair:
    """Undo the wrong decodings in ``text``; see the package for which, and when."""
    if not suspects.wrongly_decoded(text):
        return Repair(text)
    model = lm.load()
    lines = text.split("\n")
    found: dict[int, list[Verdict]] = {}
    seen_already: set[str] = set()
    for _ in range(2):
        for number, line in enumerate(lines):
            if number not in found and suspects.wrongly_decoded(line):
                judged = verdicts(line, model, seen_already)
                if judged:
                    found[number] = judged
        seen_already = {v.channel.rule for judged in found.values() for v in judged if v.sound}
        if not seen_already:
            break
    return _result(text, lines, found)


def _result(text: str, lines: list[str], found: dict[int, list[Verdict]]) -> Repair:
    fixes: list[Fix] = []
    unrepaired: list[Unrepaired] = []
    parts: list[str] = []
    start = 0
    for number, line in enumerate(lines):
        done = 0
        for verdict in found.get(number, ()):
            stretch = verdict.stretch
            seen = line[stretch.start : stretch.stop]
            if not verdict.sound:
                unrepaired.append(Unrepaired(verdict.channel.rule, start + stretch.start, seen))
                continue
            fixes.append(Fix(verdict.channel.rule, start + stretch.start, seen, stretch.text))
            parts += (line[done : stretch.start], stretch.text)
            done = stretch.stop
        parts.append(line[done:] + "\n")
        start += len(line) + 1
    return Repair("".join(parts)[:-1], tuple(fixes), tuple(unrepaired))
