"""The words of ``covidmeet why`` ; names of rules stay as they are."""

from __future__ import annotations

from covidmeet.show.words import Words

CONTEXT = "why"
WORDS = (
    "Captures",
    "Lines of the page",
    "Read today",
    "answer",
    "archived",
    "article",
    "asked for",
    "by its address",
    "copy",
    "decision",
    "document",
    "encoding",
    "file",
    "first seen",
    "found",
    "gateway",
    "inside it",
    "last seen",
    "layout",
    "list",
    "live",
    "page",
    "rejected",
    "repaired",
    "stripped",
    "to fetch it:",
    "topic",
    "unread",
    "visited",
    "an article",
    "a report of a meeting on prevention",
    "declared as",
    "led to",
    "matches",
    "no",
    "no; the archive knows nothing of this address",
    "not asked for: topic=all",
    "not kept",
    "of no site that is known",
    "on another matter",
    "on another matter, times",
    "only a host of it",
    "places not decoded",
    "read below",
    "… {} more lines; --lines {} shows all",
    # How an encoding was decided (text/charset.py).
    "byte order mark",
    "NUL pattern",
    "escape sequences",
    "strict UTF-8",
    "tolerant UTF-8",
    "scored",
    "by stretches",
    "guessed",
    # Why a layout does not match (page_reading.py).
    "no text where it expects it",
    "the most probable text, certainty",
    "what it needs is not on the page",
    "of pages in JSON",
    "of pages in HTML",
    # Why a page is on the topic or not (text/topic.py).
    "the headlines name an epidemic of animals or plants",
    "neither headlines nor first paragraphs name an epidemic",
    "the headlines name a gathering of another kind",
    "an epidemic is named, but no meeting that was held",
    "the headline names the epidemic",
    "the headline names another matter",
    "a further headline names the epidemic",
    "the first sentence says that the meeting was about it",
    "the first paragraphs name the epidemic several times",
    "the epidemic is only mentioned",
)


def why_words(language: str | None = None) -> Words:
    """The words of ``language``, or of the one in use."""
    return Words(WORDS, (CONTEXT,), language)
