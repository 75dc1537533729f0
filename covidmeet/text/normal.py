"""The form of a text in which two copies of it are equal."""

from __future__ import annotations

import hashlib
import unicodedata


def content_hash(simplified: str) -> str:
    """SHA-256 hex of the letters, ideographs and digits of a Simplified text.

    Mirrors and text dumps change widths, quotes, blanks and line ends; none of these makes another text.

    >>> content_hash("会议强调，要落实。") == content_hash("会议强调,要落实。\\n")
    True
    """
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", simplified))).casefold()
    return hashlib.sha256(letters.encode("utf-8", "surrogatepass")).hexdigest()
