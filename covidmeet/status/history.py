"""What the crawls of a site asked for and brought, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from covidmeet.archive.reader import Readable
from covidmeet.health.verdict import rank
from covidmeet.status.look import SIGNS

_SUMS = ("requests", "bytes", "articles/found", "articles/new", "articles/changed")


@dataclass(frozen=True, slots=True)
class Week:
    """All runs of a site that began in the week from ``monday``; ``worst`` of their verdicts, if any."""

    monday: str
    runs: int = 0
    requests: int = 0
    bytes: int = 0
    found: int = 0
    new: int = 0
    changed: int = 0
    rejected: int = 0
    worst: str | None = None


def history(db: Readable, site: str, mondays: Sequence[str]) -> list[Week]:
    """A ``Week`` for each of ``mondays``, in their order; one-off runs count as well, they are traffic."""
    sums = ", ".join(f"""coalesce(sum(json_extract(counts, '$."{name}"')), 0)""" for name in _SUMS)
    rows = db.execute(
        # From any day to the Monday of its week: on to Sunday, back six days.
        "select date(started, 'weekday 0', '-6 days') as week, count(*), group_concat(distinct verdict),"
        f" sum((select coalesce(sum(value), 0) from json_each(counts) where key glob 'rejects/*')), {sums}"
        " from runs where spider = ? and date(started) >= ? group by week",
        [site, mondays[0] if mondays else ""],
    )
    found = {row[0]: _week(row) for row in rows}
    return [found.get(monday, Week(monday)) for monday in mondays]


def _week(row: Sequence[object]) -> Week:
    monday, runs, verdicts, rejected, *sums = row
    requests, loaded, found, new, changed = (int(str(value)) for value in sums)
    known = [verdict for verdict in str(verdicts or "").split(",") if verdict in SIGNS]
    worst = max(known, key=rank, default=None)
    return Week(
        str(monday), int(str(runs)), requests, loaded, found, new, changed, int(str(rejected or 0)), worst
    )
