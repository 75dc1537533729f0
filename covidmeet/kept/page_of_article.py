"""The page of an article, wherever its bytes are: in a WARC file, or in the document's own file."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from covidmeet.kept.stored_page import stored_page
from covidmeet.process import Fetched
from covidmeet.sources.documents import Documents, Unread
from covidmeet.sources.warc import LIMIT, WarcError


class PageNotKept(LookupError):
    """The bytes of a page are not at hand; the message says why, in one sentence."""


def page_of(archive: str | Path, url: str, pointer: str | None, *, limit: int = LIMIT) -> Fetched:
    """The page at ``url``; ``pointer`` is its ``articles.warc``, ``limit`` the most bytes to read.

    A document's file may have changed since it was archived.  Raises ``PageNotKept``.
    """
    if pointer:
        try:
            return stored_page(archive, pointer, limit=limit)
        except (WarcError, OSError) as error:
            raise PageNotKept(f"the stored page cannot be read: {error}") from error
    if url.startswith("file:"):
        return _document(archive, url, limit)
    raise PageNotKept("the page is not kept: it was archived before pages were kept, or with KEEP=0")


def _document(archive: str | Path, url: str, limit: int) -> Fetched:
    parts = urlsplit(url)
    path = Path(url2pathname(parts.path))
    if parts.netloc not in ("", "localhost") or not path.is_file():
        raise PageNotKept(f"the document's file is gone: {path}")
    (found,) = Documents(path, Path(archive), limit)
    if isinstance(found, Unread):
        raise PageNotKept(f"the document's file cannot be read: {found.reject.detail}")
    return found
