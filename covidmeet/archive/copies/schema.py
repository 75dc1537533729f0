"""The tables of copies, and the triggers by which every change of an article reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# ``copies`` is what users read; the others are internal.  A text is one ``content_hash``: its signature and
# keys are kept once, however many pages have it.  Articles whose text, day or origin changed wait in
# ``copies_backlog``, which also a write by another program fills.
_STATEMENTS = (
    "create table copies (url_hash text not null, other text not null, label text not null,"
    " figure real not null, primary key (url_hash, other)) without rowid",
    "create table copies_backlog (content_hash text)",
    "create table copy_texts (id integer primary key, content_hash text not null unique,"
    " lead integer not null, signature blob not null, keys blob not null)",
    "create table copy_keys (key integer, text integer, primary key (key, text)) without rowid",
    "create table copy_common (key integer primary key)",
    "create table copy_pairs (a integer, b integer, label text not null, share_a real not null,"
    " share_b real not null, primary key (a, b)) without rowid",
    "create index idx_copy_pairs_b on copy_pairs (b)",
    "create table copy_state (scheme integer, most integer)",
    "create trigger copies_of_new after insert on articles begin"
    " insert into copies_backlog values (new.content_hash); end",
    "create trigger copies_of_changed after update of content_hash, body, published_at, original_url, url"
    " on articles begin insert into copies_backlog values (old.content_hash);"
    " insert into copies_backlog select new.content_hash where new.content_hash is not old.content_hash;"
    " end",
    "create trigger copies_of_deleted after delete on articles begin"
    " insert into copies_backlog values (old.content_hash);"
    " delete from copies where (url_hash, other) in"
    " (select other, url_hash from copies where url_hash = old.url_hash);"
    " delete from copies where url_hash = old.url_hash; end",
    "insert into copies_backlog select distinct content_hash from articles where content_hash is not null",
)


def create(db: Database) -> None:
    """Make the tables; the articles that are there wait for their turn."""
    for statement in _STATEMENTS:
        db.execute(statement)
