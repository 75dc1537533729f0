"""``scrapy merge``: as ``covidmeet merge``."""

from covidmeet.cli.merge import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Makes one archive of several."""

    click_command = command
