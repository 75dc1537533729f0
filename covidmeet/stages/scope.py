"""An article on another matter, or of another time than asked for, is counted and not stored."""

from __future__ import annotations

from covidmeet.facts import facts
from covidmeet.facts.non_reports import class_of_non_report
from covidmeet.items import Article
from covidmeet.language import stored
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
        raise Reject(Reason.OUT_OF_RANGE, stored("published {day}", day=day))
    if not article.body or asked.topic == EVERY_TOPIC:
        return
    deck = article.deck.splitlines()
    title = article.title or ""
    if not is_meeting_report(title, deck, article.body.splitlines()):
        raise article.lacks(Reason.OUT_OF_SCOPE, article.title or stored("no title"))
    kind = class_of_non_report(title, deck) if reading.facts else ""
    if kind and not facts(article, reading.sites.named(article.site or "")):
        raise article.lacks(
            Reason.OUT_OF_SCOPE,
            stored("{title}: {kind} that reports no meeting, by its words on topic", title=title, kind=kind),
        )
