"""Exit codes of ``scrapy crawl`` and ``scrapy crawlall``."""

from __future__ import annotations

from collections.abc import Iterable

HEALTHY = 0
COULD_NOT_START = 1
UNHEALTHY = 2  # also: stopped by a signal or a limit
ALREADY_RUNNING = 3

# ALREADY_RUNNING is nearly as good as healthy: another process crawls the site.
_WORST_FIRST = (COULD_NOT_START, UNHEALTHY, ALREADY_RUNNING, HEALTHY)


def worst(codes: Iterable[int]) -> int:
    """The code that stands for several crawls: 1 before 2 before 3 before 0.

    Any other code (a crawl that was killed) counts as unhealthy.
    """
    known = {code if code in _WORST_FIRST else UNHEALTHY for code in codes}
    return next((code for code in _WORST_FIRST if code in known), HEALTHY)
