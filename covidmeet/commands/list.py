"""``scrapy list``: Scrapy's own, which ends 1 with a sentence where a setting cannot be used."""

from __future__ import annotations

from scrapy.commands.list import Command as ScrapyList

from covidmeet.cli.scrapy_adapter import CheckedCommand


class Command(CheckedCommand, ScrapyList):
    """The names of the spiders, one a line."""
