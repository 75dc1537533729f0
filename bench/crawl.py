"""How fast a crawl is against a bare Scrapy spider, what a re-run costs, what memory known articles take.

``python -m bench.crawl`` prints the figures; ``--quick`` with fewer pages.  Each crawl is a process of its
own; the two kinds take turns against the same server, and the best of each is compared, because anything
else that runs on the machine can only slow a crawl down.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.site import A_LIST, HOST, article, serving, title
from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.reader import open_read_only
from covidmeet.items import Article
from covidmeet.text.normal import content_hash
from covidmeet.text.urls import url_hash

ROOT = Path(__file__).resolve().parent.parent
FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False", "-s", "CONTACT=bench@covidmeet.example")
WANTED_SHARE, WANTED_SECONDS, WANTED_MEGABYTES = 0.80, 2.0, 200.0


@dataclass
class Cost:
    """Seconds from the spider's opening to its end, of the whole process, and peak memory in megabytes."""

    crawl: float
    whole: float
    peak: float


def run(command: list[str], cwd: Path) -> Cost:
    """Run one crawl; raises ``RuntimeError`` with the log where it fails."""
    started = time.monotonic()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", *command], cwd=cwd, stdout=log, stderr=log
        )
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, _peak(process.pid))
            time.sleep(0.01)
        whole = time.monotonic() - started
        log.seek(0)
        text = log.read().decode()
    found = re.search(r"'elapsed_time_seconds': ([\d.]+)", text)
    if process.returncode or not found:
        raise RuntimeError(f"{' '.join(command)} failed:\n{text[-3000:]}")
    return Cost(float(found[1]), whole, peak)


def _peak(pid: int) -> float:
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def ours(root: str, database: Path, lists: int) -> Cost:
    """``scrapy crawl gz_gov`` with everything on, through the server's gateway door."""
    via = f"via={root}/web/2022id_/{{url}}"
    settings = ["-s", f"DATABASE={database}", "-s", "LOG_LEVEL=INFO", *FAST]
    return run(["crawl", "gz_gov", "-a", via, "-a", f"pages={lists}", *settings], ROOT)


def bare(root: str, folder: Path, lists: int, *more: str) -> Cost:
    output = folder / "bare.jsonl"
    arguments = ["-a", f"root={root}", "-a", f"lists={lists}", "-O", str(output), "-L", "INFO", *more]
    return run(["runspider", str(ROOT / "bench" / "bare.py"), *arguments], folder)


def speed(articles: int, kilobytes: int, rounds: int) -> float:
    """Print pages a minute of both kinds; the share that ours makes."""
    lists = -(-articles // A_LIST)
    pages = articles + lists
    best: dict[str, float] = {}
    with serving(articles, kilobytes) as root:
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as folder:
                database = Path(folder) / "archive.db"
                for name, cost in (
                    ("bare", bare(root, Path(folder), lists)),
                    ("ours", ours(root, database, lists)),
                ):
                    best[name] = min(best.get(name, cost.crawl), cost.crawl)
                check(database, articles)
    share = best["bare"] / best["ours"]
    size = len(article(1, kilobytes)) / 1000
    print(f"pages of {size:.0f} kB, {pages} a crawl, best of {rounds}:")
    for name, seconds in best.items():
        print(f"  {name:5} {60 * pages / seconds:9,.0f} pages/min   {1000 * seconds / pages:6.2f} ms a page")
    print(f"  ours makes {share:.0%} of the bare spider's pages (wanted: {WANTED_SHARE:.0%})\n")
    return share


def check(database: Path, articles: int) -> None:
    db = open_read_only(database)
    (count,) = db.execute("select count(*) from articles").fetchone()
    db.close()
    if count != articles:
        raise RuntimeError(f"{count} of {articles} articles were archived")


def fill(database: Path, articles: int) -> None:
    """An archive in which all articles are known."""
    db = connect(database)
    for number in range(articles):
        url = f"{HOST}/xw/gzyw/content/post_{number}.html"
        body = f"11月1日，全市疫情防控工作会议召开，第{number}号通报印发各单位。"
        item = Article(
            url=url, site="gz_gov", title=title(number), body=body, body_original=body, script="hans"
        )
        item.url_hash, item.content_hash, item.published_at = url_hash(url), content_hash(body), "2022-11-01"
        store(db, item, "bench")
    db.close()


def known(articles: int) -> tuple[float, float]:
    """Print what a crawl of lists costs that hold nothing new: seconds without the lists, peak memory."""
    lists = -(-articles // A_LIST)
    with serving(articles, 6, fetched=False) as root, tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "archive.db"
        fill(database, articles)
        cost = ours(root, database, lists)
        fetching = bare(root, Path(folder), lists, "-a", "only_lists=1").crawl
    rest = cost.whole - fetching
    print(
        f"{articles:6,} known articles on {lists:3} lists: {cost.whole:5.2f} s in all, {rest:5.2f} s without"
        f" fetching the lists, {cost.peak:4.0f} MB at most"
    )
    return rest, cost.peak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer pages, one round")
    quick = parser.parse_args().quick
    articles, rounds = (300, 1) if quick else (1_000, 3)
    shares = [speed(articles, kilobytes, rounds) for kilobytes in (6, 40)]
    few, many = known(1_000), known(5_000 if quick else 50_000)
    print(
        f"\nre-run with nothing new: {few[0]:.2f} s plus list fetches (wanted: under {WANTED_SECONDS:.0f} s)"
        f"\nmemory: {few[1]:.0f} MB with few known articles, {many[1]:.0f} MB with many"
        f" (wanted: under {WANTED_MEGABYTES:.0f} MB, flat)"
    )
    fit = min(shares) >= WANTED_SHARE and few[0] < WANTED_SECONDS and max(few[1], many[1]) < WANTED_MEGABYTES
    sys.exit(0 if fit else 1)


if __name__ == "__main__":
    main()
