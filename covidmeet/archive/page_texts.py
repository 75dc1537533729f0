"""What a page gave when its row was made, to tell a page that changed from a rule of ours that did.

``page_texts`` holds two checksums a page, made before any repair or rule: of the lines that the article was
taken from, and of all lines.  A counter in a page's margin changes the second, a new layout the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zlib import crc32

from covidmeet.archive.reader import Readable
from covidmeet.items import Article
from covidmeet.text.fold import bare

if TYPE_CHECKING:
    from sqlite_utils import Database

_KEEP = (
    "insert into page_texts (url_hash, article, page) values (?, ?, ?) on conflict (url_hash) do update"
    " set article = excluded.article, page = excluded.page"
    " where article != excluded.article or page != excluded.page"
)


def keep_page_text(db: Database, article: Article) -> None:
    """Note what the page gave; nothing where it is not known."""
    if article.given:
        keep_checksums(db, article.url_hash or "", checksums(article.given))


def keep_checksums(db: Database, url_hash: str, of_page: Sequence[int]) -> None:
    """Note the ``checksums`` of a page."""
    db.execute(_KEEP, [url_hash, *of_page])


def has_page_text(db: Readable, article: Article) -> bool:
    """Whether ``keep_page_text`` would change nothing."""
    if not article.given:
        return True
    select = "select article, page from page_texts where url_hash = ?"
    return bool(db.execute(select, [article.url_hash]).fetchone() == checksums(article.given))


def page_changed(db: Database, article: Article, title: str | None, body: str) -> bool:
    """Whether the page itself differs from the one that gave the row's old ``title`` and ``body``.

    Of a row that was made before checksums were kept: whether a line of it is gone from the page.
    """
    if not article.given:
        return True
    row = db.execute("select article, page from page_texts where url_hash = ?", [article.url_hash]).fetchone()
    if row:
        of_article, of_page = checksums(article.given)
        return bool(row[0] != of_article and row[1] != of_page)
    now = bare("".join(part for lines in article.given for part in lines))
    return any(bare(line) not in now for line in (*(title or "").split("\n"), *body.split("\n")))


def checksums(given: tuple[list[str], list[str]]) -> tuple[int, int]:
    """Checksums of what ``Article.given`` holds: the article's lines, and these with the page's others."""
    article, others = (crc32("\n".join(lines).encode("utf-8", "surrogatepass")) for lines in given)
    return article, crc32(others.to_bytes(4, "big"), article)
