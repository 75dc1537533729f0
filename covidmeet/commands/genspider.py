"""``scrapy genspider`` is switched off."""

from covidmeet.cli.switched_off import SwitchedOff


class Command(SwitchedOff):
    """Says what to use instead."""

    instead = "covidmeet newsite URL begins a site from its pages"
