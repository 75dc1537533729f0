"""Full-text search that finds every occurrence of a Chinese phrase.

SQLite's tokenizers see a Chinese sentence as one word, so the index holds the text with a blank between
all characters and a query is a quoted phrase of characters.  The index ignores punctuation, so a hit is
confirmed in the stored text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from covidmeet.archive.transactions import transaction

# Articles that are stored and not yet in the index: those with a rowid beyond it.
_LAST = "(select coalesce(max(id), 0) from articles_fts_docsize)"
_NEW = f"rowid > {_LAST}"


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
    """Put the text of the article in row ``rowid`` into the index, instead of what it had there.

    A row beyond the index is left to ``index_new``.
    """
    (last,) = db.execute(f"select {_LAST}").fetchone()
    if rowid > last:
        return
    db.execute("delete from articles_fts where rowid = ?", [rowid])
    _add(db, rowid, title, body)


def index_new(db: Database) -> None:
    """Put the articles that were stored since the last call into the index, in one transaction of its own.

    Writing the index costs as much at each commit as all else, so ``store`` leaves new articles to this
    (measured: 2,300 articles a second with each, 4,450 with a hundred together).  An article is new where
    its rowid is beyond the index, so nothing is lost when a process is killed in between.
    """
    if db.execute(f"select 1 from articles where {_NEW} limit 1").fetchone():
        with transaction(db):
            found = f"select rowid, title, body from articles where {_NEW} order by rowid"
            for rowid, title, body in db.execute(found).fetchall():
                _add(db, rowid, title or "", body)


def _add(db: Database, rowid: int, title: str, body: str) -> None:
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
        "select url_hash, url, site, published_at, title, body from articles"
        " where (rowid in (select rowid from articles_fts where articles_fts match :quoted)"
        f" or {_NEW}) and (instr(title, :phrase) or instr(body, :phrase))"
        " order by coalesce(published_at, first_seen) desc limit :limit",
        {"quoted": quoted, "phrase": phrase, "limit": limit},
    )
    for url_hash, url, site, published_at, title, body in rows:
        yield Hit(url_hash, url, site, published_at, title, _snippet(body, phrase))


def _snippet(body: str, phrase: str, around: int = 24) -> str:
    at = body.find(phrase)
    if at < 0:
        return body[: 2 * around].replace("\n", " ")
    start, stop = max(at - around, 0), at + len(phrase) + around
    return ("…" if start else "") + body[start:stop].replace("\n", " ") + ("…" if stop < len(body) else "")
