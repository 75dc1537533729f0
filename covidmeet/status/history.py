"""What the crawls of a site asked for and brought, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.box import HORIZONTALS
from rich.table import Table
from rich.text import Text

from covidmeet.archive.reader import Readable
from covidmeet.health.verdict import rank
from covidmeet.status.look import SIGNS, STYLES

_BAR = 20  # characters of the longest bar
_MEGABYTE = 1e6
_SUMS = ("requests", "bytes", "articles/found", "articles/new", "articles/changed")


@dataclass(frozen=True, slots=True)
class Week:
    """All runs of a site that began in the week from ``monday``; ``worst`` of their verdicts, None without runs."""

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


def history_table(site: str, weeks: Sequence[Week]) -> Table:
    """A row a week, the newest last, with a bar for its requests."""
    drawn = Table(
        box=HORIZONTALS, padding=(0, 1, 0, 0), title=f"{site}: its crawls by week", title_justify="left"
    )
    drawn.add_column("week of")
    for heading in ("runs", "requests", "MB", "new", "rejected"):
        drawn.add_column(heading, justify="right")
    drawn.add_column("worst", no_wrap=True)
    drawn.add_column("requests", width=_BAR, no_wrap=True)
    most = max((week.requests for week in weeks), default=0)
    for week in weeks:
        worst = week.worst or ""
        drawn.add_row(
            week.monday,
            f"{week.runs:,}",
            f"{week.requests:,}",
            f"{week.bytes / _MEGABYTE:,.1f}",
            f"{week.new:,}",
            f"{week.rejected:,}",
            Text(f"{SIGNS.get(worst, '')} {worst}".strip(), STYLES.get(worst, "")),
            "█" * (-(-_BAR * week.requests // most) if most else 0),
        )
    return drawn
