"""Which articles a query may find, by the indexes, and whether one of them is meant.

``candidates`` is a condition that every article which is meant meets, and few others; ``Checker`` decides, as
the full-text index ignores marks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from covidmeet.archive.index_key import NEW, keys_of_days
from covidmeet.archive.phrase import FoldedText
from covidmeet.archive.query_parser import parse
from covidmeet.archive.query_tree import (
    OF_SITE,
    AllOf,
    AnyOf,
    Excluded,
    Filter,
    Node,
    OneMeeting,
    SoughtWords,
)
from covidmeet.archive.reader import Readable


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL on ``articles`` with its parameters in order; or an expression (``match``) of the index."""

    sql: str = ""
    values: tuple[str, ...] = ()
    match: str = ""
    is_exact: bool = False

    def as_sql(self) -> tuple[str, tuple[str, ...]]:
        """The condition with the index asked in it."""
        if not self.match:
            return self.sql, self.values
        indexed = "articles.fts_rowid in (select rowid from articles_fts where articles_fts match ?)"
        return f"({indexed} or {NEW})", (self.match,)


def candidates(node: Node) -> Condition:
    """A condition that every article which ``node`` means meets."""
    if isinstance(node, SoughtWords):
        return _of_words(node)
    if isinstance(node, (Filter, OneMeeting)):
        return Condition(*_of_filter(node), is_exact=True)
    if isinstance(node, Excluded):
        part = candidates(node.part)
        # What the index proposes may hold marks between: to exclude it would lose what is meant.
        return (
            Condition(f"not coalesce({part.sql}, false)", part.values, "", True) if part.is_exact else _TRUE
        )
    return _together([candidates(part) for part in node.parts], "and" if isinstance(node, AllOf) else "or")


_TRUE = Condition("true")
_WEIGHT_OF_TITLE = 4.0
"""A word in the headline counts as so many in the text."""


class Query:
    """A search query, read; raises ``QueryError`` where it cannot be meant."""

    def __init__(self, text: str) -> None:
        self.tree = parse(text)

    def candidates(self) -> tuple[str, dict[str, str]]:
        """A condition on ``articles``, with its parameters, that every article which is meant meets."""
        return _named(*candidates(self.tree).as_sql())

    @property
    def has_leading_words(self) -> bool:
        """Whether there are words that must stand in each article that is meant, alone or one of several."""
        return bool(self._led()[0])

    def newest_first(self, columns: str) -> tuple[str, dict[str, str]]:
        """A statement with its parameters: ``columns`` of the candidates in the index, the last days first.

        Words that all must stand there lead: the index gives their articles one by one in that order, so
        who needs twenty reads no more.
        """
        leading, condition, values = self._led()
        if not leading:
            parts = self.tree.parts if isinstance(self.tree, AllOf) else (self.tree,)
            of_site = any(isinstance(one, Filter) and one.sql == OF_SITE for one in parts)
            # By an index each; to sort the keys of a site would read all its articles.
            order = f"order by articles.{'published_at' if of_site else 'fts_rowid'} desc"
            days = self._days("articles.fts_rowid")
            found = f"select {columns} from articles where not {NEW} and {days} and {condition} {order}"
            return found, values
        found = (
            f"select {columns} from articles_fts"
            " cross join articles on articles.fts_rowid = articles_fts.rowid"
            f" where articles_fts match :leading and {self._days('articles_fts.rowid')} and {condition}"
            " order by articles_fts.rowid desc"
        )
        return found, values | {"leading": leading}

    def by_rank(self, most: int | None = None) -> tuple[str, dict[str, str]] | None:
        """A statement with its parameters: keys of candidates in the index, by BM25, equal ones newest first.

        The first ``most`` of those that hold the words, whatever else is asked: to keep so few in order costs
        much less than all.  Without ``most`` all that meet the conditions on columns, too.  None where no
        words lead, as in a query of conditions only.
        """
        leading, condition, values = self._led()
        if not leading:
            return None
        found = f"select rowid from articles_fts where articles_fts match :leading and {self._days('rowid')}"
        order = f"order by bm25(articles_fts, {_WEIGHT_OF_TITLE}), rowid desc"
        if most is not None:
            return f"{found} {order} limit {most:d}", {"leading": leading}
        # Tested before BM25 is computed; a join would read the rows of all candidates.  The plus keeps SQLite
        # from asking the full-text index for each key.
        keys = f"+rowid in (select fts_rowid from articles where {condition})"
        return f"{found} and {keys} {order}" if condition != _TRUE.sql else f"{found} {order}", values | {
            "leading": leading
        }

    def _days(self, key: str) -> str:
        """A condition on the rowid of the index, which tells the day, by ``since:`` and ``until:``."""
        parts = self.tree.parts if isinstance(self.tree, AllOf) else (self.tree,)
        bounds = [keys_of_days(one.since, one.until) for one in parts if isinstance(one, Filter)]
        if not any(isinstance(one, Filter) and (one.since or one.until) for one in parts):
            return "true"
        return f"{key} between {max(first for first, _ in bounds)} and {min(last for _, last in bounds)}"

    def _led(self) -> tuple[str, str, dict[str, str]]:
        """What the index is asked for, empty where words need not stand there; the condition beside it."""
        tree = self.tree
        parts = [candidates(part) for part in (tree.parts if isinstance(tree, AllOf) else (tree,))]
        leading = _together([part for part in parts if part.match], "and").match
        others = [part for part in parts if not part.match] or [_TRUE]
        return leading, *_named(*_together(others, "and").as_sql())

    def means(self, db: Readable, url_hash: str, title: str, body: str) -> bool:
        """Whether that article, as it is stored, is meant."""
        return Checker(db, url_hash, FoldedText(title), FoldedText(body)).means(self.tree)


