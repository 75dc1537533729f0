"""Where the pages stand, as they write it in their links: behind a server, or as files of a folder."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from urllib.parse import urlencode


def address(path: str, **parameters: object) -> str:
    """An address of these pages as an attribute takes it; empty parameters are left out."""
    kept = {name: value for name, value in parameters.items() if value not in (None, "")}
    return escape(f"{path}?{urlencode(kept)}" if kept else path)


@cache
def style_sheet() -> str:
    """The style of all pages."""
    return files("covidmeet.browse").joinpath("browse.css").read_text("utf-8")


class PageLinks:
    """The addresses that one page writes, as ``covidmeet browse`` serves them.

    What a folder does not have is empty there; all are as attributes take them.
    """

    home = "/"
    search = "/search"
    tables = "/archive"
    figures = "/figures"

    def head(self) -> str:
        """What the head of the page holds besides its title: the style, policies."""
        return f"<style>{style_sheet()}</style>"

    def article(self, url_hash: str) -> str:
        """Of an article."""
        return address(f"/article/{url_hash}")

    def row(self, url_hash: str) -> str:
        """Of an article's row in the table."""
        return f"/archive/articles/{url_hash}"

    def stored(self, url_hash: str) -> str:
        """Of an article's page as it was received."""
        return address(f"/stored/{url_hash}")

    def in_other_language(self, here: str, language: str) -> str:
        """Of the page at ``here`` in ``language``."""
        return escape(f"{here}{'&' if '?' in here else '?'}lang={language}")


SERVED = PageLinks()
