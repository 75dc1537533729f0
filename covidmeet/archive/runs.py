"""One row a run: when, which spider, what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from covidmeet.archive.db import now, transaction


def begin(db: Database, run_id: str, spider: str) -> None:
    """Note that a run has started; a row without ``finished`` is a run that was cut off."""
    with transaction(db):
        db.execute("insert into runs (run_id, spider, started) values (?, ?, ?)", [run_id, spider, now()])


def finish(db: Database, run_id: str, verdict: str, reason: str, counts: Mapping[str, Any]) -> None:
    """Close the run's row with its verdict, the reason in words, and its counts."""
    counts_json = json.dumps(counts, ensure_ascii=False, sort_keys=True)
    with transaction(db):
        db.execute(
            "update runs set finished = ?, verdict = ?, reason = ?, counts = ? where run_id = ?",
            [now(), verdict, reason, counts_json, run_id],
        )
