"""How many paragraphs of running text the line rules take out of a text that a layout delimits.

    python -m bench.lines PATH... [--sentences] [--show N]

A path is a file or a folder: of ``gold.json`` (see ``bench.extract``) the paragraphs of ``body`` count, of
any other text file the lines that are running text in Chinese.  Each paragraph is put at the beginning, in
the middle and at the end of a text of three paragraphs; one that comes out neither in the body nor, as a line
without a sentence above the first paragraph, in the deck is a hit.  Hits are shown by rule and place, to be
judged: credits, ad labels and stray marks are none of the text.  With ``--sentences`` each sentence counts as
a paragraph, too.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from covidmeet.text.charset import decode
from covidmeet.text.lines import Line, Role
from covidmeet.text.positions import is_prose
from covidmeet.text.script import fold
from covidmeet.text.segment import segment

_TITLE = Line("青禾县召开疫情防控工作会议", role=Role.TITLE)
_FRAME = (
    "3月2日，青禾县召开疫情防控工作会议，县委书记林知秋主持会议并讲话，各乡镇负责同志参加会议。",
    "会议要求，各乡镇把登记、采样和送药三件事分到人，当天的事当天办完，不留到第二天早上。",
)
_PLACES = ("beginning", "middle", "end")
_HAN = re.compile("[\u4e00-\u9fff]")
_SENTENCE_END = re.compile("(?<=[。！？；])(?![”’」』）])")
_MOSTLY = 0.5  # share of ideographs in a line that is running text in Chinese
_SHORTEST = 8  # characters
_LARGEST = 20_000_000  # bytes of a file


class Hit(NamedTuple):
    """A paragraph that a rule took, and where it stood."""

    rule: str
    place: str
    text: str


def paragraphs(path: Path) -> Iterator[str]:
    """The paragraphs of a file, or of all files of a folder."""
    if path.is_dir():
        for inner in sorted(path.rglob("*")):
            if inner.is_file() and inner.stat().st_size <= _LARGEST:
                yield from paragraphs(inner)
    elif path.name == "gold.json":
        for page in json.loads(path.read_text("utf-8")).values():
            yield from (page.get("body") or []) if isinstance(page, dict) else []
    else:
        data = path.read_bytes()
        if b"\0" not in data[:4_000]:
            yield from filter(_is_running, (line.strip() for line in decode(data).text.splitlines()))


def _is_running(line: str) -> bool:
    return len(line) >= _SHORTEST and len(_HAN.findall(line)) >= _MOSTLY * len(line) and is_prose(fold(line))


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, with their full stops."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def hits_of(text: str) -> Iterator[Hit]:
    """What becomes of a paragraph at each place, where it does not stay in the body."""
    for at, place in enumerate(_PLACES):
        lines = list(_FRAME)
        lines.insert(at, text)
        parts = segment([_TITLE, *(Line(line, role=Role.BODY, places=(i,)) for i, line in enumerate(lines))])
        yield from (Hit(line.rule, place, text) for line in parts.stripped if at in line.places)


def run(texts: Iterable[str]) -> tuple[int, list[Hit]]:
    """How many different paragraphs there were, and the hits among them."""
    seen: dict[str, None] = dict.fromkeys(" ".join(text.split()) for text in texts)
    seen.pop("", None)
    return len(seen), [hit for text in seen for hit in hits_of(text)]


def main() -> None:
    """Print the share of paragraphs that were hit, and the hits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--sentences", action="store_true", help="each sentence, too")
    parser.add_argument("--show", type=int, default=40, metavar="N", help="hits shown")
    given = parser.parse_args()
    texts = [text for path in given.paths for text in paragraphs(path)]
    if given.sentences:
        texts += [part for text in texts for part in sentences(text)]
    count, hits = run(texts)
    print(f"{len({hit.text for hit in hits})} of {count:,} paragraphs hit")
    for (rule, place), number in Counter((hit.rule, hit.place) for hit in hits).most_common():
        print(f"{number:6} {rule:16} {place}")
    for hit in hits[: given.show]:
        print(f"{hit.rule:16} {hit.place:10} {hit.text[:100]}")


if __name__ == "__main__":
    main()
