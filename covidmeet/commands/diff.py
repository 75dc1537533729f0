"""``scrapy diff``: as ``covidmeet diff``."""

from covidmeet.cli.diff import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Shows what a site changed on an article's page."""

    click_command = command
