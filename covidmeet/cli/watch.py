"""``covidmeet watch``: queries whose new hits are told, and feeds of them."""

from __future__ import annotations

import re
from hashlib import blake2b
from pathlib import Path
from sqlite3 import Connection

import click

from covidmeet.archive.watches import DamagedWatches, Watch, read_watches, write_watches
from covidmeet.cli.framework import DONE, SubCommand
from covidmeet.cli.given import Given, pass_given
from covidmeet.language import _
from covidmeet.text.printable import one_line

_TOLD = 5  # headlines in a message


@click.command(cls=SubCommand, name="watch", example="covidmeet watch 'level:county 核酸'")
@click.argument("words", metavar="[QUERY]", nargs=-1)
@click.option("--remove", type=click.IntRange(min=1), metavar="N", help="Watch the N-th query no more.")
@click.option("--tell", is_flag=True, help="Print what is new since the last time, and send it on.")
@click.option(
    "--feeds", type=click.Path(file_okay=False, path_type=Path), help="Write Atom feeds into this folder."
)
@pass_given
def command(given: Given, words: tuple[str, ...], remove: int | None, tell: bool, feeds: Path | None) -> int:
    """Watch a query: what it finds of new articles is told with --tell. Without a query: list those watched.

    --tell sends new hits to HOOK_COMMAND, WEBHOOK_URL and NOTIFY_URLS, as the verdicts of crawls are sent;
    call it after each crawl. --feeds writes an Atom feed of each query and of each site. The queries are kept
    beside the archive.
    """
    archive = given.archive().path
    try:
        watches = read_watches(archive)
    except DamagedWatches as error:
        click.echo(str(error), err=True)
        return 1
    db = given.open()
    if words:
        return _add(given, db, watches, " ".join(words))
    if remove is not None:
        if remove > len(watches):
            raise click.UsageError(
                _("there is no watched query {remove}: there are {count}", remove=remove, count=len(watches))
            )
        given.say(_("no longer watched: {query}", query=watches.pop(remove - 1).query))
        write_watches(archive, watches)
        return DONE
    if feeds is not None:
        _write_feeds(given, db, watches, feeds)
    if tell:
        _tell(given, db, watches)
    elif feeds is None:
        _list(db, watches)
    return DONE


def _add(given: Given, db: Connection, watches: list[Watch], query: str) -> int:
    from covidmeet.archive.search import count_hits, last_row

    count = count_hits(db, query)  # raises where the query cannot be meant
    if any(watch.query == query for watch in watches):
        given.say(_("watched already: {query}", query=query))
        return DONE
    watches.append(Watch(query, last_row(db)))
    write_watches(given.archive().path, watches)
    given.say(
        _(
            "watched as {number}: {query}; it finds {count:,} articles so far",
            number=len(watches),
            query=query,
            count=count,
        )
    )
    return DONE


def _list(db: Connection, watches: list[Watch]) -> None:
    from covidmeet.archive.search import hits_beyond

    for number, watch in enumerate(watches, 1):
        new = sum(1 for _ in hits_beyond(db, watch.query, watch.beyond))
        click.echo(
            _("{number:>3}  {query}  ({new:,} new)", number=number, query=one_line(watch.query), new=new)
        )
    if not watches:
        click.echo(_("no query is watched"), err=True)


def _tell(given: Given, db: Connection, watches: list[Watch]) -> None:
    from covidmeet.archive.search import hits_beyond, last_row
    from covidmeet.crawl.notices import News, send

    last, archive = last_row(db), str(given.archive().path)
    for watch in watches:
        hits = list(hits_beyond(db, watch.query, watch.beyond))
        watch.beyond = last
        if not hits:
            continue
        lines = [one_line(f"{hit.title or _('(no title)')}  {hit.site}  {hit.url}") for hit in hits]
        for line in (
            _("{query}: {count:,} new", query=one_line(watch.query), count=len(hits)),
            *(f"     {line}" for line in lines),
        ):
            click.echo(line)
        told = {
            "query": watch.query,
            "new": len(hits),
            "urls": [hit.url for hit in hits],
            "archive": archive,
        }
        more = [_("… and {count:,} more", count=len(hits) - _TOLD)] if len(hits) > _TOLD else []
        title = _("covidmeet: {count:,} new: {query}", count=len(hits), query=one_line(watch.query))
        body = "\n".join([*lines[:_TOLD], *more])
        send(News(told, title, body, prefix="WATCH", is_bad=False), given.setting)
    # Only now: what could not be told to the end is told again.
    write_watches(given.archive().path, watches)


def _write_feeds(given: Given, db: Connection, watches: list[Watch], folder: Path) -> None:
    from covidmeet.archive.search import search
    from covidmeet.atomic_file import replacing
    from covidmeet.show.feeds import MOST, atom, entries_of, newest_of

    folder.mkdir(parents=True, exist_ok=True)
    sites = [site for (site,) in db.execute("select distinct site from articles order by 1") if site]
    for watch in watches:
        name = f"query-{blake2b(watch.query.encode(), digest_size=6).hexdigest()}"
        entries = entries_of(db, search(db, watch.query, limit=10 * MOST))
        with replacing(folder / f"{name}.atom") as stream:
            stream.write(atom(name, watch.query, entries))
        given.say(f"{name}.atom: {watch.query}")
    for site in sites:
        name = f"site-{re.sub(r'[^A-Za-z0-9_-]', '_', site)}"
        with replacing(folder / f"{name}.atom") as stream:
            stream.write(atom(name, site, newest_of(db, site)))
    given.say(_("{count:,} feeds in {folder}", count=len(watches) + len(sites), folder=folder))
