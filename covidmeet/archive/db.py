"""The archive file: opening it, its tables, and their migrations."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sqlite_utils import Database, Migrations

from covidmeet.archive import chains_schema, identity, index_schema, meetings_schema, text_index
from covidmeet.archive.copies import schema
from covidmeet.archive.reader import BUSY_SECONDS
from covidmeet.archive.same_text import rehash
from covidmeet.archive.sqlite_errors import ArchiveError, Error, explain, sqlite3
from covidmeet.archive.transactions import transaction
from covidmeet.language import _

# The columns of ``articles`` as first published; each later one has a migration of its own.
_FIRST_COLUMNS = (
    "url_hash",
    "url",
    "site",
    "title",
    "deck",
    "original_title",
    "body",
    "body_original",
    "script",
    "published_at",
    "source",
    "reporters",
    "editors",
    "charset",
    "layout",
    "repairs",
    "stripped",
    "content_hash",
    "same_as",
    "first_seen",
    "last_seen",
    "run_id",
    "warc",
)

migrations = Migrations("covidmeet")


@migrations()
def m001_tables(db: Database) -> None:
    """The tables as first published; written out, because a migration must not change with the code."""
    db.table("articles").create(
        dict.fromkeys(_FIRST_COLUMNS, str), pk="url_hash", not_null={"url", "body", "first_seen"}
    )
    db.table("articles").create_index(["content_hash"])
    db.table("articles").create_index(["site", "published_at"])
    db.table("revisions").create(
        dict.fromkeys(("url_hash", "content_hash", "seen_at", "title", "body"), str),
        foreign_keys=[("url_hash", "articles", "url_hash")],
    )
    db.table("revisions").create_index(["url_hash"])
    db.table("rejects").create(
        dict.fromkeys(("url", "reason", "detail", "seen_at", "run_id"), str), pk=("url", "reason")
    )
    db.table("fixes").create({"url_hash": str, "fixes": str}, pk="url_hash")
    db.table("runs").create(
        dict.fromkeys(("run_id", "spider", "started", "finished", "verdict", "reason", "counts"), str),
        pk="run_id",
    )
    db.execute("create virtual table articles_fts using fts5(title, body, tokenize = 'unicode61')")


@migrations()
def m002_visits(db: Database) -> None:
    """Addresses that led to an article by redirect (``led_to``), or to a page out of scope (null)."""
    db.execute("create table visits (url_hash text primary key, led_to text, seen_at text)")


@migrations()
def m003_original_url(db: Database) -> None:
    """Where a mirror's page was copied from."""
    db.execute("alter table articles add column original_url text")


@migrations()
def m004_folded_index(db: Database) -> None:
    """The index holds folded text: an empty one here, which ``index_new`` fills from the articles."""
    db.execute("drop table articles_fts")
    db.execute("create virtual table articles_fts using fts5(title, body, tokenize = 'unicode61')")


@migrations()
def m005_hashes_of_radicals(db: Database) -> None:
    """Radicals (⼯) and fillers count in ``content_hash`` as what they look like (工, nothing)."""
    found = "select rowid, content_hash, body from articles where body glob ?"
    rehash(db, db.execute(found, ["*[\u2e80-\u2fd5\u115f\u1160\u3164\uffa0]*"]).fetchall())


@migrations()
def m006_page_texts(db: Database) -> None:
    """Checksums of what each page gave, by which a changed page is told from a changed rule."""
    db.execute("create table page_texts (url_hash text primary key, article integer, page integer)")


@migrations()
def m010_captures(db: Database) -> None:
    """A row a fetch, and what each article was made from."""
    db.execute(
        "create table captures (url_hash text not null, url text not null, fetched_at text not null,"
        " captured_at text, gateway text, status integer, digest text, file text, offset integer,"
        " outcome text not null, run_id text)"
    )
    db.execute("create index idx_captures_url_hash on captures (url_hash)")
    db.execute("create unique index idx_captures_place on captures (file, offset)")
    for column in ("captured_at text", "gateway text", "doubtful integer not null default 0"):
        db.execute(f"alter table articles add column {column}")


