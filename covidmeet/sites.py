"""Which site a page is of: by its address, by the address it was copied from, or by its own lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from covidmeet.extract.page import Page
from covidmeet.language import stored
from covidmeet.reasons import Reason, Reject
from covidmeet.sign_index import SignIndex
from covidmeet.site import GENERIC, Articles, Issues, Site
from covidmeet.text.urls import canonical

# The address that a web archive or a proxy carries in its own: …/web/2022id_/http://site/page
_INNER = re.compile(r"[/=](?P<url>https?(?::|%3A)(?:/|%2F){1,4}[^/]\S*)$", re.IGNORECASE)
_WRITING = re.compile(r"[%?;]|[^!-~]")


SURE = 3
"""The weight of signs from which a page is the site's without its address: one line that only it has."""


@dataclass(frozen=True)
class Sites:
    """The sites that a page can be of; what is asked of each page costs as much for 300 as for 5."""

    all: tuple[Site, ...] = ()

    def of_page(self, page: Page) -> tuple[Site, str | None]:
        """The site of a page, and the address that a mirror copied it from.

        The page's own address decides; of a single site it is the user who knows.  Raises ``Reject``
        (``list_page``, ``other_site``).
        """
        host = _split(page.url)[0].partition(":")[0]
        candidates = [site for name in _names(host) for site in self._by_host.get(name, ())]
        for site in candidates:
            if is_article(site, page.url):
                return site, None
        for site in candidates:
            if is_list(site, page.url):
                raise Reject(Reason.LIST_PAGE, stored("a list of articles; crawl it with -a start=URL"))
        if self._has_path_of_article(page.url):
            # Other sites run the same systems: the same paths, the same classes, some of the same lines.
            weights = self._signs.weights(page.folded)
            for site in self.all:
                sure = weights.get(site.name, 0) >= SURE
                if (sure or len(self.all) == 1) and (original := original_of(site, page.url)):
                    if sure:
                        return site, original
                    raise Reject(
                        Reason.OTHER_SITE, stored("no line on the page that only {name} has", name=site.name)
                    )
        if len(self.all) == 1 and not is_linked(self.all[0], page.url):
            return self.all[0], None
        return next(iter(candidates), GENERIC), None

    def takes(self, url: str) -> bool:
        """Whether ``url`` has the form of an article's address at a host of one of the sites."""
        host = _split(url)[0].partition(":")[0]
        return any(is_article(site, url) for name in _names(host) for site in self._by_host.get(name, ()))

    def at_host(self, host: str) -> Site | None:
        """The first site that has articles or lists on ``host``."""
        return next((site for name in _names(host) for site in self._by_host.get(name, ())), None)

    def _has_path_of_article(self, url: str) -> bool:
        """Whether an address may be a copy's: it has an address in it, or the path of an article."""
        if unwrapped(url) != url:
            return True
        _, rest = _split(url)
        any_path = self._any_path
        return any(any_path.fullmatch(rest, match.start()) for match in re.finditer("/", rest))

    @cached_property
    def _any_path(self) -> re.Pattern[str]:
        """The paths of all sites' articles in one pattern; sites on one system share theirs."""
        paths = dict.fromkeys(kind.path for site in self.all for kind in site.articles)
        try:
            return re.compile("|".join(f"(?:{path})" for path in paths) or r"(?!)")
        except re.error:  # groups of one name in two of them
            return re.compile(r"(?s:.*)")

    def named(self, name: str) -> Site:
        """The site of that name, or ``GENERIC``."""
        return self._by_name.get(name, GENERIC)

    def recognise(self, folded: str) -> Site:
        """The site whose signs weigh most in the folded text; ``GENERIC`` where none has any."""
        weights = self._signs.weights(folded)
        return self.named(max(weights, key=lambda name: weights[name])) if weights else GENERIC

    @cached_property
    def _by_host(self) -> dict[str, list[Site]]:
        found: dict[str, list[Site]] = {}
        for site in self.all:
            for host in hosts_of(site):
                found.setdefault(host, []).append(site)
        return found

    @cached_property
    def _by_name(self) -> dict[str, Site]:
        return {site.name: site for site in self.all}

    @cached_property
    def _signs(self) -> SignIndex:
        return SignIndex((site.name, sign) for site in self.all for sign in site.signs)


