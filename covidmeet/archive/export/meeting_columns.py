"""The columns of an export of meetings: one row a meeting, or wide for statistics."""

from __future__ import annotations

from covidmeet.archive.export.columns import ExportColumn
from covidmeet.facts.measures import FORMS


def _column(name: str, meaning: str, form: str = "text", empty: bool = True) -> ExportColumn:
    return ExportColumn(name, meaning, form, empty)


MEETING_COLUMNS = (
    _column("meeting_id", "number of the meeting, the same in every archive", "number", False),
    _column("url_hash", "the article that reports it; see `articles`", "hash", False),
    _column("n", "which meeting of the article, from 1", "number", False),
    _column("name", "the meeting's name as written", empty=False),
    _column(
        "held_on",
        "the day, `YYYY-MM-DD`; `--MM-DD` without a year, `---DD` without a month; of several the last",
    ),
    _column("half_day", "上午, 下午 or 晚"),
    _column("place", "venue or town as written"),
    _column("convener", "the body that called it, as written"),
    _column(
        "level",
        "`national`, `province` (and municipalities), `prefecture`, `county`, `township` or `unit`",
        empty=False,
    ),
    _column(
        "division", "full name of the division or unit, as far as it is known", "行政区划或单位全称（可知时）"
    ),
    _column("division_code", "its code of GB/T 2260 as of 2022"),
    _column(
        "form",
        "`teleconference`, `video`, `on-site`, `special`, `dispatch`, `standing`, `other`: the first to fit",
        empty=False,
    ),
    _column("sentence_start", "where the sentence with the name begins in `body`", "number", False),
    _column("sentence_end", "and where it ends, exclusive", "number", False),
    _column(
        "evidence",
        "fact → its start, stop and its sentence's, in characters of `body`, and what it was inferred from",
        "JSON object",
        False,
    ),
)
_PEOPLE = (
    "(select group_concat({what}, '、') from (select distinct name, post from people p"
    " where p.meeting_id = m.meeting_id{where} order by p.sentence_start, p.name))"
)
_MEASURE = "exists (select 1 from measures s where s.meeting_id = m.meeting_id and s.measure = '{word}')"
DERIVED = {
    "url": "a.url",
    "title": "a.title",
    "published_at": "a.published_at",
    "chair": _PEOPLE.format(what="name", where=" and role = 'chair'"),
    "chair_post": _PEOPLE.format(what="post", where=" and role = 'chair'"),
    "speakers": _PEOPLE.format(what="name", where=" and role = 'speaks'"),
    "people": _PEOPLE.format(what="name", where=""),
    "orders": "(select group_concat(text, char(10)) from (select text from orders o"
    " where o.meeting_id = m.meeting_id order by o.offset))",
    "order_count": "(select count(*) from orders o where o.meeting_id = m.meeting_id)",
    **{f"measure_{word}": _MEASURE.format(word=word) for word in FORMS},
}
"""Columns that the table of meetings has not, as expressions on ``m`` (meetings) and ``a`` (articles)."""

WIDE_COLUMNS = (
    *MEETING_COLUMNS[:-1],
    _column("url", "address of the article", "URL", False),
    _column("title", "its headline"),
    _column("published_at", "when it was published", "date or time"),
    _column("chair", "who chaired it; several joined by 、"),
    _column("chair_post", "and in which post"),
    _column("speakers", "who spoke or ordered, joined by 、"),
    _column("people", "all who are named as taking part, joined by 、"),
    _column("orders", "the sentences that order something, a line each", "lines"),
    _column("order_count", "how many these are", "number", False),
    *(_column(f"measure_{word}", f"1 where the measure {word} is named", "number", False) for word in FORMS),
)
