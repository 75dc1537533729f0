"""The page of an article, wherever its bytes are: in a WARC file, or in the document's own file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from covidmeet.archive.captures import parts_of
from covidmeet.archive.reader import Readable
from covidmeet.kept.stored_page import stored_page
from covidmeet.language import stored
from covidmeet.process import Fetched
from covidmeet.sources.documents import Documents, Unread
from covidmeet.sources.warc import LIMIT, WarcError
from covidmeet.text.urls import hash_of


class PageNotKept(LookupError):
    """The bytes of a page are not at hand; the message says why, in one sentence."""


def page_of(
    archive: str | Path, url: str, pointer: str | None, *, limit: int = LIMIT, db: Readable | None = None
) -> Fetched:
    """The page at ``url``; ``pointer`` is its ``articles.warc``, ``limit`` the most bytes to read.

    With ``db``, the open archive, also the other pages of an article over several, as far as they are kept.
    A document's file may have changed since it was archived.  Raises ``PageNotKept``.
    """
    if pointer:
        try:
            page = stored_page(archive, pointer, limit=limit)
            return page if db is None else replace(page, parts=tuple(parts_kept(archive, url, db, limit)))
        except (WarcError, OSError) as error:
            raise PageNotKept(stored("the stored page cannot be read: {error}", error=error)) from error
    if url.startswith("file:"):
        return _document(archive, url, limit)
    raise PageNotKept(stored("the page is not kept: it was archived before pages were kept, or with KEEP=0"))


def parts_kept(archive: str | Path, url: str, db: Readable, limit: int = LIMIT) -> Iterator[Fetched]:
    """The other pages of the article at ``url``, as far as they can be read."""
    for address, (file, offset) in parts_of(db, hash_of(url)):
        with suppress(WarcError, OSError):
            yield replace(stored_page(archive, f"{file}:{offset}", limit=limit), url=address)


def _document(archive: str | Path, url: str, limit: int) -> Fetched:
    parts = urlsplit(url)
    path = Path(url2pathname(parts.path))
    if parts.netloc not in ("", "localhost") or not path.is_file():
        raise PageNotKept(stored("the document's file is gone: {path}", path=path))
    (found,) = Documents(path, Path(archive), limit)
    if isinstance(found, Unread):
        raise PageNotKept(stored("the document's file cannot be read: {detail}", detail=found.reject.detail))
    return found
