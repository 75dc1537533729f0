"""A crawl of 500 pages killed at random moments, then run again: ``python -m bench.kill [TRIALS]``.

Each trial has an archive of its own, whose pages are kept. After the run that is not killed it must hold all
articles, none twice, and ``check-archive --all`` (SQLite's integrity, index, pointers, digests, hashes, every
row made again) must end with 0.  Prints a line a trial; ends with 1 where one failed.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bench.crawl import FAST, ROOT
from bench.site import A_LIST, serving
from covidmeet.archive.index_key import NEW
from covidmeet.archive.reader import count_rows, open_read_only

ARTICLES = 500
_LATEST = 2.5  # seconds after the first page is kept; a crawl of 500 pages takes some


def crawl(root: str, database: Path) -> subprocess.Popen[bytes]:
    via = f"via={root}/web/2022id_/{{url}}"
    settings = ["-s", f"DATABASE={database}", "-s", "KEEP_FILE_MB=1", "-s", "PROGRESS=0", *FAST]
    command = ["crawl", "gz_gov", "-a", via, "-a", f"pages={ARTICLES // A_LIST}", *settings]
    return subprocess.Popen(
        [sys.executable, "-m", "scrapy", *command],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill_one(root: str, database: Path, after: float) -> str:
    """Kill a crawl ``after`` seconds from when it kept its first page; what was there then."""
    process = crawl(root, database)
    while process.poll() is None and not database.with_name("warc").exists():
        time.sleep(0.005)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.kill()
    code = process.wait()
    with closing(open_read_only(database)) as db:
        (waiting,) = db.execute(f"select count(*) from articles where {NEW}").fetchone()
        told = f"{'killed' if code == -9 else 'over'} at {count_rows(db, 'articles'):3} articles"
        return f"{told}, {waiting:2} not indexed"


def faults(database: Path, code: int) -> list[str]:
    """What is wrong after the run that was not killed, which ended with ``code``."""
    found = [] if code == 0 else [f"exit code {code}"]
    with closing(open_read_only(database)) as db:
        titles = "select count(*), count(distinct title) from articles"
        if (counts := db.execute(titles).fetchone()) != (ARTICLES, ARTICLES):
            found.append(f"articles, titles: {counts}")
        if count_rows(db, "revisions"):
            found.append("revisions")
    if left := list(database.parent.glob("warc/*.open")):
        found.append(f"unfinished files: {left}")
    check = [sys.executable, "-m", "covidmeet", "check-archive", "--all", "-q", "-d", str(database)]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    return found if done.returncode == 0 else [*found, done.stdout]


def main() -> None:
    trials, failed, killed = int(sys.argv[1]) if len(sys.argv) > 1 else 50, 0, 0
    with serving(ARTICLES, 3) as root:
        for trial in range(1, trials + 1):
            with tempfile.TemporaryDirectory() as folder:
                database = Path(folder) / "archive.db"
                told = kill_one(root, database, random.uniform(0, _LATEST))
                killed += told.startswith("killed")
                wrong = faults(database, crawl(root, database).wait())
            failed += bool(wrong)
            print(f"{trial:3}  {told}  {'; '.join(wrong) or 'sound'}", flush=True)
    print(f"{trials} trials, {killed} of them killed before the end, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
