"""The pairs of copies in an archive, for those who read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from covidmeet.archive.reader import Readable


class CopyPair(NamedTuple):
    """``url`` is a copy of ``other_url``: of the kind ``label``; ``figure`` is the share of it that is there.

    The other one is that which ``same_as`` names or, where it names neither, the better one to cite.
    """

    url_hash: str
    url: str
    label: str
    figure: float
    other: str
    other_url: str
    is_cited: bool
    title: str | None
    published_at: str | None


# Of the two rows of a pair the one that leads to the cited one; else from the later to the earlier one.
_PAIRS = """
select c.url_hash, a.url, c.label, c.figure, c.other, b.url, a.same_as is c.other, a.title, a.published_at
from copies c join articles a on a.url_hash = c.url_hash join articles b on b.url_hash = c.other
where {where} order by {order}
"""
_ONE_WAY = """
case when a.same_as is c.other then 1 when b.same_as is c.url_hash then 0
else (coalesce(a.published_at, '~'), c.url_hash) > (coalesce(b.published_at, '~'), c.other) end
"""
_NO_TWO_COPIES = (
    "(a.same_as is c.other or b.same_as is c.url_hash"
    " or coalesce(a.same_as, c.url_hash) != coalesce(b.same_as, c.other))"
)


def pairs(db: Readable, label: str | None = None, *, cited: bool = False) -> Iterator[CopyPair]:
    """Every pair once, those with one article to cite together; ``cited``: not two copies of one."""
    where, values = _ONE_WAY, []
    if label:
        where, values = f"({_ONE_WAY}) and c.label = ?", [label]
    if cited:
        where += f" and {_NO_TWO_COPIES}"
    order = "c.other, c.label, a.published_at, c.url_hash"
    return (_pair(row) for row in db.execute(_PAIRS.format(where=where, order=order), values))


def pairs_of(db: Readable, url_hash: str) -> Iterator[CopyPair]:
    """The pairs of one article: what the others are to it."""
    order = "c.label != 'same', a.published_at is null, a.published_at, c.url_hash"
    return (_pair(row) for row in db.execute(_PAIRS.format(where="c.other = ?", order=order), [url_hash]))


def _pair(row: tuple[object, ...]) -> CopyPair:
    pair = CopyPair(*row)  # type: ignore[arg-type]
    return pair._replace(is_cited=bool(pair.is_cited))
