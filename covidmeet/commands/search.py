"""``scrapy search``: as ``covidmeet search``."""

from covidmeet.cli.scrapy_adapter import ClickAdapter
from covidmeet.cli.search import command


class Command(ClickAdapter):
    """Finds every occurrence of a phrase, in either script."""

    click_command = command
