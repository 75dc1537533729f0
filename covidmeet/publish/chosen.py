"""The articles of a published folder in their order, in a temporary table, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from sqlite3 import Connection

from covidmeet.archive.export.columns import columns_named
from covidmeet.archive.export.selection import Selection
from covidmeet.browse.html_page import ListedArticle

_COLUMNS = ("url_hash", "site", "published_at", "title")
AMONG = "url_hash in (select url_hash from temp.chosen)"
"""A condition of SQL on a table with ``url_hash``: one of the chosen articles."""
_TABLE = (
    "create temp table chosen (place integer primary key, url_hash text not null unique, site text,"
    " published_at text, title text, month text, stored integer not null default 0)"
)
_LISTED = "select url_hash, coalesce(site, ''), published_at, title from temp.chosen"
UNDATED = "undated"
"""The month of an article without one."""


class ChosenArticles:
    """The articles that ``selection`` takes, the newest first, those without a day last."""

    def __init__(self, db: Connection, selection: Selection) -> None:
        self._db = db
        selection = replace(selection, columns=columns_named(_COLUMNS), order="reader")
        db.execute(_TABLE)
        for place, row in enumerate(selection.rows(db)):
            url_hash, site, published_at, title = (
                None if value is None else value.decode("utf-8", "replace") for value in row
            )
            values = [place, url_hash, site, published_at, title, month_of(published_at)]
            db.execute("insert into temp.chosen values (?, ?, ?, ?, ?, ?, 0)", values)
        db.execute("create index temp.chosen_by_site on chosen (site, place)")
        db.execute("create index temp.chosen_by_month on chosen (month, place)")

    def __len__(self) -> int:
        (count,) = self._db.execute("select count(*) from temp.chosen").fetchone()
        return int(count)

    def __contains__(self, url_hash: str) -> bool:
        return self._has(url_hash, "true")

    def hashes(self) -> Iterator[str]:
        """The ``url_hash`` of each, in order."""
        for (url_hash,) in self._db.execute("select url_hash from temp.chosen order by place"):
            yield url_hash

    def has_stored(self, url_hash: str) -> bool:
        """Whether the folder has a copy of the article's stored page."""
        return self._has(url_hash, "stored")

    def note_stored(self, url_hash: str) -> None:
        """Remember that the folder has it."""
        self._db.execute("update temp.chosen set stored = 1 where url_hash = ?", [url_hash])

    def newest(self, count: int) -> list[ListedArticle]:
        """The first so many."""
        return [ListedArticle(*row) for row in self._db.execute(f"{_LISTED} order by place limit ?", [count])]

    def counts(self, column: str) -> list[tuple[str, int]]:
        """Each ``site`` or ``month`` with its articles."""
        found = f"select coalesce({column}, ''), count(*) from temp.chosen group by 1 order by 1"
        return [(str(name), int(count)) for name, count in self._db.execute(found)]

    def of(self, column: str, name: str) -> Iterator[ListedArticle]:
        """The articles of a ``site`` or a ``month``, in order."""
        found = f"{_LISTED} where coalesce({column}, '') = ? order by place"
        return (ListedArticle(*row) for row in self._db.execute(found, [name]))

    def _has(self, url_hash: str, condition: str) -> bool:
        found = f"select 1 from temp.chosen where url_hash = ? and {condition}"
        return self._db.execute(found, [url_hash]).fetchone() is not None


def month_of(published_at: str | None) -> str:
    """The month of a time of publication.

    >>> month_of("2022-03-05T09:00:00+08:00"), month_of("2022"), month_of(None)
    ('2022-03', 'undated', 'undated')
    """
    month = (published_at or "")[:7]
    known = len(month) == 7 and month[4] == "-" and (month[:4] + month[5:]).isdecimal() and month.isascii()
    return month if known else UNDATED
