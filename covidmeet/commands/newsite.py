"""``scrapy newsite``: as ``covidmeet newsite``."""

from covidmeet.cli.newsite import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Writes a spider, a sample page and an expectation; overwrites nothing."""

    click_command = command
