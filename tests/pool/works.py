"""What workers of the tests do with a page: harm, where its address says so, else what all do."""

from __future__ import annotations

import os
import re
import signal
import time

from lxml import etree

from covidmeet.pool.live import ReadPage, read_page
from covidmeet.pool.worker import Outcome
from covidmeet.process import Fetched, attempt_whole
from covidmeet.stages.reading import Reading


def harmful(fetched: Fetched, reading: Reading) -> Outcome:
    """``file:///crash``, ``pattern``, ``parser``, ``memory``, ``once?FILE`` …"""
    what, _, argument = fetched.url.removeprefix("file:///").partition("?")
    if what == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif what == "pattern":
        re.match("(a+)+$", "a" * 60 + "b")
    elif what == "parser":
        attributes = " ".join(f"a{number}=b" for number in range(400_000))
        etree.fromstring(f"<p {attributes}>", etree.HTMLParser(huge_tree=True))
    elif what == "memory":
        bytearray(4 << 30)
    elif what == "error":
        raise RuntimeError("upset")
    elif what == "sleep":
        time.sleep(float(argument))
    elif what == "once" and not os.path.exists(argument):  # noqa: PTH110
        os.close(os.open(argument, os.O_CREAT))
        os.kill(os.getpid(), signal.SIGKILL)
    return attempt_whole(fetched, reading)


def harmful_live(fetched: Fetched, reading: Reading) -> ReadPage:
    """As ``read_page``; the page ``/666.html`` holds its worker, ``/667.html`` ends it."""
    if fetched.url.endswith("/666.html"):
        re.match("(a+)+$", "a" * 60 + "b")
    elif fetched.url.endswith("/667.html"):
        os.kill(os.getpid(), signal.SIGSEGV)
    return read_page(fetched, reading)
