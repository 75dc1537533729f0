"""Publication dates as Chinese pages write them, to ISO 8601 in China Standard Time (+08:00)."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from datetime import time as clock
from urllib.parse import urlsplit

CHINA = timezone(timedelta(hours=8))
"""China Standard Time, all year and in the whole country; the one place where it is stated."""

YEARS = range(1990, 2100)
"""Years that a page can have been published in; 1970 is a timestamp of zero, not a date."""

_LONGEST = 20_000  # characters looked at: a date stands in a line, not in a book
_NUMERALS = {
    c: i for digits in ("〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖") for i, c in enumerate(digits)
}
_NUMERALS |= {"○": 0, "両": 2, "两": 2}
_TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30}
_NUMBER_BEFORE_UNIT = re.compile(
    f"[{''.join(_NUMERALS)}{''.join(_TENS)}]{{1,4}}(?= ?[年月日号號时時点點分秒])"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_LABEL = re.compile("(?:发布|發布|發佈|发表|發表|刊发|刊發|发稿|發稿)(?:时间|時間|日期|于|於)?[ :]*")
_EPOCH = re.compile(r"(1?[0-9]{9})(?:[0-9]{3}|\.[0-9]{1,9})?")
_YMD = r"(?P<year>[0-9]{4})"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<![0-9]){_YMD} ?年 ?(?P<month>[0-9]{{1,2}}) ?月 ?(?P<day>[0-9]{{1,2}})(?: ?[日号號]|(?![0-9]))",
        rf"(?<![0-9]){_YMD} ?[-/.] ?(?P<month>[0-9]{{1,2}}) ?[-/.] ?(?P<day>[0-9]{{1,2}})(?![0-9])",
        rf"(?<![0-9]){_YMD}(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})"
        r"(?:(?P<h>[0-9]{2})(?:(?P<m>[0-9]{2})(?P<s>[0-9]{2})?)?)?(?![0-9])",
        rf"(?<![0-9])(?P<day>[0-9]{{1,2}}) (?P<name>{'|'.join(_MONTHS)})[a-z]*\.?,? {_YMD}(?![0-9])",
        rf"\b(?P<name>{'|'.join(_MONTHS)})[a-z]*\.? (?P<day>[0-9]{{1,2}}),? {_YMD}(?![0-9])",
    )
)
_YEARLESS = tuple(
    re.compile(form)
    for form in (
        r"(?<![0-9年])(?P<month>[0-9]{1,2}) ?月 ?(?P<day>[0-9]{1,2}) ?[日号號]",
        r"(?<![0-9-])(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9-])",
    )
)
# What may stand between a date and its time: T, a comma, a weekday, brackets.
_GAP = r"[ t,|(（]{0,4}(?:(?:星期|周|週|礼拜|禮拜)[一二三四五六日天][ )）]{0,3})?"
_TIME = re.compile(
    _GAP + r"(?P<half>凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚|夜间|夜間)? ?"
    r"(?P<h>[0-9]{1,2})(?: ?: ?(?P<m>[0-9]{2})(?: ?: ?(?P<s>[0-9]{2})(?:[.,][0-9]{1,9})?)?(?![0-9])"
    r"| ?[时時点點](?: ?(?P<min>[0-9]{1,2}) ?分)?(?: ?(?P<sec>[0-9]{1,2}) ?秒)?)"
    r" ?(?P<ampm>[ap]\.?m\b\.?)?"
    r"(?: ?(?P<utc>z|utc|gmt)\b| ?(?P<zone>[+-][0-9]{2}:?[0-9]{2})(?![0-9]))?",
    re.IGNORECASE,
)
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
    alone are seconds or milliseconds since 1970.  A date behind a label such as 发布时间 comes before
    others.  With ``year``, ``11月14日`` and ``11-14`` count too, where no full date is found.  Impossible
    dates, and years outside ``YEARS``, are passed over.  Never raises.
    """
    text = _plain(text[:_LONGEST])
    epoch = _EPOCH.fullmatch(text)
    if epoch and not _first(text, _FORMS[2:3], None):
        return _from_epoch(int(epoch[1]))
    label = _LABEL.search(text)
    if label:
        found = _first(text[label.end() : label.end() + 60], _FORMS, None)
        if found:
            return found
    return _first(text, _FORMS, None) or (_first(text, _YEARLESS, year) if year else None)


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
    """ASCII digits and marks, single spaces, numbers for numerals."""
    text = unicodedata.normalize("NFKC", text).replace("&nbsp;", " ")
    text = re.sub(r"\s+", " ", text).strip()
    return _NUMBER_BEFORE_UNIT.sub(_number, text)


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
        month = _MONTHS.index(name.lower()) + 1 if name else int(parts["month"])
        day = _day(year or int(parts["year"]), month, int(parts["day"]))
        if day:
            return [(match, _with_time(day, text, match))]
    return []


def _with_time(day: date, text: str, match: re.Match[str]) -> str:
    found = match.groupdict()
    if found.get("h"):
        return _moment(day, int(found["h"]), int(found["m"] or 0), int(found["s"] or 0)) or day.isoformat()
    time = _TIME.match(text, match.end())
    if not time:
        return day.isoformat()
    minute, second = (int(time[a] or time[b] or 0) for a, b in (("m", "min"), ("s", "sec")))
    hour = _hour(int(time["h"]), (time["ampm"] or time["half"] or "").lower())
    return _moment(day, hour, minute, second, _zone(time)) or day.isoformat()


def _hour(hour: int, half: str) -> int:
    if hour == 12 and (half.startswith("a") or half == "凌晨"):
        return 0
    late = half.startswith("p") or half in ("下午", "傍晚", "晚上", "晚", "夜间", "夜間")
    return hour + 12 if (late and hour < 12) or (half == "中午" and hour < 3) else hour


def _zone(time: re.Match[str]) -> timezone:
    if time["utc"]:
        return UTC
    if time["zone"]:
        digits = time["zone"].replace(":", "")
        offset = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
        if offset <= timedelta(hours=14):
            return timezone(-offset if digits[0] == "-" else offset)
    return CHINA


def _moment(day: date, hour: int, minute: int, second: int, zone: timezone = CHINA) -> str | None:
    """``None`` for an impossible time: the date is kept without it."""
    try:
        moment = datetime.combine(day, clock(hour, minute, second), zone)
    except ValueError:
        return None
    return moment.astimezone(CHINA).isoformat()


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _from_epoch(seconds: int) -> str | None:
    moment = datetime.fromtimestamp(seconds, CHINA)
    return moment.isoformat() if moment.year in YEARS else None
