"""Whether the search finds what reading every text finds: writes bench/exact.md, tells faulty queries.

python -m bench.exact [--articles 20000] [--queries 500]

Texts are invented sentences with marks, blanks, widths, capitals and Traditional characters in them; queries
are substrings of one to eight characters of the texts, wherever they begin, in quotation marks.  What is
meant is decided by Python's ``in`` on the folded texts without blanks.  Compared are the count, in both
orders all pages of up to 1,000 hits, and of more the first two pages.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.search import texts
from covidmeet.archive.db import connect
from covidmeet.archive.phrase import without_blanks
from covidmeet.archive.reader import Readable, open_read_only
from covidmeet.archive.search import count_hits, search
from covidmeet.archive.text_index import index_new
from covidmeet.archive.transactions import transaction
from covidmeet.text.fold import fold

OUT = Path(__file__).with_suffix(".md")
LENGTH = 300  # characters
ON_A_PAGE = 100
READ_WHOLE = 1_000  # hits
MARKS = (*"，、“”（） －：·", "ＡＰＰ", "Covid-19", "12 月", "１２月", "會議", "防疫")


def damaged(text: str, draw: random.Random) -> str:
    """The text with marks and other spellings put between its characters."""
    parts = []
    for char in text:
        parts.append(char)
        if draw.random() < 0.08:
            parts.append(draw.choice(MARKS))
    return "".join(parts)


def make(path: Path, count: int, draw: random.Random) -> list[str]:
    """An archive of so many articles, the last 200 not in its index yet; the texts, the oldest first."""
    made = [damaged(text, draw) for text in texts(count, LENGTH)]
    db = connect(path)
    for first, last in ((0, count - 200), (count - 200, count)):
        with transaction(db):
            for number in range(first, last):
                day = f"{1000 + number // 360:04}-{number // 30 % 12 + 1:02}-{number % 30 + 1:02}"
                values = [f"{number:064}", f"https://e.example/{number}", "e", made[number], day, day]
                db.execute(
                    "insert into articles (url_hash, url, site, title, body, published_at, first_seen)"
                    " values (?, ?, ?, '', ?, ?, ?)",
                    values,
                )
        if not first:
            index_new(db)
    db.close()
    return made


def queries(made: list[str], count: int, draw: random.Random) -> Iterator[str]:
    """Substrings, as one types them: no blanks around them, no quotation marks, with at least one letter."""
    while count:
        text = draw.choice(made)
        at = draw.randrange(len(text))
        part = text[at : at + draw.randrange(1, 9)].strip()
        if any(map(str.isalnum, part)) and not set(part) & set('"“”'):
            count -= 1
            yield part


def hits_of(db: Readable, query: str, total: int, ranked: bool) -> list[int]:
    """The numbers of the hits of all pages that are compared, and of one page beyond the last."""
    numbers = range(-(-total // ON_A_PAGE) + 1 if total <= READ_WHOLE else 2)
    return [
        int(hit.url_hash)
        for number in numbers
        for hit in search(db, query, limit=ON_A_PAGE, skip=number * ON_A_PAGE, ranked=ranked)
    ]


def fault_of(db: Readable, part: str, meant: list[int]) -> str:
    """What is wrong with the answers to a query, empty where nothing is; ``meant`` are the newest first."""
    query = f'"{part}"'
    if (counted := count_hits(db, query)) != len(meant):
        return f"{len(meant)} hold it, {counted} were counted"
    expected = meant if len(meant) <= READ_WHOLE else meant[: 2 * ON_A_PAGE]
    if (found := hits_of(db, query, len(meant), False)) != expected:
        return f"newest first: {first_difference(expected, found)}"
    found = hits_of(db, query, len(meant), True)
    if len(found) != len(expected) or len(set(found)) != len(found) or not set(found) <= set(meant):
        return f"ranked: {sorted(set(found) ^ set(expected))[:5]}"
    return ""


def first_difference(expected: list[int], found: list[int]) -> str:
    """The place of the first one that is another."""
    at = next((at for at, pair in enumerate(zip(expected, found)) if pair[0] != pair[1]), -1)  # noqa: B905
    at = min(len(expected), len(found)) if at < 0 else at
    return f"hit {at + 1} is {found[at : at + 1]} instead of {expected[at : at + 1]}"


class Compared(NamedTuple):
    """A query with the number of its hits, and what is wrong with its answers."""

    query: str
    hits: int
    fault: str


def compare(path: Path, folded: list[str], parts: list[str]) -> list[Compared]:
    """Each of the queries against the texts."""
    db = open_read_only(path)
    compared = []
    for part in parts:
        form = without_blanks(fold(part))
        meant = [number for number in reversed(range(len(folded))) if form in folded[number]]
        compared.append(Compared(part, len(meant), fault_of(db, part, meant)))
    db.close()
    return compared


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=500)
    asked = parser.parse_args()
    draw, start, workers = random.Random(33), time.monotonic(), os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name, ProcessPoolExecutor(workers) as pool:
        path = Path(name) / "archive.db"
        made = make(path, asked.articles, draw)
        folded = [without_blanks(fold(text)) for text in made]
        parts = list(queries(made, asked.queries, draw))
        shares = [parts[at::workers] for at in range(workers)]
        compared = [one for share in pool.map(partial(compare, path, folded), shares) for one in share]
    faults = [one for one in compared if one.fault]
    for one in faults:
        print(f"{one.query!r}: {one.fault}", file=sys.stderr)
    lengths = Counter(len(one.query) for one in compared)
    hits = sum(one.hits for one in compared)
    OUT.write_text(
        "# Whether the search is exact\n\n"
        f"Made by `python -m bench.exact` on {date.today()}, SQLite {sqlite3.sqlite_version}, in"
        f" {time.monotonic() - start:.0f} s.\n\n"
        f"{asked.articles:,} articles of {LENGTH} characters with marks between them, 200 of them not in the"
        f" index yet; {asked.queries:,} substrings, {hits:,} hits by Python's `in` on the folded texts."
        " Count, newest first and ranked pages compared.\n\n"
        f"| characters | {' | '.join(str(one) for one in sorted(lengths))} | all |\n"
        f"|---|{'---|' * (len(lengths) + 1)}\n"
        f"| queries | {' | '.join(str(lengths[one]) for one in sorted(lengths))} | {asked.queries:,} |\n\n"
        f"Queries with another answer than reading all: **{len(faults)}**.\n",
        "utf-8",
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
