"""Writing articles, their revisions, their fixes, and what was rejected."""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING, Any

from covidmeet.archive import text_index
from covidmeet.archive.db import placeholders
from covidmeet.archive.meetings import add_meetings, forget_meetings, replace_meetings
from covidmeet.archive.page_texts import keep_page_text, page_changed
from covidmeet.archive.page_versions import (
    Version,
    changed_by_site,
    fields_as_json,
    is_less_of_the_page,
    is_unfinished,
)
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
# Never one that is a copy itself.
_CITED_FOR_TEXT = (
    "select coalesce(same_as, url_hash) from articles where content_hash = ?"
    " order by first_seen, rowid limit 1"
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
    """``url_hash`` of the article to cite for this text, or None where that is the article itself.

    As far as is known when the article comes; ``copies.settling`` looks at its near copies, too.
    """
    row = db.execute(_CITED_FOR_TEXT, [content_hash]).fetchone()
    return None if row is None or row[0] == url_hash else str(row[0])


def store(db: Database, article: Article, run_id: str, seen_at: str | None = None) -> Outcome:
    """Insert or update one article in one transaction.

    The same page again moves ``last_seen`` and nothing else, and so does a copy of it that is more damaged or
    of which less was received.
    Where the site changed the text, or what it tells of it, the old row's goes to ``revisions``; a change of
    ours (a better repair, a new rule) and a less damaged copy replace the row.
    """
    with transaction(db):
        outcome, rowid = put(db, article, run_id, seen_at or now())
    if outcome is Outcome.NEW and rowid % _INDEXED_TOGETHER == 0:
        text_index.index_new(db)
    return outcome


def put(db: Database, article: Article, run_id: str, seen_at: str) -> tuple[Outcome, int]:
    """As ``store``, inside a transaction of the caller's; also the rowid of a new row, else 0."""
    row = as_row(article) | {"first_seen": seen_at, "last_seen": seen_at, "run_id": run_id}
    # Most are new: one statement tells, and nothing of them has to be removed first.
    inserted = db.execute(_INSERT, row)
    if not inserted.rowcount:
        return _update(db, article, row), 0
    add_fixes(db, article)
    add_meetings(db, article)
    keep_page_text(db, article)
    return Outcome.NEW, inserted.lastrowid or 0


def _update(db: Database, article: Article, row: dict[str, Any]) -> Outcome:
    old = _row(db, row["url_hash"])
    if all(old[name] == row[name] for name in _FROM_PAGE):
        db.execute(_SEE if old["warc"] or not row["warc"] else _SEE_FIRST_KEPT, row)
        keep_page_text(db, article)
        replace_meetings(db, article)
        return Outcome.SEEN
    if is_less_of_the_page(row, old):
        db.execute(_SEE, row)
        return Outcome.SEEN
    if is_unfinished(old):
        _keep_revision(db, old, "unfinished")
    elif page_changed(db, article, old["title"], old["body"]):
        before, after = Version(old, _fixes_of(db, row["url_hash"])), Version(row, article.stored_fixes)
        if changed_by_site(before, after):
            _keep_revision(db, old, "site")
        elif before.damage < after.damage:
            db.execute(_SEE, row)
            return Outcome.SEEN
    keep_page_text(db, article)
    with text_index.changing(db, row["url_hash"]):
        db.execute(_UPDATE, row)
    db.execute("delete from fixes where url_hash = ?", [row["url_hash"]])
    add_fixes(db, article)
    forget_meetings(db, row["url_hash"])
    add_meetings(db, article)
    return Outcome.CHANGED


def _keep_revision(db: Database, old: dict[str, Any], cause: str) -> None:
    revision = {name: old[name] for name in ("url_hash", "content_hash", "title", "body")}
    told = {"seen_at": old["last_seen"], "fields": fields_as_json(old), "cause": cause}
    db.table("revisions").insert(revision | told)


def was_rejected(db: Database, url: str, reasons: Iterable[Reason]) -> bool:
    """Whether a page was rejected before, for one of ``reasons``."""
    rows = db.execute("select reason from rejects where url = ?", [without_credentials(url)])
    return not {row[0] for row in rows}.isdisjoint(reason.value for reason in reasons)


def keep_reject(db: Database, url: str, reject: Reject, run_id: str, seen_at: str | None = None) -> None:
    """Record that a page was not archived, and why; the same again moves ``seen_at`` and ``run_id``."""
    row = {
        "url": _storable(without_credentials(url)),
        "reason": reject.reason.value,
        "detail": _storable(without_credentials(reject.detail)),
        "seen_at": seen_at or now(),
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


def _fixes_of(db: Database, url_hash: str) -> list[dict[str, Any]]:
    row = db.execute("select fixes from fixes where url_hash = ?", [url_hash]).fetchone()
    return json.loads(row[0]) if row and row[0] else []


def add_fixes(db: Database, article: Article) -> None:
    """Keep the repairs that lie in stored fields, of a row that has none yet."""
    if article.stored_fixes:
        fixes = json.dumps(article.stored_fixes, ensure_ascii=False)
        db.execute("insert into fixes (url_hash, fixes) values (?, ?)", [article.url_hash, fixes])


def _storable(text: str) -> str:
    """``text`` with the bytes of a file's name that is no text as escapes, for SQLite takes no surrogates."""
    return text.encode("utf-8", "backslashreplace").decode()