def _named(sql: str, values: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    first, *rest = sql.split("?")
    named = "".join(f":sought{number}{piece}" for number, piece in enumerate(rest))
    return first + named, {f"sought{number}": value for number, value in enumerate(values)}


def _of_words(node: SoughtWords) -> Condition:
    if not node.phrase.wanted:
        return Condition("false")
    return Condition(match=("title : " if node.in_title else "") + f"({node.phrase.as_match()})")


def _of_filter(node: Filter | OneMeeting) -> tuple[str, tuple[str, ...]]:
    if isinstance(node, Filter):
        return f"({node.sql})", node.values
    where = " and ".join(f"({one.sql})" for one in node.filters)
    found = f"articles.url_hash in (select m.url_hash from meetings m where {where})"
    return found, tuple(value for one in node.filters for value in one.values)


def _together(parts: list[Condition], how: str) -> Condition:
    """Of several; what the full-text index knows is asked of it at once, which it answers fastest."""
    matches = [part.match for part in parts if part.match]
    others = [part for part in parts if not part.match]
    match = f"({f' {how.upper()} '.join(matches)})" if matches else ""
    if not others:
        return Condition(match=match)
    pieces = [*([Condition(match=match).as_sql()] if match else []), *(part.as_sql() for part in others)]
    sql = f" {how} ".join(sql for sql, _ in pieces)
    is_exact = not match and all(part.is_exact for part in parts)
    return Condition(f"({sql})", tuple(value for _, values in pieces for value in values), "", is_exact)


@dataclass(slots=True)
class Checker:
    """Decides of one article whether a query means it; its texts are folded once."""

    db: Readable
    url_hash: str
    title: FoldedText
    body: FoldedText

    def means(self, node: Node) -> bool:
        """Whether ``node`` means the article."""
        if isinstance(node, SoughtWords):
            sought = node.phrase.is_in
            return sought(self.title) or (not node.in_title and sought(self.body))
        if isinstance(node, Excluded):
            return not self.means(node.part)
        if isinstance(node, AllOf):
            return all(map(self.means, _cheap_first(node.parts)))
        if isinstance(node, AnyOf):
            return any(map(self.means, _cheap_first(node.parts)))
        return self._meets(node)

    def _meets(self, node: Filter | OneMeeting) -> bool:
        filters = (node,) if isinstance(node, Filter) else node.filters
        table = "articles" if isinstance(node, Filter) else "meetings m"
        where = " and ".join(f"({one.sql})" for one in filters)
        values = [value for one in filters for value in one.values]
        found = f"select 1 from {table} where url_hash = ? and {where} limit 1"
        return self.db.execute(found, [self.url_hash, *values]).fetchone() is not None


def _cheap_first(parts: Iterable[Node]) -> list[Node]:
    """Words last: to look for one may fold the whole text."""
    return sorted(parts, key=lambda part: not isinstance(part, (Filter, OneMeeting)))
