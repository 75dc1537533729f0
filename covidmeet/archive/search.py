"""Full-text search that finds every occurrence of a Chinese phrase, however it was typed.

SQLite's tokenizers see a Chinese sentence as one word, so the index holds the folded text with a blank
between all characters and a query is a quoted phrase of characters.  The index ignores punctuation, so a hit
is confirmed in the stored text, folded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from covidmeet.archive.reader import Readable
from covidmeet.archive.transactions import transaction
from covidmeet.text.fold import fold, fold_with_offsets
from covidmeet.text.script import simplify

if TYPE_CHECKING:
    from sqlite_utils import Database

# Articles that are stored and not yet in the index: those with a rowid beyond it.
_LAST = "(select coalesce(max(id), 0) from articles_fts_docsize)"
_NEW = f"rowid > {_LAST}"

_TOGETHER = 1000  # articles that are indexed in one transaction, and are in memory at once


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
    """Put the articles that were stored since the last call into the index, in transactions of its own.

    Writing the index costs as much at each commit as all else, so ``store`` leaves new articles to this
    (measured: 2,300 articles a second with each, 4,450 with a hundred together).  An article is new where
    its rowid is beyond the index, so nothing is lost when a process is killed in between.
    """
    found = f"select rowid, title, body from articles where {_NEW} order by rowid limit {_TOGETHER}"
    while db.execute(f"select 1 from articles where {_NEW} limit 1").fetchone():
        with transaction(db):
            for rowid, title, body in db.execute(found).fetchall():
                _add(db, rowid, title or "", body)


def _add(db: Database, rowid: int, title: str, body: str) -> None:
    db.execute(
        "insert into articles_fts (rowid, title, body) values (?, ?, ?)",
        [rowid, spaced(fold(title)), spaced(fold(body))],
    )


class Phrase:
    """A phrase to look for, in either script and in any spelling that folds to the same.

    The same are width, case, dashes, blanks, and characters that nobody sees.
    """

    def __init__(self, phrase: str) -> None:
        self.phrase = phrase.strip()
        wanted = sorted({_without_blanks(fold(form)) for form in (self.phrase, simplify(self.phrase))})
        # Letters of a query without any token (only marks) would be a syntax error for the index.
        self.wanted = [form for form in wanted if any(map(str.isalnum, form))]

    def candidates(self) -> tuple[str, dict[str, str]]:
        """A condition on ``articles``, with its parameters, that every row with the phrase meets.

        Of none where the phrase has no letter.
        """
        if not self.wanted:
            return "false", {}
        quoted = " or ".join('"' + spaced(form).replace('"', '""') + '"' for form in self.wanted)
        indexed = "rowid in (select rowid from articles_fts where articles_fts match :quoted)"
        return f"({indexed} or {_NEW})", {"quoted": quoted}

    def is_in(self, text: str) -> bool:
        """Whether ``text``, as it is stored, holds the phrase: the index ignores punctuation."""
        if self.phrase in text:
            return True
        folded = _without_blanks(fold(text))
        return any(form in folded for form in self.wanted)


def search(db: Readable, phrase: str, *, limit: int = 20) -> Iterator[Hit]:
    """Articles whose title or body holds ``phrase`` (see ``Phrase``), newest first, at most ``limit``."""
    sought = Phrase(phrase)
    condition, values = sought.candidates()
    order = "order by coalesce(published_at, first_seen) desc"
    for (rowid,) in db.execute(f"select rowid from articles where {condition} {order}", values):
        if limit <= 0:
            return
        row = db.execute(
            "select url_hash, url, site, published_at, title, body from articles where rowid = ?", [rowid]
        ).fetchone()
        url_hash, url, site, published_at, title, body = row
        if sought.is_in(body) or sought.is_in(title or ""):
            snippet = _snippet(body, sought.phrase, sought.wanted)
            yield Hit(url_hash, url, site, published_at, title, snippet)
            limit -= 1


def _without_blanks(folded: str) -> str:
    return folded.replace(" ", "").replace("\t", "")


def _snippet(body: str, phrase: str, wanted: list[str], around: int = 24) -> str:
    start, stop = _span(body, phrase, wanted)
    if stop == 0:
        return body[: 2 * around].replace("\n", " ")
    first, last = max(start - around, 0), stop + around
    return ("…" if first else "") + body[first:last].replace("\n", " ") + ("…" if last < len(body) else "")


def _span(body: str, phrase: str, wanted: list[str]) -> tuple[int, int]:
    """Where the first of the wanted forms stands in the text as it is stored, ``(0, 0)`` where none does."""
    at = body.find(phrase)
    if at >= 0:
        return at, at + len(phrase)
    folded = fold_with_offsets(body)
    kept = [i for i, char in enumerate(folded.text) if char not in " \t"]
    text = "".join(folded.text[i] for i in kept)
    found = [(text.find(form), form) for form in wanted if form in text]
    if not found:
        return 0, 0
    start, form = min(found)
    return folded.offsets[kept[start]], folded.offsets[kept[start + len(form) - 1]] + 1
