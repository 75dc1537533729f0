"""``scrapy copies``: as ``covidmeet copies``."""

from covidmeet.cli.copies import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Lists the same text on other pages."""

    click_command = command
