"""``scrapy why``: as ``covidmeet why``."""

from covidmeet.cli.scrapy_adapter import ClickAdapter
from covidmeet.cli.why import command


class Command(ClickAdapter):
    """Shows why a page is archived, or why it is not."""

    click_command = command
