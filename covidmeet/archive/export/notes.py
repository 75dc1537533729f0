"""What an export did to the texts it wrote, counted."""

from __future__ import annotations

from collections import Counter

from covidmeet.language import ngettext, nN_

DEFUSED = "defused"
ESCAPED = "escaped"
TRUNCATED = "truncated"
UNDATED = "undated"
UNDECODED = "undecoded"

# What is told of each, for one cell and for several.
_SAID = {
    DEFUSED: nN_(
        "{count:,} cell given an apostrophe, because a spreadsheet would run it as a formula",
        "{count:,} cells given an apostrophe, because a spreadsheet would run it as a formula",
    ),
    ESCAPED: nN_(
        "{count:,} cell with characters that this format cannot hold, written as _xHHHH_",
        "{count:,} cells with characters that this format cannot hold, written as _xHHHH_",
    ),
    TRUNCATED: nN_(
        "{count:,} cell cut to the 32,767 characters that a cell of xlsx holds",
        "{count:,} cells cut to the 32,767 characters that a cell of xlsx holds",
    ),
    UNDATED: nN_(
        "{count:,} cell left empty, because no date can be read in it",
        "{count:,} cells left empty, because no date can be read in it",
    ),
    UNDECODED: nN_(
        "{count:,} cell with bytes that are no UTF-8, each written as U+FFFD",
        "{count:,} cells with bytes that are no UTF-8, each written as U+FFFD",
    ),
}


def sentences(notes: Counter[str]) -> list[str]:
    """What to tell of an export; empty where every text was written as it stands.

    >>> sentences(Counter({"defused": 1}))
    ['1 cell given an apostrophe, because a spreadsheet would run it as a formula']
    """
    return [ngettext(*said, notes[name]) for name, said in _SAID.items() if notes[name]]


def as_text(value: bytes, notes: Counter[str]) -> str:
    """``value`` decoded; bytes that are no UTF-8, which only a foreign tool can have stored, are counted."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        notes[UNDECODED] += 1
        return value.decode("utf-8", "replace")
