"""Which copy is to be cited, and the rows that users read: ``same_as`` and the table ``copies``.

Best to cite is a page at its own host (no mirror, no file), then the earliest published, then the smallest
``url_hash`` (of files the first by name).  In that order each article either is to be cited itself, or has
``same_as`` lead to the first one before it of which it is a copy: never to an article that is a copy itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from covidmeet.archive.copies.chunks import chunks
from covidmeet.archive.copies.labels import LONGER, MIX, OPPOSITE, SAME, SHORTER

if TYPE_CHECKING:
    from sqlite_utils import Database

_MOSTLY = 0.7
"""A text that is longer has the shorter one as its ``same_as`` only where so much of it is in that one."""


PLACE = (
    "case when url like 'file:%' then '2' when original_url > '' then '1' else '0' end"
    " || (published_at is null) || coalesce(published_at, '') || char(9)"
    " || case when url like 'file:%' then url else '' end || char(9) || url_hash"
)
"""SQL for the place of an article in the order of citing, a text; of a file, whose hash changes with its
folder, its address comes before its hash."""


class _Pair(NamedTuple):
    one: int
    other: int
    label: str
    share: float
    share_of_other: float


class _Page(NamedTuple):
    """By ``place`` (see ``PLACE``) the best to cite comes first."""

    place: str
    url_hash: str
    text: int
    same_as: str | None


def cite(db: Database, texts: Iterable[int]) -> None:
    """Renew the rows of the articles with these texts (ids), and of all that hang together with them."""
    pairs, concerned = _around(db, set(texts))
    if not concerned:
        return
    beyond = {text for pair in pairs for text in pair[:2]} - concerned
    pages = _pages(db, concerned | beyond)
    own = sorted(page for page in pages if page.text in concerned)
    best: dict[int, _Page] = {}
    for page in sorted(pages):
        best.setdefault(page.text, page)
    _write_same_as(db, own, _attracting(pairs))
    _write_copies(db, own, dict(_rows(own, best, pairs)))


def _around(db: Database, texts: set[int]) -> tuple[set[_Pair], set[int]]:
    """The pairs of these texts and of all that are linked to them, and those texts; mixes lead no further."""
    found: set[_Pair] = set()
    reached: set[int] = set()
    waiting = list(texts)
    select = "select a, b, label, share_a, share_b from copy_pairs where"
    while waiting:
        text = waiting.pop()
        if text in reached:
            continue
        reached.add(text)
        for where in ("a = ?", "b = ?"):
            for pair in (_Pair(*row) for row in db.execute(f"{select} {where}", [text])):
                found.add(pair)
                if pair.label != MIX:
                    waiting += {pair.one, pair.other} - reached
    return found, reached


def _pages(db: Database, texts: set[int]) -> list[_Page]:
    found: list[_Page] = []
    for some in chunks(sorted(texts)):
        rows = db.execute(
            f"select {PLACE}, url_hash, t.id, same_as"
            " from copy_texts t cross join articles on articles.content_hash = t.content_hash"
            f" where t.id in ({', '.join('?' * len(some))})",
            list(some),
        )
        found += [_Page(*row) for row in rows]
    return found


def _attracting(pairs: set[_Pair]) -> dict[int, set[int]]:
    """By text: those that are copies of it, should it be the one to cite."""
    found: dict[int, set[int]] = defaultdict(set)
    for one, other, label, share, share_of_other in pairs:
        if label == MIX:
            continue
        mostly = min(share, share_of_other) >= _MOSTLY
        if label != LONGER or mostly:
            found[other].add(one)
        if label != SHORTER or mostly:
            found[one].add(other)
    return found


def _write_same_as(db: Database, pages: list[_Page], attracting: dict[int, set[int]]) -> None:
    cited: dict[int, str] = {}
    changes: list[tuple[str | None, str]] = []
    for page in pages:
        same_as = cited.get(page.text)
        if same_as is None:
            for text in {page.text} | attracting[page.text]:
                cited.setdefault(text, page.url_hash)
        if same_as != page.same_as:
            changes.append((same_as, page.url_hash))
    db.conn.executemany("update articles set same_as = ? where url_hash = ?", changes)


def _rows(
    pages: list[_Page], best: dict[int, _Page], pairs: set[_Pair]
) -> Iterator[tuple[tuple[str, str], tuple[str, float]]]:
    """(``url_hash``, ``other``) → (label, figure).

    Pages with one text are linked to the best of them, and only these with those of other texts: their number
    does not grow with the square of the copies.
    """
    for page in pages:
        first = best[page.text].url_hash
        if page.url_hash != first:
            yield (page.url_hash, first), (SAME, 1.0)
            yield (first, page.url_hash), (SAME, 1.0)
    for one, other, label, share, share_of_other in pairs:
        if one in best and other in best:
            left, right = best[one].url_hash, best[other].url_hash
            yield (left, right), (label, share)
            yield (right, left), (OPPOSITE[label], share_of_other)


def _write_copies(db: Database, pages: list[_Page], wanted: dict[tuple[str, str], tuple[str, float]]) -> None:
    there: dict[tuple[str, str], tuple[str, float]] = {}
    for some in chunks([page.url_hash for page in pages]):
        found = f"select * from copies where url_hash in ({', '.join('?' * len(some))})"
        for own, other, label, figure in db.execute(found, list(some)):
            there[own, other] = (label, figure)
            there.setdefault((other, own), ("", 0.0))
    gone = [pair for pair in there if pair not in wanted]
    new = [(*pair, *what) for pair, what in wanted.items() if there.get(pair) != what]
    db.conn.executemany("delete from copies where url_hash = ? and other = ?", gone)
    db.conn.executemany("insert or replace into copies values (?, ?, ?, ?)", new)
