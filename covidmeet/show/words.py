"""The words around an article, of which the catalogue has the Chinese ones under their context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from covidmeet.language import catalogue
from covidmeet.language import language as language_in_use

CONTEXT = "article"
WORDS = (
    "(no title)",
    "a copy of",
    "access",
    "archived",
    "captured",
    "charset",
    "copies",
    "deck",
    "doubtful",
    "certainty",
    "agreement",
    "pages",
    "missing",
    "unfinished",
    "editors",
    "first seen",
    "found by",
    "found in",
    "from",
    "gateway",
    "hash",
    "headed",
    "last seen",
    "form",
    "held",
    "convener",
    "level",
    "measures",
    "orders",
    "people",
    "place",
    "layout",
    "page",
    "published",
    "repaired",
    "reporters",
    "revisions",
    "run",
    "script",
    "site",
    "stripped",
    "url",
    "original_title",
    "published_at",
    "source",
    "title",
    "after",
    "to",
    "by the site",
    "by reprocess, not by the site",
    "only the beginning had been received",
    "paragraphs unchanged",
    "As published",
    "Change",
    "Not by the site, shown with --all",
    "The site changed nothing that the archive knows of.",
    "The text is the same.",
    "Before and after",
    "Lines of the page",
    "Meeting",
    "By its words a report of a meeting on prevention; no meeting was found that it reports as held.",
    "Provenance",
    "Simplified",
)


class Words(Mapping[str, str]):
    """English word → word of ``language`` (None: the one in use), by ``contexts`` of the catalogue.

    The first that has the word counts; a word that none has is told in English.  ``words`` are those known.
    """

    def __init__(self, words: Iterable[str], contexts: tuple[str, ...], language: str | None = None) -> None:
        self._words = tuple(words)
        self._contexts = contexts
        self._catalogue = catalogue(language or language_in_use())

    def __getitem__(self, word: str) -> str:
        told = (self._catalogue.pgettext(context, word) for context in self._contexts)
        return next((found for found in told if found != word), word)

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


def words_of(language: str | None = None) -> Words:
    """The words around an article, in ``language`` or the one in use."""
    return Words(WORDS, (CONTEXT,), language)
