"""Replacing a row by what its own page gives today: nothing that the site did."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from covidmeet.archive import text_index
from covidmeet.archive.articles import OWN_COLUMNS, add_fixes, as_row
from covidmeet.archive.meetings import (
    MEETINGS,
    as_text,
    forget_meetings,
    replace_meetings,
    rows_of,
    stored_rows,
)
from covidmeet.archive.page_texts import keep_page_text
from covidmeet.archive.page_versions import fields_as_json
from covidmeet.archive.reader import Readable
from covidmeet.items import COLUMNS, Article

if TYPE_CHECKING:
    from sqlite_utils import Database

FIXES = "fixes"
"""The name under which ``differences`` gives the row of the table ``fixes``."""

_KEY = ("url_hash", "url", "warc")
MADE = tuple(name for name in COLUMNS if name not in (*OWN_COLUMNS, *_KEY))
"""The columns that follow from the bytes of a page."""

_NAMES = ", ".join(f"a.{name}" for name in COLUMNS)
_SELECT = f"select {_NAMES}, f.fixes, a.rowid from articles a left join fixes f on f.url_hash = a.url_hash"
_UPDATE = f"update articles set {', '.join(f'{name} = :{name}' for name in MADE)} where url_hash = :url_hash"


def row_of(db: Readable, url_hash: str) -> dict[str, Any] | None:
    """An article's row as it is stored, with ``fixes``, ``rowid`` and ``meetings``; None without one."""
    found = db.execute(f"{_SELECT} where a.url_hash = ?", [url_hash]).fetchone()
    if found is None:
        return None
    row = dict(zip((*COLUMNS, FIXES, "rowid"), found, strict=True))
    return row | {MEETINGS: stored_rows(db, url_hash)}


def differences(row: dict[str, Any], article: Article) -> dict[str, tuple[Any, Any]]:
    """By column: what ``row`` (see ``row_of``) has and ``article`` would put there, where they differ."""
    made = as_row(article) | {FIXES: _fixes(article), MEETINGS: row[MEETINGS]}
    if (rows := rows_of(article)) is not None:
        made[MEETINGS] = as_text(rows)
    return {name: (row[name], made[name]) for name in (*MADE, FIXES, MEETINGS) if row[name] != made[name]}


def rewrite(db: Database, row: dict[str, Any], article: Article) -> None:
    """Replace ``row`` by ``article``, made of its page.

    Inside a transaction of the caller's, who has copies found anew (``settle``).  When and in which run the
    page was fetched stays; a title or body that differs goes to ``revisions``, as one that was made again.
    """
    made = as_row(article)
    own = row["url_hash"]
    changed = (row["title"], row["body"]) != (made["title"], made["body"])
    if changed and (row["title"] or row["body"]):
        db.execute(
            "insert into revisions (url_hash, content_hash, seen_at, title, body, cause, fields)"
            " values (:url_hash, :content_hash, :last_seen, :title, :body, 'reprocess', :fields)",
            {name: row[name] for name in ("url_hash", "content_hash", "last_seen", "title", "body")}
            | {"fields": fields_as_json(row)},
        )
    with text_index.changing(db, own):
        db.execute(_UPDATE, {name: made[name] for name in MADE} | {"url_hash": own})
    db.execute("delete from fixes where url_hash = ?", [own])
    add_fixes(db, article)
    if changed and article.meetings is None:
        forget_meetings(db, own)  # their places are those of another text
    replace_meetings(db, article)
    keep_page_text(db, article)


def _fixes(article: Article) -> str | None:
    return json.dumps(article.stored_fixes, ensure_ascii=False) if article.stored_fixes else None
