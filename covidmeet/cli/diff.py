"""``covidmeet diff``: what a site changed on an article's page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing

import click

from covidmeet.archive.article_rows import article_by_hash
from covidmeet.cli import console
from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.cli.which import article_meant
from covidmeet.items import Article
from covidmeet.language import _
from covidmeet.show import changes_view
from covidmeet.show.finding import NoSuchArticle
from covidmeet.show.page_history import SITE, TextChange, changes_of
from covidmeet.show.sheet import Sheet
from covidmeet.show.words import words_of
from covidmeet.text.printable import one_line, printable_json

NOTHING_FOUND = 1


@click.command(cls=SubCommand, name="diff", example="covidmeet diff 3 --revision 1")
@click.argument("which", metavar="URL|HASH|N")
@click.option(
    "--revision", type=click.IntRange(min=1), metavar="N", help="Only the Nth change, 1 is the oldest."
)
@click.option("--all", "with_own", is_flag=True, help="Also texts that reprocess made anew, with their mark.")
@click.option("--json", "as_json", is_flag=True, help="For machines, on standard output.")
@pass_given
def command(given: Given, which: str, revision: int | None, with_own: bool, as_json: bool) -> int:
    """Show what the site changed on an article's page: its text by paragraph, its headline, time and names.

    The article is named as for `show`. What was taken out and put in is coloured on a terminal, elsewhere
    marked [-so-] and {+so+}. Ends with 0 also where nothing was changed, with 1 where there is no such
    article, or no such change.
    """
    with closing(given.open()) as db:
        try:
            article = article_by_hash(db, article_meant(given, db, which))
        except NoSuchArticle as error:
            click.echo(f"{given.speaker}: {error}", err=True)
            return NOTHING_FOUND
        assert article is not None
        every = changes_of(db, article)
    if revision and revision > len(every):
        click.echo(
            _(
                "{speaker}: there is no change {revision}: the archive knows of {count}",
                speaker=given.speaker,
                revision=revision,
                count=len(every),
            ),
            err=True,
        )
        return NOTHING_FOUND
    if revision:
        chosen, left = every[revision - 1 : revision], 0
    else:
        chosen = [change for change in every if with_own or change.cause == SITE]
        left = len(every) - len(chosen)
    if as_json:
        click.echo(_as_json(article, chosen, len(every)))
    else:
        _show(given, article, chosen, len(every), left)
    return DONE


def _show(given: Given, article: Article, chosen: Sequence[TextChange], total: int, left: int) -> None:
    words = words_of()
    sheet = Sheet(console.width(), console.is_coloured())
    sheet.paragraph(one_line(article.title or words["(no title)"]), "bold")
    sheet.paragraph(one_line(article.url))
    for change in chosen:
        changes_view.change(sheet, change, total, words)
    sheet.blank()
    if not chosen:
        sheet.paragraph(words["The site changed nothing that the archive knows of."])
    if left:
        sheet.paragraph(f"{words['Not by the site, shown with --all']}: {left}")
    click.echo(str(sheet).rstrip("\n"), color=sheet.coloured)


def _as_json(article: Article, chosen: Sequence[TextChange], total: int) -> str:
    told = {
        "url": article.url,
        "url_hash": article.url_hash,
        "title": article.title,
        "changes_known": total,
        "changes": [changes_view.as_plain(change) for change in chosen],
    }
    return printable_json(json.dumps(told, ensure_ascii=False, indent=2))
