"""``covidmeet report``: what the archive holds, what was stripped and repaired, and what was rejected."""

from __future__ import annotations

import json

import click
from rich.table import Table
from rich.text import Text

from covidmeet.archive.reader import Readable, count_rows
from covidmeet.cli import console
from covidmeet.cli.framework import SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.language import _, ngettext
from covidmeet.stored_sentences import shown, value
from covidmeet.text.printable import one_line

LARGEST = 2**63 - 1  # of what SQLite takes as a number


@click.command(cls=SubCommand, name="report", example="covidmeet report --limit 10")
@click.option(
    "--limit",
    type=click.IntRange(min=0, max=LARGEST, clamp=True),
    default=40,
    show_default=True,
    help="Rows a table at most.",
)
@pass_given
def command(given: Given, limit: int) -> None:
    """Show the newest articles, what was stripped and repaired, and the rejects.

    Tables for a person; machines read the export.
    """
    db = given.open()
    output = console.for_tables()
    if not count_rows(db, "articles") and not count_rows(db, "rejects"):
        click.echo(_("The archive is empty: no article, no reject."))
        return
    output.print(articles_table(db, limit))
    if count_rows(db, "meetings"):
        output.print(meetings_table(db))
        output.print(without_meeting_table(db))
    output.print(rules_table(db))
    if count_rows(db, "rejects"):
        output.print(rejects_table(db, limit))


def _cell(text: str | None) -> Text:
    """Text of a page as itself: without markup, and without control characters."""
    return Text(one_line(text or "–"))


def articles_table(db: Readable, limit: int) -> Table:
    """The articles stored last: ``text`` in characters, ``stripped`` in lines, ``repaired`` in places."""
    total = count_rows(db, "articles")
    caption = ngettext("{count:,} article", "{count:,} articles", total)
    caption += _(", newest {limit} shown", limit=limit) if total > limit else ""
    table = Table(title=_("Archived"), title_justify="left", caption=caption, caption_justify="left")
    table.add_column(_("site"), no_wrap=True)
    table.add_column(_("published"), no_wrap=True)
    table.add_column(_("title"), ratio=1, overflow="fold")
    for heading in (_("text"), _("stripped"), _("repaired")):
        table.add_column(heading, justify="right")
    for site, published, title, length, stripped, repairs in db.execute(
        "select site, published_at, title, length(body), stripped, repairs from articles"
        " order by first_seen desc, rowid limit ?",
        [limit],
    ):
        published = (published or "–").replace("T", " ").removesuffix("+08:00")
        sums = (f"{sum(json.loads(counts).values()) or '–'}" for counts in (stripped, repairs))
        table.add_row(_cell(site), _cell(published), _cell(title), f"{length:,}", *sums)
    return table


def rules_table(db: Readable) -> Table:
    """What every rule did in the whole archive."""
    table = Table(title=_("Stripped and repaired, by rule"), title_justify="left")
    for heading in (_("stage"), _("rule")):
        table.add_column(heading)
    for heading in (_("count"), _("articles")):
        table.add_column(heading, justify="right")
    for stage, column in ((_("stripped"), "stripped"), (_("repaired"), "repairs")):
        for rule, count, articles in db.execute(
            f"select key, sum(value), count(*) from articles, json_each(articles.{column})"
            " group by key order by 2 desc, 1"
        ):
            table.add_row(stage, _cell(rule), f"{count:,}", f"{articles:,}")
        table.add_section()
    return table


def meetings_table(db: Readable) -> Table:
    """What was found of the meetings that articles report, by level."""
    table = Table(title=_("Meetings reported, by level"), title_justify="left")
    table.add_column(_("level"))
    for heading in (
        _("meetings"),
        _("with a day"),
        _("with a chair"),
        _("people"),
        _("orders"),
        _("measures"),
    ):
        table.add_column(heading, justify="right")
    for level, *counts in db.execute(
        "select level, count(*), count(held_on),"
        " sum(exists (select 1 from people p where p.meeting_id = m.meeting_id and role = 'chair')),"
        " sum((select count(distinct name) from people p where p.meeting_id = m.meeting_id)),"
        " sum((select count(*) from orders o where o.meeting_id = m.meeting_id)),"
        " sum((select count(*) from measures s where s.meeting_id = m.meeting_id))"
        " from meetings m group by level order by 2 desc, 1"
    ):
        table.add_row(_cell(value(level)), *(f"{count:,}" for count in counts))
    return table


def without_meeting_table(db: Readable) -> Table:
    """How many articles of each site report no meeting: many where its pages are read wrongly, too."""
    table = Table(title=_("Articles without a meeting, by site"), title_justify="left")
    table.add_column(_("site"))
    for heading in (_("articles"), _("without"), _("share")):
        table.add_column(heading, justify="right")
    without_one = "sum(url_hash not in (select url_hash from meetings))"
    for site, articles, without in db.execute(
        f"select site, count(*), {without_one} from articles group by site"
        f" order by 1.0 * {without_one} / count(*) desc, 1"
    ):
        table.add_row(_cell(site), f"{articles:,}", f"{without:,}", f"{without / articles:.0%}")
    return table


def rejects_table(db: Readable, limit: int) -> Table:
    """Pages that were not archived, newest first."""
    table = Table(title=_("Rejected"), title_justify="left")
    table.add_column(_("reason"))
    table.add_column(_("page"), overflow="fold", ratio=1)
    table.add_column(_("detail"), ratio=1)
    for reason, url, detail in db.execute(
        "select reason, url, detail from rejects order by seen_at desc, rowid limit ?", [limit]
    ):
        table.add_row(_cell(value(reason)), _cell(url), _cell(shown(detail or "")))
    return table
