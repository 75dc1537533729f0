"""Replacing a row by what its own page gives today: nothing that the site did."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from covidmeet.archive import search
from covidmeet.archive.articles import OWN_COLUMNS, add_fixes, as_row
from covidmeet.archive.page_texts import keep_page_text
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
    """An article's row as it is stored, with its ``fixes`` and ``rowid``; None where there is none."""
    found = db.execute(f"{_SELECT} where a.url_hash = ?", [url_hash]).fetchone()
    return None if found is None else dict(zip((*COLUMNS, FIXES, "rowid"), found, strict=True))


def differences(row: dict[str, Any], article: Article) -> dict[str, tuple[Any, Any]]:
    """By column: what ``row`` (see ``row_of``) has and ``article`` would put there, where they differ."""
    made = as_row(article) | {FIXES: _fixes(article)}
    return {name: (row[name], made[name]) for name in (*MADE, FIXES) if row[name] != made[name]}


def rewrite(db: Database, row: dict[str, Any], article: Article) -> set[str]:
    """Replace ``row`` by ``article``, made of its page; the texts (``content_hash``) that it had and has.

    Inside a transaction of the caller's, who links copies anew.  When and in which run the page was fetched
    stays; a title or body that differs goes to ``revisions``, as one that was made again.
    """
    made = as_row(article)
    own = row["url_hash"]
    changed = (row["title"], row["body"]) != (made["title"], made["body"])
    if changed and (row["title"] or row["body"]):
        db.execute(
            "insert into revisions (url_hash, content_hash, seen_at, title, body, cause)"
            " values (:url_hash, :content_hash, :last_seen, :title, :body, 'reprocess')",
            {name: row[name] for name in ("url_hash", "content_hash", "last_seen", "title", "body")},
        )
    db.execute(_UPDATE, {name: made[name] for name in MADE} | {"url_hash": own})
    if changed:
        search.index(db, row["rowid"], made["title"] or "", made["body"])
    db.execute("delete from fixes where url_hash = ?", [own])
    add_fixes(db, article)
    keep_page_text(db, article)
    texts = {row["content_hash"], made["content_hash"]}
    return {text for text in texts if text} if len(texts) > 1 else set()


def _fixes(article: Article) -> str | None:
    return json.dumps(article.stored_fixes, ensure_ascii=False) if article.stored_fixes else None
