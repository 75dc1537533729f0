"""The query language of ``covidmeet search``.

Words are joined by AND, or by OR; NOT or a ``-`` in front of a word excludes it; parentheses group;
``"a phrase"`` holds blanks; ``site:NAME`` and the other names of ``FILTERS`` are conditions.  Whatever else
looks like an operator is text: COVID-19, 会议（扩大）, 上午9:30, “四早”要求.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from covidmeet.archive.phrase import Phrase
from covidmeet.archive.query_filters import FILTERS
from covidmeet.archive.query_tree import AnyOf, Excluded, Node, QueryError, SoughtWords, joined
from covidmeet.language import _

MOST_TERMS = 100
_DEEPEST = 20
_BLANK = re.compile(r"\s*")
# A phrase in quotation marks ends at one that no word goes on behind; “四早”要求 is a word.
_PHRASE = re.compile(r'"(?P<ascii>[^"]*)"|“(?P<chinese>[^“”]*)”(?=[\s)]|$)')
_NAME = re.compile(rf"({'|'.join(FILTERS)})[:：]", re.IGNORECASE)
_OPERATORS = ("AND", "OR", "NOT")


class QueryToken(NamedTuple):
    """``kind``: an operator, a parenthesis, ``words``, ``filter``, or ``end``; ``at``: its offset."""

    kind: str
    at: int
    text: str = ""
    name: str = ""


def parse(query: str) -> Node:
    """The tree of a query; raises ``QueryError``, which tells the place of the fault.

    >>> parse("核酸 -隔离").parts[0].phrase.phrase
    '核酸'
    """
    return _Parser(query).whole()


class _Parser:
    def __init__(self, query: str) -> None:
        self._query = query
        self._at = 0
        self._open: list[int] = []
        self._terms = 0
        self._next = self._token()

    def whole(self) -> Node:
        if self._next.kind == "end":
            return SoughtWords(Phrase(""))
        tree = self._any()
        if self._next.kind == ")":
            raise self._error(_("a parenthesis closes that was not opened"))
        return tree

    def _any(self) -> Node:
        parts = [self._all()]
        while self._next.kind == "OR":
            at = self._advance().at
            if self._next.kind in ("end", ")", "OR", "AND"):
                raise QueryError(_("OR has nothing behind it"), self._query, at)
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all(self) -> Node:
        parts: list[Node] = []
        while True:
            if self._next.kind == "AND" and parts:
                at = self._advance().at
                if self._next.kind in ("end", ")", "OR", "AND"):
                    raise QueryError("AND has nothing behind it", self._query, at)
            elif self._next.kind in ("end", ")", "OR") and parts:
                return joined(parts)
            parts.append(self._one())

    def _one(self) -> Node:
        """A word, a filter or a group, or what NOT excludes."""
        token, excluded = self._advance(), False
        while token.kind == "NOT":
            excluded = not excluded
            if self._next.kind not in ("NOT", "(", "words", "filter"):
                raise QueryError(_("{text} has nothing behind it", text=token.text), self._query, token.at)
            token = self._advance()
        if token.kind == "(":
            part = self._group(token)
        elif token.kind in ("words", "filter"):
            part = self._term(token)
        elif token.kind == ")":
            why = (
                _("an empty pair of parentheses")
                if self._open
                else _("a parenthesis closes that was not opened")
            )
            raise QueryError(why, self._query, token.at)
        else:
            raise QueryError(
                _("{text} has nothing before it", text=token.text or _("a word")), self._query, token.at
            )
        return Excluded(part) if excluded else part

    def _group(self, opening: QueryToken) -> Node:
        if len(self._open) == _DEEPEST:
            raise QueryError(_("too many parentheses inside each other"), self._query, opening.at)
        if self._next.kind == ")":
            raise QueryError(_("an empty pair of parentheses"), self._query, opening.at)
        if self._next.kind == "end":
            raise QueryError(_("a parenthesis is not closed"), self._query, opening.at)
        self._open.append(opening.at)
        part = self._any()
        if self._next.kind != ")":
            raise QueryError(_("a parenthesis is not closed"), self._query, opening.at)
        self._open.pop()
        self._advance()
        return part

    def _term(self, token: QueryToken) -> Node:
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise QueryError(_("more than {MOST_TERMS} words", MOST_TERMS=MOST_TERMS), self._query, token.at)
        if token.kind == "words":
            return SoughtWords(Phrase(token.text))
        if not token.text.strip():
            raise QueryError(_("{name}: has no value", name=token.name), self._query, token.at)
        try:
            return FILTERS[token.name](token.text)
        except ValueError as error:
            raise QueryError(str(error), self._query, token.at) from None

    def _error(self, message: str) -> QueryError:
        return QueryError(message, self._query, self._next.at)

    def _advance(self) -> QueryToken:
        token = self._next
        self._next = self._token()
        return token

    def _token(self) -> QueryToken:
        query = self._query
        at = _skip_blanks(query, self._at)
        if at >= len(query):
            self._at = at
            return QueryToken("end", at)
        char = query[at]
        if char in "()":
            self._at = at + 1
            return QueryToken(char, at, char)
        if char in "-－" and at + 1 < len(query) and not query[at + 1].isspace():
            self._at = at + 1
            return QueryToken("NOT", at, char)
        name = _NAME.match(query, at)
        start = name.end() if name else at
        text, self._at = self._value(start)
        if name:
            return QueryToken("filter", at, text, name[1].lower())
        if text in _OPERATORS and query[at] not in '"“':
            return QueryToken(text, at, text)
        return QueryToken("words", at, text)

    def _value(self, start: int) -> tuple[str, int]:
        """The phrase or word that begins at ``start``, and where it ends."""
        query = self._query
        phrase = _PHRASE.match(query, start)
        if phrase:
            return phrase["ascii"] if phrase["ascii"] is not None else phrase["chinese"], phrase.end()
        if query.startswith('"', start):
            raise QueryError(_("a quotation mark is not closed"), query, start)
        stop, inner = start, 0
        while stop < len(query) and not query[stop].isspace():
            inner += (query[stop] == "(") - (query[stop] == ")")
            if inner < 0:
                break  # it closes what was opened in front of the word
            stop += 1
        return query[start:stop], stop


def _skip_blanks(query: str, at: int) -> int:
    blank = _BLANK.match(query, at)
    return blank.end() if blank else at
