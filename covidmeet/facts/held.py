"""Which meetings a text reports as held, and which part of it tells of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from covidmeet.facts import conveners, heads
from covidmeet.facts.candidates import NamedMeeting, has_day, in_sentence, skip_openers
from covidmeet.facts.days import days_in
from covidmeet.facts.sentences import Sentence

MOST = 30
"""Meetings of one text: a page with more is a list."""
_NEEDED = 2
_LOOKED_AT = 4  # sentences behind, for what was said and who was there
_CHAIR = re.compile(r"主持|讲话|出席|参加|列席|参会")
_ACTS = re.compile(r"主持|讲话|出席|参加|列席|强调|指出|(?<!按照)(?<!根据)要求")
_ORDER = re.compile(
    r"(?:要|必须|务必|做好|抓好|加强|强化|严格|落实|坚持|确保|进一步|一是|一要|首先|全面|切实|全力|坚决)"
)
_NARROW = re.compile(r"[（）()“”\"、，\s]|第[一二三四五六七八九十百\d]+次")


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting: where its name stands, and the numbers of the sentences (``first:last``) that tell of it."""

    candidate: NamedMeeting
    first: int
    last: int
    follows: bool = False


def held_meetings(
    title: str, sentences: Sequence[Sentence], contents: Sequence[int | None]
) -> list[HeldMeeting]:
    """The meetings of a text in its order; ``contents`` as in ``told.gather``."""
    if heads.is_no_report(title):
        return []
    found: list[tuple[NamedMeeting, bool]] = []
    speaking = False
    for number, sentence in enumerate(sentences):
        content = contents[number]
        afterwards = bool(heads.AFTERWARDS.match(sentence.text, sentence.lead))
        if sentence.place == 0:
            speaking = False
        if content == 0 or (speaking and not afterwards):
            speaking = True
            continue
        speaking = content is not None
        candidate = in_sentence(sentence, number, content or len(sentence.text))
        if candidate and _is_reported(title, sentences, candidate, afterwards, not found):
            _note(found, candidate, afterwards, sentences)
            if len(found) == MOST:
                break
    return _with_parts(found, sentences)


def _note(
    found: list[tuple[NamedMeeting, bool]],
    candidate: NamedMeeting,
    afterwards: bool,
    sentences: Sequence[Sentence],
) -> None:
    """Add a meeting, unless it is one that was found: of that it may be the better telling."""
    known = next(
        (place for place, (one, _) in enumerate(found) if _same(sentences, one, candidate, afterwards)), None
    )
    if known is None:
        found.append((candidate, afterwards))
    elif known == len(found) - 1 and not _dated(sentences, found[known][0]) and _dated(sentences, candidate):
        # The first was a headline in the text: what follows it tells the day.
        found[known] = (candidate, found[known][1])


def _is_of_several_bodies(text: str, candidate: NamedMeeting) -> bool:
    start = skip_openers(text, candidate.clause, candidate.verb)
    return candidate.verb < candidate.start and heads.SEVERAL_BODIES.match(text, start) is not None


def _is_of_a_body(sentence: Sentence, candidate: NamedMeeting) -> bool:
    """Whether a body held it, and the sentence goes on with who was there or what was said."""
    if candidate.way != "held" or candidate.bare or candidate.verb > candidate.start:
        return False
    if not _ACTS.search(sentence.text, candidate.stop):
        return False
    return conveners.subject(sentence.text, candidate.clause, candidate.verb) is not None


def _with_parts(
    found: Sequence[tuple[NamedMeeting, bool]], sentences: Sequence[Sentence]
) -> list[HeldMeeting]:
    meetings = []
    for number, (candidate, follows) in enumerate(found):
        first = 0 if number == 0 else candidate.sentence
        last = found[number + 1][0].sentence if number + 1 < len(found) else len(sentences)
        meetings.append(HeldMeeting(candidate, first, last, follows and number > 0))
    return meetings


def _same(sentences: Sequence[Sentence], one: NamedMeeting, other: NamedMeeting, afterwards: bool) -> bool:
    """Whether two candidates name one meeting: another day, or another name, makes another meeting."""
    if other.bare:  # 会后县里召开会议 is another one, 此次会议 is not
        return not afterwards and not _on_another_day(sentences, one, other)
    names = [_NARROW.sub("", sentences[c.sentence].text[c.start : c.stop]) for c in (one, other)]
    short, long = sorted(names, key=len)
    return short in long or one.sentence == other.sentence


def _on_another_day(sentences: Sequence[Sentence], one: NamedMeeting, other: NamedMeeting) -> bool:
    """Whether both tell a day, in other words."""
    told = [days_in(s, s.lead, len(s.text)) for s in (sentences[one.sentence], sentences[other.sentence])]
    return all(told) and told[0][0][0] != told[1][0][0]


def _dated(sentences: Sequence[Sentence], candidate: NamedMeeting) -> bool:
    sentence = sentences[candidate.sentence]
    return has_day(sentence, len(sentence.text))


def _is_reported(
    title: str, sentences: Sequence[Sentence], candidate: NamedMeeting, afterwards: bool, first: bool
) -> bool:
    """Whether enough speaks for it that the text reports this meeting, not only names it."""
    sentence = sentences[candidate.sentence]
    text = sentence.text
    if candidate.way != "spoken" and heads.QUOTED.search(text, candidate.clause, candidate.verb):
        return False
    if candidate.way == "held" and _is_of_several_bodies(text, candidate):
        return False
    if heads.VISIT.search(text, sentence.lead, candidate.verb) and not heads.HEAD.search(title):
        return False
    dated = has_day(sentence, len(text))
    of_another_body = not (dated or first or afterwards) and _is_of_a_body(sentence, candidate)
    behind = [s.text for s in sentences[candidate.sentence + 1 : candidate.sentence + 1 + _LOOKED_AT]]
    chaired = bool(_CHAIR.search(text)) or any(_CHAIR.search(one) for one in behind[:2])
    said = any(heads.SAID.search(one) or _ORDER.match(one) for one in behind) or bool(heads.SAID.search(text))
    score = 2 * dated + of_another_body + 2 * (afterwards and not first) + chaired + said
    score += (candidate.sentence == 0 and not first) or candidate.sentence == 0
    score += bool(heads.HEAD.search(title))
    if heads.VISIT.search(title) and not heads.HEAD.search(title):
        score -= 2
    if not first and not afterwards and not ((dated or of_another_body) and sentence.place == 0):
        return False
    return score >= _NEEDED and (dated or chaired or said or afterwards or of_another_body)
