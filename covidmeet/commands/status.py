"""``scrapy status``: as ``covidmeet status``."""

from covidmeet.cli.scrapy_adapter import ClickAdapter
from covidmeet.cli.status import command


class Command(ClickAdapter):
    """Shows how the crawls of the sites are doing."""

    click_command = command
