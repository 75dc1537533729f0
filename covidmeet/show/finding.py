"""Which article is meant by an address, a hash or its beginning, or the number of a hit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit, urlunsplit

from covidmeet.archive.reader import Readable
from covidmeet.language import _
from covidmeet.text.urls import UrlRules, canonical, hash_of

_HASH_LENGTH = 64
_SHORTEST = 4
"""Characters of a ``url_hash`` that may stand for it."""
_LONGEST_NUMBER = 5
_MOBILE = ("m.", "wap.", "3g.", "www.")


class NoSuchArticle(LookupError):
    """No article, or more than one, is meant; the message says so in one sentence."""


def find_article(
    db: Readable,
    word: str,
    hits: Sequence[str] | None,
    rules_of: Callable[[str], Sequence[UrlRules]] = lambda host: (),
) -> str:
    """The ``url_hash`` of the article that ``word`` means.

    ``hits`` are those of the last search.  ``rules_of`` gives the rules of the sites with pages on a host; it
    is asked only where nothing is found without them.  Raises ``NoSuchArticle``.
    """
    word = word.strip()
    if word.isascii() and word.isdecimal() and len(word) <= _LONGEST_NUMBER:
        return _by_number(db, word, hits)
    if re.fullmatch(r"[0-9a-fA-F]+", word) and len(word) <= _HASH_LENGTH:
        return _by_hash(db, word.lower())
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", word) or "." in word:
        return _by_address(db, word, rules_of)
    raise NoSuchArticle(
        _("{word!r} is no address, no beginning of a url_hash and no number of a hit", word=word)
    )


def _by_number(db: Readable, word: str, hits: Sequence[str] | None) -> str:
    number = int(word)
    if hits and 1 <= number <= len(hits) and hits[number - 1]:
        if not _is_there(db, hits[number - 1]):
            raise NoSuchArticle(
                _("hit {number} of the last search is not in the archive any more", number=number)
            )
        return hits[number - 1]
    if len(word) >= _SHORTEST and (found := _beginning_with(db, word)):
        return _only(found, word)
    if hits is None:
        raise NoSuchArticle(
            _("there is no hit {number}: nothing was searched in this archive yet", number=number)
        )
    raise NoSuchArticle(
        _(
            "there is no hit {number}: the last search in this archive found {count}",
            number=number,
            count=len(hits),
        )
    )


def _by_hash(db: Readable, word: str) -> str:
    if len(word) < _SHORTEST:
        raise NoSuchArticle(
            _(
                "{word} is too short: name {SHORTEST} characters of a url_hash at least",
                word=word,
                SHORTEST=_SHORTEST,
            )
        )
    found = _beginning_with(db, word)
    if not found:
        raise NoSuchArticle(_("no article's url_hash begins with {word}", word=word))
    return _only(found, word)


def _beginning_with(db: Readable, word: str) -> list[str]:
    query = "select url_hash from articles where url_hash >= ? and url_hash < ? order by url_hash limit 2"
    return [url_hash for (url_hash,) in db.execute(query, [word, word + "g"])]


def _only(found: Sequence[str], word: str) -> str:
    if len(found) > 1:
        raise NoSuchArticle(_("more than one url_hash begins with {word}; name more of it", word=word))
    return found[0]


def _by_address(db: Readable, url: str, rules_of: Callable[[str], Sequence[UrlRules]]) -> str:
    plain = canonical(url)
    if found := _archived(db, plain):
        return found
    for rules in rules_of(_host(plain)):
        if found := _archived(db, canonical(url, rules)):
            return found
    if found := _copied_from(db, plain):
        return found
    if (inner := _unwrapped(plain)) != plain:
        return _by_address(db, inner, rules_of)
    near = next((near for near in near_addresses(plain) if _archived(db, near)), None)
    raise NoSuchArticle(
        _("{url} is not in the archive", url=url) + (_("; did you mean {near}?", near=near) if near else "")
    )


def _unwrapped(url: str) -> str:
    """The address inside a web archive's."""
    from covidmeet.sites import unwrapped  # imports what reads pages

    return unwrapped(url)


def _archived(db: Readable, url: str) -> str | None:
    """The article at a canonical address, or at the one to which it led."""
    own = hash_of(url)
    if _is_there(db, own):
        return own
    row = db.execute("select led_to from visits where url_hash = ?", [own]).fetchone()
    return row[0] if row and row[0] and _is_there(db, row[0]) else None


def _is_there(db: Readable, url_hash: str) -> bool:
    return db.execute("select 1 from articles where url_hash = ?", [url_hash]).fetchone() is not None


def _copied_from(db: Readable, url: str) -> str | None:
    """The article whose mirror was copied from ``url``: no index tells, so all rows are read."""
    row = db.execute("select url_hash from articles where original_url = ? limit 1", [url]).fetchone()
    return row[0] if row else None


def near_addresses(url: str) -> Iterator[str]:
    """Canonical addresses that are easily taken for ``url``: of the other scheme, host, end.

    >>> list(near_addresses("http://m.qinghe.example/a/"))[:2]
    ['https://m.qinghe.example/a/', 'http://m.qinghe.example/a']
    """
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
    except ValueError:
        return
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return
    tried = {url}
    for host in _hosts(parts.netloc):
        for path in (parts.path, parts.path.rstrip("/"), parts.path + "/"):
            for query in dict.fromkeys((parts.query, "")):
                for scheme in (parts.scheme, "https" if parts.scheme == "http" else "http"):
                    near = canonical(urlunsplit((scheme, host, path, query, "")))
                    if near not in tried:
                        tried.add(near)
                        yield near


def _hosts(host: str) -> list[str]:
    bare = next((host.removeprefix(start) for start in _MOBILE if host.startswith(start)), host)
    return list(dict.fromkeys((host, bare, *(start + bare for start in ("www.", *_MOBILE)))))


def _host(url: str) -> str:
    try:
        return urlsplit(url if "://" in url else f"http://{url}").hostname or ""
    except ValueError:
        return ""
