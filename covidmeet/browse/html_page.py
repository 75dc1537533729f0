"""The frame of all pages: head, search box, style."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import NamedTuple

from covidmeet.browse.links import SERVED, PageLinks
from covidmeet.browse.words import browse_words
from covidmeet.show.article_view import moment
from covidmeet.text.printable import one_line, printable

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of our own pages: they need no script."""
_HELP = "Words, “phrases”, OR, -word, site: since: until: source: title:"


def text(value: object) -> str:
    """One line of a stored text, as HTML shows it."""
    return escape(one_line(str(value)))


def paragraph_text(value: str) -> str:
    """Stored text with its line breaks, as HTML shows it."""
    return escape(printable(value))


def chinese(value: object) -> str:
    """Stored text, marked as Chinese for fonts and screen readers."""
    return f'<span lang="zh">{text(value)}</span>'


def facts(found: Iterable[tuple[str, str]]) -> str:
    """Labels with their values; an empty label goes on with the one before."""
    rows = [(label, value) for label, value in found if value]
    inner = "".join(
        (f"<dt>{text(label)}</dt>" if label else "") + f'<dd lang="zh">{text(value)}</dd>'
        for label, value in rows
    )
    return f"<dl>{inner}</dl>" if rows else ""


class ListedArticle(NamedTuple):
    """An article as lists name it."""

    url_hash: str
    site: str
    published_at: str | None
    title: str | None


def article_list(rows: Iterable[ListedArticle], words: Mapping[str, str], links: PageLinks = SERVED) -> str:
    """Headlines with site and day, each leading to its article."""
    items = "".join(
        f'<li><a href="{links.article(one.url_hash)}">{chinese(one.title or words["(no title)"])}</a>'
        f'<p class="soft">{text(one.site)} · {text(moment(one.published_at) or words["no date"])}</p></li>'
        for one in rows
    )
    return f'<ol class="hits">{items}</ol>'


def page(
    title: str, inner: str, language: str, *, query: str = "", here: str = "/", links: PageLinks = SERVED
) -> str:
    """A whole page; ``here`` is its own address without the language, for the link to the other one."""
    words = browse_words(language)
    other, name, tag = ("en", "English", "en") if language == "zh" else ("zh", "中文", "zh")
    tables = f'<a href="{links.tables}">{words["All tables"]}</a> ' if links.tables else ""
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)} · covidmeet</title>{links.head()}</head><body>"
        f'<a class="skip" href="#main">{words["Skip to the text"]}</a>'
        f'<header class="bar"><a class="home" href="{links.home}">covidmeet</a>{_box(query, words, links)}'
        f'<nav>{tables}<a href="{links.in_other_language(here, other)}" lang="{tag}" hreflang="{tag}">{name}'
        f'</a></nav></header><main id="main">{inner}</main></body></html>\n'
    )


def _box(query: str, words: Mapping[str, str], links: PageLinks) -> str:
    return (
        f'<form role="search" action="{links.search}"><input type="search" name="q" lang="zh"'
        f' value="{escape(query)}" aria-label="{words["Search"]}" title="{words[_HELP]}"'
        f' placeholder="{words["Search"]}"><button>{words["Search"]}</button></form>'
    )
