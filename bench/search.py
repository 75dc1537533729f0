"""How fast articles are stored and found, and what they take on disc: writes bench/search.md.

python -m bench.search [--articles 100000] [--yardstick TREE ...]

``TREE`` is a folder with another state of this project; its ``store`` is measured in turns with this one's.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import accumulate
from pathlib import Path
from statistics import median

OUT = Path(__file__).with_suffix(".md")
ROOT = Path(__file__).parent.parent
HEAD = """# Storing and searching

Made by `python -m bench.search` on {day}: Python {python}, SQLite {sqlite}, {machine}, {cpus} cores.
CPU time throughout; ratios within one run are reliable.

"""
LENGTH = 1_500  # characters of an article that is searched
STORED = 939  # characters of an article that is stored
ROUNDS = 3

STORE = """
import hashlib, sys, time
sys.path.insert(0, ".")
from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.items import Article
from covidmeet.text.normal import content_hash
texts = open(sys.argv[2], encoding="utf-8").read().split("\\n")
db = connect(sys.argv[1])
articles = []
for number, text in enumerate(texts):
    url = f"https://www.qinghe.example/{number}.html"
    one = Article(url=url, title=text[:18], body=text)
    one.url_hash, one.content_hash = hashlib.sha256(url.encode()).hexdigest(), content_hash(text)
    one.body_original, one.site = text, "q"
    one.published_at = f"2022-{number % 12 + 1:02}-{number % 28 + 1:02}"
    articles.append(one)
start = time.process_time()
for one in articles:
    store(db, one, "run-1")
print((time.process_time() - start) / len(articles) * 1e6)
"""
WORDS = ("会议", "疫情", "防控", "核酸检测", "隔离", "青禾县", "河湾镇", "指挥部", "领导小组", "封闭管理")
QUERIES = {
    "one character": ["会", "疫", "的"],
    "one word": ["会议", "核酸检测", "青禾县", "領導小組"],
    "three words": ["会议 核酸检测 隔离", "青禾县 河湾镇 封闭管理"],
    "OR": ["青禾县 OR 河湾镇", "隔离 OR 封闭管理 OR 指挥部"],
    "NOT": ["会议 -隔离", "-会议"],
    "filters": ["会议 site:site3", "隔离 since:2021-03 until:2021-04", "site:site7"],
    "absent": ["会青议禾", "封河闭湾管"],
}


def texts(count: int, length: int) -> Iterator[str]:
    """Texts of invented sentences, of which the r-th is drawn with the weight r^-0.6."""
    random.seed(14)
    characters = [chr(0x4E00 + number) for number in range(2_000)]
    weights = list(accumulate(1 / (rank + 8) for rank in range(len(characters))))
    sentences = [
        "".join(random.choices(characters, cum_weights=weights, k=random.randrange(12, 40)))
        + (random.choice(WORDS) if random.random() < 0.3 else "")
        + "。"
        for _ in range(7_500)
    ]
    weights = list(accumulate((rank + 1) ** -0.6 for rank in range(len(sentences))))
    for _ in range(count):
        drawn = random.choices(sentences, cum_weights=weights, k=length // 20)
        yield "".join(drawn)[:length]


def store_times(trees: list[Path], folder: Path, count: int) -> dict[Path, list[float]]:
    """µs an article of ``store`` in each tree, in turns."""
    given = folder / "texts.txt"
    given.write_text("\n".join(texts(count, STORED)), "utf-8")
    found: dict[Path, list[float]] = {tree: [] for tree in trees}
    for turn in range(ROUNDS):
        for number, tree in enumerate(trees):
            archive = folder / f"store-{turn}-{number}.db"
            command = [sys.executable, "-c", STORE, str(archive), str(given)]
            told = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=True)
            found[tree].append(float(told.stdout))
    return found


def generate(path: Path, count: int) -> float:
    """An archive of ``count`` invented articles; seconds of CPU that its index took."""
    from covidmeet.archive.db import connect
    from covidmeet.archive.text_index import index_new
    from covidmeet.archive.transactions import transaction

    db = connect(path)
    with transaction(db):
        for number, text in enumerate(texts(count, LENGTH)):
            day = f"{2020 + random.randrange(3)}-{random.randrange(12) + 1:02}-{random.randrange(28) + 1:02}"
            db.execute(
                "insert into articles (url_hash, url, site, title, body, published_at, first_seen)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                [
                    f"{number:064}",
                    f"https://e.example/{number}",
                    f"site{number % 10}",
                    text[:18],
                    text,
                    day,
                    day,
                ],
            )
    start = time.process_time()
    index_new(db)
    taken = time.process_time() - start
    db.close()
    return taken


def best_ms(work: Callable[[], object]) -> float:
    """CPU time of the best of three, in ms."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1e3)
    return min(times)


