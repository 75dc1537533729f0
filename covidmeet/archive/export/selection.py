"""Which articles an export takes, with which columns, in which order."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from covidmeet.archive.export.columns import COLUMNS, PUBLISHED_ON, ExportColumn
from covidmeet.archive.export.errors import ExportError, unknown
from covidmeet.archive.reader import Readable
from covidmeet.items import COLUMNS as ARCHIVED
from covidmeet.language import _

if TYPE_CHECKING:
    from covidmeet.archive.query_plan import Query

Row = tuple[bytes | None, ...]
"""A value a column, text in UTF-8 as SQLite has it: most formats write it without ever decoding it."""

ORDERS = {
    # As first archived.
    "archive": "first_seen, rowid",
    # As a reader would page through a newspaper's archive: the newest first, the undated last.
    "reader": "published_at is null, published_at desc, rowid",
}
_DERIVED = {} if PUBLISHED_ON in ARCHIVED else {PUBLISHED_ON: "substr(articles.published_at, 1, 10)"}


@dataclass(frozen=True)
class Selection:
    """What is asked for; ``since`` and ``until`` are days in Beijing, both included.

    ``phrase`` is a query as ``covidmeet search`` takes it, ``key`` the column that tells the rows apart.
    """

    columns: tuple[ExportColumn, ...] = tuple(COLUMNS.values())
    sites: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    phrase: str | None = None
    unique: bool = False
    order: str = "archive"
    key: str = "url_hash"

    @property
    def is_whole(self) -> bool:
        """Whether every article is taken."""
        return not (self.sites or self.since or self.until or self.phrase is not None or self.unique)

    def check(self, db: Readable) -> None:
        """Raise ``ExportError`` where nothing can be meant by a name or by the days."""
        if self.since and self.until and self.since > self.until:
            raise ExportError(
                _("--since {since} is after --until {until}", since=self.since, until=self.until)
            )
        for site in self.sites:
            if not db.execute("select 1 from articles where site = ? limit 1", [site]).fetchone():
                known = [name for (name,) in db.execute("select distinct site from articles") if name]
                raise unknown("site in this archive named", site, sorted(known))

    def count(self, db: Readable) -> int:
        """How many articles it takes; with a phrase, the most that it may take."""
        where, values = self.where()
        (count,) = db.execute(f"select count(*) from articles where {where}", values).fetchone()
        return int(count)

    def rows(self, db: Readable) -> Generator[Row, None, None]:
        """The articles, a row at a time, all from one state of the archive."""
        names = [column.name for column in self.columns]
        sought = self.sought()
        if sought is None:
            yield from db.execute(*self.statement(names))
            return
        for row in db.execute(*self.statement([*names, "url_hash", "title", "body"])):
            if sought.means(db, *((text or b"").decode("utf-8", "replace") for text in row[-3:])):
                yield row[:-3]

    def statement(self, names: list[str]) -> tuple[str, dict[str, Any]]:
        """The query.  Row numbers are sorted first: SQLite would write whole articles to the disc to sort."""
        values = ", ".join(f"cast({_DERIVED.get(name, f'articles.{name}')} as blob)" for name in names)
        where, parameters = self.where()
        chosen = f"select rowid as id from articles where {where} order by {ORDERS[self.order]} limit -1"
        joined = f"({chosen}) as chosen cross join articles on articles.rowid = chosen.id"
        return f"select {values} from {joined}", parameters

    def sought(self) -> Query | None:
        """The query, to be confirmed in what the index proposes."""
        if self.phrase is None:
            return None
        from covidmeet.archive.query_plan import Query

        return Query(self.phrase)

    def where(self) -> tuple[str, dict[str, Any]]:
        """A condition on ``articles`` and its parameters; ``sought`` confirms what it finds."""
        conditions, values = self._of_days()
        if self.sites:
            named = {f"site{number}": site for number, site in enumerate(self.sites)}
            conditions.append(f"site in ({', '.join(f':{name}' for name in named)})")
            values |= named
        elif conditions:
            # The index is by site and time: read alone it tells the days without reading the articles.
            conditions = [f"rowid in (select rowid from articles where {' and '.join(conditions)})"]
        if (sought := self.sought()) is not None:
            found, parameters = sought.candidates()
            conditions.append(found)
            values |= parameters
        if self.unique:
            conditions.append("same_as is null")
        return " and ".join(conditions) or "true", values

    def _of_days(self) -> tuple[list[str], dict[str, Any]]:
        """Times are stored as they are in Beijing, so the texts compare as the times do."""
        conditions, values = [], {}
        if self.since:
            conditions.append("published_at >= :since")
            values["since"] = self.since.isoformat()
        if self.until and self.until < date.max:
            conditions.append("published_at < :after")
            values["after"] = (self.until + timedelta(days=1)).isoformat()
        return conditions, values
