"""What an answer of an index or a data server is: rows, an end, a limit, an exclusion, an outage.

Status alone does not tell: an outage page comes with 200, "nothing found" with 404, an exclusion as HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

_EXCLUSIONS = ("AdministrativeAccessControlException", "RobotAccessControlException")
_ERROR_HEADER = "x-archive-wayback-runtime-error"
_HEAD = 4_096  # bytes within which an error states its name


class AnswerKind(StrEnum):
    """What to make of an answer."""

    GOOD = "good"
    NOTHING = "nothing"  # no captures: a success
    END = "end"  # a page past the last one: a success
    LIMITED = "limited"  # 429: stop all requests to that host for a while
    EXCLUDED = "excluded"  # the site is excluded from the archive: final
    OUTAGE = "outage"  # 503, SlowDown, an HTML page where rows are due
    TOO_MUCH = "too_much"  # 502, 504: try again, then ask for less
    CUT = "cut"  # shorter than Content-Length: discard all of it
    ERROR = "error"


RETRIED = frozenset((AnswerKind.LIMITED, AnswerKind.OUTAGE, AnswerKind.TOO_MUCH, AnswerKind.CUT))
"""Answers after which the same request is sent again, after a pause."""


def judge(status: int, headers: Mapping[str, str], body: bytes) -> AnswerKind:
    """What an index's answer is; ``headers`` by lower-case name, ``body`` decompressed."""
    start = body[:_HEAD].decode("latin-1")
    if any(name in start or name in headers.get(_ERROR_HEADER, "") for name in _EXCLUSIONS):
        return AnswerKind.EXCLUDED
    if status == 429:
        return AnswerKind.LIMITED
    if is_cut(headers, body):
        return AnswerKind.CUT
    if status in (502, 504):
        return AnswerKind.TOO_MUCH
    if status == 503 or (status == 500 and "<Code>" in start):
        return AnswerKind.OUTAGE
    if status == 404:
        return AnswerKind.NOTHING if '"No Captures found' in start or not body else AnswerKind.ERROR
    if status == 400:
        return AnswerKind.END if '"Page ' in start and " invalid" in start else AnswerKind.ERROR
    if status not in (200, 206):
        return AnswerKind.ERROR
    return AnswerKind.OUTAGE if is_markup(start) else AnswerKind.GOOD


def is_cut(headers: Mapping[str, str], body: bytes) -> bool:
    """Whether fewer bytes came than the server promised; not decidable where a coding was undone."""
    promised = headers.get("content-length", "")
    return promised.isdecimal() and not headers.get("content-encoding") and len(body) < int(promised)


def is_markup(start: str) -> bool:
    """Whether a page came where rows are due; TimeMaps begin with ``<http``."""
    start = start.removeprefix("\u00ef\u00bb\u00bf").lstrip()  # the UTF-8 mark, as Latin-1
    return start.startswith("<") and not start.lower().startswith("<http")