def is_list(site: Site, url: str) -> bool:
    """Whether ``url`` is that of a list page, or of a page of a paper's issue, as the site states them."""
    for pages in site.lists:
        if isinstance(pages, Issues):
            if re.fullmatch(pages.parts, url):
                return True
        elif url in pages.start or (pages.paging and re.fullmatch(pages.paging.address, url)):
            return True
    return False


def is_article(site: Site, url: str) -> bool:
    """Whether ``url`` has the form of an article's address at one of the site's own hosts."""
    host, rest = _split(url)
    kinds = [kind for kind in site.articles if _is_of(kind, host)]
    if any(re.fullmatch(kind.path, rest) for kind in kinds):
        return True
    if not kinds or not _WRITING.search(rest):
        return False
    # The same address in other writing: other characters escaped, parameters that tell nothing.
    host, rest = _split(canonical(url, site.urls))
    return any(_is_of(kind, host) and re.fullmatch(kind.path, rest) for kind in site.articles)


def is_linked(site: Site, url: str) -> bool:
    """Whether ``url`` is that of an article of others to which the site's lists lead."""
    host, rest = _split(url)
    return any(_is_of(kind, host) and re.fullmatch(kind.path, rest) for kind in site.linked)


def hosts_of(site: Site) -> list[str]:
    """All hosts on which the site has articles or lists."""
    hosts = {host for kind in site.articles for host in kind.hosts}
    for pages in site.lists:
        starts = pages.fronts if isinstance(pages, Issues) else pages.start
        hosts |= {_split(url)[0] for url in starts}
    return sorted(host.partition(":")[0] for host in hosts)


def has_host(site: Site, host: str) -> bool:
    """Whether the site has articles or lists on ``host``."""
    return not set(_names(host)).isdisjoint(hosts_of(site))


def unwrapped(url: str) -> str:
    """The address inside a web archive's or proxy's, else ``url`` itself.

    >>> unwrapped("https://web.archive.example/web/2022id_/http://www.qinghe.example/a.html")
    'http://www.qinghe.example/a.html'
    """
    match = _INNER.search(url, 8)
    if match is None:
        return url
    inner = match["url"] if "://" in match["url"] else unquote(match["url"])
    return re.sub(r"^(https?):/+", r"\1://", inner, flags=re.IGNORECASE)


def original_of(site: Site, url: str) -> str | None:
    """The site's own address of the page that ``url``, on an unrelated domain, is a copy of by its path.

    A mirror keeps the path, below its root or a folder of its own, or has the whole address in it.
    """
    inner = unwrapped(url)
    if inner != url:
        return canonical(inner, site.urls) if is_article(site, inner) else None
    host, rest = _split(url)
    folders = [match.start() for match in re.finditer("/", rest)]
    for kind in site.articles:
        if _is_of(kind, host):
            return None
        for start in folders:
            path = rest[start:]
            if re.fullmatch(kind.path, path):
                return canonical(f"http://{_host_for(kind, rest[:start])}{path}", site.urls)
    return None


def _host_for(kind: Articles, folders: str) -> str:
    """The host that the mirror's folder names, else the one that counts."""
    return next((host for host in kind.hosts if host in folders.split("/")), kind.hosts[0])


def _is_of(kind: Articles, host: str) -> bool:
    return any(name in kind.hosts for name in _names(host))


def _names(host: str) -> tuple[str, str]:
    """A host as sites state it: its name, or all hosts right below a domain."""
    return host, f"*.{host.partition('.')[2]}"


def _split(url: str) -> tuple[str, str]:
    """Host (with a port that is not the default one) and everything behind it but the fragment."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "", ""
    host = (parts.hostname or "").rstrip(".") + (f":{port}" if port not in (None, 80, 443) else "")
    return host, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
