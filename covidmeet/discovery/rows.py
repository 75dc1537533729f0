"""One row of an index: a capture of a page, in whatever dialect the server told of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

_WEB = re.compile(r"https?://(?!mailto:)[^\s/?#]", re.IGNORECASE)
_NOT_DIGITS = re.compile(r"\D")
REVISIT = "warc/revisit"


@dataclass(frozen=True, slots=True)
class Row:
    """``timestamp``: 14 digits, UTC; ``url`` as captured, by which playback is asked for.

    ``status`` is None where the index does not tell it (revisits); ``length`` and ``offset`` are bytes of the
    record in ``filename``; ``truncated`` is why the payload was cut, empty where it was not.
    """

    timestamp: str
    url: str
    mime: str = ""
    status: int | None = None
    digest: str = ""
    length: int | None = None
    filename: str = ""
    offset: int | None = None
    truncated: str = ""

    @property
    def is_revisit(self) -> bool:
        return self.mime == REVISIT


@dataclass(slots=True)
class IndexPage:
    """What one answer of an index holds.

    ``rows`` are each given once; ``skipped`` counts the rows that were left out, by the cause; ``resume`` is
    the server's key for the next page (opaque), ``pages`` the number of pages where it was asked for;
    ``further`` are addresses of further pages.
    """

    rows: list[Row] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    resume: str | None = None
    pages: int | None = None
    further: list[str] = field(default_factory=list)


class PageRows:
    """Collects the rows of one answer, without repetitions and without what is no capture of a page."""

    def __init__(self) -> None:
        self.page = IndexPage()
        self._seen: set[tuple[str, str, str]] = set()

    def add(self, values: Mapping[str, object]) -> None:
        """Take a row by the names of any dialect, or count why it was left out."""
        row = row_of(values)
        if isinstance(row, str):
            self.page.skipped[row] += 1
            return
        key = (row.timestamp, row.url, row.digest)
        if key in self._seen:
            self.page.skipped["repeated"] += 1
            return
        self._seen.add(key)
        self.page.rows.append(row)


def row_of(values: Mapping[str, object]) -> Row | str:
    """The row that ``values`` state, or why they state none (``fuzzy``, ``no_address``, ``no_time`` …)."""

    def text(*names: str) -> str:
        found = (values.get(name) for name in names)
        return next((str(value).strip() for value in found if value is not None), "")

    if text("is_fuzzy") in ("1", "true", "True"):
        return "fuzzy"
    url = text("original", "url")
    if not _WEB.match(url) or '"' in text("urlkey"):
        return "no_address"
    timestamp = timestamp_of(text("timestamp"))
    if timestamp is None:
        return "no_time"
    if text("length") == "-":
        return "no_length"
    return Row(
        timestamp,
        url,
        mime=text("mimetype", "mime"),
        status=_number(text("statuscode", "status")),
        digest=text("digest").removeprefix("sha1:"),
        length=_number(text("length")),
        filename=text("filename", "warc_filename").removeprefix("-"),
        offset=_number(text("offset")),
        truncated=text("truncated").removeprefix("-"),
    )


def timestamp_of(text: str) -> str | None:
    """14 digits of a time as indexes and tables write it, None for what is no date.

    >>> timestamp_of("2022-11-30 08:15:02"), timestamp_of("20221300000000")
    ('20221130081502', None)
    """
    digits = _NOT_DIGITS.sub("", text[:19])
    if len(digits) < 8 or len(digits) > 14:
        return None
    digits = digits.ljust(14, "0")
    try:
        datetime.strptime(digits, "%Y%m%d%H%M%S")
    except ValueError:
        return None
    return digits


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None
