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


def _column(meaning: str, form: str = "text", *, empty: bool = False, factory: Any = None) -> Any:
    metadata = {"meaning": meaning, "form": form, "empty": empty}
    if factory is not None:
        return field(default_factory=factory, metadata=metadata)
    return field(default=None, metadata=metadata)


UNFINISHED = "unfinished"
"""Key of ``Article.extraction``: why only the beginning of the page was there to read."""


@dataclass
class Article:
    """One page and what became of it.

    A field with a ``meaning`` (the catalogue has it in Chinese) is a column of ``articles``, in the archive's
    order; ``form`` is its format and ``empty`` says whether a row may lack it.  The other fields carry a
    page from stage to stage.
    """

    url_hash: str | None = _column(
        "SHA-256 hex of the canonical URL; the primary key",
        "hash",
    )
    url: str = _column("canonical URL; `file://` for a document", "URL", factory=str)
    site: str | None = _column("the site the page was recognised as, or `generic`")
    title: str | None = _column("the headline, Simplified", empty=True)
    deck: str = _column(
        "further headline lines, Simplified, joined by newlines",
        "lines",
        empty=True,
        factory=str,
    )
    original_title: str | None = _column("what the page quotes as 原标题, Simplified", empty=True)
    body: str = _column(
        "the text, Simplified, paragraphs joined by newlines",
        "lines",
        factory=str,
    )
    body_original: str = _column(
        "the repaired text in the script it was published in",
        "lines",
        factory=str,
    )
    script: str | None = _column("script of the page: `hans` or `hant`")
    published_at: str | None = _column(
        "ISO 8601, +08:00; a date alone where no time is given",
        "date or time",
        empty=True,
    )
    source: str | None = _column("who published it first, as the page says, Simplified", empty=True)
    reporters: list[str] = _column("names, Simplified", "JSON list", empty=True, factory=list)
    editors: list[str] = _column("names, Simplified", "JSON list", empty=True, factory=list)
    charset: str | None = _column("the encoding that the bytes were decoded with")
    layout: str | None = _column("which layout of the site matched; `text` for a document")
    repairs: dict[str, int] = _column(
        "repairs in the whole page, rule → count",
        "JSON object",
        empty=True,
        factory=dict,
    )
    stripped: dict[str, int] = _column(
        "lines taken off, rule → count", "JSON object", empty=True, factory=dict
    )
    content_hash: str | None = _column("SHA-256 hex of the normalised Simplified text", "hash")
    same_as: str | None = _column(
        "url_hash of the copy to cite, where that is another article",
        "hash",
        empty=True,
    )
    first_seen: str | None = _column("when the page was first archived, ISO 8601, UTC", "time")
    last_seen: str | None = _column("when it was last seen, ISO 8601, UTC", "time")
    run_id: str | None = _column("the run that last changed the row; see `runs`")
    warc: str | None = _column("WARC file and offset that the page came from", empty=True)
    original_url: str | None = _column(
        "of a mirror's page: the address it was copied from, as its own address tells",
        "URL",
        empty=True,
    )
    captured_at: str | None = _column(
        "when the page was captured, ISO 8601, UTC: fetched by this crawler, or by a web archive",
        "time",
        empty=True,
    )
    gateway: str | None = _column(
        "the address at a web archive from which the page was fetched",
        "URL",
        empty=True,
    )
    doubtful: int = _column(
        "how many repairs in stored fields are not certain (confidence below 0.99)",
        "number",
        factory=int,
    )
    extraction: dict[str, Any] = _column(
        "how the text was found: `candidate` (see below), where several were compared how far they agree"
        " (`agreement`, F1 by letters), how certain the choice is (`certainty`) and whether it is `doubtful`;"
        " of an article over several pages how many were read (`pages`), why others were not (`missing`);"
        " of a page that is only its beginning, why (`unfinished`)",
        "JSON object",
        empty=True,
        factory=dict,
    )
    fields: dict[str, str] = _column(
        "where each field was found, field → origin (see below)",
        "JSON object",
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
