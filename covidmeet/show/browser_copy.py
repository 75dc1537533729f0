"""A stored page for a browser: a copy that runs no script and asks no server."""

from __future__ import annotations

import tempfile
import webbrowser
from html import escape
from pathlib import Path

from covidmeet.items import Article
from covidmeet.process import Fetched

# Mirrors were hacked: what their pages load is not wanted, and nobody need know that one is read.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""The Content-Security-Policy under which a stored page is shown."""
_HEAD = '<!doctype html><meta http-equiv="Content-Security-Policy" content="{}"><meta charset="{}">\n'
_TEXT = (b"{", b"[")


def open_copy(fetched: Fetched, data: bytes, article: Article) -> tuple[Path, bool]:
    """Write the page's bytes into a temporary file and open it; the file, and whether a browser was found."""
    path = write_copy(fetched, data, article)
    try:
        return path, webbrowser.open(path.as_uri())
    except (webbrowser.Error, OSError):
        return path, False


def write_copy(fetched: Fetched, data: bytes, article: Article) -> Path:
    """The file, in a new folder that only this user can read; raises ``OSError``."""
    folder = Path(tempfile.mkdtemp(prefix="covidmeet-"))
    if is_text(data, article):
        path = folder / "page.txt"
        path.write_bytes(data)
    else:
        path = folder / "page.html"
        path.write_bytes(_HEAD.format(escape(POLICY), escape(article.charset or "utf-8")).encode() + data)
    return path


def is_text(data: bytes, article: Article) -> bool:
    """Whether the page's bytes are no HTML: a text document, or JSON."""
    return (article.layout == "text" and data.lstrip()[:1] != b"<") or data.lstrip()[:1] in _TEXT
