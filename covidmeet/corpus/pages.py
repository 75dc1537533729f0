"""What goes from step to step of a pipeline: one document of datatrove a page, and nothing is dropped.

The engine's own readers drop documents without text; here every page, also one that is passed over, comes to
the writer, which counts it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from datatrove.data import Document

from covidmeet.corpus.job import PagePosition
from covidmeet.items import Article
from covidmeet.process import Fetched
from covidmeet.reasons import Reject

_KEY = "covidmeet"


@dataclass(slots=True)
class CorpusPage:
    """A page on its way.  ``skipped``: why it is passed over; ``location``: where a redirect leads."""

    fetched: Fetched
    position: PagePosition
    skipped: str = ""
    location: str = ""
    outcome: Article | Reject | None = None


@dataclass(slots=True)
class FileEnd:
    """Behind the pages of a file: how many captures it had, its other records by type, what it tells of pages
    that it does not hold, and what is wrong with it (address and reject)."""

    file: int
    captures: int
    records: dict[str, int] = field(default_factory=dict)
    not_held: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, Reject]] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)


def wrapped(content: CorpusPage | FileEnd | Any) -> Any:
    """A document that carries a page, or what else is told of a file."""
    name = content.fetched.url if isinstance(content, CorpusPage) else type(content).__name__
    return Document(text="", id=name, metadata={_KEY: content})


def content_of(document: Any) -> Any:
    """What ``wrapped`` was given."""
    return document.metadata[_KEY]
