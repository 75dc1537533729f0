"""The files that say what an export is: a codebook for people, CITATION.cff for those who cite it."""

from __future__ import annotations

from collections.abc import Iterable

from covidmeet.archive.export.columns import COLUMNS, ExportColumn
from covidmeet.archive.export.meeting_columns import WIDE_COLUMNS

TITLE = "Chinese news on meetings about epidemic prevention"
TITLE_ZH = "疫情防控会议新闻存档"
DESCRIPTION = (
    "Articles as covidmeet archived them, one row an article: damage of mirror pages undone and counted,"
    " the text in Simplified characters and as published. Rights in the texts remain with their publishers."
)
DESCRIPTION_ZH = (
    "由 covidmeet 存档的文章，一行一篇：镜像页面的损坏已复原并计数，正文有简体与发布时字形两种。"
    "文章版权归原发布者所有。"
)
MADE = "Written by covidmeet export"
"""In the first line of each of these files: one without it is somebody else's, and is left alone."""

_TYPES = {
    "text": ("text", "文本"),
    "date": ("date", "日期"),
    "timestamp": ("time in UTC", "时间（UTC）"),
    "list": ("list, as JSON", "列表（JSON）"),
    "object": ("counts, as JSON", "计数（JSON）"),
    "integer": ("whole number", "整数"),
}
_HEAD = """<!-- {made} -->
# Codebook · 编码手册

{title} · {title_zh}

{description}

{description_zh}

| column · 列 | type · 类型 | may be empty · 可空 | meaning | 含义 |
|---|---|---|---|---|
"""
_MEETINGS = """
## Meetings · 会议

One row a meeting that an article reports as held (`covidmeet export --table meetings`; the last columns, from
`url` on, with `--table meetings-wide`, which leaves out `evidence`). Rules found them, no person: see the
documentation for how often they are right, and check them with `--coding`.

文章所报道的每场会议一行；自 `url` 起各列仅见于 `--table meetings-wide`，该表不含 `evidence`。
内容由规则抽取，未经人工核对。

| column · 列 | type · 类型 | may be empty · 可空 | meaning | 含义 |
|---|---|---|---|---|
"""
_NOTES = """
In CSV and TSV a cell that a spreadsheet would run as a formula begins with an additional apostrophe, and NUL
is written as `_x0000_`; in xlsx so are all characters that XML cannot hold.
`covidmeet.archive.export.read_csv` gives back every text to the letter.

CSV 与 TSV 中，会被电子表格当作公式执行的单元格前加一个撇号，NUL 写作 `_x0000_`；
xlsx 中 XML 不能容纳的字符写法相同。`covidmeet.archive.export.read_csv` 可逐字还原。
"""


def codebook(columns: Iterable[ExportColumn] = tuple(COLUMNS.values())) -> str:
    """A table of the columns in Markdown, in English and Chinese."""
    head = _HEAD.format(
        made=MADE,
        title=TITLE,
        title_zh=TITLE_ZH,
        description=DESCRIPTION,
        description_zh=DESCRIPTION_ZH,
    )
    return head + "".join(map(_row, columns)) + _MEETINGS + "".join(map(_row, WIDE_COLUMNS)) + _NOTES


def _row(column: ExportColumn) -> str:
    english, chinese = _TYPES[column.kind]
    empty = "yes · 是" if column.may_be_empty else ""
    return f"| `{column.name}` | {english} · {chinese} | {empty} | {column.meaning} | {column.chinese} |\n"


def citation(last_seen: str | None, version: str | None = None) -> str:
    """A CITATION.cff (Citation File Format 1.2.0); ``last_seen`` is the newest time in the data, ISO 8601."""
    lines = [
        f"# {MADE}",
        "cff-version: 1.2.0",
        "message: If you use these data, please cite them as below.",
        "type: dataset",
        f'title: "{TITLE} ({TITLE_ZH})"',
        "authors:",
        '  - name: "The covidmeet authors"',
        f'abstract: "{DESCRIPTION}"',
        "keywords:",
        "  - COVID-19",
        "  - China",
        "  - news",
    ]
    if version:
        lines.append(f'version: "{version}"')
    if last_seen:
        lines.append(f"date-released: {last_seen[:10]}")
    return "\n".join(lines) + "\n"
