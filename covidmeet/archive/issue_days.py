"""What is known of a paper's issues, day by day, so that a walk over them goes on where it ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from covidmeet.archive.transactions import transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

READ = "read"
"""All pages and articles of the issue were read."""
PARTIAL = "partial"
"""Pages or articles of the issue are not there; what is there was read."""
FAILED = "failed"
"""A page or an article did not come, or came as something else: the day is asked for again."""
ABSENT = "absent"
"""There is no issue of that day."""
ENOUGH_TRIES = 2
"""Runs that found the same day incomplete, after which it is asked for no more."""


@dataclass(frozen=True, slots=True)
class IssueDay:
    """One day of a paper, as one way of fetching showed it.

    ``paper``: the site's name, and the paper's where a site has several; ``day``: ISO 8601; ``gateway``: the
    host of the web archive, "" for the live site; ``topic``: the one that the articles were read for;
    ``form``: the address of the front page in the form of ``strftime``; ``pages``, ``articles``: how many
    were named; ``lost``: how many of them were not read; ``tries``: runs with this outcome, one after
    another; ``seen_at``: ISO 8601, UTC.
    """

    paper: str
    day: str
    gateway: str
    topic: str
    outcome: str
    form: str
    pages: int
    articles: int
    lost: int
    tries: int
    seen_at: str
    run_id: str


COLUMNS = tuple(field.name for field in fields(IssueDay))
_KEEP = (
    f"insert into issue_days ({', '.join(COLUMNS)}) values ({', '.join(f':{name}' for name in COLUMNS)})"
    " on conflict (paper, day, gateway) do update set"
    " tries = case when outcome = excluded.outcome then tries + 1 else excluded.tries end, "
    + ", ".join(f"{n} = excluded.{n}" for n in COLUMNS if n not in ("paper", "day", "gateway", "tries"))
)


def keep_days(db: Database, days: Sequence[IssueDay]) -> None:
    """Store days in one transaction; the same outcome once more adds to its ``tries``."""
    rows: list[Mapping[str, object]] = [{name: getattr(day, name) for name in COLUMNS} for day in days]
    if rows:
        with transaction(db):
            db.conn.executemany(_KEEP, rows)


def days_of(db: Database, paper: str, first: str, last: str) -> list[IssueDay]:
    """What is known of the days ``first`` to ``last`` (ISO 8601, both included), by any way."""
    found = db.execute(
        f"select {', '.join(COLUMNS)} from issue_days where paper = ? and day between ? and ?",
        [paper, first, last],
    )
    return [IssueDay(*row) for row in found]


def form_near(db: Database, paper: str, day: str) -> str:
    """The form of the front page's address on the day nearest to ``day`` that had an issue, or ""."""
    row = db.execute(
        "select form from issue_days where paper = ? and outcome <> ? and form <> ''"
        " order by abs(julianday(day) - julianday(?)), day desc limit 1",
        [paper, ABSENT, day],
    ).fetchone()
    return str(row[0]) if row else ""
