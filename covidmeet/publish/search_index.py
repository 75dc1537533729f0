"""The prebuilt index of a published folder, in files that a page loads one by one as scripts.

A browser lets no page that was opened from a disc read files, but it may load scripts; so each file is a call
of ``covidmeet.loaded(name, value)``.  The index has an entry for each character, each pair of neighbours and
each site (``site:NAME``): the places of the articles that hold it, in the newest-first order of the whole
folder.  The texts lie beside it in small files, in which ``query.js`` confirms longer phrases.

Entries are collected in memory for some articles at a time, and put aside in a file a shard; at the end each
shard is read alone.  So time is linear in the texts, and memory does not grow with them.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from operator import sub
from pathlib import Path
from struct import Struct

from covidmeet.archive.phrase import without_blanks
from covidmeet.items import Article
from covidmeet.publish.fold_table import fold_table
from covidmeet.text.fold import fold
from covidmeet.text.printable import one_line, printable

TEXTS_IN_A_FILE = 20
_COLLECTED = 1_000_000  # places in memory at once
_ARTICLES_A_SHARD = 32
_FEWEST, _MOST = 16, 2048  # shards
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_LAST, _GOES_ON = _DIGITS[:32], _DIGITS[32:]
_HEAD = Struct("<HI")  # bytes of the gram, places


class SearchIndexWriter:
    """Writes the files of the index into ``folder``, of at most ``articles`` articles."""

    def __init__(self, folder: Path, articles: int) -> None:
        self._folder = folder
        self._shards = min(max(1 << (articles // _ARTICLES_A_SHARD).bit_length(), _FEWEST), _MOST)
        self._places: dict[str, array[int]] = {}
        self._held = 0
        self._texts: list[list[str]] = []
        self._count = 0
        self._days: list[tuple[str, int]] = []
        for name in ("aside", "grams", "texts"):
            (folder / name).mkdir(parents=True)

    def add(self, article: Article) -> None:
        """Take the next article in the order of the folder."""
        fields = (article.title or "", article.body)
        grams = {gram for field in fields for gram in grams_of(without_blanks(fold(printable(field))))}
        grams.add(f"site:{article.site or ''}")
        for gram in grams:
            held = self._places.get(gram)
            if held is None:
                held = self._places[gram] = array("I")
            held.append(self._count)
        self._held += len(grams)
        if self._held > _COLLECTED:
            self._put_aside()
        day = (article.published_at or "")[:10]
        if self._days and self._days[-1][0] == day:
            self._days[-1] = (day, self._days[-1][1] + 1)
        else:
            self._days.append((day, 1))
        self._texts.append(
            [
                article.url_hash or "",
                one_line(article.site or ""),
                one_line(article.published_at or ""),
                one_line(article.title or ""),
                printable(article.body),
                one_line(article.source or ""),
            ]
        )
        self._count += 1
        if len(self._texts) == TEXTS_IN_A_FILE:
            self._write_texts()

    def finish(self) -> None:
        """Write what is not written yet."""
        if self._texts:
            self._write_texts()
        self._put_aside()
        for number in range(self._shards):
            aside = self._folder / "aside" / str(number)
            entries = _read_aside(aside) if aside.exists() else {}
            written = {gram: encoded(places) for gram, places in sorted(entries.items())}
            self._write(f"grams/{number}", written)
            aside.unlink(missing_ok=True)
        (self._folder / "aside").rmdir()
        self._write("fold", fold_table())
        info = {
            "articles": self._count,
            "shards": self._shards,
            "texts": TEXTS_IN_A_FILE,
            "days": [part for day in self._days for part in day],
        }
        self._write("info", info)

    def _put_aside(self) -> None:
        shards: dict[int, list[bytes]] = {}
        for gram, places in self._places.items():
            name = gram.encode()
            parts = shards.setdefault(shard_of(gram, self._shards), [])
            parts += (_HEAD.pack(len(name), len(places)), name, places.tobytes())
        for number, parts in shards.items():
            with (self._folder / "aside" / str(number)).open("ab") as stream:
                stream.writelines(parts)
        self._places, self._held = {}, 0

    def _write_texts(self) -> None:
        self._write(f"texts/{(self._count - 1) // TEXTS_IN_A_FILE}", self._texts)
        self._texts = []

    def _write(self, name: str, value: object) -> None:
        told = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        text = f'covidmeet.loaded("{name}",{told});\n'
        (self._folder / f"{name}.js").write_bytes(text.encode("utf-8", "replace"))


def grams_of(folded: str) -> Iterable[str]:
    """The characters of a text and its pairs of neighbours, of each line for itself.

    >>> sorted(grams_of("防控\\n会"))
    ['会', '控', '防', '防控']
    """
    found = set(folded)
    found.update(one + other for one, other in pairwise(folded) if one != "\n" != other)
    found.discard("\n")
    return found


def shard_of(gram: str, shards: int) -> int:
    """The number of the file that holds an entry; ``search.js`` computes the same."""
    number = 0
    for char in gram:
        number = (number * 31 + ord(char)) % 65_521
    return number % shards


def encoded(places: array[int]) -> str:
    """Ascending numbers as the differences between them, in digits of base 32.

    >>> encoded(array("I", [0, 1, 40]))
    'BBnB'
    """
    return "".join(map(_digits, map(sub, places, (-1, *places[:-1]))))


@lru_cache(4096)
def _digits(number: int) -> str:
    """The lowest digit first; all but the last are of the other half of the alphabet."""
    digits = ""
    while number > 31:
        digits += _GOES_ON[number & 31]
        number >>= 5
    return digits + _LAST[number]


def _read_aside(path: Path) -> dict[str, array[int]]:
    entries: dict[str, array[int]] = {}
    data = path.read_bytes()
    at = 0
    while at < len(data):
        size, count = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        gram = data[at : at + size].decode()
        at += size
        end = at + count * 4
        entries.setdefault(gram, array("I")).frombytes(data[at:end])
        at = end
    return entries
