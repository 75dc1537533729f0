"""The pages of a folder beside the articles: front page, lists by month and by site, search, languages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from itertools import islice

from covidmeet.browse.front import FrontFigures, front_page
from covidmeet.browse.html_page import article_list, page, text
from covidmeet.publish.chosen import UNDATED, ChosenArticles
from covidmeet.publish.folder_links import STYLE, FolderLinks
from covidmeet.publish.words import FAULTS, folder_words

LANGUAGES = ("en", "zh")
_ON_A_PAGE = 200
_NEWEST = 10
Files = Iterator[tuple[str, str]]
"""Path below the folder of a language, and the page as HTML."""


def list_files(chosen: ChosenArticles, language: str) -> Files:
    """The lists of each month and of each site, in pages of 200."""
    words = folder_words(language)
    for column, name, title, _ in _lists(chosen, words):
        rows = chosen.of(column, title if column == "site" else name)
        number, listed = 1, list(islice(rows, _ON_A_PAGE))
        while listed:
            following = list(islice(rows, _ON_A_PAGE))
            path = f"list/{_numbered(name, number)}.html"
            links = FolderLinks(path, language)
            inner = (
                f"<h1>{text(title)}</h1><section>{article_list(listed, words, links)}"
                f"{_pager(name, number, bool(following), links, words)}</section>"
            )
            yield path, page(title, inner, language, links=links)
            number, listed = number + 1, following


def front_file(chosen: ChosenArticles, figures: FrontFigures, language: str) -> tuple[str, str]:
    """The front page: figures, the lists, the newest articles."""
    words, links = folder_words(language), FolderLinks("index.html", language)
    groups: dict[str, list[str]] = {"By month": [], "By site": []}
    for column, name, title, count in _lists(chosen, words):
        item = f'<li><a href="{links.list_of(name)}">{text(title)}</a> {count:,}</li>'
        groups["By site" if column == "site" else "By month"].append(item)
    lists = "".join(
        f'<section class="lists"><h2>{words[name]}</h2><ul class="legend">{"".join(items)}</ul></section>'
        for name, items in groups.items()
        if items
    )
    return "index.html", front_page(figures, chosen.newest(_NEWEST), language, links, lists)


def search_file(language: str) -> tuple[str, str]:
    """The search page, which only its scripts fill."""
    words, links = folder_words(language), FolderLinks("search.html", language, with_script=True)
    told = {
        "untitled": words["(no title)"],
        "undated": words["no date"],
        "nothing": words["Nothing was found."],
        "searching": words["Searching…"],
        "of": words["{shown} of {total}, newest first"],
        "atMost": words["{shown} of at most {most}, newest first"],
        "missing": words["A file of the index cannot be read:"],
        "faults": {fault: words[fault] for fault in FAULTS},
    }
    scripts = "".join(f'<script src="{links.root}search/{name}.js"></script>' for name in ("query", "search"))
    inner = (
        f'<h1 id="query"></h1><p id="status" class="soft" role="status"></p>'
        '<section id="fault" hidden><p class="error" role="alert"></p><pre lang="zh"></pre></section>'
        f'<section id="found" hidden><ol id="hits" class="hits"></ol>'
        f'<button id="more" hidden>{words["More"]}</button></section>'
        f"<noscript><p>{words['The search needs JavaScript; the lists by month and by site do not.']}</p>"
        "</noscript>"
    )
    html = page(words["Search"], inner, language, links=links)
    html = html.replace('<main id="main">', f'<main id="main" data-words="{escape(json.dumps(told))}">')
    return "search.html", html.replace("</body>", f"{scripts}</body>")


def choice_of_language(articles: int) -> str:
    """The page that one opens first."""
    links = "".join(
        f'<p><a href="{language}/index.html" lang="{tag}" hreflang="{tag}">{name}</a> <span class="soft"'
        f' lang="{tag}">{articles:,} {folder_words(language)["articles"]}</span></p>'
        for language, tag, name in (("zh", "zh-CN", "中文"), ("en", "en", "English"))
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>covidmeet</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="{STYLE}"></head><body><main><h1>covidmeet</h1>'
        f"<section>{links}</section></main></body></html>\n"
    )


def _lists(chosen: ChosenArticles, words: Mapping[str, str]) -> list[tuple[str, str, str, int]]:
    """Column, name of the first file, title, and articles of each list; months newest first."""
    months = [
        ("month", month, words["undated"] if month == UNDATED else month, count)
        for month, count in reversed(chosen.counts("month"))
    ]
    months.sort(key=lambda one: one[1] == UNDATED)
    # A site's name may be anything, a file's may not.
    sites = [
        ("site", f"site-{number}", site, count)
        for number, (site, count) in enumerate(chosen.counts("site"), 1)
    ]
    return months + sites


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"


def _pager(name: str, number: int, goes_on: bool, links: FolderLinks, words: Mapping[str, str]) -> str:
    parts = []
    if number > 1:
        href = links.list_of(_numbered(name, number - 1))
        parts.append(f'<a rel="prev" href="{href}">← {words["Earlier page"]}</a>')
    if goes_on:
        href = links.list_of(_numbered(name, number + 1))
        parts.append(f'<a rel="next" href="{href}">{words["Next page"]} →</a>')
    return f"<nav>{' · '.join(parts)}</nav>" if parts else ""
