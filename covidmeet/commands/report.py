"""``scrapy report``: what the archive holds, what was stripped and repaired, and what was rejected."""

from __future__ import annotations

import argparse
import json
from sqlite3 import Connection

from rich.console import Console
from rich.table import Table
from scrapy.exceptions import UsageError

from covidmeet.archive.reader import count_rows
from covidmeet.crawl.own_command import ArchiveCommand


class Command(ArchiveCommand):
    """A table for a person; machines read the export."""

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Show the newest articles, what was stripped and repaired, and the rejects"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--limit", type=int, default=40, help="rows a table (default: 40)")

    def check(self, args: list[str]) -> None:
        if args:
            raise UsageError("report takes options only")

    def read(self, db: Connection, args: list[str], opts: argparse.Namespace) -> None:
        console = Console()
        console.print(articles_table(db, opts.limit))
        console.print(rules_table(db))
        if count_rows(db, "rejects"):
            console.print(rejects_table(db, opts.limit))


def articles_table(db: Connection, limit: int) -> Table:
    """The articles stored last: ``text`` in characters, ``stripped`` in lines, ``repaired`` in places."""
    total = count_rows(db, "articles")
    caption = f"{total:,} articles" + (f", newest {limit} shown" if total > limit else "")
    table = Table(title="Archived", title_justify="left", caption=caption, caption_justify="left")
    table.add_column("site")
    table.add_column("published", no_wrap=True)
    table.add_column("title", ratio=1, overflow="fold")
    for heading in ("text", "stripped", "repaired"):
        table.add_column(heading, justify="right")
    for site, published, title, length, stripped, repairs in db.execute(
        "select site, published_at, title, length(body), stripped, repairs from articles"
        " order by first_seen desc, rowid limit ?",
        [limit],
    ):
        published = (published or "–").replace("T", " ").removesuffix("+08:00")
        sums = (f"{sum(json.loads(counts).values()) or '–'}" for counts in (stripped, repairs))
        table.add_row(site, published, title or "–", f"{length:,}", *sums)
    return table


def rules_table(db: Connection) -> Table:
    """What every rule did in the whole archive."""
    table = Table(title="Stripped and repaired, by rule", title_justify="left")
    for heading in ("stage", "rule"):
        table.add_column(heading)
    for heading in ("count", "articles"):
        table.add_column(heading, justify="right")
    for stage, column in (("stripped", "stripped"), ("repaired", "repairs")):
        for rule, count, articles in db.execute(
            f"select key, sum(value), count(*) from articles, json_each(articles.{column})"
            " group by key order by 2 desc, 1"
        ):
            table.add_row(stage, rule, f"{count:,}", f"{articles:,}")
        table.add_section()
    return table


def rejects_table(db: Connection, limit: int) -> Table:
    """Pages that were not archived, newest first."""
    table = Table(title="Rejected", title_justify="left")
    table.add_column("reason")
    table.add_column("page", overflow="fold", ratio=1)
    table.add_column("detail", ratio=1)
    for reason, url, detail in db.execute(
        "select reason, url, detail from rejects order by seen_at desc, rowid limit ?", [limit]
    ):
        table.add_row(reason, url, detail)
    return table
