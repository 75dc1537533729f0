"""Pages that an HTML parser would take quadratic time for, told before it is asked.

libxml2 compares each attribute of a tag with all before it, and those of a further ``<html>`` or ``<body>``
with all that the first has got: 140,000 attributes, a megabyte, take a quarter of a minute.
"""

from __future__ import annotations

import re

from covidmeet.language import stored

MOST_ATTRIBUTES = 1_000
"""Of one tag: real ones have some ten, an image with its sizes and scripts fifty."""

MOST_ROOTS = 200
"""``<html>`` and ``<body>`` tags: some systems paste whole pages into each other, a few dozen at most."""

_SMALL = 50_000  # characters, which hold too few attributes to matter
_ATTRIBUTE = r"""[\s/]*+[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
# Each tag is passed over whole, so that each character is read twice at most.
_TAG = re.compile(
    rf"</?[A-Za-z][^\s/>]*+(?:(?P<many>(?:{_ATTRIBUTE}){{{MOST_ATTRIBUTES}}})|(?:{_ATTRIBUTE})*+)"
)
_ROOT = re.compile(r"<(?:html|body)[\s/>]", re.IGNORECASE)


def beyond_limits(source: str) -> str | None:
    """What of the page's tags is beyond any real page's, or None.

    >>> beyond_limits("<p" + "".join(f" a{n}=b" for n in range(20_000)) + ">")
    'a tag with more than 1,000 attributes'
    """
    if len(source) < _SMALL:
        return None
    if any(match["many"] for match in _TAG.finditer(source)):
        return stored("a tag with more than {MOST_ATTRIBUTES:,} attributes", MOST_ATTRIBUTES=MOST_ATTRIBUTES)
    roots = sum(1 for _ in _ROOT.finditer(source))
    return stored("{roots:,} html and body tags", roots=roots) if roots > MOST_ROOTS else None
