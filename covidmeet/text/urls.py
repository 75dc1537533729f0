"""One address for one page: the canonical URL, its hash, and the addresses of a web-archive gateway."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote, unquote, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
# Parameters that say where a reader came from, never which page is meant.
_TRACKING = frozenset(
    [
        "spm",
        "scm",
        "fbclid",
        "gclid",
        "dclid",
        "msclkid",
        "yclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "_ga",
        "nsukey",
        "isappinstalled",
        "share_token",
        "share_source",
        "bd_vid",
        "hmsr",
        "hmpl",
        "hmcu",
        "hmkw",
        "hmci",
        "jsessionid",
        "phpsessid",
        "aspsessionid",
    ]
)
_TRACKING_PREFIXES = ("utm_",)
# ``from`` may name a section; these values are what WeChat and Weibo add when a page is shared.
_SHARED_FROM = frozenset({"timeline", "singlemessage", "groupmessage", "weixin", "wechat", "weibo", "qzone"})
_SESSION = re.compile(r";(?:jsessionid|phpsessid)=[^/?;]*", re.IGNORECASE)
_MAX_PASSES = 4


@dataclass(frozen=True, eq=False)  # compared as the object it is, so that what follows from it can be cached
class UrlRules:
    """What a site knows about its own addresses.

    ``hosts`` maps an alias (``m.example.cn``) to the host that counts; ``tracking`` names further query
    parameters to drop (lower case); ``https`` says that ``http`` addresses are the same pages;
    ``articles`` are (regular expression, replacement) pairs: the first that matches the whole
    canonical URL rewrites it (one article id is one page).  A replacement must not be rewritten further
    by its own rules.
    """

    hosts: Mapping[str, str] = field(default_factory=dict)
    tracking: frozenset[str] = frozenset()
    https: bool = False
    articles: tuple[tuple[str, str], ...] = ()


NO_RULES = UrlRules()


@lru_cache(maxsize=1024)  # one page's address is asked for at each step of its way
def canonical(url: str, rules: UrlRules = NO_RULES) -> str:
    """The address under which a page is archived.

    Lower-case scheme and host, no user and password, no default port, no fragment, no tracking or session
    parameters, the others sorted, then the site's own ``rules``.  Percent-encoded bytes keep their values in
    whatever encoding they are (``%CE%E4`` is GBK and stays); ``file`` addresses stay.  Idempotent.  Never
    raises: what cannot be parsed comes back without surrounding space.
    """
    url = url.strip()
    try:
        seen: set[str] = set()
        # A rewritten address may hold more to normalise; a few passes always settle real ones.
        while url not in seen and len(seen) < _MAX_PASSES:
            seen.add(url)
            url = _pass(url, rules)
    except (ValueError, UnicodeError):
        pass
    return url


def url_hash(url: str, rules: UrlRules = NO_RULES) -> str:
    """SHA-256 hex of the canonical URL: the key of an article in the archive."""
    return hash_of(canonical(url, rules))


def hash_of(canonical_url: str) -> str:
    """``url_hash`` of a URL that is canonical already."""
    return sha256(canonical_url.encode("utf-8", "surrogatepass")).hexdigest()


# An address in which w3lib finds nothing to do: no query, no dot segments, nothing escaped or to escape.
_PLAIN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[\w-][\w.-]*)+/?", re.ASCII)


def _pass(url: str, rules: UrlRules) -> str:
    if not _PLAIN.fullmatch(url):
        from w3lib.url import canonicalize_url  # not before it is needed: it costs a command that reads 17 ms

        url = canonicalize_url(url)
    parts = urlsplit(url)
    if parts.scheme not in _DEFAULT_PORTS:
        return urlunsplit(parts)
    netloc = parts.netloc.removesuffix(_DEFAULT_PORTS[parts.scheme])
    host = netloc.rpartition("@")[2].rstrip(".:")
    host = rules.hosts.get(host, host)
    scheme = "https" if rules.https and ":" not in host else parts.scheme
    path = _SESSION.sub("", parts.path)
    query = "&".join(part for part in parts.query.split("&") if not _tracks(part, rules))
    return _rewrite(urlunsplit((scheme, host, path, query, "")), rules)


def _tracks(parameter: str, rules: UrlRules) -> bool:
    name, _, value = parameter.partition("=")
    name = name.lower()
    return (
        name in _TRACKING
        or name in rules.tracking
        or name.startswith(_TRACKING_PREFIXES)
        or (name == "from" and value.lower() in _SHARED_FROM)
    )


def _rewrite(url: str, rules: UrlRules) -> str:
    for pattern, replacement in rules.articles:
        match = re.fullmatch(pattern, url)
        if match:
            return match.expand(replacement)
    return url


_CREDENTIALS = re.compile(r"(?i)\b(https?://)[^/?#\s@]*@")


def without_credentials(text: str) -> str:
    """``text`` with no user and password in the web addresses in it; for what is stored or logged.

    >>> without_credentials("via http://me:secret@proxy.example/{url}")
    'via http://proxy.example/{url}'
    """
    return _CREDENTIALS.sub(r"\1", text) if "@" in text else text


_STAMP = re.compile(r"/\d{1,14}\*?(?P<flag>(?:[a-z]{2}_)?)/$")
"""The timestamp in a template, right before ``{url}``: 1 to 14 digits and what is wanted of the copy."""


def at_moment(via: str, timestamp: str) -> str:
    """The gateway ``via`` asked for the copy of ``timestamp`` (14 digits, UTC), or the nearest to it.

    A template without a timestamp stays as it is.

    >>> at_moment("https://web.archive.example/web/2022id_/{url}", "20200305120000")
    'https://web.archive.example/web/20200305120000id_/{url}'
    """
    before, found, after = via.partition("{url}")
    return _STAMP.sub(lambda stamp: f"/{timestamp}{stamp['flag']}/", before) + found + after


def without_default_port(url: str) -> str:
    """``url`` without the port that its scheme implies, which indexes of archives write.

    >>> without_default_port("http://www.qinghe.example:80/a.html")
    'http://www.qinghe.example/a.html'
    """
    return re.sub(r"^(?:(http://[^/?#]+):80|(https://[^/?#]+):443)(?=[/?#]|$)", r"\1\2", url, flags=re.I)


def through_gateway(via: str, url: str) -> str:
    """The address of ``url`` at the gateway ``via``, a template with ``{url}``.

    In a path the address is put in as it is, as web archives expect
    (``https://web.archive.org/web/2022id_/{url}``); behind a ``?`` it is quoted.
    Raises ``ValueError`` where the template has no ``{url}``.
    """
    before, found, after = via.partition("{url}")
    if not found:
        raise ValueError(f"the gateway {via!r} has no {{url}}")
    return before + (quote(url, safe="") if "?" in before else url) + after


def near_day(via: str, day: str) -> str:
    """The gateway ``via`` asked for what it has from near noon (UTC) of ``day`` (ISO 8601).

    A template without a timestamp stays as it is.

    >>> near_day("https://web.archive.example/web/2022id_/{url}", "2020-03-05")
    'https://web.archive.example/web/20200305120000id_/{url}'
    """
    return at_moment(via, f"{day.replace('-', '')}120000")


def original_url(via: str, url: str) -> str | None:
    """The address that ``url``, an address at the gateway ``via``, stands for; ``None`` for any other.

    A gateway answers with redirects to the moment it has: the digits and the two-letter flag of
    ``/web/2022id_/`` may differ from those of the template.  Addresses that lost a slash or their scheme on
    the way (``http:/x.cn/``, ``x.cn/``) are mended.
    """
    match = _gateway_pattern(via).fullmatch(url)
    if match is None:
        return None
    inner = match["url"]
    if "?" in via.partition("{url}")[0]:
        inner = unquote(inner, errors="replace") if "://" not in inner else inner
    inner = re.sub(r"^(https?):/+", r"\1://", inner, flags=re.IGNORECASE)
    if re.match(r"[a-z][a-z0-9+-]*://", inner, re.IGNORECASE):
        return inner
    return "http://" + inner if re.match(r"[\w-]+(\.[\w-]+)+(:\d+)?([/?#]|$)", inner) else None


@lru_cache(maxsize=16)
def _gateway_pattern(via: str) -> re.Pattern[str]:
    before, _, after = via.partition("{url}")
    stamp = _STAMP.search(before)
    head = re.escape(before[: stamp.start()]) + r"/\d{1,14}(?:[a-z]{2}_)?/" if stamp else re.escape(before)
    # Archives answer on http and https alike, and redirect from one to the other.
    head = re.sub(r"^https?:", "https?:", head)
    return re.compile(head + r"(?P<url>.+)" + re.escape(after), re.IGNORECASE | re.DOTALL)
