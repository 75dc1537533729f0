"""What a worker makes of a page of a live crawl, and tells the crawl's process of it."""

from __future__ import annotations

from typing import NamedTuple

from covidmeet.extract.page import Page
from covidmeet.extract.pager import Pager, pager_of
from covidmeet.pool.worker import Outcome
from covidmeet.process import Fetched, attempt_whole, decode_page
from covidmeet.stages.reading import Reading


class ReadPage(NamedTuple):
    """``page`` knows whether it is ``withheld``, without being parsed again; ``pager``: its other parts."""

    page: Page
    pager: Pager
    outcome: Outcome


def read_page(fetched: Fetched, reading: Reading) -> ReadPage:
    """Decode, extract, and all stages that neither read nor write; raises ``Reject`` as ``decode_page``."""
    page = decode_page(fetched, reading)
    pager = Pager() if page.is_json or page.withheld else pager_of(page)
    return ReadPage(page, pager, attempt_whole(fetched, reading, page))
