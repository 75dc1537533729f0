"""The columns of an export of meetings: one row a meeting, or wide for statistics."""

from __future__ import annotations

from covidmeet.archive.export.columns import ExportColumn
from covidmeet.facts.measures import FORMS


def _column(name: str, meaning: str, chinese: str, form: str = "text", empty: bool = True) -> ExportColumn:
    return ExportColumn(name, meaning, chinese, form, empty)


MEETING_COLUMNS = (
    _column("meeting_id", "number of the meeting, the same in every archive", "会议编号", "number", False),
    _column("url_hash", "the article that reports it; see `articles`", "报道该会议的文章", "hash", False),
    _column("n", "which meeting of the article, from 1", "文中第几场会议，自 1 起", "number", False),
    _column("name", "the meeting's name as written", "会议名称（原文）", empty=False),
    _column(
        "held_on",
        "the day, `YYYY-MM-DD`; `--MM-DD` without a year, `---DD` without a month; of several the last",
        "召开日期；无年份时为 `--MM-DD`，无月份时为 `---DD`；多日会议取末日",
    ),
    _column("half_day", "上午, 下午 or 晚", "上午、下午或晚"),
    _column("place", "venue or town as written", "会议地点（原文）"),
    _column("convener", "the body that called it, as written", "召开单位（原文）"),
    _column(
        "level",
        "`national`, `province` (and municipalities), `prefecture`, `county`, `township` or `unit`",
        "会议层级：国家、省（含直辖市）、地市、县区、乡镇、单位",
        empty=False,
    ),
    _column(
        "division", "full name of the division or unit, as far as it is known", "行政区划或单位全称（可知时）"
    ),
    _column("division_code", "its code of GB/T 2260 as of 2022", "GB/T 2260 代码（2022 年）"),
    _column(
        "form",
        "`teleconference`, `video`, `on-site`, `special`, `dispatch`, `standing`, `other`: the first to fit",
        "会议形式：电视电话、视频、现场、专题、调度、常委会或常务会议、其他（取首个符合者）",
        empty=False,
    ),
    _column(
        "sentence_start", "where the sentence with the name begins in `body`", "所在句起点", "number", False
    ),
    _column("sentence_end", "and where it ends, exclusive", "所在句终点（不含）", "number", False),
    _column(
        "evidence",
        "fact → its start, stop and its sentence's, in characters of `body`, and what it was inferred from",
        "各项事实的位置、所在句位置，及推断依据",
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
    _column("url", "address of the article", "文章网址", "URL", False),
    _column("title", "its headline", "文章标题"),
    _column("published_at", "when it was published", "文章发布时间", "date or time"),
    _column("chair", "who chaired it; several joined by 、", "主持人，多人以“、”连接"),
    _column("chair_post", "and in which post", "主持人职务"),
    _column("speakers", "who spoke or ordered, joined by 、", "讲话或部署者，以“、”连接"),
    _column("people", "all who are named as taking part, joined by 、", "文中列名的全部与会者，以“、”连接"),
    _column("orders", "the sentences that order something, a line each", "部署要求的句子，每句一行", "lines"),
    _column("order_count", "how many these are", "部署要求句数", "number", False),
    *(
        _column(f"measure_{word}", f"1 where the measure {word} is named", f"提到{word}为 1", "number", False)
        for word in FORMS
    ),
)
