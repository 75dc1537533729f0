"""``scrapy report``: as ``covidmeet report``."""

from covidmeet.cli.report import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Shows what the archive holds, what was stripped and repaired, and what was rejected."""

    click_command = command
