"""What is noted of each page of a run, so that later runs can be compared with it.

A page is a short row in the run's counts, by which shares can be reckoned over many runs of few pages each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping
from hashlib import blake2b
from statistics import median
from typing import Any, NamedTuple

PAGES = "pages"
"""Name of the rows among a run's counts; ``pages/archived``, ``/outside`` and ``/rejected`` is how many."""
FRONTS = "fronts"
"""Name of the hashes among a run's counts: address of a list → hash of the articles on its first page.

Papers' issues are left out: each day has an address of its own.
"""
MOST = 200
"""Pages of a run that are noted; a first crawl may read thousands."""

ARCHIVED = "a"
OUTSIDE = "o"
REJECTED = "r"
KINDS = {ARCHIVED: "archived", OUTSIDE: "outside", REJECTED: "rejected"}
_EDGE = 12  # characters; shorter first and last lines are those of many articles: a place, a name
EARLIEST = "1995-01-01"
"""No Chinese news site is older; a day before it was misread, or is the zero of a clock (1970)."""


class PageFacts(NamedTuple):
    """One page.

    ``url``, ``text``, ``first`` and ``last`` are hashes of eight hex digits: of the address, of the letters
    of the text, and of its first and last line, empty where they tell nothing.  ``kind``: archived, outside
    of what was asked for, or rejected.  ``length`` in characters; ``day`` in ISO 8601; ``lacks`` has a letter
    for each of ``LACKS`` that the page lacks, and ``m`` or ``M`` for a page in which no meeting, or one, was
    found; neither where none was looked for.  ``origins`` has for each of ``ORIGINS`` a letter for the place
    where the field was found, ``-`` for an empty field; it is empty for pages of earlier versions.
    """

    url: str
    kind: str
    text: str = ""
    first: str = ""
    last: str = ""
    length: int = 0
    day: str = ""
    lacks: str = ""
    origins: str = ""

    @property
    def looked_for_meetings(self) -> bool:
        """Whether the page says anything of how many report a meeting."""
        return WITHOUT_MEETING in self.lacks or WITH_MEETING in self.lacks


LACKS: Mapping[str, str] = {"title": "t", "published_at": "d", "source": "s", "layout": "g"}
"""Field → its letter in ``PageFacts.lacks``; ``layout``: none of the site's layouts matched."""


ORIGINS = ("title", "published_at", "source")
"""The fields of which it is noted where they were found."""
_NOWHERE = "-"
_LETTERS = {"layout": "l", "info": "i", "head": "h", "meta": "m", "json_ld": "j", "json": "k"}
_LETTERS |= {"text": "t", "address": "a", "list": "s", "spider": "p"}
PLACES = {letter: origin for origin, letter in _LETTERS.items()}


def origins_of(fields: Mapping[str, str]) -> str:
    """The letters of ``PageFacts.origins``; ``fields`` are an article's."""
    return "".join(_LETTERS.get(fields.get(name, ""), _NOWHERE) for name in ORIGINS)


WITHOUT_MEETING = "m"
WITH_MEETING = "M"


def short_hash(text: str) -> str:
    """Eight hex digits, which two of some thousand texts share with a chance of one in a thousand."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def facts_of(
    url: str,
    kind: str,
    body: str,
    published: str | None,
    has: Mapping[str, bool],
    meetings: int | None = None,
    origins: str = "",
) -> PageFacts:
    """The row of a page that an article was made of; ``has``: those of ``LACKS`` that are there.

    ``meetings``: how many the text reports, None where none were looked for; ``origins``: see ``PageFacts``.
    """
    found = "" if meetings is None else WITH_MEETING if meetings else WITHOUT_MEETING
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    edges = [short_hash(line) if len(line) >= _EDGE else "" for line in lines[:1] + lines[1:][-1:]]
    first, last = [*edges, "", ""][:2]
    letters = "".join(filter(str.isalnum, body))
    return PageFacts(
        short_hash(url),
        kind,
        short_hash(letters) if letters else "",
        first,
        last,
        len(letters),
        (published or "")[:10],
        "".join(letter for name, letter in LACKS.items() if not has.get(name)) + found,
        origins,
    )


class Sample:
    """The pages of one run."""

    def __init__(self) -> None:
        self._pages: dict[str, PageFacts] = {}

    def add(self, page: PageFacts) -> None:
        """Note a page; the last word on an address counts."""
        if page.url in self._pages or len(self._pages) < MOST:
            self._pages[page.url] = page

    def counts(self, known: Container[tuple[str, str]] = ()) -> dict[str, Any]:
        """The rows, and what they say in numbers that a person can check.

        Without those that are ``known`` (address, kind) from runs before: what is fetched again counts once.
        """
        pages = [page for page in self._pages.values() if page[:2] not in known]
        read = [page for page in pages if page.kind != REJECTED]
        told: dict[str, Any] = {PAGES: [list(page) for page in pages]} if pages else {}
        for kind, name in KINDS.items():
            told[f"pages/{name}"] = sum(page.kind == kind for page in pages)
        if not read:
            return told
        texts = Counter(page.text for page in read if page.text)
        days = {page.day for page in read if page.day}
        return told | {
            "texts/median": round(median(page.length for page in read)),
            "texts/shared": sum(count for count in texts.values() if count > 1),
            "dates/distinct": len(days),
            "dates/impossible": sum(page.day < EARLIEST for page in read if page.day),
        }
