"""``scrapy corpus``: as ``covidmeet corpus``."""

from covidmeet.cli.corpus import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Makes a corpus of WARC files."""

    click_command = command
