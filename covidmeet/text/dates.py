"""Publication dates as Chinese pages write them, to ISO 8601 in China Standard Time (+08:00)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from datetime import time as clock
from urllib.parse import urlsplit

from covidmeet.text.fold import fold_characters
from covidmeet.text.other_dates import with_full_years

CHINA = timezone(timedelta(hours=8))
"""China Standard Time, all year and in the whole country; the one place where it is stated."""

YEARS = range(1990, 2100)
"""Years that a page can have been published in; 1970 is a timestamp of zero, not a date."""

_LONGEST = 20_000  # characters looked at: a date stands in a line, not in a book
_NUMERALS = {
    c: i for digits in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖") for i, c in enumerate(digits)
}
# With what is typed for the zero: 二○二二, 二O二二, 二0二二.
_NUMERALS |= dict.fromkeys("○◯o", 0) | {"两": 2} | {str(i): i for i in range(10)}
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30}
_ANY = f"[{''.join(_NUMERALS)}{''.join(_TENS)}]"
_NUMBER_BEFORE_UNIT = re.compile(f"(?<![0-9a-z]){_ANY}{{1,4}}(?= ?[年月日号时点分秒])")
_YEAR_BEFORE_MARK = re.compile(f"(?<![0-9a-z])[一二][{''.join(_NUMERALS)}]{{3}}(?= ?[-/.])")
_HAS_NUMERAL = re.compile(
    f"[{''.join(c for c in (*_NUMERALS, *_TENS) if not c.isdigit() or not c.isascii())}]"
)
_HAS_DIGIT = re.compile(f"[{''.join(_NUMERALS)}{''.join(_TENS)}]")
# 二 〇 二 二 年 十 一 月 十 日, as notices are signed; 2 0 2 2 年 likewise.
_SPACED = re.compile(
    f"(?<![0-9]){_ANY}(?: ?{_ANY}){{3}} ?年 ?{_ANY}(?: ?{_ANY}){{0,2}} ?月 ?{_ANY}(?: ?{_ANY}){{0,2}} ?[日号]"
)
_LETTER_ZERO = re.compile("(?<=[0-9])o(?![a-z])|(?<![a-z])o(?=[0-9])")
_DASH = re.compile("(?<=[0-9]) ?[一ー─━_] ?(?=[0-9])")
_DOT = re.compile("(?<=[0-9]) ?[·。] ?(?=[0-9])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = "|".join(_MONTHS)

_LABEL = re.compile("(?:发[布佈]|发表|刊发|发稿)(?:时间|日期|于|於)?[ :]*")
_EPOCH = re.compile(r"(1?[0-9]{9})(?:[0-9]{3}|\.[0-9]{1,9})?")
_EPOCH_CALL = re.compile(r"date\((1?[0-9]{9})(?:[0-9]{3})?(?:[+-][0-9]{4})?\)")
# Hours ahead of UTC; CST is what servers in China call China Standard Time.
_ZONES = {"z": 0, "utc": 0, "gmt": 0, "cst": 8, "bjt": 8, "hkt": 8, "sgt": 8, "jst": 9, "kst": 9}
_ZONES |= {"est": -5, "edt": -4, "pst": -8, "pdt": -7}
# ``-12:00`` behind a time without seconds is the end of a span: 8:00-12:00.
_ZONE = re.compile(
    rf"[ (\[]{{0,2}}(?:(?P<zone>{'|'.join(_ZONES)})(?![a-z])"
    r"(?: ?(?P<sign>[+-]) ?(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?(?![0-9]))?"
    r"|(?P<sign2>[+-])(?P<hours2>[0-9]{2}):?(?P<minutes2>[0-9]{2})(?![0-9:])|\+0?(?P<eight>8)(?![0-9:]))"
)
_YMD = r"(?P<year>[0-9]{4})"
_IN_CHINESE = rf"(?<![0-9]){_YMD} ?年 ?(?P<month>[0-9]{{1,2}}) ?月 ?(?P<day>[0-9]{{1,2}})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_IN_CHINESE}(?: ?[日号]|(?![0-9]))",
        rf"(?<![0-9]){_YMD}(?: ?[-/.] ?| (?=[0-9]{{2}}/[0-9]{{2}} [0-9]{{1,2}}:))(?P<month>[0-9]{{1,2}})"
        r" ?[-/.] ?(?P<day>[0-9]{1,2})(?![0-9])",
        rf"(?<![0-9]){_YMD}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})"
        r"(?:t?(?P<h>[0-9]{2})(?:(?P<m>[0-9]{2})(?P<s>[0-9]{2})?)?)?(?![0-9])",
        rf"(?<![0-9])(?P<day>[0-9]{{1,2}})[ /-](?P<name>{_MONTH_NAMES})[a-z]*\.?,?[ /-]{_YMD}(?![0-9])",
        rf"\b(?P<name>{_MONTH_NAMES})[a-z]*\.? (?P<day>[0-9]{{1,2}}),? {_YMD}(?![0-9])",
        # As C and Java write a moment: Thu Nov 10 08:02:00 CST 2022.
        rf"\b(?P<name>{_MONTH_NAMES})[a-z]* +(?P<day>[0-9]{{1,2}}),?"
        r"(?P<clock> [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: [a-z]{1,4}[0-9:+-]{0,6}| [+-][0-9:]{4,5})?)"
        rf" {_YMD}(?![0-9])",
    )
)
_IN_DIGITS = _FORMS[:3]
_MONTH_NAME = re.compile(_MONTH_NAMES)
_YEARLESS = tuple(
    re.compile(form)
    for form in (
        r"(?<![0-9年])(?P<month>[0-9]{1,2}) ?月 ?(?P<day>[0-9]{1,2}) ?[日号]",
        r"(?<![0-9-])(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9-])",
    )
)
_WEEKDAY = "(?:(?:星期|周|礼拜)[一二三四五六日天]|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)"
# What may stand between a date and its time: T, a comma, a weekday, brackets.
_GAP = rf"(?P<gap>[ t,|(:-]{{0,4}}(?:{_WEEKDAY}[ ),.]{{0,3}})?)"
_HALVES = (
    "凌晨|清晨|清早|早晨|早上|早|上午|中午|正午|午间|午后|下午|傍晚|晚上|晚间|晚|深夜|半夜|午夜|夜间|夜里|夜"
)
_TIME = re.compile(
    rf"{_GAP}(?:北京时间)?(?P<half>{_HALVES})? ?"
    r"(?P<h>[0-9]{1,2})(?: ?: ?(?P<m>[0-9]{2})(?: ?: ?(?P<s>[0-9]{2})(?:[.,][0-9]{1,9})?)?(?![0-9])"
    r"| ?[时点](?: ?(?P<min>[0-9]{1,2}) ?分| ?(?P<min2>[0-5][0-9])(?![0-9\u4e00-\u9fff])"
    r"|(?P<part>半|一刻|三刻))?(?: ?(?P<sec>[0-9]{1,2}) ?秒)?)"
    r" ?(?P<ampm>[ap]\.?m\b\.?)?"
)
_AFTERNOON = frozenset(("下午", "午后", "傍晚"))
_EVENING = frozenset(("晚上", "晚间", "晚", "夜间", "夜里", "夜"))
_NIGHT = frozenset(("深夜", "半夜", "午夜"))
_DAY_AND_HOUR = re.compile(rf"{_IN_CHINESE} ?[日号](?: ?[0-9]{{1,2}} ?时(?: ?[0-9]{{1,2}} ?分)?)?")
_LONGEST_DATE = 40  # characters of a line that is nothing but a date
_IN_PATH = tuple(
    re.compile(form)
    for form in (
        r"/t([0-9]{4})([0-9]{2})([0-9]{2})_",
        r"/([0-9]{4})([0-9]{2})([0-9]{2})[/_-]",
        r"/([0-9]{4})-?([0-9]{2})/([0-9]{2})/",
        r"/([0-9]{4})[/-]([0-9]{1,2})[/-]([0-9]{1,2})[/_.]",
        r"/([0-9]{4})/([0-9]{2})([0-9]{2})/",
    )
)


def parse_date(text: str, *, year: int | None = None) -> str | None:
    """The first date in ``text`` that can be one, with its time where one follows.

    ``2022年11月14日 9时16分`` gives ``2022-11-14T09:16:00+08:00``, ``• 2022-03-18`` gives ``2022-03-18``;
    a time with a zone is converted to +08:00, one without is taken as +08:00; ten or thirteen digits
    alone, or in ``/Date(…)/``, are seconds or milliseconds since 1970.  A date behind a label such as
    发布时间 comes before others.  Where no full date is found, two-digit years and those of the Republic of
    China (民国111年) count, and with ``year`` also ``11月14日`` and ``11-14``.  Impossible dates, and years
    outside ``YEARS``, are passed over.  Never raises.
    """
    text = _plain(text[:_LONGEST])
    epoch = _EPOCH.fullmatch(text)
    if epoch and not _first(text, _FORMS[2:3], None):
        return _from_epoch(int(epoch[1]))
    if called := _EPOCH_CALL.search(text):
        return _from_epoch(int(called[1]))
    forms = _FORMS if _MONTH_NAME.search(text) else _IN_DIGITS
    label = _LABEL.search(text)
    if label:
        found = _first(text[label.end() : label.end() + 60], forms, None)
        if found:
            return found
    found = _first(text, forms, None)
    if found is None and (full := with_full_years(text)) != text:
        found = _first(full, forms, None)
    return found or (_first(text, _YEARLESS, year) if year else None)


def is_date_line(text: str) -> bool:
    """Whether a line is nothing but a day in Chinese (年月日), as a notice ends with it, in any spelling.

    >>> is_date_line("二〇二二年十一月十日"), is_date_line("2022 年 11 月 10 日"), is_date_line("2022-11-10")
    (True, True, False)
    """
    if len(text) > _LONGEST_DATE or "年" not in text:
        return False
    match = _DAY_AND_HOUR.fullmatch(_plain(text))
    return match is not None and _day(*map(int, match.groups())) is not None


def date_in_url(url: str) -> str | None:
    """The day in the path of an article's URL, as news systems write it (``/202211/t20221114_9.htm``).

    Also ``/202211/14/``, ``/2022-11/14/``, ``/2022/1114/``, ``/20210804/``.  Never raises.
    """
    try:
        path = urlsplit(url.rpartition("://")[2]).path
    except ValueError:
        return None
    for form in _IN_PATH:
        for match in form.finditer("/" + path):
            found = _day(*map(int, match.groups()))
            if found:
                return found.isoformat()
    return None


def _plain(text: str) -> str:
    """The folded text: ASCII digits and marks, small letters, single spaces, numbers for numerals."""
    text = fold_characters(text).replace("&nbsp;", " ")
    text = " ".join(text.split())
    if not _HAS_DIGIT.search(text):
        return text
    if "o" in text:
        text = _LETTER_ZERO.sub("0", text)
    text = _DOT.sub(".", _DASH.sub("-", text))
    if " " in text:
        text = _SPACED.sub(lambda match: match[0].replace(" ", ""), text)
    if not _HAS_NUMERAL.search(text):
        return text
    return _YEAR_BEFORE_MARK.sub(_number, _NUMBER_BEFORE_UNIT.sub(_number, text))


def _number(match: re.Match[str]) -> str:
    """``二〇二二`` is read digit by digit, ``二十一`` and ``廿一`` as a number."""
    seen = match[0]
    ten = next((i for i, c in enumerate(seen) if c in _TENS), None)
    if ten is None:
        return "".join(str(_NUMERALS[c]) for c in seen)
    head, tail = seen[:ten], seen[ten + 1 :]
    if len(head) > 1 or len(tail) > 1 or tail in _TENS:
        return seen
    tens = _NUMERALS[head] * 10 if head else _TENS[seen[ten]]
    return str(tens + (_NUMERALS[tail] if tail else 0))


def _first(text: str, forms: tuple[re.Pattern[str], ...], year: int | None) -> str | None:
    """The possible date that stands first, of whatever form."""
    found = [(match.start(), iso) for form in forms for match, iso in _dates(text, form, year)]
    return min(found)[1] if found else None


def _dates(text: str, form: re.Pattern[str], year: int | None) -> list[tuple[re.Match[str], str]]:
    for match in form.finditer(text):
        parts = match.groupdict()
        name = parts.get("name")
        month = _MONTHS.index(name) + 1 if name else int(parts["month"])
        day = _day(year or int(parts["year"]), month, int(parts["day"]))
        if day:
            return [(match, _with_time(day, text, match))]
    return []


def _with_time(day: date, text: str, match: re.Match[str]) -> str:
    found = match.groupdict()
    if found.get("h"):
        zone = _zone(text, match.end())
        moment = _moment(day, int(found["h"]), int(found["m"] or 0), int(found["s"] or 0), zone)
        return moment or day.isoformat()
    if found.get("clock"):
        text, start = found["clock"], 0
    else:
        start = match.end()
    time = _TIME.match(text, start)
    if not time:
        return day.isoformat()
    hour, minute, second = _hour(time), _minute(time), int(time["s"] or time["sec"] or 0)
    if int(time["h"]) > 24 or (int(time["h"]) == 24 and minute):
        return day.isoformat()
    exact = time["s"] is not None or "t" in time["gap"]
    return _moment(day, hour, minute, second, _zone(text, time.end(), exact)) or day.isoformat()


def _minute(time: re.Match[str]) -> int:
    if time["part"]:
        return {"半": 30, "一刻": 15, "三刻": 45}[time["part"]]
    return int(time["m"] or time["min"] or time["min2"] or 0)


def _hour(time: re.Match[str]) -> int:
    """The hour of the day that is meant; from 24 on it is one of the next day."""
    hour, half, ampm = int(time["h"]), time["half"] or "", time["ampm"] or ""
    if ampm:
        return hour % 12 + 12 * ampm.startswith("p") if hour <= 12 else hour
    if half in _EVENING and (hour == 12 or hour < 5):  # 晚12时, 晚上1点
        return 24 + hour % 12
    if half in _NIGHT and hour == 12:
        return 24
    if hour == 12 and (half == "凌晨" or (half == "上午" and time["m"])):  # 上午12:05, as computers write it
        return 0
    late = half in _AFTERNOON or half in _EVENING or (half in _NIGHT and hour > 5)
    return hour + 12 if (late and hour < 12) or (half in ("中午", "正午", "午间") and hour < 3) else hour


def _zone(text: str, start: int, exact: bool = True) -> timezone:
    """The zone named at ``start``, China's where none is; ``exact``: the time before it begins no span."""
    found = _ZONE.match(text, start)
    if not found or (found["sign2"] == "-" and not exact):
        return CHINA
    if found["eight"]:
        return CHINA
    sign, hours, minutes = found["sign2"], found["hours2"], found["minutes2"]
    if found["zone"]:
        if not found["hours"]:
            return timezone(timedelta(hours=_ZONES[found["zone"]]))
        sign, hours, minutes = found["sign"], found["hours"], found["minutes"]
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > timedelta(hours=14):
        return CHINA
    return timezone(-offset if sign == "-" else offset)


def _moment(day: date, hour: int, minute: int, second: int, zone: timezone = CHINA) -> str | None:
    """``None`` for an impossible time: the date is kept without it.  Hours from 24 on are the next day's."""
    try:
        moment = datetime.combine(day, clock(hour % 24, minute, second), zone)
    except ValueError:
        return None
    return (moment + timedelta(days=hour // 24)).astimezone(CHINA).isoformat()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _from_epoch(seconds: int) -> str | None:
    moment = datetime.fromtimestamp(seconds, CHINA)
    return moment.isoformat() if moment.year in YEARS else None
