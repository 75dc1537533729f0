"""How to cite an article: as text after GB/T 7714-2015, and as an entry for BibTeX and biblatex."""

from __future__ import annotations

import re

from covidmeet.items import Article
from covidmeet.text.printable import one_line

_KEY_LENGTH = 12  # characters of the hash in an entry's key
# Braces count for BibTeX also behind a backslash, so they must not stand alone.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
_SPECIAL = re.compile("[" + re.escape("".join(_LATEX)) + "]")
_NOT_IN_URL = re.compile(r"[{}\\\s\x00-\x20\x7f]")


def as_text(article: Article) -> str:
    """``Names. Title[N/OL]. Source. (day)[day of access]. address. Archived at …``"""
    parts = [
        f"{'，'.join(map(one_line, article.reporters))}. " if article.reporters else "",
        f"{one_line(article.title or '[no title]')}[N/OL]. ",
        f"{one_line(article.source)}. " if article.source else "",
        f"({_day(article.published_at)})" if _day(article.published_at) else "",
        f"[{_accessed(article)}]. ",
        f"{_url(_address(article))}. ",
        f"{_archived(article)}.",
    ]
    return "".join(parts)


def as_bibtex(article: Article) -> str:
    """An entry ``@online``; a style that does not know it takes it for ``@misc``."""
    names = " and ".join(f"{{{_escaped(name)}}}" for name in article.reporters)
    day = _day(article.published_at)
    fields = {
        "author": names,
        "title": f"{{{_escaped(article.title or '[no title]')}}}",
        "organization": f"{{{_escaped(article.source)}}}" if article.source else "",
        "date": day,
        "year": day[:4],
        "url": _url(_address(article)),
        "urldate": _accessed(article),
        "language": "chinese",
        "note": _note(article),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@online{{covidmeet-{(article.url_hash or '')[:_KEY_LENGTH]},", *lines, "}"])


def _address(article: Article) -> str:
    """Of a mirror's page the address that it was copied from."""
    return article.original_url or article.url


def _accessed(article: Article) -> str:
    """The day on which the page was as it is archived."""
    return _day(article.captured_at or article.first_seen)


def _archived(article: Article) -> str:
    own = f"covidmeet, {(article.url_hash or '')[:_KEY_LENGTH]}"
    seen = f"Read at {_url(article.url)}. " if article.original_url else ""
    return f"{seen}Archived: {_url(article.gateway) + ' ; ' if article.gateway else ''}{own}"


def _note(article: Article) -> str:
    seen = rf"Read at \url{{{_url(article.url)}}}. " if article.original_url else ""
    gateway = rf"\url{{{_url(article.gateway)}}}; " if article.gateway else ""
    return f"{seen}Archived: {gateway}covidmeet, {(article.url_hash or '')[:_KEY_LENGTH]}"


def _day(text: str | None) -> str:
    """The day of a stored time, empty where there is none.

    >>> _day("2022-03-02T08:00:00+08:00"), _day(None)
    ('2022-03-02', '')
    """
    match = re.match(r"\d{4}-\d{2}-\d{2}", text or "")
    return match[0] if match else ""


def _url(url: str | None) -> str:
    """An address without what would end a group of BibTeX's or a word."""
    return _NOT_IN_URL.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), url or "")


def _escaped(text: str) -> str:
    r"""``text`` for LaTeX.

    >>> _escaped("A&B_50%{防控}")
    'A\\&B\\_50\\%\\textbraceleft{}防控\\textbraceright{}'
    """
    return _SPECIAL.sub(lambda match: _LATEX[match[0]], one_line(text))
