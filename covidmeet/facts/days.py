"""The day that a meeting was held on: from its sentence, the year and month from the day of publication."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from covidmeet.facts.sentences import Sentence

_DAY = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?<!\d)(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])(?:日|号)"
    r"|(?<![\d月第])(?P<only>3[01]|[12]\d|0?[1-9])(?:日|号)(?!电|讯|常|子|前|后|起|内|\d|楼)"
    r"|[今昨前][（(](?P<bracketed>3[01]|[12]\d|0?[1-9])[）)]日"
    r"|(?P<relative>今天|今日|昨天|昨日|前天|昨晚|今晚|今晨|昨夜)(?![的]?(?:下发|印发|发布|通报|新增))"
)
_HINT = re.compile("[日号今昨前]")
_DATELINE = re.compile(r"(?:(?P<month>1[0-2]|0?[1-9])月)?(?P<day>3[01]|[12]\d|0?[1-9])日(?:专?电|讯)")
_NOT_THE_DAY = re.compile(
    r"[0-9零]*时?(?:以来|起|至今|前|印发|下发|发布|通报|新增|报告|出现|确诊|发生|《|的(?!会|下午|上午))"
)
_UNTIL = re.compile(r"(?:截至|截止|截止到|自|从|将?于?到|(?<!日)至|(?<!日)到)$")
_FIRST_DAY = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|0?[1-9])月\d{1,2}日(?:(?:至|到|、|—|-|和|，)\d{1,2}日)*(?:至|到|、|—|-|和)$"
)
_HALVES = (
    ("上午", re.compile(r"上午|早上|早晨|今晨|清晨")),
    ("下午", re.compile(r"下午|午后")),
    ("晚", re.compile(r"晚上|晚间|深夜|当晚|昨晚|今晚|连夜|昨夜|傍晚|夜间|(?<=日)晚|(?<=天)晚")),
)
_HALF = re.compile(
    r"上午|下午|晚上|晚间|早上|早晨|清晨|今晨|深夜|当晚|昨晚|今晚|昨夜|傍晚|夜间|午后|(?<=[日天])晚"
)
_BACK = {"今": 0, "昨": 1, "前": 2}


@dataclass(frozen=True, slots=True)
class Told:
    """The days by which the year of a meeting is had, and by what name each is given."""

    day: date | None
    by: str = ""
    exact: bool = True


@dataclass(frozen=True, slots=True)
class DayFound:
    """``value``; where the words of the day stand in the sentence; what the year was inferred from."""

    value: str
    start: int
    stop: int
    inferred: str


def days_in(sentence: Sentence, start: int, stop: int) -> list[re.Match[str]]:
    """The expressions of a day in a part of a sentence that can be that of a meeting."""
    found: list[re.Match[str]] = []
    if not _HINT.search(sentence.text, start, stop):
        return found
    for match in _DAY.finditer(sentence.text, start, stop):
        behind = sentence.text[match.end() : match.end() + 14]
        if _NOT_THE_DAY.match(behind) or _UNTIL.search(
            sentence.text, max(0, match.start() - 4), match.start()
        ):
            continue
        found.append(match)
    return found


def dateline(sentence: Sentence) -> re.Match[str] | None:
    """The day of an agency's dateline, 新华社北京2月29日电."""
    return _DATELINE.search(sentence.text, 0, sentence.lead) if sentence.lead else None


def resolve(match: re.Match[str], told: Told, beside: str = "") -> DayFound | None:
    """The day that an expression means: the latest such day not after that of publication.

    ``beside`` is text that may tell the year where nobody else does: the edition of a plan, a term.
    Returns None where 昨天 has no day to go by.
    """
    groups = match.groupdict()
    if groups.get("relative"):
        back = _BACK[groups["relative"][0]]
        if told.day is None or not told.exact:
            return None
        return DayFound((told.day - timedelta(back)).isoformat(), *match.span(), told.by)
    day = int(groups.get("day") or groups.get("only") or groups.get("bracketed") or 0)
    if groups.get("year"):
        return _given(int(groups["year"]), int(groups["month"]), day, match, "")
    month = int(groups["month"]) if groups.get("month") else None
    # 6月17日至18日: the last day has the month, and the year, of the first.
    first = (
        _FIRST_DAY.search(match.string, max(0, match.start() - 40), match.start()) if month is None else None
    )
    if first:
        month = int(first["month"])
        if first["year"]:
            return _given(int(first["year"]), month, day, match, "")
    if told.day is None:
        return _without_publication(month, day, match, beside)
    value = _latest(month, day, told.day)
    return DayFound(value.isoformat(), *match.span(), told.by) if value else None


def _given(year: int, month: int, day: int, match: re.Match[str], by: str) -> DayFound | None:
    try:
        return DayFound(date(year, month, day).isoformat(), *match.span(), by)
    except ValueError:
        return None


_YEAR = re.compile(r"20(?:19|2[0-4])(?=年)")


def _without_publication(month: int | None, day: int, match: re.Match[str], beside: str) -> DayFound | None:
    if month is None:
        return DayFound(f"---{day:02}", *match.span(), "no month can be had")
    years = set(_YEAR.findall(beside))
    if len(years) == 1:
        return _given(int(years.pop()), month, day, match, "a year in the text")
    return DayFound(f"--{month:02}-{day:02}", *match.span(), "no year can be had")


def _latest(month: int | None, day: int, until: date) -> date | None:
    """The latest day ``day`` (of ``month``) not after ``until``."""
    for back in range(13 if month is None else 9):
        year, number = (until.year - back, month) if month else _months_before(until, back)
        try:
            found = date(year, number, day)
        except ValueError:
            continue
        if found <= until:
            return found
    return None


def _months_before(day: date, back: int) -> tuple[int, int]:
    number = day.year * 12 + day.month - 1 - back
    return number // 12, number % 12 + 1


def half_day(text: str, start: int, stop: int) -> tuple[str, int, int] | None:
    """Which half of the day is told in ``text[start:stop]``, and where: 上午, 下午 or 晚."""
    found = _HALF.search(text, start, stop)
    if not found:
        return None
    for value, words in _HALVES:
        if words.search(text, found.start(), found.end()):
            return value, found.start(), found.end()
    return "晚", found.start(), found.end()
