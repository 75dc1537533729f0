"""``scrapy browse``: as ``covidmeet browse``."""

from covidmeet.cli.browse import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Shows the archive in a browser."""

    click_command = command
