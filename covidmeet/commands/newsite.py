"""``scrapy newsite``: as ``covidmeet newsite``."""

from covidmeet.cli.newsite import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Writes a spider, sample pages and what to expect of them, proposed from the pages."""

    click_command = command
