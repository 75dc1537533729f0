"""``scrapy doctor``: as ``covidmeet doctor``."""

from covidmeet.cli.doctor import command
from covidmeet.cli.scrapy_adapter import ClickAdapter


class Command(ClickAdapter):
    """Checks what decides how covidmeet works on this machine, for a bug report."""

    click_command = command
