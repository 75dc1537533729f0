"""Full-text search that finds every occurrence of a Chinese phrase.

SQLite's tokenizers see a Chinese sentence as one word, so the index holds the text with a blank between
all characters and a query is a quoted phrase of characters.  The index ignores punctuation, so a hit is
confirmed in the stored text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that holds the phrase; ``snippet`` is the text around its first occurrence."""

    url_hash: str
    url: str
    site: str
    published_at: str | None
    title: str | None
    snippet: str


def spaced(text: str) -> str:
    """``text`` with a blank between its characters.

    >>> spaced("防控会")
    '防 控 会'
    """
    return " ".join(text.replace(" ", ""))


def index(db: Database, rowid: int, title: str, body: str) -> None:
    """Put the text of the article in row ``rowid`` into the index, instead of what it had there."""
    db.execute("delete from articles_fts where rowid = ?", [rowid])
    add(db, rowid, title, body)


def add(db: Database, rowid: int, title: str, body: str) -> None:
    """Put the text of an article that is new in row ``rowid`` into the index."""
    db.execute(
        "insert into articles_fts (rowid, title, body) values (?, ?, ?)", [rowid, spaced(title), spaced(body)]
    )


def search(db: Database, phrase: str, *, limit: int = 20) -> Iterator[Hit]:
    """Articles whose title or body holds ``phrase`` (Simplified), newest first, at most ``limit``."""
    phrase = phrase.strip()
    quoted = '"' + spaced(phrase).replace('"', '""') + '"'
    # Letters of a query without any token (only marks) would be a syntax error for the index.
    if not any(character.isalnum() for character in phrase):
        return
    rows = db.execute(
        "select a.url_hash, a.url, a.site, a.published_at, a.title, a.body from articles_fts"
        " join articles a on a.rowid = articles_fts.rowid where articles_fts match ?"
        " and (instr(a.title, ?) or instr(a.body, ?))"
        " order by coalesce(a.published_at, a.first_seen) desc limit ?",
        [quoted, phrase, phrase, limit],
    )
    for url_hash, url, site, published_at, title, body in rows:
        yield Hit(url_hash, url, site, published_at, title, _snippet(body, phrase))


def _snippet(body: str, phrase: str, around: int = 24) -> str:
    at = body.find(phrase)
    if at < 0:
        return body[: 2 * around].replace("\n", " ")
    start, stop = max(at - around, 0), at + len(phrase) + around
    return ("…" if start else "") + body[start:stop].replace("\n", " ") + ("…" if stop < len(body) else "")
