"""The addresses of a folder's pages, relative, so that they lead on from a disc as from a web host."""

from __future__ import annotations

from collections.abc import Callable

from covidmeet.browse.links import PageLinks

# ``file:`` because of a page that was opened from a disc browsers do not agree what 'self' is.
_POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self' file: 'unsafe-inline'; img-src data:;"
    " frame-src 'self' file:; form-action 'self' file:; base-uri 'none'"
)
STYLE = "style.css"


def article_path(url_hash: str) -> str:
    """Where the page of an article is below the folder of its language; few names a folder, for FAT."""
    return f"article/{url_hash[:2]}/{url_hash}.html"


def stored_path(url_hash: str) -> str:
    """Where the copy of an article's stored page is below the whole folder."""
    return f"stored/{url_hash[:2]}/{url_hash}.html"


class FolderLinks(PageLinks):
    """Those that the page at ``path`` below the folder of ``language`` writes.

    ``has`` tells of an article by its ``url_hash`` whether it is in the folder, ``has_stored`` whether a copy
    of its stored page is.  Of the parts of a server there are no tables and no files of figures.
    """

    tables = ""
    figures = ""

    def __init__(
        self,
        path: str,
        language: str,
        has: Callable[[str], bool] = lambda url_hash: True,
        has_stored: Callable[[str], bool] = lambda url_hash: False,
        *,
        with_script: bool = False,
    ) -> None:
        self._path = path
        self.root = "../" * (path.count("/") + 1)
        self._own = f"{self.root}{language}/"
        self._has, self._has_stored = has, has_stored
        self._scripts = "'self' file:" if with_script else "'none'"
        self.home = f"{self._own}index.html"
        self.search = f"{self._own}search.html"

    def head(self) -> str:
        policy = _POLICY.format(scripts=self._scripts)
        return (
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
            '<meta name="referrer" content="no-referrer">'
            f'<link rel="stylesheet" href="{self.root}{STYLE}">'
        )

    def article(self, url_hash: str) -> str:
        return f"{self._own}{article_path(url_hash)}" if self._has(url_hash) else ""

    def row(self, url_hash: str) -> str:
        return ""

    def stored(self, url_hash: str) -> str:
        return f"{self.root}{stored_path(url_hash)}" if self._has_stored(url_hash) else ""

    def list_of(self, name: str) -> str:
        """Of a list of articles, by its file's name."""
        return f"{self._own}list/{name}.html"

    def in_other_language(self, here: str, language: str) -> str:
        return f"{self.root}{language}/{self._path}"