@migrations()
def m011_visits_expire(db: Database) -> None:
    """How often a page was found out of scope.

    Until now one reading settled it, also of a notice that stood in its place for a day: all are read again.
    """
    db.execute("alter table visits add column times integer not null default 1")
    db.execute("delete from visits where led_to is null")


@migrations()
def m012_revision_cause(db: Database) -> None:
    """Why a text was replaced: by the ``site``, or by ``reprocess``, which made it again from its page."""
    db.execute("alter table revisions add column cause text not null default 'site'")


@migrations()
def m013_copies(db: Database) -> None:
    """Copies of one text, near ones too; those of the articles that are there are found by the next run."""
    schema.create(db)


@migrations()
def m015_revision_fields(db: Database) -> None:
    """What a page told of itself beside headline and text, as JSON; null of revisions made before."""
    db.execute("alter table revisions add column fields text")


@migrations()
def m016_meetings(db: Database) -> None:
    """The meetings that articles report, with people, orders and measures; written with each article."""
    for statement in meetings_schema.STATEMENTS:
        db.execute(statement)


@migrations()
def m017_extraction(db: Database) -> None:
    """How each text was found, and where each field; null of rows from before until they are made again."""
    for column in ("extraction", "fields"):
        db.execute(f"alter table articles add column {column} text")


@migrations()
def m018_place_of_text(db: Database) -> None:
    """Where each text stands in the order of citing; all are compared anew, and the next run does that."""
    db.execute("alter table copy_texts add column place text not null default ''")
    db.execute("update copy_state set scheme = -1")


@migrations()
def m019_chains(db: Database) -> None:
    """A view of the meetings that several outlets report."""
    db.execute(chains_schema.STATEMENT)


@migrations()
def m020_index_rows(db: Database) -> None:
    """What the indexes of web archives know of a site."""
    for statement in index_schema.STATEMENTS:
        db.execute(statement)


@migrations()
def m021_issue_days(db: Database) -> None:
    """What is known of a paper's issues, a row a day and way of fetching."""
    db.execute(
        "create table issue_days (paper text not null, day text not null, gateway text not null,"
        " topic text not null, outcome text not null, form text not null, pages integer not null,"
        " articles integer not null, lost integer not null, tries integer not null, seen_at text not null,"
        " run_id text, primary key (paper, day, gateway))"
    )


@migrations()
def m022_index_by_day(db: Database) -> None:
    """A full-text index without content, in the order of days; made empty, ``index_new`` fills it."""
    for statement in text_index.STATEMENTS:
        db.execute(statement)


@migrations()
def m023_rarer_merges(db: Database) -> None:
    """Merge parts of the full-text index when there are eight of a size, not four."""
    db.execute(text_index.RARER_MERGES)


def connect(path: str | Path, busy_seconds: float = BUSY_SECONDS) -> Database:
    """The archive at ``path``, made and brought up to date where needed.

    Write-ahead logging lets a reader work while a crawl writes, and loses no committed article on kill -9.
    ``busy_seconds`` is how long each write waits while another process writes.
    Raises ``ArchiveError`` where the file cannot be made, read, written or is not an archive.
    """
    path = identity.check_path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        identity.make_file(path)
        # No implicit transactions: each one is opened by ``transaction`` below.
        connection = sqlite3.connect(str(path), timeout=busy_seconds, isolation_level=None)
        current = identity.check_archive(connection, path)
        db = Database(connection)
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = normal")
        db.execute("pragma foreign_keys = on")
        if not current:
            with transaction(db):
                migrations.apply(db)
                identity.mark(connection)
        # What a crawl that was killed left; a full disc or a damaged page of it is no reason not to open.
        with suppress(Error):
            text_index.index_new(db)
    except OSError as error:
        raise ArchiveError(
            _("{path}: cannot be made: {strerror}", path=path, strerror=error.strerror or error)
        ) from error
    except Error as error:
        raise ArchiveError(f"{path}: {explain(error)}") from error
    return db


def placeholders(names: Iterable[str]) -> str:
    """``:a, :b`` for the names ``a`` and ``b``: named parameters of a statement."""
    return ", ".join(f":{name}" for name in names)
