"""``scrapy check`` is switched off."""

from covidmeet.cli.switched_off import SwitchedOff


class Command(SwitchedOff):
    """Says what to use instead."""

    instead = "the sample pages are tested instead: python -m tools.expect SITE"
