"""What to say of a name that is none: the one that was probably meant, or those that there are."""

from __future__ import annotations

from collections.abc import Iterable

from covidmeet.language import _
from covidmeet.stored_sentences import value


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a sentence on a name that is none; empty where no known name is near.

    >>> did_you_mean("serch", ["search", "show"]), did_you_mean("crawl", ["search"])
    ('; did you mean search?', '')
    """
    from difflib import get_close_matches  # for who mistyped only

    near = get_close_matches(name, list(known), n=1)
    return _("; did you mean {near}?", near=near[0]) if near else ""


def no_such(what: str, name: str, known: Iterable[str]) -> str:
    """A sentence on a ``name`` that no ``what`` has.

    >>> no_such("site", "gzgov", ["gz_gov"]), no_such("site", "x", ["cbg", "gz_gov"])
    ('there is no site named gzgov; did you mean gz_gov?', 'there is no site named x; there are cbg, gz_gov')
    """
    names = list(known)
    near = did_you_mean(name, names) or _("; there are {names}", names=", ".join(names))
    return _("there is no {what} named {name}{near}", what=value(what), name=name, near=near)
