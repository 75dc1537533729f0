"""The page of an article as it was received, for a browser that is to do nothing but show it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from covidmeet.items import Article
from covidmeet.show.browser_copy import is_text


class StoredCopy(NamedTuple):
    """The bytes of a stored page; ``is_text``: no HTML; ``charset`` is a plain name."""

    data: bytes
    is_text: bool
    charset: str


def stored_copy(archive: Path, article: Article) -> StoredCopy:
    """The page of ``article``, of the archive at ``archive``.

    Raises ``PageNotKept`` where its bytes are not at hand, ``Reject`` where they are too many.
    """
    from covidmeet.kept.page_of_article import page_of
    from covidmeet.process import payload
    from covidmeet.sources.warc import LIMIT

    data = payload(page_of(archive, article.url, article.warc), LIMIT)
    charset = "".join(char for char in article.charset or "utf-8" if char.isalnum() or char in "-_")
    return StoredCopy(data, is_text(data, article), charset)
