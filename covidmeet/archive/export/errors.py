"""What is wrong with an export that was asked for."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from covidmeet.language import _
from covidmeet.stored_sentences import value


class ExportError(Exception):
    """The export cannot be made as asked; the message says why, in one sentence."""


def unknown(what: str, name: str, possible: Iterable[str]) -> ExportError:
    """The error for a name that is none of the ``possible`` ones.

    >>> str(unknown("column", "titel", ["title", "body"]))
    'there is no column titel; did you mean title?'
    """
    possible = list(possible)
    close = get_close_matches(name.lower(), possible, n=1, cutoff=0.6)
    tail = (
        _("did you mean {close}?", close=close[0])
        if close
        else _("there are {possible}", possible=", ".join(possible))
    )
    return ExportError(_("there is no {what} {name}; {tail}", what=value(what), name=name, tail=tail))
