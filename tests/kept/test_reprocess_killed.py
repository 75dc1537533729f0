"""``covidmeet reprocess`` ended at any moment and run again."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bench.site import HOST, article
from covidmeet.archive import runs
from covidmeet.archive.articles import store
from covidmeet.archive.captures import Capture, keep_captures
from covidmeet.archive.db import connect
from covidmeet.archive.reader import open_read_only
from covidmeet.items import COLUMNS
from covidmeet.process import Fetched, Place, process
from covidmeet.sites import Sites
from covidmeet.sources import warc_records
from covidmeet.sources.page_store import PageStore
from covidmeet.spiders import gz_gov
from covidmeet.stages.reading import Reading
from tests.hostile.crawls import ROOT
from tests.reports import report

pytestmark = pytest.mark.slow

PAGES = 600
ROWS = {"articles": ", ".join(COLUMNS), "fixes": "*"}
SEEN = "2026-01-01T00:00:00+00:00"


def of_its_own(number: int) -> bytes:
    """A page whose text is no near copy of the others', which would be looked for for minutes."""
    text = "".join(f"<p>{line}</p>" for line in report(number).split("\n"))
    whole, count = re.subn(
        r'(id="zoomcon">\n).*?(</div>)', rf"\1{text}\2", article(number, 6).decode(), flags=re.S
    )
    assert count == 1
    return whole.encode()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """An archive with kept pages, its texts emptied."""
    path = tmp_path / "archive.db"
    db, pages = connect(path), PageStore(path, "gz_gov-run", largest=10**9)
    runs.begin(db, "run", "gz_gov")
    runs.finish(db, "run", "healthy", "", {})
    reading, captures = Reading(Sites((gz_gov.SITE,))), []
    headers = (("Content-Type", "text/html"),)
    for number in range(PAGES):
        url, body = f"{HOST}/xw/gzyw/content/post_{number}.html", of_its_own(number)
        digest = warc_records.digest(body)
        moment = datetime.fromisoformat(SEEN)
        record = warc_records.response(url, 200, headers, body, date=moment)
        place = Place(*pages.keep_record(record))
        made = process(Fetched(url, body, 200, headers, captured_at=SEEN, place=place), reading)
        store(db, made, "run", SEEN)
        own = made.url_hash or ""
        captures.append(Capture(own, url, SEEN, SEEN, None, 200, digest, *place, "article", "run"))
    keep_captures(db, captures)
    pages.close()
    db.close()
    return path


def rows(database: Path) -> list[Any]:
    """Without what leads to the index, which ``check-archive`` compares with the texts."""
    db = open_read_only(database)
    return [db.execute(f"select {of} from {table}").fetchall() for table, of in ROWS.items()]


def begin(database: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "covidmeet", "reprocess", "-d", str(database), "-s", "PROCESS_WORKERS=2"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def emptied(database: Path) -> int:
    db = open_read_only(database)
    (count,) = db.execute("select count(*) from articles where body = ''").fetchone()
    return int(count)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=str)
def test_it_goes_on_where_it_was_ended(number: signal.Signals, database: Path) -> None:
    before = rows(database)
    db = connect(database)
    db.execute("update articles set body = '', body_original = '', title = ''")
    db.close()
    process = begin(database)
    deadline = time.monotonic() + 60
    while emptied(database) == PAGES and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(number)
    process.communicate(timeout=20)
    assert process.returncode == (130 if number == signal.SIGTERM else -signal.SIGKILL)
    assert 0 < emptied(database) < PAGES
    again = begin(database)
    told, _ = again.communicate(timeout=120)
    assert again.returncode == 0, told
    assert rows(database) == before
    check = [sys.executable, "-m", "covidmeet", "check-archive", "-d", str(database)]
    assert subprocess.run(check, cwd=ROOT, capture_output=True, check=False).returncode == 0
