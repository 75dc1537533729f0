"""What is wrong with an export that was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class ExportError(Exception):
    """The export cannot be made as asked; the message says why, in one sentence."""


def unknown(what: str, name: str, possible: Iterable[str]) -> ExportError:
    """The error for a name that is none of the ``possible`` ones.

    >>> str(unknown("column", "titel", ["title", "body"]))
    'there is no column titel; did you mean title?'
    """
    possible = list(possible)
    close = get_close_matches(name.lower(), possible, n=1, cutoff=0.6)
    tail = f"did you mean {close[0]}?" if close else f"there are {', '.join(possible)}"
    return ExportError(f"there is no {what} {name}; {tail}")
