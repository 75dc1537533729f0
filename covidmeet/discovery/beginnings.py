"""With what the addresses of a site's articles begin: what an index is asked for, one query each."""

from __future__ import annotations

import re
from collections.abc import Iterable

from covidmeet.site import Site

# Literal characters, and an escaped one that is no letter; not where a repetition follows.
_FIXED = re.compile(r"(?:(?:[^\\.^$*+?{}\[\]|()]|\\[^\w\s])(?![*+?{]))*")


def beginnings_of(site: Site) -> tuple[list[str], list[str]]:
    """Host and fixed beginning of the path of all articles, none within another; hosts that are not asked.

    ``*.domain`` stands for any number of hosts, of which an index would give all pages.
    """
    if site.indexed:
        return list(site.indexed), []
    found, left = set[str](), set[str]()
    for kind in site.articles:
        path = fixed_beginning(kind.path)
        for host in kind.hosts:
            (left if host.startswith("*") else found).add(host if host.startswith("*") else host + path)
    return _outermost(found), sorted(left)


def fixed_beginning(pattern: str) -> str:
    r"""The characters with which everything that ``pattern`` matches begins, up to the last slash.

    >>> fixed_beginning(r"/pc/con/\\d{6}/x\\.html"), fixed_beginning(r"/(?:a|b)/c")
    ('/pc/con/', '/')
    """
    if _is_choice(pattern):
        return "/"
    match = _FIXED.match(pattern)
    text = match[0].replace("\\", "") if match else ""
    return text[: text.rfind("/") + 1] or "/"


def _is_choice(pattern: str) -> bool:
    """Whether a ``|`` stands outside all groups."""
    depth = 0
    for char in re.sub(r"\\.|\[[^\]]*\]", "", pattern):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            return True
    return False


def _outermost(beginnings: Iterable[str]) -> list[str]:
    """Without those that begin with another one, whose answer holds theirs; www. and none have one answer."""
    kept: list[str] = []
    for one in sorted(beginnings, key=lambda text: (len(_bare(text)), text)):
        if not any(_bare(one).startswith(_bare(other)) for other in kept):
            kept.append(one)
    return kept


def _bare(beginning: str) -> str:
    return re.sub(r"^www\d*\.", "", beginning)
