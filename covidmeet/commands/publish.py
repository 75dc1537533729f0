"""``scrapy publish``: as ``covidmeet publish``."""

from covidmeet.cli.publish import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Writes articles as static pages."""

    click_command = command
