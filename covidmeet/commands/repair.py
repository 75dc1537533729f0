"""``scrapy repair``: as ``covidmeet repair``."""

from covidmeet.cli.repair import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Repairs files or standard input."""

    click_command = command
