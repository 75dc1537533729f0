"""The words of the pages, in the language that the reader chose."""

from __future__ import annotations

from collections.abc import Mapping

from covidmeet.show.words import CONTEXT as OF_ARTICLES
from covidmeet.show.words import WORDS as WORDS_OF_ARTICLES
from covidmeet.show.words import Words

CONTEXT = "browse"
WORDS = (
    "Search",
    "Words, “phrases”, OR, -word, site: since: until: source: title:",
    "articles",
    "sites",
    "revisions",
    "copies",
    "repaired articles",
    "doubtful articles",
    "rejected pages",
    "meetings",
    "Articles a week, by day of publication",
    "Coverage by site and month",
    "Places repaired, by rule",
    "Meetings a week",
    "Newest articles",
    "All tables",
    "No data.",
    "site",
    "year",
    "month",
    "count",
    "no date",
    "Filter",
    "shown",
    "{first}–{last} of {total}",
    "at least",
    "Earlier page",
    "Next page",
    "Nothing was found.",
    "Facets count the first {} hits.",
    "Page",
    "The stored page",
    "Open alone",
    "without scripts, and without anything from outside",
    "Repairs",
    "places marked in the text",
    "Nothing was repaired.",
    "sure",
    "else",
    "stood there",
    "Not repaired",
    "Changes",
    "Copies",
    "Sentence",
    "There is no such article.",
    "There is no such page.",
    "Articles, a month a cell",
    "gap",
    "Skip to the text",
    "Newest first",
    "By relevance",
    "Text",
)


def browse_words(language: str) -> Mapping[str, str]:
    """English word → word of ``language`` (``en`` or ``zh``), of these pages and of an article's views."""
    return Words((*WORDS, *WORDS_OF_ARTICLES), (CONTEXT, OF_ARTICLES), language)


def language_of(asked: str | None, kept: str | None, preferred: str) -> str:
    """``en`` or ``zh``: what the address asks, else the cookie, else the header Accept-Language.

    >>> language_of(None, None, "zh-TW,zh;q=0.9,en;q=0.8"), language_of("en", "zh", "zh")
    ('zh', 'en')
    """
    for word in (asked, kept):
        if word in ("en", "zh"):
            return word
    return "zh" if preferred.strip().lower().startswith("zh") else "en"
