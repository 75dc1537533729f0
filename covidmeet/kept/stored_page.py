"""The bytes that a row was made from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from covidmeet.language import stored
from covidmeet.process import Fetched
from covidmeet.sources.documents import document_of
from covidmeet.sources.page_store import OPEN
from covidmeet.sources.warc import LIMIT, WarcError, read_at


def stored_page(archive: str | Path, pointer: str, *, limit: int = LIMIT) -> Fetched:
    """The page at ``pointer``, which is ``articles.warc``: a file and an offset in bytes.

    Its ``place`` is that of the pointer.  Raises ``WarcError`` where the file is gone or holds no page there.
    """
    file, _, offset = pointer.rpartition(":")
    if not file or not offset.isdecimal():
        raise WarcError(stored("{pointer}: not a file and an offset", pointer=pointer))
    return page_at(located(archive, file), int(offset), limit)


def page_at(file: str, offset: int, limit: int = LIMIT) -> Fetched:
    """The page or document at an offset of a WARC file; raises ``WarcError``."""
    page = read_at(file, offset, limit=limit)
    return replace(document_of(page.url, page.body), place=page.place) if page.is_document else page


def located(archive: str | Path, file: str) -> str:
    """Where a file is that a row names: relative to the archive's folder, or to where the crawl was started.

    One that is being written has another name until it is closed.
    """
    outer, inside, member = file.partition("!")
    beside = Path(archive).resolve().parent / outer
    for candidate in (beside, beside.with_name(beside.name + OPEN)):
        if candidate.is_file():
            return f"{candidate}{inside}{member}"
    return file
