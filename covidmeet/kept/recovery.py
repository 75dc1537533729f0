"""What a run that was killed left in the folder of pages: unfinished files, and records without a row."""

from __future__ import annotations

import logging
from pathlib import Path

from sqlite_utils import Database

from covidmeet.archive.captures import INTERRUPTED, Capture, keep_captures
from covidmeet.archive.runs import run_ids
from covidmeet.process import Fetched, captured_at
from covidmeet.site import Site
from covidmeet.sources import warc_records
from covidmeet.sources.page_store import FOLDER, OPEN, finish, folder_of
from covidmeet.sources.warc import WarcReader
from covidmeet.sources.warc_writer import WarcWriter
from covidmeet.text.urls import url_hash

logger = logging.getLogger(__name__)

_TOGETHER = 500  # rows in one transaction


def recover(db: Database, archive: Path, site: Site, spider: str, own_run: str) -> int:
    """Finish the files that earlier runs of ``spider`` left open; the number of records without a row.

    For whoever holds the lock on the site.  Another archive in the same folder has runs of its own: a file
    whose run this archive does not know is not touched.  Raises ``OSError`` and SQLite's errors.
    """
    added = 0
    waiting = sorted(folder_of(archive).glob(f"{spider}-*.warc.gz{OPEN}"))
    if not waiting:
        return 0
    known = run_ids(db, spider) - {own_run}
    for path in waiting:
        run_id = path.name.removeprefix(f"{spider}-").rpartition("-")[0]
        if run_id in known:
            added += _finish(db, path, site, run_id)
    return added


def _finish(db: Database, path: Path, site: Site, run_id: str) -> int:
    with WarcWriter(path) as writer:
        cut_off = writer.cut_off
    final = finish(path)
    logger.info(
        "Finished %s of a run that was cut off; %d bytes of an unfinished record went", final, cut_off
    )
    file = f"{FOLDER}/{final.name}"
    noted = {row[0] for row in db.execute("select offset from captures where file = ?", [file])}
    added, captures = 0, []
    # With revisits, which lead to bytes as well.
    reader = WarcReader(final, kinds=frozenset({"response", "revisit", "resource"}), documents=True)
    for fetched in reader:
        if fetched.place and fetched.place.offset not in noted:
            captures.append(_capture(fetched, file, site, run_id))
        if len(captures) >= _TOGETHER:
            keep_captures(db, captures)
            added, captures = added + len(captures), []
    keep_captures(db, captures)
    return added + len(captures)


def _capture(fetched: Fetched, file: str, site: Site, run_id: str) -> Capture:
    assert fetched.place is not None
    return Capture(
        url_hash=url_hash(fetched.url, site.urls),
        url=fetched.url,
        fetched_at=fetched.captured_at,
        captured_at=captured_at(fetched),
        gateway=fetched.gateway or None,
        status=fetched.status,
        digest=warc_records.digest(fetched.body),
        file=file,
        offset=fetched.place.offset,
        outcome=INTERRUPTED,
        run_id=run_id,
    )
