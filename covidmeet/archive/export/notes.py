"""What an export did to the texts it wrote, counted."""

from __future__ import annotations

from collections import Counter

DEFUSED = "defused"
ESCAPED = "escaped"
TRUNCATED = "truncated"
UNDATED = "undated"
UNDECODED = "undecoded"

# What is told of each, for one cell and for several.
_SAID = {
    DEFUSED: "{} given an apostrophe, because a spreadsheet would run it as a formula",
    ESCAPED: "{} with characters that this format cannot hold, written as _xHHHH_",
    TRUNCATED: "{} cut to the 32,767 characters that a cell of xlsx holds",
    UNDATED: "{} left empty, because no date can be read in it",
    UNDECODED: "{} with bytes that are no UTF-8, each written as U+FFFD",
}


def sentences(notes: Counter[str]) -> list[str]:
    """What to tell of an export; empty where every text was written as it stands.

    >>> sentences(Counter({"defused": 1}))
    ['1 cell given an apostrophe, because a spreadsheet would run it as a formula']
    """
    return [
        said.format("1 cell" if notes[name] == 1 else f"{notes[name]:,} cells")
        for name, said in _SAID.items()
        if notes[name]
    ]


def as_text(value: bytes, notes: Counter[str]) -> str:
    """``value`` decoded; bytes that are no UTF-8, which only a foreign tool can have stored, are counted."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        notes[UNDECODED] += 1
        return value.decode("utf-8", "replace")
