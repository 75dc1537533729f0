"""The form of a text in which two copies of it are equal."""

from __future__ import annotations

import hashlib
import re

from covidmeet.text.fold import nfkc_casefold
from covidmeet.text.variants import RADICALS

# Radicals are symbols to Unicode, and Hangul fillers, which nobody sees, are letters.
_FILLERS = "\u115f\u1160\u3164\uffa0"
_MISTAKEN = re.compile(f"[{''.join(RADICALS)}\u2f00-\u2fd5{_FILLERS}]")
_NO_LETTERS = re.compile(r"[\W_]+")  # all but what ``str.isalnum`` says of


def content_hash(simplified: str) -> str:
    """SHA-256 hex of the letters, ideographs and digits of a Simplified text.

    Mirrors and text dumps change widths, quotes, blanks and line ends; none of these makes another text.

    >>> content_hash("会议强调，要落实。第２项") == content_hash("会议强调,要落实。\\n第2项")
    True
    """
    simplified = _MISTAKEN.sub(_character, simplified)
    # Full-width marks would make NFKC rewrite every text; letters alone it mostly finds in order.
    letters = _NO_LETTERS.sub("", simplified)
    return hashlib.sha256(nfkc_casefold(letters).encode("utf-8", "surrogatepass")).hexdigest()


def _character(match: re.Match[str]) -> str:
    char = match[0]
    return "" if char in _FILLERS else RADICALS.get(char) or nfkc_casefold(char)
