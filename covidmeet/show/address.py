"""What the archive, and the sites' own facts, know of an address."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

from covidmeet.archive import captures
from covidmeet.archive.article_rows import article_by_hash
from covidmeet.archive.captures import Capture
from covidmeet.archive.reader import Readable
from covidmeet.items import Article
from covidmeet.site import Site
from covidmeet.sites import has_host, is_article, is_list, original_of, unwrapped
from covidmeet.text.urls import canonical, hash_of, without_credentials

_NO_PAGES = (captures.LIST, captures.PART, captures.REDIRECT, captures.ROBOTS)
ARTICLE, LIST, COPY, HOST = "article", "list", "copy", "host"


class SiteOfAddress(NamedTuple):
    """``kind``: by its address the page is an ``article`` or a ``list`` of the site, a ``copy`` of one of its
    articles, or only at one of its ``host``s."""

    name: str
    kind: str


class KnownReject(NamedTuple):
    """A row of ``rejects``."""

    reason: str
    detail: str
    seen_at: str


class KnownVisit(NamedTuple):
    """A row of ``visits``; ``led_to`` is None for a page on another matter."""

    led_to: str | None
    seen_at: str
    times: int


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """``url`` is the canonical address, ``asked`` what was typed, ``inner`` the address in a web archive's.

    ``crawl`` is the command that would fetch the page.  The captures are in order of time, the oldest first.
    """

    asked: str
    url: str
    url_hash: str
    inner: str | None
    sites: Sequence[SiteOfAddress]
    crawl: str
    article: Article | None = None
    captures: Sequence[Capture] = ()
    rejects: Sequence[KnownReject] = ()
    visits: Sequence[KnownVisit] = field(default_factory=list)

    @property
    def pointer(self) -> str | None:
        """The place of the page to look at: the article's, else the newest that might have been one."""
        if self.article is not None:
            return self.article.warc
        kept = [capture for capture in self.captures if capture.file]
        pages = [capture for capture in kept if capture.outcome not in _NO_PAGES]
        last = next(reversed(pages or kept), None)
        return f"{last.file}:{last.offset}" if last else None

    @property
    def is_known(self) -> bool:
        """Whether the archive has anything of it."""
        return bool(self.article or self.captures or self.rejects or self.visits)


def known_address(
    db: Readable | None, asked: str, sites: Sequence[Site], found: str | None = None
) -> KnownAddress:
    """All that is known of the address ``asked``; ``found`` is the ``url_hash`` of its article, if any.

    Without an archive only what its form tells.
    """
    article = article_by_hash(db, found) if db and found else None
    url = _address(article.url if article and not is_address(asked) else asked)
    inner = unwrapped(url)
    kinds = [(site, kind) for site in sites if (kind := _kind(site, inner))]
    written = dict.fromkeys([url, inner, *(canonical(inner, site.urls) for site, _ in kinds)])
    best = article.url if article else list(written)[-1]
    known = KnownAddress(
        asked,
        best,
        found or hash_of(best),
        inner if inner != url else None,
        [SiteOfAddress(site.name, kind) for site, kind in kinds],
        _crawl(url, inner, kinds, refetch=article is not None),
        article,
    )
    return known if db is None else _with_history(db, known, [*written, best, without_credentials(asked)])


def _with_history(db: Readable, known: KnownAddress, addresses: Iterable[str]) -> KnownAddress:
    """What the archive has under any of the ways in which the address is written."""
    ways = list(dict.fromkeys(addresses))
    hashes = list(dict.fromkeys(map(hash_of, ways)))
    found = [capture for url_hash in hashes for capture in captures.captures_of(db, url_hash)]
    return replace(
        known,
        captures=sorted(found, key=lambda capture: capture.fetched_at),
        rejects=[KnownReject(*row) for url in ways for row in _rejects(db, url)],
        visits=[KnownVisit(*row) for url_hash in hashes for row in _visits(db, url_hash)],
    )


def is_address(word: str) -> bool:
    """Whether a word is written like an address, also one without its scheme."""
    return "://" in word or "." in word or word.startswith("file:")


def _address(word: str) -> str:
    """A canonical address, also of what a person typed without its scheme."""
    return canonical(word if "://" in word or word.startswith("file:") else f"http://{word}")


def _kind(site: Site, url: str) -> str:
    if is_article(site, url):
        return ARTICLE
    if is_list(site, url):
        return LIST
    if original_of(site, url):
        return COPY
    return HOST if has_host(site, _host(url)) else ""


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _rejects(db: Readable, url: str) -> list[tuple[str, str, str]]:
    query = "select reason, detail, seen_at from rejects where url = ? order by seen_at"
    return db.execute(query, [url]).fetchall()


def _visits(db: Readable, url_hash: str) -> list[tuple[str | None, str, int]]:
    return db.execute("select led_to, seen_at, times from visits where url_hash = ?", [url_hash]).fetchall()


def _crawl(url: str, inner: str, kinds: Sequence[tuple[Site, str]], *, refetch: bool) -> str:
    """The command that would fetch the page, or begin a site for it."""
    if url.startswith("file:"):
        return f"covidmeet crawl documents -a {shlex.quote('path=' + url2pathname(urlsplit(url).path))}"
    if not kinds:
        return f"covidmeet newsite {shlex.quote(inner)}"
    site, kind = min(kinds, key=lambda one: (ARTICLE, LIST, COPY, HOST).index(one[1]))
    words = [
        "covidmeet crawl",
        site.name,
        _argument("start" if kind == LIST else "url", canonical(inner, site.urls)),
    ]
    if url != inner:
        words.append(_argument("via", url.removesuffix(inner) + "{url}"))
    words += [_argument("mirrors", "1")] if kind == COPY else []
    words += [_argument("refetch", "1")] if refetch else []
    return " ".join(words)


def _argument(name: str, value: str) -> str:
    return f"-a {shlex.quote(f'{name}={value}')}"
