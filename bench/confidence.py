"""How far the confidence of repairs can be trusted: writes bench/confidence.md.

python -m bench.confidence                       # the invented lines of the tests
python -m bench.confidence --corpus FILE ...     # lines of other texts, UTF-8, one paragraph a line

Each text is damaged page by page, repaired, and compared with what it was.  A character is *told* where it
lies in a fix that is not certain, in a line with a place that is left damaged, or in a line that stayed as
it was shown; *untold* errors are those that an archive would hold as true.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import opencc

from covidmeet.repair import Repair, repair
from tests.repair.mirror.forward import HALF_WIDTH, Kit, damage, ranking
from tests.repair.mojibake.damage import CHANNELS, converted_channels, two_byte_channels
from tests.repair.mojibake.texts import NEWS

OUT = Path(__file__).with_suffix(".md")
LINES_A_PAGE = 10
BINS = 10
HEAD = """# The confidence of repairs, measured

`{command}`: {lines} lines, {chars} characters, damaged in pages of {page} lines.

*Right*: characters that stand in the repaired text in their place.  *Untold*: wrong, and neither in a fix
with a confidence below 0.99 nor in a line that was left or reported.  *Certain*: right, and in no doubtful
fix.  *Doubtful*: fixes below 0.99, their mean confidence, and how many of them are right.  *ECE*: expected
calibration error of all fixes, ten bins of equal width.

| damage | right | untold | certain | doubtful | said | right | ECE |
|---|---|---|---|---|---|---|---|
"""

Damage = Callable[[str], str]


@dataclass
class Score:
    """Counts of characters, and of fixes as pairs of confidence and whether they are right."""

    chars: int = 0
    right: int = 0
    certain: int = 0
    untold: int = 0
    fixes: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, truth: str, shown: str, found: Repair) -> None:
        """Count one page."""
        left = {found.text.count("\n", 0, place.offset) for place in found.unrepaired}
        at = 0
        lines = zip(truth.split("\n"), shown.split("\n"), found.text.split("\n"), strict=True)
        for number, (line, seen, text) in enumerate(lines):
            fixes = [
                (fix.offset - at, fix.offset - at + len(fix.after), fix.confidence)
                for fix in found.fixes
                if at <= fix.offset < at + len(text) + 1
            ]
            self._line(line, text, fixes, told=number in left or (text == seen and seen != line))
            at += len(text) + 1

    def _line(self, line: str, text: str, fixes: list[tuple[int, int, float]], *, told: bool) -> None:
        doubtful = {
            at for start, stop, sure in fixes if sure < 0.99 for at in range(start, max(stop, start + 1))
        }
        wrong: set[int] = set()
        self.chars += len(line)
        for tag, first, last, start, stop in _differences(line, text):
            size = last - first
            places = set(range(start, max(stop, start + 1)))
            if tag == "equal":
                self.right += size
                self.certain += size if told else size - len(places & doubtful)
                continue
            if start == stop and start not in doubtful and start - 1 in doubtful:
                places = {start - 1}  # what is missing belongs to the fix that told its doubt
            wrong |= places
            if not told and not places & doubtful:
                self.untold += max(size, stop - start)
        for start, stop, sure in fixes:
            self.fixes.append((sure, wrong.isdisjoint(range(start, max(stop, start + 1)))))

    def row(self, name: str) -> str:
        doubtful = [(sure, right) for sure, right in self.fixes if sure < 0.99]
        said = sum(sure for sure, _ in doubtful) / max(len(doubtful), 1)
        right = sum(right for _, right in doubtful) / max(len(doubtful), 1)
        chars = max(self.chars, 1)
        return (
            f"| {name} | {self.right / chars:.2%} | {self.untold / chars:.3%} | {self.certain / chars:.1%} "
            f"| {len(doubtful)} | {said:.2f} | {right:.2f} | {calibration_error(self.fixes):.3f} |\n"
        )


def _differences(line: str, text: str) -> Iterable[tuple[str, int, int, int, int]]:
    if line == text:
        return [("equal", 0, len(line), 0, len(text))]
    return SequenceMatcher(None, line, text, autojunk=False).get_opcodes()


def calibration_error(fixes: list[tuple[float, bool]]) -> float:
    """Expected calibration error: the mean distance of confidence and share of right fixes, by bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in fixes:
        bins.setdefault(min(int(sure * BINS), BINS - 1), []).append((sure, right))
    gaps = (abs(sum(sure - right for sure, right in bin_)) for bin_ in bins.values())
    return sum(gaps) / max(len(fixes), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, nargs="*", default=[], help="texts to use instead")
    parser.add_argument("--most", type=int, default=200, help="lines at most")
    parser.add_argument("--only", default="", help="damage whose name has this")
    parser.add_argument("--show", action="store_true", help="print the errors that are not told")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    lines = _lines(options.corpus, options.most) if options.corpus else NEWS
    command = "python -m bench.confidence" + " --corpus …" * bool(options.corpus)
    text = HEAD.format(command=command, lines=len(lines), chars=sum(map(len, lines)), page=LINES_A_PAGE)
    for name, pages in _classes(lines):
        if options.only in name:
            row = _row(name, pages, show=options.show)
            print(row, end="", flush=True)
            text += row
    options.out.write_text(text, "utf-8")


