"""An article on another matter, or of another time than asked for, is counted and not stored."""

from __future__ import annotations

from covidmeet.items import Article
from covidmeet.reasons import Reason, Reject
from covidmeet.stages.reading import EVERY_TOPIC, Reading
from covidmeet.text.topic import is_meeting_report


def scope(article: Article, reading: Reading) -> None:
    """Let through what is asked for; raises ``Reject`` (``out_of_scope``, ``out_of_range``) for the rest.

    A page without text goes on, to be rejected by the validation.
    """
    asked = reading.scope
    day = (article.published_at or "")[:10]
    if day and not asked.includes(day):
        raise Reject(Reason.OUT_OF_RANGE, f"published {day}")
    if article.body and asked.topic != EVERY_TOPIC and not _on_topic(article):
        raise Reject(Reason.OUT_OF_SCOPE, article.title or "no title")


def _on_topic(article: Article) -> bool:
    return is_meeting_report(article.title or "", article.deck.splitlines(), article.body.splitlines())
