"""Sentences that too many texts share to prove anything: slogans.

Whether a key is common follows from the texts that are archived, never from the order in which they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from covidmeet.archive.copies.chunks import chunks
from covidmeet.archive.copies.texts import is_sentence

if TYPE_CHECKING:
    from sqlite_utils import Database

FEWEST, SHARE, MOST = 12, 100, 50
"""A sentence is a slogan where it stands in texts with more than one in ``SHARE`` different beginnings of all
texts, but never with up to ``FEWEST``, always with more than ``MOST``.  Copies begin alike and count once."""


def limit(texts: int) -> int:
    """How many beginnings a sentence may have where there are so many ``texts``.

    In steps: for 4,096 to 8,191 texts it is that of 4,096, so that few sentences change sides as texts come.
    """
    step = 1 << max(texts.bit_length() - 1, 0)
    return min(max(FEWEST, step // SHARE), MOST)


def is_common(db: Database, key: int, most: int) -> bool:
    """Whether a sentence leads to too many texts; ``most`` is the ``limit`` in force."""
    found = (
        "select count(distinct lead) from copy_keys k cross join copy_texts t on t.id = k.text"
        " where k.key = ?"
    )
    (leads,) = db.execute(found, [key]).fetchone()
    return bool(leads > most)


def crowded(db: Database, keys: Sequence[int], most: int) -> list[int]:
    """Those of ``keys`` that more than ``most`` texts have: few are, and one statement looks at many."""
    found: list[int] = []
    for some in chunks(keys):
        asked = f"with asked (key) as (values {', '.join(['(?)'] * len(some))}) select key from asked"
        more = f"exists (select 1 from copy_keys k where k.key = asked.key limit 1 offset {most})"
        found += [key for (key,) in db.execute(f"{asked} where {more}", list(some))]
    return found


def turned(db: Database, keys: Iterable[int], common: set[int], most: int) -> list[int]:
    """Those of ``keys`` that are on the other side now; ``common`` and the table follow."""
    keys = [key for key in keys if is_sentence(key)]
    rising = [
        key
        for key in crowded(db, [key for key in keys if key not in common], most)
        if is_common(db, key, most)
    ]
    falling = [key for key in keys if key in common and not is_common(db, key, most)]
    db.conn.executemany("insert into copy_common values (?)", [(key,) for key in rising])
    db.conn.executemany("delete from copy_common where key = ?", [(key,) for key in falling])
    common.difference_update(falling)
    common.update(rising)
    return rising + falling


def at_stake(db: Database, common: set[int], before: int, most: int) -> Iterable[int]:
    """The keys that may change sides where the limit becomes ``most``."""
    if most > before:
        return list(common)
    found = "select key from copy_keys group by key having count(*) > ?"
    return [key for (key,) in db.execute(found, [most]) if is_sentence(key)]