def _lines(paths: Iterable[Path], most: int) -> list[str]:
    lines = [line.strip() for path in paths for line in path.read_text("utf-8").splitlines()]
    fit = [line for line in lines if len(line) > 15 and line.encode("gbk", "ignore").decode("gbk") == line]
    return fit[:: max(len(fit) // most, 1)][:most]


def _classes(lines: list[str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each kind of damage with its pages: what they were, and what is shown."""
    simplified = _pages(lines)
    for name, (_, channel) in CHANNELS.items():
        yield name, _damaged(simplified, channel)
    for name, channel in converted_channels(_s2t()).items():
        yield name, _damaged(simplified, channel)
    traditional = [_s2t()(page).encode("cp950", "replace").decode("cp950") for page in simplified]
    for name, channel in two_byte_channels().items():
        yield name, _damaged(traditional if name.startswith("big5") else simplified, channel)
    kit = Kit(ranking(9), overlapping=True)
    pages = [_s2tw()(page) for page in simplified]
    pages = [page.encode("gbk", "replace").decode("gbk") for page in pages]
    yield "mirror kit", _damaged(pages, lambda page: damage(page, kit, len(page)))
    half = [page.translate(HALF_WIDTH) for page in pages]
    yield (
        "mirror kit, half-width",
        [
            (page, damage(wide, kit, len(page), half_width=True))
            for page, wide in zip(half, pages, strict=True)
        ],
    )


def _pages(lines: list[str]) -> list[str]:
    return ["\n".join(lines[at : at + LINES_A_PAGE]) for at in range(0, len(lines), LINES_A_PAGE)]


def _damaged(pages: list[str], channel: Damage) -> list[tuple[str, str]]:
    """Line by line: in no wrong decoding but the kits' does a line end vanish."""
    return [(page, channel(page)) for page in pages]


@cache
def _s2t() -> Damage:
    return opencc.OpenCC("s2t").convert


@cache
def _s2tw() -> Damage:
    return opencc.OpenCC("s2tw").convert


def _row(name: str, pages: list[tuple[str, str]], *, show: bool) -> str:
    score = Score()
    for truth, shown in pages:
        found = repair(shown)
        before = score.untold
        if found.text.count("\n") != truth.count("\n"):
            found = Repair(found.text.replace("\n", "⏎"), found.fixes, found.unrepaired)
            truth, shown = truth.replace("\n", "⏎"), shown.replace("\n", "⏎")
        elif shown.count("\n") != truth.count("\n"):
            shown = truth.replace("\n", "\n\x00")
        score.add(truth, shown, found)
        if show and score.untold > before:
            _print_untold(truth, found.text)
    return score.row(name)


def _print_untold(truth: str, text: str) -> None:
    for line, mine in zip(truth.split("\n"), text.split("\n"), strict=True):
        for tag, a, b, c, d in _differences(line, mine):
            if tag != "equal":
                print(f"   {line[max(a - 6, 0) : a]}[{line[a:b]} → {mine[c:d]}]{line[b : b + 6]}")


if __name__ == "__main__":
    main()
