"""The frame of all pages: head, search box, style."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from importlib.resources import files
from urllib.parse import urlencode

from covidmeet.browse.words import browse_words
from covidmeet.text.printable import one_line, printable

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of our own pages: they need no script."""
_HELP = "Words, “phrases”, OR, -word, site: since: until: source: title:"


@cache
def _style() -> str:
    return files("covidmeet.browse").joinpath("browse.css").read_text("utf-8")


def text(value: object) -> str:
    """One line of a stored text, as HTML shows it."""
    return escape(one_line(str(value)))


def paragraph_text(value: str) -> str:
    """Stored text with its line breaks, as HTML shows it."""
    return escape(printable(value))


def address(path: str, **parameters: object) -> str:
    """An address of these pages as an attribute takes it; empty parameters are left out."""
    kept = {name: value for name, value in parameters.items() if value not in (None, "")}
    return escape(f"{path}?{urlencode(kept)}" if kept else path)


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


def page(title: str, inner: str, language: str, *, query: str = "", here: str = "/") -> str:
    """A whole page; ``here`` is its own address without the language, for the link to the other one."""
    words = browse_words(language)
    other, name, tag = ("en", "English", "en") if language == "zh" else ("zh", "中文", "zh")
    swap = f"{here}{'&' if '?' in here else '?'}lang={other}"
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{text(title)} · covidmeet</title><style>{_style()}</style></head><body>"
        f'<a class="skip" href="#main">{words["Skip to the text"]}</a>'
        f'<header class="bar"><a class="home" href="/">covidmeet</a>{_box(query, words)}'
        f'<nav><a href="/archive">{words["All tables"]}</a>'
        f' <a href="{escape(swap)}" lang="{tag}" hreflang="{tag}">{name}</a></nav></header>'
        f'<main id="main">{inner}</main></body></html>\n'
    )


def _box(query: str, words: Mapping[str, str]) -> str:
    return (
        '<form role="search" action="/search"><input type="search" name="q" lang="zh"'
        f' value="{escape(query)}" aria-label="{words["Search"]}" title="{words[_HELP]}"'
        f' placeholder="{words["Search"]}"><button>{words["Search"]}</button></form>'
    )
