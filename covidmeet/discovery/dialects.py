"""The dialects of index servers: how a query is written, how an answer is read, how paging goes on."""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import quote, urlsplit

from covidmeet.discovery.rows import IndexPage, PageRows
from covidmeet.language import stored

WAYBACK_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")


class BadAnswer(ValueError):
    """An answer that is not in the dialect; nothing of it is used.  The message says where and why."""


@dataclass(frozen=True, slots=True)
class IndexQuery:
    """What is asked: all addresses that begin with ``prefix`` (without scheme), in a range of time.

    ``since`` and ``until`` are 1 to 14 digits, both included; ``resume`` is the server's key of the page
    before, ``page`` the number of a page from 0.
    """

    prefix: str
    since: str = ""
    until: str = ""
    limit: int = 0
    resume: str = ""
    page: int = 0
    match: str = "prefix"

    def parameters(self) -> dict[str, str]:
        """Those that all dialects share."""
        found = {"url": self.prefix, "matchType": self.match, "from": self.since, "to": self.until}
        return {name: value for name, value in found.items() if value}


class Dialect(ABC):
    """One kind of index server."""

    name: ClassVar[str]
    LIMIT: ClassVar[int] = 0
    """Rows that an answer is asked for; 0 for a server that gives as many as it likes."""

    @abstractmethod
    def parameters(self, query: IndexQuery) -> dict[str, str]:
        """The parameters of a request for ``query``."""

    @abstractmethod
    def read(self, body: bytes) -> IndexPage:
        """The rows of a good answer; raises ``BadAnswer``."""

    @abstractmethod
    def following(self, query: IndexQuery, page: IndexPage, is_new: bool) -> IndexQuery | None:
        """The query for the next page, None behind the last; ``is_new``: ``page`` had new rows."""

    def address(self, endpoint: str, query: IndexQuery) -> str:
        """The address of a request; each value is encoded whole, because a bare ``&`` would end it."""
        pairs = (f"{name}={quote(value, safe='')}" for name, value in self.parameters(query).items())
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{'&'.join(pairs)}"


class Wayback(Dialect):
    """web.archive.org: text rows of seven fields; behind a full page a blank line and a resume key.

    Neither ``fl=`` (without urlkey it loses rows), ``page=`` (leaves out recent captures) nor
    ``showNumPages`` (400 for some hosts) is used.
    """

    name = "wayback"
    LIMIT = 10_000

    def parameters(self, query: IndexQuery) -> dict[str, str]:
        found = query.parameters() | {"limit": str(query.limit or self.LIMIT), "showResumeKey": "true"}
        return found | ({"resumeKey": query.resume} if query.resume else {})

    def read(self, body: bytes) -> IndexPage:
        text = _text(body)
        if text.lstrip().startswith("["):
            return _arrays(text)
        rows, lines = PageRows(), text.splitlines()
        if len(lines) > 1 and not lines[-2].strip() and lines[-1].strip():
            rows.page.resume = lines[-1].strip()
            lines = lines[:-2]
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            parts = line.split(" ")
            if len(parts) < len(WAYBACK_FIELDS):
                # Some urlkeys of the past hold raw characters; what has no time at all is no row.
                raise BadAnswer(
                    stored("line {number} has {count} fields instead of 7", number=number, count=len(parts))
                )
            rows.add(dict(zip(WAYBACK_FIELDS, parts, strict=False)))
        return rows.page

    def following(self, query: IndexQuery, page: IndexPage, is_new: bool) -> IndexQuery | None:
        # A key that comes again, or a page of known rows, would go round for ever.
        if not page.resume or page.resume == query.resume or not is_new:
            return None
        return replace(query, resume=page.resume)


