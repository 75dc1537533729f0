"""One row a run: when, which spider, what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from covidmeet.archive.reader import Readable
from covidmeet.archive.timestamps import now
from covidmeet.archive.transactions import transaction
from covidmeet.language import stored

if TYPE_CHECKING:
    from sqlite_utils import Database

CUT_OFF = stored(
    "cut off: the process ended without a word (killed, or the power failed); what it archived is kept"
)
_CUT_OFF_VERDICT = "stopped"


@dataclass(frozen=True, slots=True)
class RunRow:
    """A row of ``runs``; ``verdict`` is None while it runs, and after it was cut off."""

    run_id: str
    spider: str
    started: str
    finished: str | None
    verdict: str | None
    reason: str | None
    counts: dict[str, Any]


def begin(db: Database, run_id: str, spider: str) -> None:
    """Note that a run has started; a row without ``finished`` is a run that was cut off."""
    with transaction(db):
        db.execute("insert into runs (run_id, spider, started) values (?, ?, ?)", [run_id, spider, now()])


def finish(
    db: Database, run_id: str, verdict: str, reason: str, counts: Mapping[str, Any], spider: str = ""
) -> None:
    """Close the run's row with its verdict, the reason in words, and its counts.

    A run that could not write its row when it began (the disc was full) gets one now, as one of ``spider``.
    """
    counts_json = json.dumps(counts, ensure_ascii=False, sort_keys=True)
    moment = now()
    with transaction(db):
        db.execute(
            "insert into runs (run_id, spider, started, finished, verdict, reason, counts)"
            " values (?, ?, ?, ?, ?, ?, ?) on conflict (run_id) do update set finished = excluded.finished,"
            " verdict = excluded.verdict, reason = excluded.reason, counts = excluded.counts",
            [run_id, spider, moment, moment, verdict, reason, counts_json],
        )


def run_ids(db: Database, spider: str) -> set[str]:
    """The ids of all runs of a spider."""
    return {row[0] for row in db.execute("select run_id from runs where spider = ?", [spider])}


def close_cut_off(db: Database, spider: str) -> int:
    """Say of the spider's runs without an end that they were cut off; how many there were.

    To be called by who holds the site's lock: while another run goes on, its row has no end either.
    """
    with transaction(db):
        return db.execute(
            "update runs set verdict = ?, reason = ? where spider = ? and verdict is null",
            [_CUT_OFF_VERDICT, CUT_OFF, spider],
        ).rowcount


def latest(db: Readable, spider: str, limit: int, but: str = "") -> list[RunRow]:
    """The spider's last ``limit`` runs, newest first, without the run ``but``.

    In the order of their rows, not of their times: a clock may have been set in between.
    """
    found = db.execute(
        "select run_id, spider, started, finished, verdict, reason, counts from runs"
        " where spider = ? and run_id != ? order by rowid desc limit ?",
        [spider, but, limit],
    )
    return [
        RunRow(run_id, name, started, finished, verdict, reason, json.loads(counts or "{}"))
        for run_id, name, started, finished, verdict, reason, counts in found
    ]


def articles_of(spider: str) -> tuple[str, list[str]]:
    """Which articles a spider brought, as a condition of SQL and its values.

    A document that is recognised as a site's page is not the site's.
    """
    if spider == "documents":
        return "url like 'file:%'", []
    return "site = ? and url not like 'file:%'", [spider]


def newest_published(db: Readable, spider: str) -> str | None:
    """The latest ``published_at`` of a spider's articles, without days to come, which a page got wrong."""
    where, values = articles_of(spider)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    row = db.execute(
        f"select max(published_at) from articles where {where} and published_at <= ?", [*values, tomorrow]
    ).fetchone()
    return None if row is None else row[0]
