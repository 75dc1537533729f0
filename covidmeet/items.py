"""The one item of the project: an article, field by field as it is archived."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from covidmeet.repair.fixes import Fix, Unrepaired
from covidmeet.text.lines import Line, Stripped, joined
from covidmeet.text.positions import Outside


def _column(meaning: str, form: str = "text", *, empty: bool = False, factory: Any = None) -> Any:
    metadata = {"meaning": meaning, "form": form, "empty": empty}
    if factory is not None:
        return field(default_factory=factory, metadata=metadata)
    return field(default=None, metadata=metadata)


@dataclass
class Article:
    """One page and what became of it.

    A field with a ``meaning`` is a column of ``articles``, in the archive's order; ``form`` is its format
    and ``empty`` says whether a row may lack it.  The other fields carry a page from stage to stage.
    """

    url_hash: str | None = _column("SHA-256 hex of the canonical URL; the primary key", "hash")
    url: str = _column("canonical URL; `file://` for a document", "URL", factory=str)
    site: str | None = _column("the site the page was recognised as, or `generic`")
    title: str | None = _column("the headline, Simplified", empty=True)
    deck: str = _column(
        "further headline lines, Simplified, joined by newlines", "lines", empty=True, factory=str
    )
    original_title: str | None = _column("what the page quotes as 原标题, Simplified", empty=True)
    body: str = _column("the text, Simplified, paragraphs joined by newlines", "lines", factory=str)
    body_original: str = _column("the repaired text in the script it was published in", "lines", factory=str)
    script: str | None = _column("script of the page: `hans` or `hant`")
    published_at: str | None = _column(
        "ISO 8601, +08:00; a date alone where no time is given", "time", empty=True
    )
    source: str | None = _column("who published it first, as the page says, Simplified", empty=True)
    reporters: list[str] = _column("names, Simplified", "JSON list", empty=True, factory=list)
    editors: list[str] = _column("names, Simplified", "JSON list", empty=True, factory=list)
    charset: str | None = _column("the encoding that the bytes were decoded with")
    layout: str | None = _column("which layout of the site matched; `text` for a document")
    repairs: dict[str, int] = _column(
        "repairs in the whole page, rule → count", "JSON object", empty=True, factory=dict
    )
    stripped: dict[str, int] = _column(
        "lines taken off, rule → count", "JSON object", empty=True, factory=dict
    )
    content_hash: str | None = _column("SHA-256 hex of the normalised Simplified text", "hash")
    same_as: str | None = _column("url_hash of the first article with this text", "hash", empty=True)
    first_seen: str | None = _column("when the page was first archived, ISO 8601, UTC", "time")
    last_seen: str | None = _column("when it was last seen, ISO 8601, UTC", "time")
    run_id: str | None = _column("the run that last changed the row; see `runs`")
    warc: str | None = _column("WARC file and offset that the page came from", empty=True)
    original_url: str | None = _column(
        "of a mirror's page: the address it was copied from, as its own address tells", "URL", empty=True
    )
    captured_at: str | None = _column(
        "when the page was captured, ISO 8601, UTC: fetched by this crawler, or by a web archive",
        "time",
        empty=True,
    )
    gateway: str | None = _column(
        "the address at a web archive from which the page was fetched", "URL", empty=True
    )
    doubtful: int = _column(
        "how many repairs in stored fields are not certain (confidence below 0.99)", "number", factory=int
    )

    # What the page gave: the lines of the article with their roles, the page's other lines, and a day that
    # its address or a list gives, should it tell none.
    lines: list[Line] = field(default_factory=list)
    outside: Outside = field(default_factory=Outside)
    dated: str | None = None
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

    @property
    def text(self) -> str:
        """The text of all lines: as scraped, from the encoding stage on as repaired."""
        return joined(self.lines)


COLUMNS: tuple[str, ...] = tuple(f.name for f in fields(Article) if "meaning" in f.metadata)
JSON_COLUMNS: tuple[str, ...] = tuple(
    f.name for f in fields(Article) if str(f.metadata.get("form", "")).startswith("JSON")
)
