"""``scrapy check-archive``: as ``covidmeet check-archive``; Scrapy takes the name from this file's."""

from covidmeet.cli.check_archive import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Checks the archive and its stored pages."""

    click_command = command
