"""What a web archive knows of a site, as a table: pages by month and by the beginning of their addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from urllib.parse import urlsplit

import click

from covidmeet.text.dates import date_in_url


def count_month(months: Counter[tuple[str, str]], url: str, timestamp: str = "") -> None:
    """Count a page by its month, as the address or else ``timestamp`` (14 digits) tells, and its address."""
    captured = f"{timestamp[:4]}-{timestamp[4:6]}" if timestamp else "unknown"
    parts = urlsplit(url)
    month = (date_in_url(url) or captured)[:7]
    months[month, f"{parts.hostname}/{'/'.join(parts.path.split('/')[1:2])}"] += 1


def print_months(months: Mapping[tuple[str, str], int]) -> None:
    """Print the pages that are known, a line a month and form of address, and their sum."""
    click.echo("month\tpages\taddresses")
    for (month, form), count in sorted(months.items()):
        click.echo(f"{month}\t{count}\t{form}")
    click.echo(f"all\t{sum(months.values())}\t")
