"""``covidmeet crawlall``: all sites, one process each."""

from __future__ import annotations

import click

from covidmeet.cli.completion import site_names
from covidmeet.cli.passing_on import ScrapyCommand, log_options


@click.command(cls=ScrapyCommand, name="crawlall", example="covidmeet crawlall --quiet -s CRAWLS_AT_ONCE=3")
@click.argument("sites", metavar="[SITE ...]", nargs=-1, shell_complete=site_names)
@click.option("-a", "arguments", multiple=True, metavar="NAME=VALUE", help="An argument for each.")
@click.option("--shard", metavar="N/M", help="Only the sites of the Nth of M machines, by their hosts.")
@log_options
def command() -> None:
    """Crawl all sites, or those named, one process each.

    What a schedule calls; ends with the worst of the crawls' exit codes. With -a warc=FILE the file is read
    once for all of them.
    """
