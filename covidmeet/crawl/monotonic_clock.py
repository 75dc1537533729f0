"""Make Twisted's timers use the monotonic clock.

By default they go by the time of day: where a clock is set back by a day during a crawl, its next connection,
its timeouts and its delays wait for that day; where it is set forward, every page that is loading times out.
"""

from __future__ import annotations

import time
from typing import Any


def use_monotonic_clock(reactor: Any) -> None:
    """Let ``reactor`` measure by ``time.monotonic``; to be called before it has any timer."""
    assert not reactor.getDelayedCalls(), "timers by the other clock would never be due"
    reactor.seconds = time.monotonic
