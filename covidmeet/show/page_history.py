"""What became of a page's text, change by change, the oldest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from covidmeet.archive.page_versions import FIELDS
from covidmeet.archive.reader import Readable
from covidmeet.items import Article
from covidmeet.show.related import revisions_of
from covidmeet.text.difference import Paragraph, paragraphs

SITE = "site"
"""The ``cause`` of a revision that the site made."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A fact that differs; lists of names are joined by ``、``, None is empty."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """One change of an article's row.

    ``number`` counts from 1, the oldest first; ``cause`` is ``site``, ``reprocess`` or ``unfinished``.  The
    old text was last seen at ``seen_at``, another one was first fetched at ``replaced_at`` (both ISO 8601,
    UTC; the second is empty where no capture tells).  ``paragraphs`` are all of the text.
    """

    number: int
    cause: str
    seen_at: str
    replaced_at: str
    fields: list[FieldChange]
    paragraphs: list[Paragraph]

    @property
    def is_of_text(self) -> bool:
        return any(paragraph.kind != "=" for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class _State:
    title: str | None
    body: str
    facts: Mapping[str, Any] | None


def changes_of(db: Readable, article: Article) -> list[TextChange]:
    """All changes of an article's headline, text and facts that the archive knows of."""
    revisions = revisions_of(db, article)[::-1]
    states = [_State(revision.title, revision.body, revision.fields) for revision in revisions]
    now = _State(article.title, article.body, {name: getattr(article, name) for name in FIELDS})
    return [
        TextChange(
            number,
            revision.cause,
            revision.seen_at,
            _fetched_after(db, article, revision.seen_at) if revision.cause == SITE else "",
            _fields(old, new),
            paragraphs(old.body, new.body),
        )
        for number, (revision, (old, new)) in enumerate(
            zip(revisions, pairwise([*states, now]), strict=True), start=1
        )
    ]


def _fetched_after(db: Readable, article: Article, moment: str) -> str:
    query = (
        "select min(fetched_at) from captures where url_hash = ? and fetched_at > ? and outcome = 'article'"
    )
    row = db.execute(query, [article.url_hash, moment]).fetchone()
    return row[0] or ""


def _fields(old: _State, new: _State) -> list[FieldChange]:
    """The facts that differ; those of revisions that were made before they were kept are not known."""
    found = [FieldChange("title", old.title or "", new.title or "")]
    if old.facts is not None and new.facts is not None:
        found += [
            FieldChange(name, _told(old.facts.get(name)), _told(new.facts.get(name))) for name in FIELDS
        ]
    return [change for change in found if change.before != change.after]


def _told(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value or "")
