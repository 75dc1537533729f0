"""Which texts of a key are compared with its others, so that many copies of one text take linear time.

Where few texts have a key (``FEW``), any two of them are compared; where many have it, each with the first
ones (``FIRST``) in the order of citing: with the copy that is to be cited, in any case.  Which these are
follows from the articles alone, not from the order in which they came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from covidmeet.archive.copies.chunks import chunks
from covidmeet.archive.copies.common import crowded
from covidmeet.archive.copies.texts import is_sentence

if TYPE_CHECKING:
    from sqlite_utils import Database

FEW = {True: 24, False: 8}
"""By whether a key is that of a sentence or of a band, of which two copies have several in common."""
FIRST = {True: 4, False: 1}

_ORDERED = (
    "select t.place, t.id from copy_keys k cross join copy_texts t on t.id = k.text"
    " where k.key = ? order by t.place limit ?"
)


class FirstTexts:
    """Of one batch: which keys have more or fewer texts, and what follows for the first ones."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._came: dict[int, set[int]] = defaultdict(set)  # texts by key
        self._gone: dict[int, list[tuple[str, int]]] = defaultdict(list)  # places and texts by key
        self._of_key: dict[int, set[int] | None] = {}  # None: few texts have it

    @property
    def with_more(self) -> set[int]:
        """Keys that other texts have now."""
        return set(self._came)

    @property
    def with_fewer(self) -> set[int]:
        """Keys that texts had."""
        return set(self._gone)

    def note(self, keys: Iterable[int], text: int, place: str, *, gone: bool = False) -> None:
        """A text came to, or is ``gone`` from, a place among the texts of each of ``keys``."""
        for key in keys:
            if gone:
                self._gone[key].append((place, text))
            else:
                self._came[key].add(text)

    def changed(self, common: set[int]) -> set[int]:
        """The texts that are among the first of a key now, or were before the batch, and not both.

        Those of the keys in ``common`` do not count.
        """
        found: set[int] = set()
        growing = [key for key in self._came if key not in common and key not in self._gone]
        for key in [*self._of_many(growing), *(self._gone.keys() - common)]:
            few = FEW[is_sentence(key)]
            came, gone = self._came.get(key, set()), self._gone.get(key, [])
            now = self._db.execute(_ORDERED, [key, few + 1 + len(came)]).fetchall()
            before = sorted([(place, text) for place, text in now if text not in came] + gone)
            if (len(now) > few) == (len(before) > few):
                found |= _first(key, now) ^ _first(key, before)
            else:
                found.update(text for _, text in now)
        still = "select id from copy_texts where id in ({})"
        return {
            text
            for some in chunks(sorted(found))
            for (text,) in self._db.execute(still.format(", ".join("?" * len(some))), list(some))
        }

    def opposite(self, text: int, keys: set[int]) -> Iterator[tuple[int, int]]:
        """Each key with each of its texts that ``text``, which has them all, is to be compared with."""
        self._learn(keys)
        whole = []
        for key in sorted(keys):
            firsts = self._of_key[key]
            if firsts is None or text in firsts:
                whole.append(key)
            else:
                yield from ((key, other) for other in firsts)
        for some in chunks(whole):
            marks = ", ".join("?" * len(some))
            yield from self._db.execute(f"select key, text from copy_keys where key in ({marks})", list(some))

    def large(self, keys: set[int]) -> set[int]:
        """Those of ``keys`` that many texts have."""
        self._learn(keys)
        return {key for key in keys if self._of_key[key] is not None}

    def _learn(self, keys: set[int]) -> None:
        unknown = sorted(keys - self._of_key.keys())
        for key in self._of_many(unknown):
            ordered = self._db.execute(_ORDERED, [key, FEW[is_sentence(key)] + 1]).fetchall()
            self._of_key[key] = _first(key, ordered)
        for key in unknown:
            self._of_key.setdefault(key, None)

    def _of_many(self, keys: list[int]) -> Iterator[int]:
        for kind, few in FEW.items():
            yield from crowded(self._db, [key for key in keys if is_sentence(key) is kind], few)


def _first(key: int, ordered: list[tuple[str, int]]) -> set[int]:
    """The first of the texts of a key; all where there are few."""
    kind = is_sentence(key)
    return {text for _, text in (ordered if len(ordered) <= FEW[kind] else ordered[: FIRST[kind]])}
