"""Where a sentence says that a meeting was held: its name, and the clause that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from covidmeet.facts import heads
from covidmeet.facts.days import days_in
from covidmeet.facts.sentences import Sentence

_LONGEST_NAME = 80
_LONGEST_CLAUSE = 200
_MOST_BETWEEN = 6
_CLAUSE = re.compile(r"[，。；：！？]")
_OPENERS = re.compile(
    r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}[日号](?:至\d{1,2}日|[、，]\d{1,2}日)*|今[天日晚晨]|昨[天日晚夜]"
    r"|前天|当[天日晚]|近日|日前|[上下]午|晚上?|晚间|早上|深夜|傍晚"
    r"|\d{1,2}[:：时点]\d{0,2}分?许?|会后|随后|随即|[（(][^）)]{1,12}[）)]|[ \u3000]|了|由"
    r"|在(?:全)?[^，。]{0,3}(?=召开)|又|还|同时|据悉|于"
)
# What may stand between a name and its verb (会议1月5日在市政府召开), token by token: never tried twice.
_BETWEEN = re.compile(
    r"，(?=[于在\d])|(?:于|在)?(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:、\d{1,2}日)*(?:至\d{1,2}日)?|今[天日晚]|昨[天日晚]|[上下]午|晚上?"
    r"|连续|正式|顺利|如期|隆重|相继|以[^，。]{1,12}?(?:形式|方式)|(?:在|于)[^，。；]{1,24}?(?=召开|举行|以|隆重|顺利)"
)
_HELD = re.compile(r"(?:召开|举行|开幕|闭幕|一开始)(?![的前]|之前|期间)")
_ATTEND = re.compile(r"(?:组织收听收看|收听收看|收看|收听|出席|参加|列席)了?")
_AT = re.compile(r"在")
_AT_END = re.compile(r"上[，]?[^，。；]{0,40}?(?:强调|指出|要求|讲话|提出|表示|听取|部署)")
_SUFFIX = re.compile(r"[（(][^（）()]{0,12}(?:次|扩大|视频|续会)[^（）()]{0,6}[）)]")


@dataclass(frozen=True, slots=True)
class NamedMeeting:
    """A meeting of which a sentence says that it was held.

    ``start:stop`` is its name, ``verb`` where the verb begins, ``clause`` where its clause begins, all in the
    sentence; ``bare``: nothing but 会议 names it; ``way``: held, attended, or spoken at.
    """

    sentence: int
    start: int
    stop: int
    clause: int
    verb: int
    bare: bool = False
    way: str = "held"


def in_sentence(sentence: Sentence, number: int, stop: int) -> NamedMeeting | None:
    """The meeting that a sentence, up to ``stop``, reports as held; the first one, if several."""
    text = sentence.text
    if "会" not in text or not heads.HEAD.search(text, sentence.lead, stop):
        return None
    held = (*_behind_verbs(sentence, number, stop), *_before_verbs(sentence, number, stop))
    for found in sorted(held, key=lambda one: one.start):
        if _is_fine(text, found):
            return found
    for found in (*_attended(sentence, number, stop), *_spoken_at(sentence, number, stop)):
        if _is_fine(text, found):
            return found
    return None


def _is_fine(text: str, found: NamedMeeting) -> bool:
    name = text[found.start : found.stop]
    return not (heads.NO_MEETING.search(name) or heads.MORE_THAN_ONE.search(name))


def clause_start(text: str, at: int, floor: int) -> int:
    """Where the clause that holds ``at`` begins; a day and its comma are part of the clause behind them."""
    floor = max(floor, at - _LONGEST_CLAUSE)
    return max(floor, *(text.rfind(mark, floor, at) + 1 for mark in "，。；：！？"))


def _behind_verbs(sentence: Sentence, number: int, stop: int) -> Iterator[NamedMeeting]:
    text = sentence.text
    for verb in heads.VERB.finditer(text, sentence.lead, stop):
        clause = clause_start(text, verb.start(), sentence.lead)
        if heads.NOT_HELD.search(text, clause, verb.start()):
            continue
        span = _name_behind(text, verb.end(), stop)
        if span and not heads.MENTION.match(text, span[1]):
            bare = text[span[0] : span[1]] in ("会议", "大会", "例会", "扩大会议", "（扩大）会议")
            yield NamedMeeting(number, *span, clause, verb.start(), bare)


def _name_behind(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """The name that begins at ``start``: up to the first head that something else than a name follows."""
    end = min(stop, start + _LONGEST_NAME)
    comma = _CLAUSE.search(text, start, end)
    end = comma.start() if comma else end
    for head in heads.HEAD.finditer(text, start, end):
        after = _SUFFIX.match(text, head.end())
        finish = after.end() if after else head.end()
        if heads.AFTER_NAME.match(text, finish):
            return start, finish
    return None


def _before_verbs(sentence: Sentence, number: int, stop: int) -> Iterator[NamedMeeting]:
    """全市疫情防控工作会议(1月5日)(在市政府)召开."""
    text = sentence.text
    for head in heads.HEAD.finditer(text, sentence.lead, stop):
        suffix = _SUFFIX.match(text, head.end())
        finish = suffix.end() if suffix else head.end()
        held = _held_after(text, finish, stop)
        opens = head.start() == sentence.lead and heads.BARE.fullmatch(text[head.start() : head.end()])
        if not held or opens:
            continue
        if _name_behind(text, held.end(), stop):
            continue  # 市委常委会召开会议
        clause = clause_start(text, head.start(), sentence.lead)
        start = skip_openers(text, clause, head.start())
        if heads.QUOTED.search(text, clause, start) or heads.NOT_HELD.search(text, finish, held.start()):
            continue
        yield NamedMeeting(number, start, finish, clause, held.start())


def _held_after(text: str, start: int, stop: int) -> re.Match[str] | None:
    """The verb behind a name, over a day, a place and the like."""
    for _ in range(_MOST_BETWEEN):
        if held := _HELD.match(text, start, stop):
            return held
        between = _BETWEEN.match(text, start, stop)
        if between is None:
            return None
        start = between.end()
    return None


def skip_openers(text: str, start: int, stop: int) -> int:
    """Where a clause begins behind the day, the hour and words like 会后."""
    while (opener := _OPENERS.match(text, start, stop)) and opener.end() > start:
        start = opener.end()
    return start


def _attended(sentence: Sentence, number: int, stop: int) -> Iterator[NamedMeeting]:
    """市长周清出席全市疫情防控工作会议并讲话; 收听收看全省电视电话会议."""
    text = sentence.text
    for verb in _ATTEND.finditer(text, sentence.lead, stop):
        clause = clause_start(text, verb.start(), sentence.lead)
        span = _name_behind(text, verb.end(), stop)
        if not span or heads.NOT_HELD.search(text, clause, verb.start()):
            continue
        if heads.BARE.fullmatch(text[span[0] : span[1]]) or heads.MENTION.match(text, span[1]):
            continue
        yield NamedMeeting(number, *span, clause, verb.start(), way="attended")


def _spoken_at(sentence: Sentence, number: int, stop: int) -> Iterator[NamedMeeting]:
    """市委书记周清在全市疫情防控工作会议上强调."""
    text = sentence.text
    for at in _AT.finditer(text, sentence.lead, min(stop, sentence.lead + 120)):
        span = _name_behind(text, at.end(), len(text))
        if not span or not _AT_END.match(text, span[1]):
            continue
        clause = clause_start(text, at.start(), sentence.lead)
        if heads.QUOTED.search(text, clause, at.start()) or heads.BARE.fullmatch(text[span[0] : span[1]]):
            continue
        start = span[0]
        of = heads.HELD_OF.search(text, start, span[1])
        start = of.end() if of else skip_openers(text, start, span[1])
        yield NamedMeeting(number, start, span[1], clause, at.start(), way="spoken")


def has_day(sentence: Sentence, stop: int) -> bool:
    """Whether a day stands in the sentence that can be that of a meeting."""
    return bool(days_in(sentence, sentence.lead, stop))
