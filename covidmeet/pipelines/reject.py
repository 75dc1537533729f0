"""A page that is not archived leaves with a reason."""

from __future__ import annotations

from scrapy.exceptions import DropItem


class Reject(DropItem):
    """Raised by a stage: the page is kept in ``rejects`` with ``reason`` (a word) and ``detail``."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
