"""Writing articles, their revisions, their fixes, and what was rejected."""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING, Any

from covidmeet.archive import search
from covidmeet.archive.db import placeholders
from covidmeet.archive.page_texts import keep_page_text, page_changed
from covidmeet.archive.same_text import FIRST_WITH_TEXT
from covidmeet.archive.timestamps import now
from covidmeet.archive.transactions import transaction
from covidmeet.items import COLUMNS, JSON_COLUMNS, Article
from covidmeet.reasons import Reason, Reject
from covidmeet.text.urls import without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

_OF_JSON = frozenset(JSON_COLUMNS)
_as_json = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True
).encode  # made once: it takes longer than its use
_INDEXED_TOGETHER = 100  # new articles
# What the archive itself knows of a row; everything else comes from the page.
OWN_COLUMNS = ("same_as", "first_seen", "last_seen", "run_id")
# Of another fetch of the same page these differ; a row leads to the fetch that it was made from.
PROVENANCE = ("warc", "captured_at", "gateway")
_FROM_PAGE = tuple(name for name in COLUMNS if name not in (*OWN_COLUMNS, *PROVENANCE))
_INSERT = (
    f"insert into articles ({', '.join(COLUMNS)}) values ({placeholders(COLUMNS)})"
    " on conflict (url_hash) do nothing"
)
_UPDATE = (
    "update articles set "
    + ", ".join(f"{name} = :{name}" for name in COLUMNS if name not in ("url_hash", "first_seen"))
    + " where url_hash = :url_hash"
)
_SEE = "update articles set last_seen = :last_seen where url_hash = :url_hash"
# Archived before its page was kept: the first kept page that gives the same row takes its place.
_SEE_FIRST_KEPT = (
    "update articles set last_seen = :last_seen, "
    + ", ".join(f"{name} = :{name}" for name in PROVENANCE)
    + " where url_hash = :url_hash"
)


class Outcome(Enum):
    """What storing an article did."""

    NEW = "new"
    CHANGED = "changed"
    SEEN = "seen"


def as_row(article: Article) -> dict[str, Any]:
    """The columns of an article as SQLite keeps them: lists and counts as JSON, keys in order."""
    return {
        name: _as_json(getattr(article, name)) if name in _OF_JSON else getattr(article, name)
        for name in COLUMNS
    }


def first_with_text(db: Database, content_hash: str, url_hash: str) -> str | None:
    """``url_hash`` of the article that had this text first, or None where that is the article itself."""
    row = db.execute(FIRST_WITH_TEXT, [content_hash]).fetchone()
    return None if row is None or row[0] == url_hash else str(row[0])


def store(db: Database, article: Article, run_id: str, seen_at: str | None = None) -> Outcome:
    """Insert or update one article in one transaction.

    The same page again moves ``last_seen`` and nothing else.  Where the page changed, a changed title or
    body keeps the old one in ``revisions``; a change of ours (a better repair, a new rule) replaces the row.
    """
    with transaction(db):
        outcome, rowid = put(db, article, run_id, seen_at or now())
    if outcome is Outcome.NEW and rowid % _INDEXED_TOGETHER == 0:
        search.index_new(db)
    return outcome


def put(db: Database, article: Article, run_id: str, seen_at: str) -> tuple[Outcome, int]:
    """As ``store``, inside a transaction of the caller's; also the rowid of a new row, else 0."""
    row = as_row(article) | {"first_seen": seen_at, "last_seen": seen_at, "run_id": run_id}
    # Most are new: one statement tells, and nothing of them has to be removed first.
    inserted = db.execute(_INSERT, row)
    if not inserted.rowcount:
        return _update(db, article, row), 0
    add_fixes(db, article)
    keep_page_text(db, article)
    # SQLite gives the rowid of a last row that somebody deleted again.
    rowid = inserted.lastrowid or 0
    search.index(db, rowid, row["title"] or "", row["body"])
    return Outcome.NEW, rowid


def _update(db: Database, article: Article, row: dict[str, Any]) -> Outcome:
    old = _row(db, row["url_hash"])
    if all(old[name] == row[name] for name in _FROM_PAGE):
        db.execute(_SEE if old["warc"] or not row["warc"] else _SEE_FIRST_KEPT, row)
        keep_page_text(db, article)
        return Outcome.SEEN
    changed = (old["title"], old["body"]) != (row["title"], row["body"])
    if changed and page_changed(db, article, old["title"], old["body"]):
        revision = {name: old[name] for name in ("url_hash", "content_hash", "title", "body")}
        db.table("revisions").insert(revision | {"seen_at": old["last_seen"]})
    keep_page_text(db, article)
    db.execute(_UPDATE, row)
    (rowid,) = db.execute("select rowid from articles where url_hash = ?", [row["url_hash"]]).fetchone()
    search.index(db, rowid, row["title"] or "", row["body"])
    db.execute("delete from fixes where url_hash = ?", [row["url_hash"]])
    add_fixes(db, article)
    return Outcome.CHANGED


def was_rejected(db: Database, url: str, reasons: Iterable[Reason]) -> bool:
    """Whether a page was rejected before, for one of ``reasons``."""
    rows = db.execute("select reason from rejects where url = ?", [without_credentials(url)])
    return not {row[0] for row in rows}.isdisjoint(reason.value for reason in reasons)


def keep_reject(db: Database, url: str, reject: Reject, run_id: str) -> None:
    """Record that a page was not archived, and why; the same again moves ``seen_at`` and ``run_id``."""
    row = {
        "url": _storable(without_credentials(url)),
        "reason": reject.reason.value,
        "detail": _storable(without_credentials(reject.detail)),
        "seen_at": now(),
        "run_id": run_id,
    }
    with transaction(db):
        db.execute(
            f"insert into rejects ({', '.join(row)}) values ({placeholders(row)})"
            " on conflict (url, reason) do update"
            " set detail = excluded.detail, seen_at = excluded.seen_at, run_id = excluded.run_id",
            row,
        )


def _row(db: Database, url_hash: str) -> dict[str, Any]:
    cursor = db.execute(f"select {', '.join(COLUMNS)} from articles where url_hash = ?", [url_hash])
    return dict(zip(COLUMNS, cursor.fetchone(), strict=True))


def add_fixes(db: Database, article: Article) -> None:
    """Keep the repairs that lie in stored fields, of a row that has none yet."""
    if article.stored_fixes:
        fixes = json.dumps(article.stored_fixes, ensure_ascii=False)
        db.execute("insert into fixes (url_hash, fixes) values (?, ?)", [article.url_hash, fixes])


def _storable(text: str) -> str:
    """``text`` with the bytes of a file's name that is no text as escapes, for SQLite takes no surrogates."""
    return text.encode("utf-8", "backslashreplace").decode()
