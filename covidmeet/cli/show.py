"""``covidmeet show``: one article, to read or to cite, and what was done to it."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING

import click

from covidmeet.archive.article_rows import article_by_hash, columns_of
from covidmeet.cli import console
from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.cli.which import article_meant, known_sites
from covidmeet.items import JSON_COLUMNS, Article
from covidmeet.language import _
from covidmeet.show import article_view
from covidmeet.show.finding import NoSuchArticle
from covidmeet.show.related import copies_of, fixes_of, revisions_of
from covidmeet.show.sheet import Sheet
from covidmeet.show.words import words_of
from covidmeet.stored_sentences import shown, value
from covidmeet.text.printable import printable_json

if TYPE_CHECKING:
    from covidmeet.process import Fetched
    from covidmeet.reasons import Reject

NOTHING_FOUND = 1
NOT_AT_HAND = 2


@click.command(cls=SubCommand, name="show", example="covidmeet show 3 --repairs")
@click.argument("which", metavar="URL|HASH|N")
@click.option("--original", is_flag=True, help="The text as published beside the Simplified one.")
@click.option("--repairs", is_flag=True, help="Mark what was repaired, before → after.")
@click.option("--lines", is_flag=True, help="List the page's lines, and the rule that stripped each.")
@click.option("--page", is_flag=True, help="Open the stored page; into a pipe, write it.")
@click.option("--cite", is_flag=True, help="How to cite it: as text, and as BibTeX.")
@click.option("--json", "as_json", is_flag=True, help="All columns, for machines.")
@pass_given
def command(
    given: Given,
    which: str,
    original: bool,
    repairs: bool,
    lines: bool,
    page: bool,
    cite: bool,
    as_json: bool,
) -> int:
    """Show one article: by its address, its url_hash or the beginning of it, or as hit N of the last search.

    Ends with 1 where there is none, with 2 where its page is asked for and not at hand.
    """
    archive = given.archive().path
    with closing(given.open()) as db:
        try:
            url_hash = article_meant(given, db, which)
        except NoSuchArticle as error:
            click.echo(f"{given.speaker}: {error}", err=True)
            return NOTHING_FOUND
        article = article_by_hash(db, url_hash)
        assert article is not None
        if as_json:
            click.echo(_as_json(db, url_hash))
        elif cite:
            _cite(article)
        elif page:
            return _page(given, archive, article)
        else:
            return _show(given, db, archive, article, original, repairs, lines)
    return DONE


def _show(
    given: Given,
    db: Connection,
    archive: Path,
    article: Article,
    original: bool,
    repairs: bool,
    lines: bool,
) -> int:
    from covidmeet.show.meetings_view import meetings

    words = words_of()
    sheet = Sheet(console.width(), console.is_coloured())
    code = DONE
    article_view.head(sheet, article, words)
    if repairs:
        from covidmeet.show.repairs_view import repairs as show_repairs

        show_repairs(sheet, article, fixes_of(db, article), words)
    if original:
        article_view.both_scripts(sheet, article, words)
    if lines:
        code = _lines(given, sheet, db, archive, article)
    if not (original or repairs or lines):
        article_view.body(sheet, article.body)
        meetings(sheet, db, article, words)
    article_view.provenance(sheet, article, words, revisions_of(db, article), copies_of(db, article))
    click.echo(str(sheet), color=sheet.coloured)
    return code


def _lines(given: Given, sheet: Sheet, db: Connection, archive: Path, article: Article) -> int:
    from covidmeet.kept.page_of_article import PageNotKept, page_of
    from covidmeet.reasons import Reject
    from covidmeet.show.lines_view import only_counts, page_lines
    from covidmeet.show.page_lines import lines_of, read_again

    words = words_of()
    try:
        fetched = page_of(archive, article.url, article.warc, db=db)
        facts = bool(given.setting("FACTS"))
        now = read_again(fetched, known_sites(given), article.site, facts=facts)
    except (PageNotKept, Reject) as error:
        why = (
            _("read again, it is rejected: {error}", error=_rejected(error))
            if isinstance(error, Reject)
            else shown(str(error))
        )
        only_counts(sheet, article, why, words)
        return NOT_AT_HAND
    if now.content_hash != article.content_hash:
        given.say(_("read again, the page gives another text than is stored: it changed, or the rules did"))
    page_lines(sheet, lines_of(now), words)
    return DONE


def _rejected(error: Reject) -> str:
    return f"{value(error.reason)}: {shown(error.detail)}"


def _page(given: Given, archive: Path, article: Article) -> int:
    from covidmeet.kept.page_of_article import PageNotKept, page_of
    from covidmeet.process import payload
    from covidmeet.reasons import Reject
    from covidmeet.sources.warc import LIMIT

    try:
        fetched = page_of(archive, article.url, article.warc)
        data = payload(fetched, LIMIT)
    except (PageNotKept, Reject) as error:
        why = _rejected(error) if isinstance(error, Reject) else shown(str(error))
        click.echo(f"{given.speaker}: {why}", err=True)
        return NOT_AT_HAND
    if not sys.stdout.isatty():
        sys.stdout.buffer.write(data)
        return DONE
    return _open(given, fetched, data, article)


def _open(given: Given, fetched: Fetched, data: bytes, article: Article) -> int:
    from covidmeet.show.browser_copy import open_copy

    path, is_open = open_copy(fetched, data, article)
    given.say(_("the page, without scripts and what it loads, is in {path}", path=path))
    if not is_open:
        click.echo(_("{speaker}: there is no browser to open it with", speaker=given.speaker), err=True)
        return NOT_AT_HAND
    return DONE


def _cite(article: Article) -> None:
    from covidmeet.show.citation import as_bibtex, as_text

    click.echo(f"{as_text(article)}\n\n{as_bibtex(article)}")


def _as_json(db: Connection, url_hash: str) -> str:
    """All columns that the archive has, in its order."""
    names = columns_of(db)
    row = db.execute(f"select {', '.join(names)} from articles where url_hash = ?", [url_hash]).fetchone()
    record = {
        name: json.loads(value) if name in JSON_COLUMNS and value else value
        for name, value in zip(names, row, strict=True)
    }
    return printable_json(json.dumps(record, ensure_ascii=False, indent=2))
