"""``scrapy backup``: as ``covidmeet backup``."""

from covidmeet.cli.backup import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Copies the archive and its stored pages."""

    click_command = command
