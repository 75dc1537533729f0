"""What addresses tell of a site: a name for it, the pattern of its articles, how its lists are numbered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from covidmeet.platforms import ADDRESSES

_PREFIXES = frozenset(("www", "m", "3g", "wap", "news", "mobile", "new", "paper", "epaper"))
_ENDINGS = frozenset(("com", "cn", "net", "org", "gov", "edu", "info", "top", "cc", "tv", "example"))
_NO_WORD = re.compile(r"[^a-z0-9_]+")
_PIECES = re.compile(r"(?<![0-9a-zA-Z])([0-9a-f]{16,})(?![0-9a-zA-Z])|([0-9]+)")


def site_name(url: str) -> str:
    """A name for the site of ``url``: what is its own in the host's name, with ``_gov`` for a government's.

    >>> site_name("http://news.qinghe.example/1.html"), site_name("https://www.wanzai.gov.cn/a/1.shtml")
    ('qinghe', 'wanzai_gov')
    """
    labels = (urlsplit(url).hostname or "").lower().split(".")
    own = [label for label in labels if label not in _ENDINGS]
    while len(own) > 1 and own[0] in _PREFIXES:
        own = own[1:]
    name = "_".join([*own, "gov"] if "gov" in labels else own)
    name = _NO_WORD.sub("_", name).strip("_")
    return name if name[:1].isalpha() else f"site_{name}".rstrip("_")


def host_of(parts: SplitResult) -> str:
    """Host and port as they were checked, not as they were written."""
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return host if parts.port is None else f"{host}:{parts.port}"


def path_of(url: str) -> str:
    """What a pattern of articles is matched with: the path, and the query behind it."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def path_pattern(path: str) -> str:
    """A pattern for the paths of articles by one of them: runs of digits, and ids, may differ.

    >>> path_pattern("/yq/202203/t20220318_1001.html")
    '/yq/\\\\d+/t\\\\d+_\\\\d+\\\\.html'
    """
    pieces = _PIECES.split(path or "/")
    ids, digits, rest = pieces[1::3], pieces[2::3], pieces[0::3]
    pattern = plain(rest[0])
    for hexadecimal, number, text in zip(ids, digits, rest[1:], strict=True):
        found = _kind(hexadecimal or number)
        pattern += found + plain(text)
    return pattern


def article_paths(urls: Iterable[str]) -> list[str]:
    """Patterns that match the paths of all ``urls``: in folders of different names any folder may stand."""
    paths = sorted({path_of(url) for url in urls})
    patterns = sorted({path_pattern(path) for path in paths})
    by_ending: dict[str, list[str]] = {}
    for pattern in patterns:
        by_ending.setdefault(pattern.rpartition("/")[2], []).append(pattern)
    found = []
    for ending, same in by_ending.items():
        folders = sorted({pattern.rpartition("/")[0] for pattern in same})
        found.append(same[0] if len(folders) == 1 else f"{_common(folders)}/{ending}")
    return found


def platform_path(urls: Iterable[str]) -> str:
    """The name of the shared system whose articles all ``urls`` are by their form, or empty."""
    paths = [path_of(url) for url in urls]
    for name, pattern in ADDRESSES.items():
        if paths and all(re.fullmatch(pattern, path) for path in paths):
            return name
    return ""


def _common(folders: list[str]) -> str:
    """A pattern of folders of several names: what they share at the beginning and the end, any in between."""
    split = [folder.split("/") for folder in folders]
    head: list[str] = []
    while all(len(parts) > len(head) for parts in split) and len({p[len(head)] for p in split}) == 1:
        head.append(split[0][len(head)])
    rest = [parts[len(head) :] for parts in split]
    tail: list[str] = []
    while all(len(parts) > len(tail) for parts in rest) and len({p[-1 - len(tail)] for p in rest}) == 1:
        tail.insert(0, rest[0][-1 - len(tail)])
    middle = "(?:/[\\w.-]+)*" if min(map(len, rest)) == len(tail) else "(?:/[\\w.-]+)+"
    return "/".join(head) + middle + "".join(f"/{part}" for part in tail)


def _kind(piece: str | None) -> str:
    if not piece:
        return ""
    return r"\d+" if piece.isdecimal() else rf"[0-9a-f]{{{len(piece)}}}"


def plain(text: str) -> str:
    """A pattern of nothing but ``text``."""
    return re.escape(text).replace(r"\-", "-").replace('"', r"\"")
