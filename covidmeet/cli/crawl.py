"""``covidmeet crawl``: Scrapy's, with exit codes that tell what came of the run."""

from __future__ import annotations

import click

from covidmeet.cli.completion import site_names
from covidmeet.cli.passing_on import ScrapyCommand, log_options


@click.command(cls=ScrapyCommand, name="crawl", example="covidmeet crawl gz_gov -a since=2022-11-01")
@click.argument("site", shell_complete=site_names)
@click.option("-a", "arguments", multiple=True, metavar="NAME=VALUE", help="Tell the spider.")
@log_options
def command() -> None:
    """Crawl a site into the archive, or documents: crawl documents -a path=FOLDER.

    Ends with 0: healthy, 1: could not start, 2: finished but unhealthy, 3: another crawl of that site is
    running.
    """
