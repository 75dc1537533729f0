"""Writes a selection of the archive as a folder of static pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import chain
from pathlib import Path
from sqlite3 import Connection

from covidmeet.archive.article_rows import article_by_hash
from covidmeet.archive.export.errors import ExportError
from covidmeet.archive.export.selection import Selection
from covidmeet.archive.reader import one_state
from covidmeet.atomic_file import part_folder
from covidmeet.browse.article_page import article_page
from covidmeet.browse.front import figures_of
from covidmeet.browse.links import style_sheet
from covidmeet.browse.stored_copy import stored_copy
from covidmeet.items import Article
from covidmeet.language import _
from covidmeet.publish.chosen import AMONG, ChosenArticles
from covidmeet.publish.folder_links import STYLE, FolderLinks, article_path, stored_path
from covidmeet.publish.list_pages import LANGUAGES, choice_of_language, front_file, list_files, search_file
from covidmeet.publish.search_index import SearchIndexWriter
from covidmeet.publish.stored_page import stored_file

_SIGN = "published.json"
"""The file by which a folder is known as one that this made."""
_SCRIPTS = ("query.js", "search.js")
_TOP = {_SIGN, STYLE, "index.html", "search", "stored", *LANGUAGES}


@dataclass
class Published:
    """``articles`` and copies of stored pages (``stored``) that were written.

    ``without`` counts the articles of which no page was kept; ``missing`` are those that cannot be read.
    """

    articles: int = 0
    stored: int = 0
    without: int = 0
    missing: list[str] = field(default_factory=list)


def publish(
    db: Connection,
    archive: Path,
    target: Path,
    selection: Selection,
    *,
    with_stored: bool = True,
    tick: Callable[[int], object] | None = None,
) -> Published:
    """Write the articles of ``selection`` from ``archive``, open as ``db``, into the folder ``target``.

    The folder is written beside its place and renamed, so that it is there whole or not at all.  Raises
    ``ExportError`` for a selection that means nothing and for a folder with files that are not its own,
    ``OSError`` where it cannot be written.
    """
    selection.check(db)
    _check(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with one_state(db), part_folder(target) as part:
        part.chmod(0o755)  # a web host reads it
        done = _Publishing(db, archive, part, selection).write(with_stored, tick)
        _become(part, target)
    return done


def _check(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise ExportError(_("{target} is a file; name a folder", target=target))
    names = {path.name for path in target.iterdir()}
    if names and _SIGN not in names:
        raise ExportError(
            _("{target} holds files that are not of a published folder; name a new one", target=target)
        )
    if others := sorted(names - _TOP):
        raise ExportError(
            _(
                "{target} is a published folder, but {others} in it is not of one",
                target=target,
                others=others[0],
            )
        )


def _become(part: Path, target: Path) -> None:
    """Take the place of the folder that was there."""
    if not target.exists():
        part.rename(target)
        return
    with part_folder(target) as aside:
        before = aside / "before"
        target.rename(before)
        try:
            part.rename(target)
        except OSError:
            before.rename(target)
            raise


class _Publishing:
    def __init__(self, db: Connection, archive: Path, folder: Path, selection: Selection) -> None:
        self._db, self._archive, self._folder = db, archive, folder
        self._chosen = ChosenArticles(db, selection)
        self._done = Published()

    def write(self, with_stored: bool, tick: Callable[[int], object] | None) -> Published:
        index = SearchIndexWriter(self._folder / "search", len(self._chosen))
        for url_hash in self._chosen.hashes():
            article = article_by_hash(self._db, url_hash)
            assert article is not None  # both are read from one state of the archive
            if with_stored:
                self._write_stored(article)
            self._write_article(article)
            index.add(article)
            self._done.articles += 1
            if tick:
                tick(1)
        index.finish()
        self._write_others()
        return self._done

    def _write_article(self, article: Article) -> None:
        path = article_path(article.url_hash or "")
        for language in LANGUAGES:
            links = FolderLinks(path, language, self._chosen.__contains__, self._chosen.has_stored)
            self._write(f"{language}/{path}", article_page(self._db, article, language, links))

    def _write_stored(self, article: Article) -> None:
        from covidmeet.kept.page_of_article import PageNotKept
        from covidmeet.reasons import Reject

        own = article.url_hash or ""
        try:
            copy = stored_copy(self._archive, article)
        except (PageNotKept, Reject) as error:
            if article.warc:
                self._done.missing.append(f"{article.url}: {error}")
            else:
                self._done.without += 1
            return
        self._write(stored_path(own), stored_file(copy, article.title or article.url))
        self._chosen.note_stored(own)
        self._done.stored += 1

    def _write_others(self) -> None:
        figures = figures_of(self._db, AMONG)
        for language in LANGUAGES:
            pages = (front_file(self._chosen, figures, language), search_file(language))
            for path, html in chain(pages, list_files(self._chosen, language)):
                self._write(f"{language}/{path}", html)
        self._write("index.html", choice_of_language(self._done.articles))
        self._write(STYLE, style_sheet())
        for name in _SCRIPTS:
            self._write(f"search/{name}", files("covidmeet.publish").joinpath(name).read_text("utf-8"))
        told = {"made_by": "covidmeet publish", "articles": self._done.articles}
        self._write(_SIGN, json.dumps(told, indent=2) + "\n")

    def _write(self, path: str, text: str) -> None:
        """A surrogate without its half, which no file can hold, becomes a question mark."""
        file = self._folder / path
        data = text.encode("utf-8", "replace")
        try:
            file.write_bytes(data)
        except FileNotFoundError:  # the first one in its folder
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
