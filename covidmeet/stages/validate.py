"""Reject what is not an article, with its reason."""

from __future__ import annotations

import re
from itertools import islice

from covidmeet.items import Article
from covidmeet.language import stored
from covidmeet.reasons import Reason, Reject
from covidmeet.stages.reading import Reading

_LETTER = re.compile(r"[^\W\d_]")
_SHORTEST = 20  # letters; the shortest report of a meeting names who, when and what
_DAMAGED = 0.02  # share that is unrepaired, or likely repaired wrongly: beyond it no sentence can be trusted
_LOST_PROSE = 3  # times the body's length: prose that uncertain rules took off


def validate(article: Article, reading: Reading) -> None:
    """Let a sound article through; raises ``Reject`` for the rest."""
    text = article.text
    if not text.strip():
        raise Reject(Reason.EMPTY, stored("the page holds no text"))
    places = sum(len(place.seen) for place in article.unrepaired)
    if places > _DAMAGED * len(text):
        raise Reject(
            Reason.STILL_DAMAGED,
            stored("{places} of {count} characters could not be repaired", places=places, count=len(text)),
        )
    doubt = sum((1 - fix.confidence) * max(len(fix.after), 1) for fix in article.fixes)
    if doubt > _DAMAGED * len(text):
        raise Reject(
            Reason.STILL_DAMAGED,
            stored(
                "about {doubt:.0f} of {count} characters were repaired wrongly", doubt=doubt, count=len(text)
            ),
        )
    if not article.body:
        raise article.lacks(
            Reason.NO_BODY, stored("no paragraph of text among {count} characters", count=len(text))
        )
    letters = sum(1 for _ in islice(_LETTER.finditer(article.body), _SHORTEST))
    if letters < _SHORTEST:
        raise article.lacks(
            Reason.TOO_SHORT,
            stored(
                "the text has {letters} letters, fewer than {SHORTEST}", letters=letters, SHORTEST=_SHORTEST
            ),
        )
    if article.lost_prose > _LOST_PROSE * len(article.body):
        raise Reject(
            Reason.OVER_STRIPPED,
            stored(
                "{lost_prose} characters of prose were taken off, {count} left",
                lost_prose=article.lost_prose,
                count=len(article.body),
            ),
        )
