"""Archives with a history: runs and articles as months of crawls would leave them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from covidmeet.archive.db import connect
from covidmeet.archive.runs import begin, finish
from covidmeet.archive.transactions import transaction

NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)  # a Wednesday


def counts_of(
    extracted: int, layout: str = "post", *, missing: Mapping[str, int] | None = None, **more: Any
) -> dict[str, Any]:
    """The counts of a run that read ``extracted`` articles of one layout; ``missing``: field → empty."""
    lost = missing or {}
    fields = {
        f"fields/{name}": extracted - lost.get(name, 0)
        for name in ("title", "body", "published_at", "source")
    }
    found = (
        {"lists/read": 1, "articles/found": 20, "articles/known": 20 - extracted} if extracted <= 20 else {}
    )
    base = {"articles/extracted": extracted, "articles/new": extracted, "seconds": 30.0, "requests": 21}
    return {**found, **base, **fields, f"layouts/{layout}": extracted, **more}


def add_run(
    db: Database,
    site: str,
    started: datetime,
    verdict: str | None,
    reason: str = "",
    counts: Mapping[str, Any] | None = None,
) -> str:
    """One row of ``runs``; a verdict of None leaves it without an end."""
    run_id = f"{started:%Y%m%dT%H%M%SZ}-{site}"
    begin(db, run_id, site)
    if verdict is not None:
        finish(db, run_id, verdict, reason, counts or {})
    ended = (started + timedelta(seconds=30)).isoformat() if verdict is not None else None
    with transaction(db):
        db.execute(
            "update runs set started = ?, finished = ? where run_id = ?", [started.isoformat(), ended, run_id]
        )
    return run_id


def add_article(db: Database, site: str, number: int, first_seen: datetime, published: str | None) -> None:
    """One article, made up by its number."""
    row = {
        "url_hash": f"{site}{number:060}",
        "url": f"https://{site}.example/{number}.html",
        "site": site,
        "title": f"{site}第{number}号会议报道 <b>&",
        "body": "正文",
        "published_at": published,
        "first_seen": first_seen.isoformat(),
        "last_seen": first_seen.isoformat(),
    }
    with transaction(db):
        db.execute(
            f"insert into articles ({', '.join(row)}) values ({', '.join(f':{name}' for name in row)})", row
        )


def five_sites(path: Path, now: datetime = NOW) -> Database:
    """gz_gov is well, huizhou was redesigned, cbg refuses, netease was cut off, dutenews is overdue."""
    db = connect(path)
    for back in range(12, 0, -1):
        day = now - timedelta(days=back) + timedelta(hours=20)
        add_run(db, "gz_gov", day, "ok" if back % 3 else "quiet", "2 new, 18 known", counts_of(2))
        bad = back <= 2
        add_run(
            db,
            "huizhou",
            day,
            "degraded" if bad else "ok",
            "layout trs matches 0 of 6 articles, before 100 %; now generic 6" if bad else "6 new, 14 known",
            counts_of(6, "generic" if bad else "trs", missing={"published_at": 3 if bad else 0}),
        )
        refused = {"lists/failed": 1, "rejects/blocked": 1}
        add_run(
            db,
            "cbg",
            day,
            "blocked" if back <= 4 else "ok",
            "1 of 1 page refused by www.cbg.cn" if back <= 4 else "1 new, 19 known",
            refused if back <= 4 else counts_of(1),
        )
        if back > 5:
            add_run(db, "dutenews", day, "ok", "4 new, 16 known", counts_of(4))
    add_run(db, "netease", now - timedelta(hours=30), "ok", "3 new, 17 known", counts_of(3))
    add_run(db, "netease", now - timedelta(hours=6), None)
    number = 0
    for week in range(30):
        for site, each in (("gz_gov", 3 + week % 5), ("huizhou", 6), ("cbg", week % 3), ("dutenews", 9)):
            for _ in range(each):
                number += 1
                seen = now - timedelta(weeks=week, hours=number % 40)
                add_article(db, site, number, seen, f"{seen - timedelta(days=1):%Y-%m-%dT%H:%M:00+08:00}")
    return db
