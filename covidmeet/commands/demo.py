"""``scrapy demo``: as ``covidmeet demo``."""

from covidmeet.cli.demo import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Archives the samples."""

    click_command = command
