"""The one item of the project: an article, field by field as it is archived."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

from covidmeet.reasons import Reason, Reject
from covidmeet.repair.fixes import Fix, Unrepaired
from covidmeet.text.byline_facts import Facts
from covidmeet.text.lines import Line, Stripped, joined
from covidmeet.text.positions import Outside


def _column(
    meaning: str, form: str = "text", *, zh: str = "", empty: bool = False, factory: Any = None
) -> Any:
    metadata = {"meaning": meaning, "chinese": zh, "form": form, "empty": empty}
    if factory is not None:
        return field(default_factory=factory, metadata=metadata)
    return field(default=None, metadata=metadata)


UNFINISHED = "unfinished"
"""Key of ``Article.extraction``: why only the beginning of the page was there to read."""


@dataclass
class Article:
    """One page and what became of it.

    A field with a ``meaning`` (in English, and in ``chinese``) is a column of ``articles``, in the archive's
    order; ``form`` is its format and ``empty`` says whether a row may lack it.  The other fields carry a
    page from stage to stage.
    """

    url_hash: str | None = _column(
        "SHA-256 hex of the canonical URL; the primary key",
        "hash",
        zh="规范化网址的 SHA-256（十六进制）；主键",
    )
    url: str = _column(
        "canonical URL; `file://` for a document", "URL", zh="规范化网址；本地文档为 `file://`", factory=str
    )
    site: str | None = _column(
        "the site the page was recognised as, or `generic`", zh="识别出的站点，未识别时为 `generic`"
    )
    title: str | None = _column("the headline, Simplified", zh="标题（简体）", empty=True)
    deck: str = _column(
        "further headline lines, Simplified, joined by newlines",
        "lines",
        zh="副标题各行（简体），以换行连接",
        empty=True,
        factory=str,
    )
    original_title: str | None = _column(
        "what the page quotes as 原标题, Simplified", zh="页面所注的原标题（简体）", empty=True
    )
    body: str = _column(
        "the text, Simplified, paragraphs joined by newlines",
        "lines",
        zh="正文（简体），段落以换行连接",
        factory=str,
    )
    body_original: str = _column(
        "the repaired text in the script it was published in",
        "lines",
        zh="修复后的正文，保持发布时的字形（简体或繁体）",
        factory=str,
    )
    script: str | None = _column(
        "script of the page: `hans` or `hant`", zh="页面字形：`hans` 简体，`hant` 繁体"
    )
    published_at: str | None = _column(
        "ISO 8601, +08:00; a date alone where no time is given",
        "date or time",
        zh="发布时间，ISO 8601，+08:00；页面只给日期时仅有日期",
        empty=True,
    )
    source: str | None = _column(
        "who published it first, as the page says, Simplified", zh="页面所注的来源（简体）", empty=True
    )
    reporters: list[str] = _column(
        "names, Simplified", "JSON list", zh="记者姓名（简体）", empty=True, factory=list
    )
    editors: list[str] = _column(
        "names, Simplified", "JSON list", zh="编辑姓名（简体）", empty=True, factory=list
    )
    charset: str | None = _column(
        "the encoding that the bytes were decoded with", zh="解码页面字节所用的编码"
    )
    layout: str | None = _column(
        "which layout of the site matched; `text` for a document", zh="匹配到的站点版式；本地文档为 `text`"
    )
    repairs: dict[str, int] = _column(
        "repairs in the whole page, rule → count",
        "JSON object",
        zh="整页的修复：规则 → 次数",
        empty=True,
        factory=dict,
    )
    stripped: dict[str, int] = _column(
        "lines taken off, rule → count", "JSON object", zh="剔除的行：规则 → 行数", empty=True, factory=dict
    )
    content_hash: str | None = _column(
        "SHA-256 hex of the normalised Simplified text", "hash", zh="规范化简体正文的 SHA-256（十六进制）"
    )
    same_as: str | None = _column(
        "url_hash of the copy to cite, where that is another article",
        "hash",
        zh="同文或近似同文各篇中应引用的一篇的 url_hash（本篇即是时为空）",
        empty=True,
    )
    first_seen: str | None = _column(
        "when the page was first archived, ISO 8601, UTC", "time", zh="首次存档时间，ISO 8601，UTC"
    )
    last_seen: str | None = _column(
        "when it was last seen, ISO 8601, UTC", "time", zh="最近一次见到的时间，ISO 8601，UTC"
    )
    run_id: str | None = _column(
        "the run that last changed the row; see `runs`", zh="最近一次改动此行的抓取批次；见 `runs` 表"
    )
    warc: str | None = _column(
        "WARC file and offset that the page came from", zh="页面所在的 WARC 文件与偏移量", empty=True
    )
    original_url: str | None = _column(
        "of a mirror's page: the address it was copied from, as its own address tells",
        "URL",
        zh="镜像页面所抄录的原网址，由镜像网址得出",
        empty=True,
    )
    captured_at: str | None = _column(
        "when the page was captured, ISO 8601, UTC: fetched by this crawler, or by a web archive",
        "time",
        zh="页面抓取时间，ISO 8601，UTC：由本爬虫或网络档案馆抓取",
        empty=True,
    )
    gateway: str | None = _column(
        "the address at a web archive from which the page was fetched",
        "URL",
        zh="页面取自网络档案馆时的网址",
        empty=True,
    )
    doubtful: int = _column(
        "how many repairs in stored fields are not certain (confidence below 0.99)",
        "number",
        zh="所存字段中不确定的修复数（置信度低于 0.99）",
        factory=int,
    )
    extraction: dict[str, Any] = _column(
        "how the text was found: `candidate` (see below), where several were compared how far they agree"
        " (`agreement`, F1 by letters), how certain the choice is (`certainty`) and whether it is `doubtful`;"
        " of an article over several pages how many were read (`pages`), why others were not (`missing`);"
        " of a page that is only its beginning, why (`unfinished`)",
        "JSON object",
        zh="正文的取法：所选候选（`candidate`）、各候选的一致程度（`agreement`）、把握（`certainty`）、"
        "是否存疑（`doubtful`）；多页文章的已读页数（`pages`）与缺页原因（`missing`）；仅有页面开头时的原因（`unfinished`）",
        empty=True,
        factory=dict,
    )
    fields: dict[str, str] = _column(
        "where each field was found, field → origin (see below)",
        "JSON object",
        zh="各字段的出处：字段 → 出处",
        empty=True,
        factory=dict,
    )

    # What the page gave: the lines of the article with their roles, the page's other lines, and a day that
    # its address or a list gives, should it tell none.
    lines: list[Line] = field(default_factory=list)
    outside: Outside = field(default_factory=Outside)
    dated: str | None = None
    # What the page's head says, for pages whose lines tell nothing: time and source.
    head: Facts = field(default_factory=Facts)
    head_origins: dict[str, str] = field(default_factory=dict)
    dated_by: str = ""
    # Of an article over several pages what its first page links to (``extract.pager.Pager``).
    pager: Any = None
    # The same as text, before any stage: the article's lines, and the page's others.
    given: tuple[list[str], list[str]] | None = None
    # What the stages made of them: the fixes of all lines, placed in the repaired text (``lines`` joined by
    # newlines), damage that was left; the lines of each field and those stripped, each under its rule; how
    # many characters of running text went without an exact rule to say so; the fixes that lie in stored
    # fields.
    fixes: list[Fix] = field(default_factory=list)
    unrepaired: list[Unrepaired] = field(default_factory=list)
    field_lines: dict[str, list[Line]] = field(default_factory=dict)
    stripped_lines: list[Stripped] = field(default_factory=list)
    lost_prose: int = 0
    stored_fixes: list[dict[str, Any]] = field(default_factory=list)
    # The meetings that the text reports (``facts.Meeting``); None where none were looked for.
    meetings: list[Any] | None = None
    # Of a page that another process read: it went through the stages, or one of them rejected it.
    staged: bool = False
    reject: Reject | None = None

    @property
    def text(self) -> str:
        """The text of all lines: as scraped, from the encoding stage on as repaired."""
        return joined(self.lines)

    @property
    def unfinished(self) -> str:
        """Why only the beginning of the page was there to read; empty for a whole page."""
        return str(self.extraction.get(UNFINISHED, ""))

    def lacks(self, reason: Reason, told: str) -> Reject:
        """The reject for what the page does not have, which may stand in the rest of one that was cut off."""
        if why := self.unfinished:
            return Reject(Reason.BROKEN_OFF, f"{why}; in what is there: {told}")
        return Reject(reason, told)


COLUMNS: tuple[str, ...] = tuple(f.name for f in dataclasses.fields(Article) if "meaning" in f.metadata)
JSON_COLUMNS: tuple[str, ...] = tuple(
    f.name for f in dataclasses.fields(Article) if str(f.metadata.get("form", "")).startswith("JSON")
)
