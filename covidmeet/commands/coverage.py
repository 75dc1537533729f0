"""``scrapy coverage``: as ``covidmeet coverage``."""

from covidmeet.cli.coverage import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Shows what the archive knows of each site, month by month."""

    click_command = command