class Cdxj(Dialect):
    """pywb: JSON, a row a line.  It ignores paging: the first answer is all."""

    name = "pywb"

    def parameters(self, query: IndexQuery) -> dict[str, str]:
        return query.parameters() | {"output": "json"}

    def read(self, body: bytes) -> IndexPage:
        rows = PageRows()
        text = _text(body)
        if text.lstrip().startswith("["):
            return _arrays(text)
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip():
                self._take(rows, line, number)
        return rows.page

    @staticmethod
    def _take(rows: PageRows, line: str, number: int) -> None:
        head, brace, rest = line.partition("{")
        try:
            values = json.loads(brace + rest)
            if "pages" in values and "url" not in values:
                rows.page.pages = int(values["pages"])
                return
        except (ValueError, TypeError, RecursionError) as error:
            raise BadAnswer(
                stored("line {number} is no row: {line!r}", number=number, line=line[:80])
            ) from error
        if "message" in values and "url" not in values:
            raise BadAnswer(stored("line {number}: {text}", number=number, text=str(values["message"])[:200]))
        keys = head.split()
        if len(keys) == 2:  # CDXJ: urlkey and timestamp before the object
            values = {"urlkey": keys[0], "timestamp": keys[1], **values}
        rows.add(values)

    def following(self, query: IndexQuery, page: IndexPage, is_new: bool) -> IndexQuery | None:
        return None


class CommonCrawl(Cdxj):
    """index.commoncrawl.org, and any pywb with ZipNum indexes: numbered pages, 400 behind the last."""

    name = "commoncrawl"

    def parameters(self, query: IndexQuery) -> dict[str, str]:
        return super().parameters(query) | {"page": str(query.page)}

    def read(self, body: bytes) -> IndexPage:
        page = super().read(body)
        # Rows of robotstxt/ and crawldiagnostics/ are no pages of the site.
        kept = [row for row in page.rows if not row.filename or "/warc/" in row.filename]
        page.skipped["not_warc"] += len(page.rows) - len(kept)
        page.rows = kept
        return page

    def following(self, query: IndexQuery, page: IndexPage, is_new: bool) -> IndexQuery | None:
        # A server that ignores page= gives the same rows for ever.
        return replace(query, page=query.page + 1) if is_new else None


DIALECTS: dict[str, type[Dialect]] = {kind.name: kind for kind in (Wayback, Cdxj, CommonCrawl)}


def dialect_of(endpoint: str) -> str | None:
    """The dialect that an index's address has, None where it does not tell.

    >>> dialect_of("https://a.example/cdx/search/cdx"), dialect_of("https://a.example/CC-MAIN-2022-49-index")
    ('wayback', 'commoncrawl')
    """
    path = urlsplit(endpoint).path.rstrip("/")
    if path.endswith("/cdx/search/cdx"):
        return Wayback.name
    if path.endswith("-index"):
        return CommonCrawl.name
    return Cdxj.name if re.fullmatch(r"(?:/[^/]+)+/cdx", path) else None


def _text(body: bytes) -> str:
    return body.decode("utf-8-sig", "replace")


def _arrays(text: str) -> IndexPage:
    """``output=json`` of the Wayback Machine and its TimeMaps: one array of arrays, names first."""
    try:
        table = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadAnswer(stored("no whole JSON array: {error}", error=error)) from error
    rows = PageRows()
    if not table:
        return rows.page
    if not all(isinstance(row, list) for row in table):
        raise BadAnswer(stored("the array holds something else than rows"))
    names, *lines = table
    tail = _resume_key(lines)
    if "timestamp" not in names:
        raise BadAnswer(stored("the columns {map} do not hold timestamp", map=", ".join(map(str, names))))
    rows.page.resume = tail
    for line in lines[:-2] if tail else lines:
        rows.add(dict(zip(names, line, strict=False)))
    return rows.page


def _resume_key(lines: list[list[object]]) -> str | None:
    if len(lines) > 1 and not lines[-2] and len(lines[-1]) == 1:
        return str(lines[-1][0])
    return None


def new_rows(page: IndexPage, seen: set[tuple[str, str]]) -> bool:
    """Whether ``page`` has a row that is not in ``seen``, to which all of its rows are added."""
    keys: Iterable[tuple[str, str]] = {(row.timestamp, row.url) for row in page.rows}
    before = len(seen)
    seen.update(keys)
    return len(seen) > before
