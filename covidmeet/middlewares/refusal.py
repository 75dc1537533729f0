"""Why a page was not taken: exceptions that carry a reason to ``rejects``."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest


class Refused(IgnoreRequest):
    """A page that is not fetched or not used: ``reason`` (a word) and ``detail`` for its row."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class Settled(IgnoreRequest):
    """A page that is not used and needs no row of its own: it has one, or a count tells of it."""
