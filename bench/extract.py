"""How well the text and the fields of pages are read that no site of the project's own has laid out.

    python -m bench.extract FOLDER... [--show NAME] [--worst N] [--alone] [--left-out] [-o FILE]

A folder holds ``gold.json``: name -> ``url``, ``file``, ``title``, ``body`` and ``optional`` (lists of
paragraphs), ``published_at``, ``source``; a field that is null is not asked for.  The pages are beside it, or
in ``pages.tar.xz``.  The score of a text is the F1 of the longest common subsequence of characters, after
NFKC, in Simplified and without white space; optional paragraphs are taken off the answer first.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tarfile
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.extractors import Extractor, installed
from covidmeet.crawl.site_registry import all_sites
from covidmeet.items import Article
from covidmeet.process import Fetched, decode_page, process
from covidmeet.reasons import Reject
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading, Scope
from covidmeet.text.converter import converter
from covidmeet.version import __version__


@dataclass(frozen=True)
class Real:
    """A page with what a reader expects of it."""

    name: str
    body: bytes
    gold: dict[str, Any]


@dataclass
class Answer:
    """What was read from a page."""

    title: str | None = None
    body: str = ""
    published_at: str | None = None
    source: str | None = None
    note: str = ""


@dataclass
class Score:
    """The marks of one answer; None where nothing was asked for."""

    name: str
    f1: float
    title: bool | None
    day: bool | None
    wrong_day: bool
    source: bool | None
    note: str = ""


def pages(folder: Path) -> Iterator[Real]:
    """The pages of a folder, in the order of ``gold.json``."""
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    packed = folder / "pages.tar.xz"
    if packed.exists():
        with tarfile.open(packed) as tar:
            held = {m.name.removeprefix("./"): tar.extractfile(m).read() for m in tar if m.isfile()}  # type: ignore[union-attr]
    else:
        held = {one["file"]: (folder / one["file"]).read_bytes() for one in gold.values()}
    for name, one in gold.items():
        yield Real(name, held[one["file"]], one)


@cache
def normal(text: str) -> str:
    """NFKC in Simplified, without white space and what is not shown."""
    wide = unicodedata.normalize("NFKC", text)
    shown = "".join(c for c in wide if not c.isspace() and c not in "\u200b\ufeff\xad")
    return str(converter("t2s").convert(shown))


def without_optional(answer: str, optional: list[str]) -> str:
    """The normal form of an answer less the optional paragraphs that stand in it."""
    text = normal(answer)
    for part in sorted({normal(one) for one in optional if one}, key=len, reverse=True):
        text = text.replace(part, "", 1) if part else text
    return text


def common(one: str, other: str) -> int:
    """The length of the longest common subsequence, by bits (Hyyrö 2004)."""
    places: dict[str, int] = {}
    for i, char in enumerate(one):
        places[char] = places.get(char, 0) | 1 << i
    full = (1 << len(one)) - 1
    row = full
    for char in other:
        met = row & places.get(char, 0)
        row = ((row + met) | (row - met)) & full
    return len(one) - row.bit_count()


def f1(answer: str, gold: list[str], optional: list[str]) -> float:
    """F1 of the longest common subsequence."""
    wanted, got = normal("".join(gold)), without_optional(answer, optional)
    if not wanted or not got:
        return float(wanted == got)
    shared = common(wanted, got)
    return 2 * shared / (len(wanted) + len(got))


def marks(real: Real, answer: Answer) -> Score:
    """The marks of an answer."""
    gold = real.gold

    def equal(field: str) -> bool | None:
        return (
            None if gold.get(field) is None else normal(getattr(answer, field) or "") == normal(gold[field])
        )

    day = gold.get("published_at")
    got = (answer.published_at or "")[:10]
    return Score(
        real.name,
        f1(answer.body, gold["body"], gold.get("optional") or []),
        equal("title"),
        None if day is None else got == day[:10],
        day is not None and bool(got) and got != day[:10],
        equal("source"),
        answer.note,
    )


def ours(real: Real, sites: Sites | None = None) -> Answer:
    """As a crawl of the pages would archive it."""
    reading = Reading(sites or Sites(all_sites()), Scope("all"))
    try:
        article: Article = process(Fetched(real.gold["url"], real.body), reading)
    except Reject as reject:
        return Answer(note=f"{reject.reason}: {reject.detail}"[:60])
    body = "\n".join(filter(None, (article.deck, article.body)))
    note = f"{article.layout} {json.dumps(article.extraction)}"
    return Answer(article.title, body, article.published_at, article.source, note)


def other(extractor: Extractor) -> Callable[[Real], Answer]:
    """An extractor by the interface of the bench; one that fails on a page has no text of it."""

    def read(real: Real) -> Answer:
        page = decode_page(Fetched(real.gold["url"], real.body), Reading())
        try:
            return Answer(*extractor(page.text, real.gold["url"]))
        except Exception as error:
            return Answer(note=f"{type(error).__name__}: {error}"[:60])

    return read


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--show", help="the page whose text is compared with what is expected")
    parser.add_argument("--worst", type=int, default=0, help="name so many pages, worst first")
    parser.add_argument("--alone", action="store_true", help="leave out other extractors")
    parser.add_argument("-o", dest="file", type=Path, help="write the table to this file as well")
    parser.add_argument("--left-out", action="store_true", help="fit again for each host, without its pages")
    arguments = parser.parse_args()
    reals = [real for folder in arguments.folders for real in pages(folder)]
    if arguments.show:
        show(next(real for real in reals if real.name == arguments.show))
        return
    readers: dict[str, Callable[[Real], Answer]] = {f"covidmeet {__version__}": ours}
    if not arguments.alone:
        readers |= {name: other(extractor) for name, extractor in installed()}
    lines = [HEAD]
    for name, reader in readers.items():
        reader(reals[0])  # what is imported at the first page is no time of a page
        began = time.process_time()
        answers = [reader(real) for real in reals]
        seconds = (time.process_time() - began) / len(reals)
        scores = [marks(real, answer) for real, answer in zip(reals, answers, strict=True)]
        lines.append(row(name, scores, seconds))
        print(*lines[-1 if len(lines) > 2 else 0 :], sep="\n", flush=True)
        if reader is ours:
            doubted = doubts(scores)
            worst(scores, arguments.worst)
    if arguments.left_out:
        doubted += "\n" + import_module("bench.left_out").left_out(reals)
    print(doubted)
    if arguments.file:
        arguments.file.write_text(INTRODUCTION.format(count=len(reals), machine=machine()) + "\n".join(lines))
        with arguments.file.open("a") as file:
            file.write(f"\n\n{doubted}\n")


HEAD = (
    "| extractor | mean F1 | ≥ 0.99 | < 0.5 | title | day (wrong) | source | ms a page |\n"
    "|---|---|---|---|---|---|---|---|"
)
INTRODUCTION = """# Text and fields of pages that no spider knows

