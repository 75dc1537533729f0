"""Scrapy's command line, called by ``covidmeet``: in any folder, without a ``scrapy.cfg``."""

from __future__ import annotations

import os
from collections.abc import Sequence

_VARIABLE = "SCRAPY_SETTINGS_MODULE"  # Scrapy's own; also for the crawls that a crawl starts
PROGRAM = "PROGRAM"
"""The setting with the name of the program that was called, for what it says on standard error."""


def call_scrapy(command: str, words: Sequence[str], program: str) -> int:
    """Run a sub-command of ``scrapy`` with ``words`` behind it; its exit code.

    A project of one's own goes first, where the variable ``SCRAPY_SETTINGS_MODULE`` names its settings.
    """
    os.environ.setdefault(_VARIABLE, "covidmeet.settings")
    from scrapy.cmdline import execute
    from scrapy.utils.project import get_project_settings

    settings = get_project_settings()
    settings.set(PROGRAM, program)
    try:
        execute(["scrapy", command, *words], settings)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    return 0
