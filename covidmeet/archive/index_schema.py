"""The tables of what the indexes of web archives know of a site; see ``crawl.index_rows``."""

from __future__ import annotations

STATEMENTS = (
    "create table index_queries (server text not null, query text not null, site text not null,"
    " asked_at text not null, rows integer not null, captures integer not null,"
    " primary key (server, query, site))",
    "create table index_captures (site text not null, server text not null, url_hash text not null,"
    " timestamp text not null, url text not null, mime text not null, status integer, digest text not null,"
    " length integer, filename text not null, offset integer, truncated text not null,"
    " primary key (site, server, url_hash, timestamp, url)) without rowid",
)
"""Of the migration that made the tables."""
