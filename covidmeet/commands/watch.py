"""``scrapy watch``: as ``covidmeet watch``."""

from covidmeet.cli.scrapy_adapter import ClickAdapter
from covidmeet.cli.watch import command


class Command(ClickAdapter):
    """Tells what is new of a query, and writes Atom feeds."""

    click_command = command
