"""Which addresses are a site's articles, where a copied page came from, what a gateway's address holds."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from covidmeet.site import Articles, Issues, Site
from covidmeet.text.urls import canonical

# The address that a web archive or a proxy carries in its own: …/web/2022id_/http://site/page
_INNER = re.compile(r"[/=](?P<url>https?(?::|%3A)(?:/|%2F){1,2}[^/]\S*)$", re.IGNORECASE)


def is_article(site: Site, url: str) -> bool:
    """Whether ``url`` has the form of an article's address at one of the site's own hosts."""
    host, rest = _split(url)
    return any(host in kind.hosts and re.fullmatch(kind.path, rest) for kind in site.articles)


def hosts_of(site: Site) -> list[str]:
    """All hosts on which the site has articles or lists."""
    hosts = {host for kind in site.articles for host in kind.hosts}
    for pages in site.lists:
        starts = pages.fronts if isinstance(pages, Issues) else pages.start
        hosts |= {_split(url)[0] for url in starts}
    return sorted(host.partition(":")[0] for host in hosts)


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
        if host in kind.hosts:
            return None
        for start in folders:
            path = rest[start:]
            if re.fullmatch(kind.path, path):
                return canonical(f"http://{_host_for(kind, rest[:start])}{path}", site.urls)
    return None


def _host_for(kind: Articles, folders: str) -> str:
    """The host that the mirror's folder names, else the one that counts."""
    return next((host for host in kind.hosts if host in folders.split("/")), kind.hosts[0])


def _split(url: str) -> tuple[str, str]:
    """Host (with a port that is not the default one) and everything behind it but the fragment."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "", ""
    host = (parts.hostname or "") + (f":{port}" if port not in (None, 80, 443) else "")
    return host, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
