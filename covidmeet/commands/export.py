"""``scrapy export``: as ``covidmeet export``."""

from covidmeet.cli.export import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Writes the articles to a file or to standard output."""

    click_command = command
