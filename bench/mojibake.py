"""How well the classic wrong decodings are undone, and how fast: writes bench/mojibake.md.

python -m bench.mojibake                       # the invented lines of tests/repair/mojibake/texts.py
python -m bench.mojibake --corpus FILE ...     # lines of other texts, UTF-8, one paragraph a line
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path

import opencc

from covidmeet.repair.mojibake import damaged, repair
from tests.repair.mojibake.damage import BIG5, CHANNELS, big5_as_gbk
from tests.repair.mojibake.texts import CLEAN, NEWS

OUT = Path(__file__).with_suffix(".md")
MEGABYTES = 8
HEAD = """# The classic wrong decodings, undone

Made by `{command}`: {lines} lines, {chars} characters, each damaged and repaired on its own (`{source}`).
A character counts as right if it stands in the repaired text in its place in the order of the original.
Plain re-decoding is the wrong decoding reversed with the standard library, bad bytes ignored.

| damage | lines exact | characters right | plain re-decoding | characters/s |
|---|---|---|---|---|
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", type=Path, nargs="*", default=[], help="texts to use instead")
    parser.add_argument("--most", type=int, default=200, help="lines at most")
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args()
    lines = _lines(options.corpus, options.most) if options.corpus else NEWS
    command = "python -m bench.mojibake" + " --corpus …" * bool(options.corpus)
    source = "other texts" if options.corpus else "tests/repair/mojibake/texts.py"
    head = HEAD.format(command=command, lines=len(lines), chars=sum(map(len, lines)), source=source)
    text = head + "".join(_rows(lines)) + _clean() + _speed(lines)
    options.out.write_text(text, "utf-8")
    print(text)


def _lines(paths: Iterable[Path], most: int) -> list[str]:
    lines = [line.strip() for path in paths for line in path.read_text("utf-8").splitlines()]
    fit = [line for line in lines if len(line) > 15 and _in_gbk(line)]
    return fit[:: max(len(fit) // most, 1)][:most]


def _in_gbk(line: str) -> bool:
    return line.encode("gbk", "ignore").decode("gbk") == line


def _rows(lines: list[str]) -> Iterable[str]:
    for name, (_, damage) in CHANNELS.items():
        yield _row(name, [(line, damage(line)) for line in lines])
    convert = opencc.OpenCC("s2t").convert
    traditional = [convert(line).encode("cp950", "ignore").decode("cp950") for line in lines]
    kept = [(line, line.encode("cp950").decode("gb18030", "ignore")) for line in traditional]
    yield _row(f"{BIG5}, private use kept", kept)
    yield _row(f"{BIG5}, bytes dropped", [(line, big5_as_gbk(line, "")) for line in traditional])


def _row(name: str, pairs: list[tuple[str, str]]) -> str:
    start = time.perf_counter()
    repaired = [repair(seen).text for _, seen in pairs]
    seconds = time.perf_counter() - start
    exact = sum(text == line for text, (line, _) in zip(repaired, pairs, strict=True))
    right = sum(_right(text, line) for text, (line, _) in zip(repaired, pairs, strict=True))
    plain = sum(_right(_plain(name, seen), line) for line, seen in pairs)
    total = sum(len(line) for line, _ in pairs)
    rate = sum(len(seen) for _, seen in pairs) / seconds
    return (
        f"| {name} | {exact / len(pairs):.1%} | {right / total:.2%} | {plain / total:.2%} | {rate:,.0f} |\n"
    )


def _plain(name: str, seen: str) -> str:
    codecs = {"latin1": "latin-1", "cp1252": "cp1252", "gbk": "gbk", "utf8": "utf-8", "big5": "cp950"}
    right, _, wrong = name.partition(",")[0].partition("_as_")
    if not wrong:
        seen, right, wrong = seen.encode("latin-1", "ignore").decode("utf-8", "ignore"), "utf8", "latin1"
    return seen.encode(codecs[wrong], "ignore").decode(codecs[right], "ignore")


def _right(text: str, line: str) -> int:
    if text == line:
        return len(line)
    blocks = SequenceMatcher(None, text, line, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


def _clean() -> str:
    text = "\n".join(CLEAN)
    moved = sum(repair(line).text != line for line in CLEAN)
    size = f"{len(CLEAN)} lines, {len(text.encode()):,} bytes, nine languages"
    return f"\nClean text ({size}): {moved} lines changed.\n"


def _speed(lines: list[str]) -> str:
    text = "\n".join(lines)
    text *= MEGABYTES * 1_000_000 // len(text.encode()) + 1
    size = len(text.encode())
    best = min(_seconds(text) for _ in range(3))
    return f"\n`damaged()` on {size / 1e6:.1f} MB of clean text: {size / best / 1e6:,.0f} MB/s.\n"


def _seconds(text: str) -> float:
    start = time.perf_counter()
    assert not damaged(text)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
