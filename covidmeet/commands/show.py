"""``scrapy show``: as ``covidmeet show``."""

from covidmeet.cli.scrapy_adapter import ClickAdapter
from covidmeet.cli.show import command


class Command(ClickAdapter):
    """Shows one article: its text, what was repaired and stripped, where it came from."""

    click_command = command
