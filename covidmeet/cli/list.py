"""``covidmeet list``: the spiders."""

from __future__ import annotations

import click

from covidmeet.cli.passing_on import ScrapyCommand


@click.command(cls=ScrapyCommand, name="list", example="covidmeet list")
def command() -> None:
    """List the sites that can be crawled, and the other spiders.

    One name a line: those that come with covidmeet, and those in your folder of sites (SITES_DIR).
    """
