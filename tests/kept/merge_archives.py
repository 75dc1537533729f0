"""Archives of several machines to be merged, and what is in one."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from covidmeet.archive import runs
from covidmeet.archive.articles import keep_reject, store
from covidmeet.archive.captures import Capture, keep_captures
from covidmeet.archive.db import connect
from covidmeet.archive.issue_days import READ, IssueDay, keep_days
from covidmeet.archive.reader import open_read_only
from covidmeet.archive.search import search
from covidmeet.archive.visits import Visit, note_visits
from covidmeet.items import Article
from covidmeet.kept.merge_rows import columns
from covidmeet.kept.stored_page import stored_page
from covidmeet.reasons import Reason, Reject
from covidmeet.text.urls import hash_of
from tests.made_articles import page as bare_page
from tests.reports import report, with_errors
from tests.sources.test_page_store import exchange
from tests.sources.test_page_store import store as page_store

DAYS = {"a": "2026-01-01", "b": "2026-01-02", "c": "2026-01-03"}


def page(number: int, body: str, **fields: Any) -> Article:
    return bare_page("x", body, f"2022-03-{number + 1:02}", url=exchange(number).url, **fields)


def make(folder: Path, name: str, numbers: range, *, close: bool = True) -> Path:
    """An archive of a machine: pages ``numbers`` as it saw them, all that belongs to them in every table."""
    path = folder / name / "covidmeet.db"
    path.parent.mkdir(parents=True)
    run, seen = f"{DAYS[name].replace('-', '')}T000000Z-{name * 6}", f"{DAYS[name]}T00:00:00+00:00"
    pages = page_store(path.parent, run)
    with closing(connect(path)) as db:
        runs.begin(db, run, "qinghe")
        db.execute("update runs set started = ?", [seen])
        for number in numbers:
            kept = exchange(number)
            file, offset = pages.keep(kept)
            # Page 5 is another one on each machine, page 6 the same; the others are on one or two.
            body = report(number) if number != 5 else with_errors(report(number), 0.02, ord(name))
            fix = {"field": "body", "offset": 0, "rule": name, "before": "x", "after": ""}
            article = page(number, body, warc=f"{file}:{offset}", captured_at=seen, stored_fixes=[fix])
            article.given = ([body], [name if number == 5 else ""])
            store(db, article, run, seen)
            digest = kept.digest
            keep_captures(
                db,
                [
                    Capture(
                        str(article.url_hash),
                        kept.url,
                        seen,
                        None,
                        None,
                        200,
                        digest,
                        file,
                        offset,
                        "article",
                        run,
                    )
                ],
            )
        keep_captures(
            db, [Capture("l" * 64, "https://x/", seen, None, None, 200, "", None, None, "list", run)]
        )
        keep_reject(db, "https://example.com/shared", Reject(Reason.EMPTY, f"of {name}"), run)
        keep_reject(db, f"https://example.com/{name}", Reject(Reason.NO_TEXT, ""), run)
        db.execute("update rejects set seen_at = ?", [seen])
        note_visits(db, [Visit("v" * 64, hash_of(exchange(6).url)), Visit(name * 64, None)])
        db.execute("update visits set seen_at = ?", [seen])
        days = ("2022-11-01", f"2022-11-{ord(name) - 80}")
        keep_days(
            db, [IssueDay("qhrb", day, "", "meetings", READ, "", 1, 2, 0, 1, seen, run) for day in days]
        )
        if name == "b":
            store(db, page(6, report(6), source="青禾日报", warc=None), run, seen)
            changed = page(numbers[0], report(numbers[0] + 500))
            store(db, changed, run, seen)
        runs.finish(db, run, "archived", f"of {name}", {"articles/new": len(numbers)})
        db.execute("update runs set finished = ?", [seen])
    if close:
        pages.close()
    return path


def tables(archive: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, in order; ids that mean nothing outside the archive are left out."""
    with closing(open_read_only(archive)) as db:
        names = [
            name
            for (name,) in db.execute("select name from sqlite_master where type = 'table'")
            if not name.startswith(("articles_fts", "copy_", "_sqlite", "sqlite_"))
        ]
        found = {
            name: sorted(db.execute(f"select {', '.join(columns(db, name))} from {name}"), key=repr)
            for name in names
        }
        found["found"] = sorted((hit.url_hash,) for hit in search(db, "会议", limit=1000))
    return found


def readable(archive: Path) -> int:
    """How many rows lead to a page, all of which are there."""
    with closing(open_read_only(archive)) as db:
        rows = db.execute("select url, warc from articles where warc is not null").fetchall()
        rows += db.execute(
            "select url, file || ':' || offset from captures where file is not null"
        ).fetchall()
    for url, pointer in rows:
        assert stored_page(archive, pointer).url == url
    return len(rows)
