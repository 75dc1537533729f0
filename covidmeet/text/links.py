"""Addresses as browsers read them (WHATWG URL Standard), before anything else looks at them.

Pages hold links with backslashes, with too many or too few slashes, with tabs and line ends inside; browsers
follow them all, ``urllib`` reads another address or none.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit

_SCHEME = re.compile(r"(https?):", re.IGNORECASE)
_INSIDE = str.maketrans("", "", "\t\r\n")
_AROUND = "".join(map(chr, range(0x21))) + "\u00a0\u200b\u3000\ufeff"  # browsers leave the last four
_PLAIN = re.compile(r"https?://[^/\\]")
_ODD = re.compile(r"[\\\t\r\n]|/\.|%2e", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_DOTTED = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d*)?(?=[/?#])", re.IGNORECASE)
_DOTS = re.compile(r"(?<=/)(?:\.|%2e){1,2}(?=/|$)", re.IGNORECASE)
_FILE = re.compile(r"\.(?:s?html?|php|aspx?|jsp|do|xml|json|txt)$", re.IGNORECASE)


def resolved(base: str, href: str) -> str:
    """The absolute address to which ``href`` on the page at ``base`` leads.

    Differs from browsers where they would look for a folder of that name below the page: a host's name behind
    ``https:`` with less than two slashes is the host, and so is the page's own host without a scheme.  Raises
    ``ValueError`` for what is no address.

    >>> base = "https://www.qinghe.example/xw/"
    >>> resolved(base, "content\\\\1.html"), resolved(base, "https:///www.qinghe.example/1.html")
    ('https://www.qinghe.example/xw/content/1.html', 'https://www.qinghe.example/1.html')
    """
    href = href.strip(_AROUND)
    if _PLAIN.match(href) and not _ODD.search(href, 8):
        address = href
    else:
        href = href.translate(_INSIDE)
        scheme = _SCHEME.match(href)
        own = urlsplit(base)
        if not scheme and (own.scheme not in ("http", "https") or _OTHER_SCHEME.match(href)):
            return urljoin(base, href)
        path, tail = _path_and_tail(href[scheme.end() :] if scheme else href)
        name = scheme[1].lower() if scheme else own.scheme
        named = path.lstrip("/")
        if path.startswith("//") or (_behind_scheme(name, named, own) if scheme else _is_host(path, own)):
            host, slash, path = named.partition("/")
            path = slash + path
        else:
            host = own.netloc
            path, tail = _below(own, path, tail)
        address = f"{name}://{host}{_without_dots(path)}{tail}"
    urlsplit(address)  # raises ValueError for what is no host
    return address


def tidied(url: str) -> str:
    """An absolute address that stands alone, also in angle brackets, as a browser reads it."""
    url = url.strip(_AROUND)
    if url.startswith("<") and url.endswith(">"):
        url = url[1:-1]
    return resolved("", url)


def _path_and_tail(text: str) -> tuple[str, str]:
    """What stands before the query and the fragment, its backslashes as slashes; and the two."""
    stop = next((i for i, char in enumerate(text) if char in "?#"), len(text))
    return text[:stop].replace("\\", "/"), text[stop:]


def _below(own: SplitResult, path: str, tail: str) -> tuple[str, str]:
    """Path and tail of a relative address on the page ``own``."""
    if not path:
        return own.path, f"?{own.query}{tail}" if own.query and not tail.startswith("?") else tail
    if not path.startswith("/"):
        # Unlike urljoin, which drops them, browsers keep empty folders: a gateway's path holds "http://".
        path = f"{own.path[: own.path.rfind('/')]}/{path}"
    return path, tail


def _behind_scheme(name: str, text: str, own: SplitResult) -> bool:
    """Whether what follows the scheme, and less than two slashes, begins with a host."""
    return name != own.scheme or _names_host(text)


def _is_host(path: str, own: SplitResult) -> bool:
    """Whether an address without a scheme begins with the host of the page that it stands on."""
    first = path.partition("/")[0].lower().removeprefix("www.")
    return bool(first) and first == (own.hostname or "").removeprefix("www.")


def _names_host(text: str) -> bool:
    match = _DOTTED.match(text if re.search(r"[/?#]", text) else text + "/")
    return match is not None and not _FILE.search(match[0])


def _without_dots(path: str) -> str:
    """``path`` without ``.`` and ``..`` (RFC 3986, 5.2.4)."""
    if not _DOTS.search(path):
        return path
    kept: list[str] = []
    parts = path.split("/")[1:]
    for number, part in enumerate(parts):
        plain = re.sub("%2e", ".", part, flags=re.IGNORECASE)
        if plain == "..":
            del kept[-1:]
        elif plain != ".":
            kept.append(part)
        if plain in (".", "..") and number + 1 == len(parts):
            kept.append("")
    return "/" + "/".join(kept)
