"""Why a page was not taken: exceptions that carry a reason to ``rejects``."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest

from covidmeet.reasons import Reason, Reject


class Refused(IgnoreRequest):
    """A page that is not fetched or not used, as Scrapy's middlewares tell it; ``reject`` says why."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reject = Reject(reason, detail)


class Settled(IgnoreRequest):
    """A page that is not used and needs no row of its own: it has one, or a count tells of it."""
