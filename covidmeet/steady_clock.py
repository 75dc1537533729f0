"""A crawl's timers go by a clock that nobody sets.

Twisted's go by the time of day: where a clock is set back by a day during a crawl, its next connection, its
timeouts and its delays wait for that day; where it is set forward, every page that is loading times out.
"""

from __future__ import annotations

import time
from typing import Any


def steady(reactor: Any) -> None:
    """Let ``reactor`` measure by the monotonic clock; to be called before it has any timer."""
    assert not reactor.getDelayedCalls(), "timers by the other clock would never be due"
    reactor.seconds = time.monotonic