def query_times(path: Path) -> Iterator[tuple[str, float, float, float, float]]:
    """By kind of query: newest 20, median and worst, worst ranked, worst count to 1,000, in ms."""
    from covidmeet.archive.reader import open_read_only
    from covidmeet.archive.search import count_hits, search

    db = open_read_only(path)
    every: list[float] = []
    ranks: list[float] = []
    counts: list[float] = []
    for kind, queries in QUERIES.items():
        newest = [best_ms(lambda q=query: list(search(db, q, limit=20))) for query in queries]  # type: ignore[misc]
        every += newest
        counted = max(best_ms(lambda q=query: count_hits(db, q, 1_000)) for query in queries)  # type: ignore[misc]
        by_rank = [best_ms(lambda q=query: list(search(db, q, limit=20, ranked=True))) for query in queries]  # type: ignore[misc]
        ranks.append(max(by_rank))
        counts.append(counted)
        yield kind, median(newest), max(newest), ranks[-1], counted
    yield "all", median(every), max(every), max(ranks), max(counts)


def latencies(path: Path) -> Iterator[str]:
    """The rows of the table of queries."""
    for kind, newest, worst, ranked, counted in query_times(path):
        yield f"| {kind} | {newest:.1f} | {worst:.1f} | {ranked:.1f} | {counted:.0f} |\n"


def table_sizes(path: Path, count: int) -> Iterator[tuple[str, float]]:
    """kB an article by table, where SQLite was built to tell, and of the whole file."""
    db = sqlite3.connect(path)
    try:
        rows = db.execute(
            "select name, sum(pgsize) from dbstat group by name order by 2 desc limit 6"
        ).fetchall()
    except sqlite3.OperationalError:
        rows = []
    for name, size in [*rows, ("the whole file", path.stat().st_size)]:
        yield name, size / count / 1e3


def sizes(path: Path, count: int) -> Iterator[str]:
    """The rows of the table of tables."""
    for name, size in table_sizes(path, count):
        yield f"| `{name}` | {size:.2f} |\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--stored", type=int, default=3_000)
    parser.add_argument("--yardstick", type=Path, action="append", default=[])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        told = [
            HEAD.format(
                day=date.today(),
                python=platform.python_version(),
                sqlite=sqlite3.sqlite_version,
                machine=platform.machine(),
                cpus=os.cpu_count(),
            )
        ]
        times = store_times([ROOT, *asked.yardstick], folder, asked.stored)
        own = min(times[ROOT])
        told.append(
            f"`store` of {asked.stored:,} articles of {STORED} characters, a commit each, best of 3\n\n"
        )
        told.append("| state | µs an article | a second | this one is faster by |\n|---|---|---|---|\n")
        for tree, taken in times.items():
            state = "this one" if tree == ROOT else tree.name
            told.append(
                f"| {state} | {min(taken):.0f} | {1e6 / min(taken):,.0f} | {min(taken) / own:.2f} |\n"
            )
        stored = folder / "store-0-0.db"
        told.append("\n| table of that archive | kB an article |\n|---|---|\n")
        told += sizes(stored, asked.stored)
        path = folder / "archive.db"
        taken_s = generate(path, asked.articles)
        told.append(
            f"\n{asked.articles:,} articles of {LENGTH:,} characters, indexed in {taken_s:.0f} s;"
            " ms a query\n\n"
        )
        told.append(
            "| query | newest 20: median | worst | ranked, worst | count to 1,000, worst |\n"
            "|---|---|---|---|---|\n"
        )
        told += latencies(path)
        told.append("\n| table | kB an article |\n|---|---|\n")
        told += sizes(path, asked.articles)
        OUT.write_text("".join(told), "utf-8")


if __name__ == "__main__":
    main()
