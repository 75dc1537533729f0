"""400: what is not an article is rejected with its reason, never stored and never dropped in silence."""

from __future__ import annotations

import re

from covidmeet.items import Article
from covidmeet.pipelines.reject import Reject

_LETTER = re.compile(r"[^\W\d_]")
_SHORTEST = 20  # letters; the shortest report of a meeting names who, when and what
_DAMAGED = 0.02  # unrepaired places a character: beyond it a reader cannot trust a sentence
_LOST_PROSE = 3  # times the body's length: prose that uncertain rules took off


class ValidatePipeline:
    """Reasons: ``empty``, ``no_body``, ``too_short``, ``over_stripped``, ``still_damaged``."""

    def process_item(self, item: Article) -> Article:
        """Let a sound article through; raises ``Reject`` for the rest."""
        if not item.text.strip():
            raise Reject("empty", "the page holds no text")
        places = sum(len(place.seen) for place in item.unrepaired)
        if places > _DAMAGED * len(item.text):
            raise Reject("still_damaged", f"{places} of {len(item.text)} characters could not be repaired")
        if not item.body:
            raise Reject("no_body", f"no paragraph of text among {len(item.text)} characters")
        letters = len(_LETTER.findall(item.body))
        if letters < _SHORTEST:
            raise Reject("too_short", f"the text has {letters} letters, fewer than {_SHORTEST}")
        if item.lost_prose > _LOST_PROSE * len(item.body):
            raise Reject(
                "over_stripped",
                f"{item.lost_prose} characters of prose were taken off, {len(item.body)} left",
            )
        return item
