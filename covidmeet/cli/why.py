"""``covidmeet why``: why a page is archived, or is not."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, BinaryIO

import click

from covidmeet.cli import console
from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.cli.which import article_meant, known_sites
from covidmeet.language import _
from covidmeet.stored_sentences import shown

if TYPE_CHECKING:
    from covidmeet.archive.reader import Readable
    from covidmeet.show.address import KnownAddress
    from covidmeet.show.page_reading import PageReading
    from covidmeet.site import Site
    from covidmeet.stages.reading import Reading

NOTHING_FOUND = 1
NOT_AT_HAND = 2
_LINES_ON_A_TERMINAL = 40


@click.command(
    cls=SubCommand, name="why", example="covidmeet why https://www.gz.gov.cn/xw/gzyw/content/post_1.html"
)
@click.argument("which", metavar="URL|HASH|N")
@click.option(
    "--page", type=click.File("rb"), metavar="FILE", help="Read the page in this file, as from URL."
)
@click.option(
    "--lines",
    type=click.IntRange(min=0),
    metavar="N",
    help=f"Show N lines of the page.  [default: {_LINES_ON_A_TERMINAL} on a terminal, else all]",
)
@click.option("--json", "as_json", is_flag=True, help="All of it for machines, on standard output.")
@pass_given
def command(given: Given, which: str, page: BinaryIO | None, lines: int | None, as_json: bool) -> int:
    """Show why a page is archived, or why it is not, at any address.

    What the archive knows of the address; how each fetch ended; and how the stored page is read today: its
    encoding and why, the layouts tried, the topic and the words that it was told by, each line with its role
    and the rule that stripped it. Where no page is stored, the command that would fetch it.

    Reads the archive and its stored pages; fetches and writes nothing. Ends with 1 where the archive knows
    nothing of the address, with 2 where its stored page cannot be read.
    """
    from covidmeet.show import why_view
    from covidmeet.show.sheet import Sheet
    from covidmeet.show.why_words import why_words
    from covidmeet.text.printable import printable_json

    sites = known_sites(given)
    told: PageReading | None
    if page is not None:
        known = _known(given, _archive_if_any(given), which, sites)
        told, unread = _of_file(given, page, known, sites), ""
    else:
        db = given.open()
        known = _known(given, db, which, sites)
        told, unread = _stored(given, db, known, sites)
    if as_json:
        plain = why_view.as_plain(known, told, unread)
        click.echo(printable_json(json.dumps(plain, ensure_ascii=False, indent=2)))
    else:
        words = why_words()
        sheet = Sheet(console.width(), console.is_coloured())
        why_view.address(sheet, known, words)
        why_view.captures(sheet, known.captures, known.pointer if page is None else None, words)
        if told is not None:
            why_view.reading(sheet, told, words)
            most = _LINES_ON_A_TERMINAL if lines is None and sheet.width is not None else lines
            why_view.lines(sheet, told.lines, most, words)
        click.echo(str(sheet), color=sheet.coloured)
    if unread:
        click.echo(f"{given.speaker}: {shown(unread)}", err=True)
        return NOT_AT_HAND
    return DONE if known.is_known or told is not None else NOTHING_FOUND


def _archive_if_any(given: Given) -> Readable | None:
    """The archive, which a page in a file can do without."""
    from covidmeet.archive.sqlite_errors import ArchiveError

    try:
        return given.open()
    except ArchiveError:
        return None


def _known(given: Given, db: Readable | None, which: str, sites: tuple[Site, ...]) -> KnownAddress:
    from covidmeet.show.address import is_address, known_address
    from covidmeet.show.finding import NoSuchArticle

    try:
        found = article_meant(given, db, which) if db else None
    except NoSuchArticle as error:
        if not is_address(which):
            raise click.ClickException(str(error)) from error
        found = None
    if not (found or is_address(which)):
        raise click.ClickException(_("{which!r} is no address", which=which))
    return known_address(db, which, sites, found)


def _of_file(given: Given, page: BinaryIO, known: KnownAddress, sites: tuple[Site, ...]) -> PageReading:
    """The bytes of a file, read as if they had come from the address."""
    from covidmeet.kept.selection import DEFAULT_TOPIC
    from covidmeet.process import Fetched
    from covidmeet.show.page_reading import read_page
    from covidmeet.sites import Sites
    from covidmeet.stages.reading import Reading, Scope

    fetched = Fetched(known.inner or known.url, page.read())
    scope = Scope() if fetched.is_document else Scope(DEFAULT_TOPIC)
    return read_page(fetched, Reading(Sites(sites), scope, facts=bool(given.setting("FACTS"))))


def _stored(
    given: Given, db: Readable, known: KnownAddress, sites: tuple[Site, ...]
) -> tuple[PageReading | None, str]:
    """How the stored page is read, or why it cannot be; neither where there never was one."""
    from covidmeet.kept.made_again import at_its_own_address
    from covidmeet.kept.page_of_article import PageNotKept, page_of
    from covidmeet.show.page_reading import read_page

    pointer = known.pointer
    if pointer is None and known.article is None:
        return None, ""
    reading = _reading(given, db, known, sites)
    try:
        url = known.article.url if known.article else known.url
        fetched = page_of(given.archive().path, url, pointer, limit=reading.max_bytes, db=db)
    except PageNotKept as error:
        return None, str(error)
    return read_page(at_its_own_address(fetched, reading), reading), ""


def _reading(given: Given, db: Readable, known: KnownAddress, sites: tuple[Site, ...]) -> Reading:
    """As the page was read when it came: as one of its spider's site, for the topic that was asked for."""
    from covidmeet.kept.selection import DEFAULT_TOPIC, DOCUMENTS, ReadAs, manner_of
    from covidmeet.sites import Sites
    from covidmeet.stages.reading import Reading, Scope

    run_id = known.article.run_id if known.article else known.captures[-1].run_id
    manner = manner_of(db, run_id)
    if manner is None:
        site = known.article.site if known.article else next((site.name for site in known.sites), None)
        manner = ReadAs(site or "", Scope() if known.article else Scope(DEFAULT_TOPIC))
    facts = bool(given.setting("FACTS"))
    if manner.spider == DOCUMENTS:
        return Reading(Sites(sites), manner.scope, int(given.setting("DOCUMENT_MAX_BYTES")), facts)
    largest = int(given.setting("DOWNLOAD_MAXSIZE")) or sys.maxsize
    own = tuple(site for site in sites if site.name == manner.spider)
    return Reading(Sites(own or sites), manner.scope, largest, facts)
