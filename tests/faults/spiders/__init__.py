"""A site's spider with an extractor that fails on one page, under the site's own name."""

from __future__ import annotations

from typing import Any

import covidmeet.process as process
from covidmeet.extract import extract
from covidmeet.spiders.gz_gov import GzGovSpider as _GzGovSpider

CRASHES_ON = "8600006"


def _crashing(page: Any, *rest: Any) -> Any:
    if CRASHES_ON in page.url:
        raise RecursionError("maximum depth of the page's tree")
    return extract(page, *rest)


class CrashingSpider(_GzGovSpider):
    """Fails as an unknown fault of the extractor would."""

    name = "gz_gov"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vars(process)["extract"] = _crashing
