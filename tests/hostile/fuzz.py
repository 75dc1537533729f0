"""Mutated documents and pages, and what every row must hold: ``python -m tests.hostile.fuzz COUNT``."""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from covidmeet.crawl.site_registry import all_sites
from covidmeet.items import COLUMNS, JSON_COLUMNS, Article
from covidmeet.pool import PageLimits, Pool
from covidmeet.process import Fetched, attempt_whole
from covidmeet.reasons import Reason, Reject
from covidmeet.sites import Sites
from covidmeet.sources.documents import Documents
from covidmeet.sources.warc import WarcReader
from covidmeet.stages.reading import Reading
from covidmeet.text.normal import content_hash
from covidmeet.text.urls import hash_of
from tests.hostile.page_shapes import HTML_UNITS
from tests.hostile.text_shapes import UNITS

SAMPLES = Path("data/samples")
READING = Reading(Sites(all_sites()))
LIMITS = PageLimits(seconds=20, megabytes=1_000)
_PIECES = [
    *(unit.encode() for unit in (*UNITS.values(), *HTML_UNITS.values())),
    b"\0",
    b"\xff\xfe",
    b"\x1b",
]


def seeds() -> tuple[list[Fetched], list[Fetched]]:
    """The sample documents, and the sample pages of all sites."""
    documents = [
        one for one in Documents(SAMPLES / "documents", Path("x"), 10**7) if isinstance(one, Fetched)
    ]
    pages = [page for path in sorted(SAMPLES.glob("*.warc.gz")) for page in WarcReader(path)]
    return documents, [page for page in pages if page.status == 200]


def mutated(page: Fetched, chance: random.Random) -> Fetched:
    """``page`` with one to three changes: bytes lost, doubled, moved, changed, put in, or read otherwise."""
    body = page.body
    for _ in range(chance.randint(1, 3)):
        body = _change(body, chance)
    headers = tuple(
        one for one in page.headers if one[0].lower() not in ("content-length", "content-encoding")
    )
    return Fetched(page.url, body, page.status, headers, place=page.place)


def _change(body: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(body) + 1)
    stop = min(len(body), start + int(chance.expovariate(1 / 60)) + 1)
    inside = body[start:stop]
    kind = chance.randrange(8)
    if kind == 0:
        inside = b""
    elif kind == 1:
        inside *= chance.choice((2, 2, 3, 50))
    elif kind == 2:
        inside = bytes(chance.choices(range(256), k=len(inside)))
    elif kind == 3:
        inside = chance.choice(_PIECES) * chance.choice((1, 1, 2, 10, 200)) + inside
    elif kind == 4:
        inside = inside.decode("utf-8", "replace").encode(chance.choice(("gb18030", "utf-16-le", "utf-8")))
    elif kind == 5:
        inside = inside.decode("latin-1").encode()
    elif kind == 6:
        at = chance.randrange(len(body) + 1)
        inside = body[at : at + len(inside)]
    else:
        return body[:stop] if chance.random() < 0.2 else body
    return body[:start] + inside + body[stop:]


def mutations(pages: list[Fetched], count: int, seed: int) -> Iterator[Fetched]:
    chance = random.Random(seed)
    for number in range(count):
        yield mutated(pages[number % len(pages)], chance)


def breaches(article: Article) -> list[str]:
    """What a row of ``article`` breaks of the contract; a page that a stage rejected has no row."""
    if article.reject is not None:
        return []
    found = []
    row = {name: getattr(article, name) for name in COLUMNS}
    text = json.dumps(row, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        found.append("a lone surrogate")
    for name in ("url_hash", "url", "site", "body", "body_original", "script", "charset", "layout"):
        if not isinstance(row[name], str) or not row[name]:
            found.append(f"{name} is {row[name]!r}")
    found += [
        f"{name} is no list or object" for name in JSON_COLUMNS if not isinstance(row[name], (list, dict))
    ]
    if article.url_hash != hash_of(article.url) or article.content_hash != content_hash(article.body):
        found.append("a hash that is not its text's")
    for name in ("title", "deck", "body", "body_original"):
        value = row[name] or ""
        if "\0" in value or any(not line.strip() for line in value.splitlines() if value):
            found.append(f"an empty line or NUL in {name}")
    return found + _lost_lines(article)


def _lost_lines(article: Article) -> list[str]:
    """Numbers of the page's lines that are in no field, not stripped, and not outside."""
    placed = {place for lines in article.field_lines.values() for line in lines for place in line.places}
    placed.update(place for stripped in article.stripped_lines for place in stripped.places)
    given = {place for line in article.lines for place in line.places}
    return [f"lines in no place: {sorted(given - placed)[:5]}"] if given - placed else []


def run(pages: list[Fetched], count: int, seed: int, workers: int = 2) -> tuple[Counter[str], list[str]]:
    """How many mutations ended how, and what was wrong with some."""
    outcomes: Counter[str] = Counter()
    wrong: list[str] = []
    with Pool(READING, workers, LIMITS, attempt_whole) as pool:
        for number, (page, outcome) in enumerate(pool.run(mutations(pages, count, seed))):
            reject = outcome if isinstance(outcome, Reject) else outcome.reject
            outcomes[str(reject.reason) if reject else "archived"] += 1
            if reject and reject.reason in (Reason.ERROR, Reason.WORKER_CRASHED, Reason.TOO_MUCH_MEMORY):
                wrong.append(f"{seed}/{number} {page.url}: {reject}")
            if isinstance(outcome, Article):
                wrong += [f"{seed}/{number} {page.url}: {breach}" for breach in breaches(outcome)]
    return outcomes, wrong


if __name__ == "__main__":
    for kind, pages in zip(("documents", "pages"), seeds(), strict=True):
        outcomes, wrong = run(pages, int(sys.argv[1]), 1)
        print(kind, dict(outcomes.most_common()))
        print("\n".join(wrong[:40]), len(wrong), "breaches", flush=True)
