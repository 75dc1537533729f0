"""Hashes of texts made anew by a migration, and the articles with each text linked to the first of them.

Today's links are those of ``copies``; a published migration does not change.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from covidmeet.text.normal import content_hash

if TYPE_CHECKING:
    from sqlite_utils import Database

_FIRST_WITH_TEXT = "select url_hash from articles where content_hash = ? order by first_seen, rowid limit 1"


def rehash(db: Database, rows: Iterable[tuple[int, str, str]]) -> None:
    """Give rows (rowid, ``content_hash``, body) the hash of their text, and link anew what it concerns."""
    concerned: set[str] = set()
    for rowid, old, body in rows:
        new = content_hash(body)
        if new != old:
            db.execute("update articles set content_hash = ? where rowid = ?", [new, rowid])
            concerned |= {old, new}
    link(db, concerned)


def link(db: Database, texts: Iterable[str]) -> None:
    """Link the articles with each of these texts (``content_hash``) to the first that has it."""
    for text in sorted(texts):
        first = db.execute(_FIRST_WITH_TEXT, [text]).fetchone()
        if first:
            db.execute(
                "update articles set same_as = nullif(?, url_hash) where content_hash = ?", [first[0], text]
            )
