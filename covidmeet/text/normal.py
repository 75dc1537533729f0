"""The form of a text in which two copies of it are equal."""

from __future__ import annotations

import hashlib
import unicodedata


def content_hash(simplified: str) -> str:
    """SHA-256 hex of the letters, ideographs and digits of a Simplified text.

    Mirrors and text dumps change widths, quotes, blanks and line ends; none of these makes another text.

    >>> content_hash("会议强调，要落实。第２项") == content_hash("会议强调,要落实。\\n第2项")
    True
    """
    # Full-width marks would make it rewrite every text; letters alone it mostly finds in order.
    letters = "".join(filter(str.isalnum, simplified))
    normal = unicodedata.normalize("NFKC", letters).casefold()
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()