Made by `make bench-extract`, on {count} real Chinese news pages with a reader's answer.
{machine}.

Text: F1 of the longest common subsequence of characters, after NFKC and in Simplified, without white space;
paragraphs that a reader may take or leave count neither way. Titles and sources are compared whole, days by
the day; a dash stands for a field that the extractor does not give. All read the text that covidmeet decoded.

`make bench-extract` prints covidmeet and what is installed of the dependency group `bench`: in an environment
of its own `pip install --group bench`, then `pip install -U cssselect`, of which gne wants an older version
than our selectors need. The weights of covidmeet's choice were fitted on these pages, and some of its
layouts were written with them at hand;
[decision 8](../docs/decisions/0008-the-text-of-an-unknown-page.md) has the figure for hosts left out.

"""


def row(name: str, scores: list[Score], seconds: float) -> str:
    """One line of the table; a dash where the extractor gives no such field at all."""

    def share(values: list[bool | None]) -> str:
        asked = [value for value in values if value is not None]
        return f"{sum(asked) / len(asked):.1%}" if any(asked) else "–"

    mean = sum(one.f1 for one in scores) / len(scores)
    good = sum(one.f1 >= 0.99 for one in scores) / len(scores)
    bad = sum(one.f1 < 0.5 for one in scores)
    day = share([s.day for s in scores])
    wrong = f" ({sum(s.wrong_day for s in scores)})" if day != "–" else ""
    return (
        f"| {name} | {mean:.4f} | {good:.1%} | {bad} | {share([s.title for s in scores])} | {day}"
        f"{wrong} | {share([s.source for s in scores])} | {seconds * 1000:.0f} |"
    )


def doubts(scores: list[Score]) -> str:
    """How many good and bad texts are marked as doubtful, and which candidates were taken."""
    good = [one for one in scores if one.f1 >= 0.95]
    marked = sum('"doubtful": true' in one.note for one in good)
    bad = [one for one in scores if one.f1 < 0.95]
    told = sum('"doubtful": true' in one.note or "{" not in one.note for one in bad)
    kinds = Counter(
        json.loads(one.note[one.note.index("{") :])["candidate"] for one in scores if "{" in one.note
    )
    taken = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    return (
        f"Of {len(good)} texts with an F1 of at least 0.95 {marked} are marked as doubtful"
        f" ({marked / max(len(good), 1):.1%}), of the other {len(bad)} are {told}. Candidates taken: {taken}."
    )


def worst(scores: list[Score], count: int) -> None:
    """Name the texts that are furthest off, and the fields that are."""
    for score in sorted(scores, key=lambda one: one.f1)[:count]:
        print(f"  {score.f1:.3f} {score.name:28} {score.note}")
    if count:
        print("  title:", *(s.name for s in scores if s.title is False))
        print("  day:", *(s.name + ("!" if s.wrong_day else "") for s in scores if s.day is False))
        print("  source:", *(s.name for s in scores if s.source is False))


def machine() -> str:
    """Date, processor and Python."""
    info = Path("/proc/cpuinfo")
    text = info.read_text() if info.exists() else ""
    name = next((line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line), "")
    python = platform.python_version()
    return (
        f"{date.today()}, {os.cpu_count()} cores of {name or platform.machine()}, Python {python}, CPU time"
    )


def show(real: Real) -> None:
    """What is missing (-), what is too much (+)."""
    import difflib

    answer = ours(real)
    print(answer.title, "|", answer.published_at, "|", answer.source, "|", answer.note)
    print(real.gold["title"], "|", real.gold["published_at"], "|", real.gold["source"])
    optional = {normal(one) for one in real.gold.get("optional") or []}
    got = [line for line in answer.body.split("\n") if normal(line) not in optional]
    for line in difflib.unified_diff(
        [normal(x) for x in real.gold["body"]], [normal(x) for x in got], lineterm="", n=0
    ):
        print(line[:220])


if __name__ == "__main__":
    main()
