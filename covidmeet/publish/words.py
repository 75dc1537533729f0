"""The words of a folder's own pages; those that are as in ``browse`` have theirs there."""

from __future__ import annotations

from collections.abc import Mapping

from covidmeet.browse.words import CONTEXT as OF_BROWSE
from covidmeet.show.words import CONTEXT as OF_ARTICLES
from covidmeet.show.words import Words

CONTEXT = "publish"
WORDS = (
    "By month",
    "By site",
    "undated",
    "Searching…",
    "Nothing was found.",
    "{shown} of {total}, newest first",
    "{shown} of at most {most}, newest first",
    "More",
    "no date",
    "The search needs JavaScript; the lists by month and by site do not.",
    "A file of the index cannot be read:",
    "a parenthesis closes that was not opened",
    "a parenthesis is not closed",
    "an empty pair of parentheses",
    "too many parentheses inside each other",
    "a quotation mark is not closed",
    "nothing stands behind it",
    "nothing stands before it",
    "it has no value",
    "too many words",
    "this is no day; write 2022, 2022-03 or 2022-03-05",
    "this folder has no search for it",
)
FAULTS = WORDS[WORDS.index("a parenthesis closes that was not opened") :]
"""What may be wrong with a query, as ``query.js`` says it."""


def folder_words(language: str) -> Mapping[str, str]:
    """English word → word of ``language`` (``en`` or ``zh``)."""
    return Words((*WORDS, *_SHARED), (CONTEXT, OF_BROWSE, OF_ARTICLES), language)


_SHARED = ("(no title)", "articles", "Search", "Earlier page", "Next page", "Newest articles")
