"""Dates that are no full date by themselves: by the moment of reading (昨天, 3小时前), and with other years.

They are rewritten as full dates, so that one reader of dates (``dates``) and of lines (``info``) sees all.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_BEFORE = r"(?:^|(?<=[\s|｜丨·•:：(（\]】]))"
_AFTER = r"(?=\s*$|[\s|｜丨·•)）\[【]|来源)"
_LABEL = r"(?:时间|時間|日期|发布于|發布於|发表于|發表於|更新于|更新於)\s?[:：]?\s?"
_CLOCK = r"\s?[0-9０-９]{1,2}\s?[:：]\s?[0-9０-９]{2}"
_DAYS = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "前日": 2, "大前天": 3}
_DAY_WORD = "大前天|[今昨前][天日]"
# A word for a day with a time, behind a label, or alone: 昨天 in a sentence is not the day of publication.
_DAY = re.compile(rf"{_BEFORE}(?P<day>{_DAY_WORD})(?={_CLOCK})|{_LABEL}(?P<labelled>{_DAY_WORD}){_AFTER}")
_NUMBER = r"[0-9０-９]{1,2}|半|[一二两兩三四五六七八九十]"
_AGO = re.compile(rf"{_BEFORE}(?P<number>{_NUMBER})\s?(?:个|個)?(?P<unit>小时|小時|分钟|分鐘)前{_AFTER}")
_DAYS_AGO = re.compile(rf"{_BEFORE}(?P<days>[1-9]|[一二两兩三四五六七八九])\s?天前{_AFTER}")
_JUST_NOW = re.compile(rf"(?:^|{_LABEL})刚刚{_AFTER}")
_NUMERALS = {"半": 0, "两": 2, "兩": 2} | {char: i for i, char in enumerate("一二三四五六七八九十", start=1)}
_LONGEST = 80  # characters of a line that tells a time beside names
_HINTS = ("天", "日", "前", "刚")

_MINGUO = re.compile(r"民[国國] ?(?P<hundred>一百[零〇]?)?(?P<year>[0-9]{1,3}) ?年")
_MINGUO_DAY = re.compile(r"(?<![0-9])(?P<year>1[01][0-9]) ?年(?= ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日)")
_SHORT_DAY = re.compile(r"(?<![0-9])(?P<year>[0-39][0-9]) ?年(?= ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日)")
_REST = r"(?P<rest>(?P<mark>[-/.])[0-9]{1,2}(?P=mark)[0-9]{1,2})"
# In digits alone only with a time, or as the whole text: 22-11-10 may be a number of anything.
_IN_DIGITS = re.compile(
    rf"(?<![0-9./-])(?P<year>[0-39][0-9]|1[01][0-9]){_REST}(?= [0-9]{{1,2}}:[0-9]{{2}})"
    rf"|^(?P<year2>[0-39][0-9]|1[01][0-9]){_REST.replace('rest', 'rest2').replace('mark', 'mark2')}$"
)
_LAST_SHORT, _FIRST_SHORT = 39, 95  # 00 to 39 are 2000 to 2039, 95 to 99 are 1995 to 1999


def tells_moment(line: str) -> bool:
    """Whether a line tells a time by the moment of reading.

    >>> tells_moment("昨天 08:15 来源：青禾日报"), tells_moment("昨天，青禾县召开会议")
    (True, False)
    """
    if len(line) > _LONGEST or "。" in line or not any(hint in line for hint in _HINTS):
        return False
    forms = (_DAY, _AGO, _DAYS_AGO, _JUST_NOW)
    return any(form.search(line) for form in forms) or line.strip() in _DAYS


def with_full_dates(line: str, now: datetime) -> str:
    """``line`` with what it tells by the moment of reading as a date; ``now`` is that moment, in China.

    An hour count gives a day where all of that hour lies in it; nothing is rewritten otherwise.

    >>> with_full_dates("昨天 08:15 来源：青禾日报", datetime(2022, 11, 10, 9))
    '2022-11-09 08:15 来源：青禾日报'
    """
    if not tells_moment(line):
        return line
    if (word := line.strip()) in _DAYS:
        return _day(now, _DAYS[word])
    line = _DAY.sub(lambda match: _named_day(match, now), line)
    line = _AGO.sub(lambda match: _ago(match, now), line)
    line = _DAYS_AGO.sub(lambda match: _day(now, _count(match["days"])), line)
    return _JUST_NOW.sub(lambda match: match[0].replace("刚刚", f"{now:%Y-%m-%d %H:%M}"), line)


def _named_day(match: re.Match[str], now: datetime) -> str:
    word = match["day"] or match["labelled"]
    glued = match["day"] and not match.string[match.end() : match.end() + 1].isspace()
    return match[0].replace(word, _day(now, _DAYS[word]) + (" " if glued else ""))


def _day(now: datetime, back: int) -> str:
    return (now - timedelta(days=back)).date().isoformat()


def _count(numeral: str) -> int:
    return int(numeral) if numeral.isdecimal() else _NUMERALS[numeral]


def _ago(match: re.Match[str], now: datetime) -> str:
    number = int(match["number"]) if match["number"].isdecimal() else _NUMERALS[match["number"]]
    if match["unit"] in ("分钟", "分鐘"):
        return f"{now - timedelta(minutes=number):%Y-%m-%d %H:%M}"
    latest, earliest = now - timedelta(hours=number), now - timedelta(hours=number + 1)
    return latest.date().isoformat() if latest.date() == earliest.date() else match[0]


def with_full_years(text: str) -> str:
    """Folded ``text`` with 民国 and two-digit years in full.

    >>> [with_full_years(text) for text in ("民国111年11月10日", "22-11-10 08:15", "第 22-11-10 号")]
    ['2022年11月10日', '2022-11-10 08:15', '第 22-11-10 号']
    """
    text = _MINGUO.sub(lambda match: f"{1911 + 100 * bool(match['hundred']) + int(match['year'])}年", text)
    text = _MINGUO_DAY.sub(lambda match: f"{1911 + int(match['year'])}年", text)
    text = _SHORT_DAY.sub(lambda match: f"{_full(match['year'])}年", text)
    return _IN_DIGITS.sub(_digits, text)


def _digits(match: re.Match[str]) -> str:
    year, rest = match["year"] or match["year2"], match["rest"] or match["rest2"]
    return f"{_full(year)}{rest}"


def _full(year: str) -> str:
    number = int(year)
    if len(year) == 3:
        return str(1911 + number)
    if number <= _LAST_SHORT:
        return str(2000 + number)
    return str(1900 + number) if number >= _FIRST_SHORT else year
