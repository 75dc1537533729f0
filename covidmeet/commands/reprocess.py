"""``scrapy reprocess``: as ``covidmeet reprocess``."""

from covidmeet.cli.reprocess import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Makes rows again from the stored pages."""

    click_command = command
