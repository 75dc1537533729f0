"""``scrapy parse`` is switched off."""

from covidmeet.cli.switched_off import SwitchedOff


class Command(SwitchedOff):
    """Says what to use instead."""

    instead = "covidmeet crawl pages -a url=URL archives a page, covidmeet show URL shows what was read"
