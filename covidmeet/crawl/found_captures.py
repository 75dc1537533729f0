"""Which capture of a page is asked for next: of those that an index named, the first that is not settled."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapy import Request

from covidmeet.archive.captures import INTERRUPTED, REDIRECT
from covidmeet.crawl.request_meta import (
    mark_article,
    set_captures_left,
    set_download_slot,
    set_record,
    set_wire_url,
)
from covidmeet.discovery.rows import Row
from covidmeet.reasons import Cause, Reason
from covidmeet.text.urls import at_moment, through_gateway, without_default_port

TRY_NEXT = frozenset(
    {
        Reason.SOFT_404,
        Reason.NOT_FOUND,
        Reason.BLOCKED,
        Reason.HTTP_ERROR,
        Reason.EMPTY,
        Reason.NO_TEXT,
        Reason.NO_BODY,
        Reason.TOO_SHORT,
        Reason.OVER_STRIPPED,
        Reason.STILL_DAMAGED,
        Reason.BINARY,
        Reason.BROKEN_OFF,
        Reason.REDIRECT_LOOP,
        Reason.OFFSITE,
        Reason.TOO_COMPLEX,
    }
)
"""Reasons of this capture, not of its page: another capture may be better."""
_OPEN = frozenset(
    {INTERRUPTED, REDIRECT, Reason.ERROR, Reason.WORKER_CRASHED}
    # These two tell of the page as it was captured, the others of the download.
    | {reason for reason in Reason if reason.cause is Cause.UNREACHABLE}
    - {Reason.NOT_FOUND, Reason.BROKEN_OFF}
)


@dataclass(frozen=True, slots=True)
class Playback:
    """Where captures are fetched: at the gateway ``via``, or as records of the files below ``data``."""

    via: str = ""
    data: str = ""

    def address(self, row: Row) -> str:
        """The address that is asked for a capture."""
        if self._is_record(row):
            return self.data + row.filename
        return through_gateway(at_moment(self.via, row.timestamp), row.url)

    def known_as(self, row: Row) -> str:
        """The key of a capture in ``index_rows.outcomes``."""
        return f"{self.address(row)} {row.timestamp}" if self._is_record(row) else self.address(row)

    def is_possible(self, row: Row) -> bool:
        return bool(self._is_record(row) or self.via)

    def _is_record(self, row: Row) -> bool:
        return bool(self.data and row.filename and row.offset is not None and row.length)

    def request(self, rows: Sequence[Row], is_first: bool = True) -> Request:
        """A request for the first of the captures; the others wait until it turns out to be no use."""
        row, *left = rows
        request = mark_article(Request(without_default_port(row.url), dont_filter=not is_first))
        set_wire_url(request, self.address(row))
        set_captures_left(request, tuple(left))
        if self._is_record(row):
            assert row.offset is not None and row.length is not None
            set_record(request, row.offset, row.length)
            request.headers["Range"] = f"bytes={row.offset}-{row.offset + row.length - 1}"
            set_download_slot(request, urlsplit(self.data).hostname or "")
        return request


def unsettled(
    rows: Sequence[Row], known: Mapping[str, str], playback: Playback, again: Container[str] = ()
) -> list[Row]:
    """The captures that are not settled, best first; none where one of them settled the page.

    ``known``: see ``index_rows.outcomes``.  ``again``: outcomes that say nothing where something else is
    asked for now.
    """
    told = {address: outcome for address, outcome in known.items() if outcome not in again}
    if any(not _is_of_one_capture(outcome) for outcome in told.values()):
        return []
    last = next(reversed(told.values()), "")
    found = []
    for row in rows:
        outcome = told.get(playback.known_as(row))
        # What it led to was fetched after it.
        if outcome is None or (last if outcome == REDIRECT else outcome) in _OPEN:
            found.append(row)
    return found


def _is_of_one_capture(outcome: str) -> bool:
    """Whether another capture of the page is still worth a request."""
    return outcome in TRY_NEXT or outcome in _OPEN
