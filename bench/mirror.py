"""Measure the mirror repair: ``python bench/mirror.py [FILE ...]``.

FILE is clean text in UTF-8, Simplified or Traditional, a paragraph a line; ``word/tag`` text (as in the
corpus of the People's Daily that several packages ship) is joined first.  Without FILE, the report of the
tests is used, which is too short to say much.  The text is turned into what a kit starts from, damaged page
by page with the tests' own forward model at five points of the ranking, and repaired.

Prints, for each setting: characters that are as they were, and damaged lines that are exactly as they were.
Then speed (CPU time of one core), the ratio to OpenCC t2s on the same text, and memory.
"""

from __future__ import annotations

import argparse
import difflib
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import opencc

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from covidmeet.repair.mirror import damaged, repair  # noqa: E402
from tests.repair.mirror.forward import HALF_WIDTH, Kit, damage, encode, ranking  # noqa: E402
from tests.repair.mirror.texts import REPORT, clean_text  # noqa: E402

STEPS = (1, 3, 5, 7, 9)
LINES_A_PAGE = 30
STAYS = frozenset("后干里面系只余云于制松了采并占周克家么范游布托筑征")
TURNS = {"台": "臺", "准": "準", "复": "復", "冲": "沖", "着": "著", "几": "幾"}
_WIDE_LETTERS = str.maketrans({0xFF01 + n: chr(0x21 + n) for n in range(94) if chr(0x21 + n).isalnum()})


@dataclass
class Score:
    """What came back."""

    chars: int = 0
    wrong: int = 0
    lines: int = 0
    wrong_lines: int = 0
    seconds: float = 0.0
    seen: int = 0

    def row(self) -> str:
        exact = 100 * (1 - self.wrong_lines / max(self.lines, 1))
        right = 100 * (1 - self.wrong / max(self.chars, 1))
        return f"{right:.3f} % | {exact:.2f} % ({self.lines - self.wrong_lines} of {self.lines})"


def traditional(text: str) -> str:
    """One character for one, as the kits do it."""
    convert = opencc.OpenCC("s2tw").convert
    table = {}
    for char in set(text):
        other = TURNS.get(char) or (char if char in STAYS else str(convert(char)))
        table[ord(char)] = other if len(other) == 1 and other.encode("gbk", "ignore") else char
    return text.translate(table)


def read(path: Path) -> list[str]:
    """Lines as a kit finds them; tags dropped, full-width digits and letters narrowed."""
    text = path.read_text(encoding="utf-8")
    if re.search(r"\S/[a-zA-Z]+\s", text[:2000]):
        text = re.sub(r"\[?(\S+?)/[a-zA-Z]+(?:\][a-zA-Z]+)?[ ]*", r"\1", text)
    return [line.strip() for line in traditional(text.translate(_WIDE_LETTERS)).split("\n") if line.strip()]


def pages(lines: list[str]) -> Iterator[str]:
    for at in range(0, len(lines), LINES_A_PAGE):
        yield "\n".join(lines[at : at + LINES_A_PAGE])


def compare(goal: str, got: str, seen: str, score: Score) -> None:
    goals, gots, shown = goal.split("\n"), got.split("\n"), set(seen.split("\n"))
    whole = len(goals) == len(gots)
    score.chars += len(goal)
    score.wrong += sum(map(_distance, goals, gots)) if whole else _distance(goal, got)
    there = set(gots)
    for at, line in enumerate(goals):
        if line not in shown:
            score.lines += 1
            score.wrong_lines += line != gots[at] if whole else line not in there


def _distance(one: str, other: str) -> int:
    if one == other:
        return 0
    blocks = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for tag, a, b, c, d in blocks if tag != "equal")


def measure(lines: list[str], kit: Kit, *, half_width: bool, controls: str = "") -> Score:
    score = Score()
    for seed, page in enumerate(pages(lines)):
        seen = damage(page, kit, seed, half_width=half_width, controls=controls)
        began = time.process_time()
        got = repair(seen).text
        score.seconds += time.process_time() - began
        score.seen += len(seen)
        goal = encode(page).decode("gbk")
        if half_width:
            goal, got = goal.translate(HALF_WIDTH), got.translate(HALF_WIDTH)
        compare(goal, got, seen, score)
    return score


def best_of(task: Callable[[], object], times: int = 3) -> float:
    found = []
    for _ in range(times):
        began = time.process_time()
        task()
        found.append(time.process_time() - began)
    return min(found)


def accuracy(lines: list[str]) -> Iterator[str]:
    yield "| hit marks | ranking up to step | marks | characters | damaged lines exact |"
    yield "|---|---|---|---|---|"
    for overlapping in (False, True):
        for half_width in (False, True):
            for step in STEPS:
                kit = Kit(ranking(step), overlapping=overlapping)
                score = measure(lines, kit, half_width=half_width)
                marks = "half-width" if half_width else "full-width"
                hit = "also within another" if overlapping else "one after the other"
                yield f"| {hit} | {step} | {marks} | {score.row()} |"


def speed(lines: list[str]) -> Iterator[str]:
    text = "\n".join(lines)
    half = measure(lines, Kit(ranking(9)), half_width=True)
    heavy = [damage(page, Kit(ranking(9)), seed) for seed, page in enumerate(pages(lines))]
    size = sum(map(len, heavy))
    seconds = best_of(lambda: [repair(page) for page in heavy])
    convert = opencc.OpenCC("t2s").convert
    clean, clean_seconds = len(text.encode()), best_of(lambda: damaged(text))
    mixed = clean_text(1_000_000)
    yield f"- `repair`, heavily damaged (step 9, full-width marks): {size / seconds:,.0f} characters/s"
    yield f"- the same with half-width marks: {half.seen / half.seconds:,.0f} characters/s"
    ratio = seconds / best_of(lambda: [convert(page) for page in heavy])
    yield f"- the same text through OpenCC t2s takes 1/{ratio:.1f} of the time of `repair`"
    yield f"- `damaged`, clean Traditional text: {clean / clean_seconds / 1e6:,.0f} MB/s of UTF-8"
    yield (
        f"- `damaged`, mixed clean text with code and textbooks: "
        f"{len(mixed.encode()) / best_of(lambda: damaged(mixed)) / 1e6:,.0f} MB/s of UTF-8"
    )


def memory(lines: list[str]) -> Iterator[str]:
    """Peak resident memory after ever longer texts, each repaired as one."""
    page = damage("\n".join(lines[: 10 * LINES_A_PAGE]), Kit(ranking(9)))
    for times in (1, 4, 16):
        text = page * times
        repair(text)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield f"- after one text of {len(text):,} characters: peak {peak:,.0f} MB"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", nargs="*", type=Path)
    parser.add_argument("--lines", type=int, default=0, help="use only so many lines of each file")
    options = parser.parse_args()
    for path in options.file or [None]:
        lines = read(path) if path else REPORT.splitlines()
        lines = lines[: options.lines or None]
        print(
            f"\n### {path.name if path else 'the report of the tests'}: {sum(map(len, lines)):,} characters\n"
        )
        for part in (accuracy, speed, memory):
            print("\n".join(part(lines)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
