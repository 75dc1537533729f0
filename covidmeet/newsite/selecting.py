"""The simplest selector of an element of a page, as a person would write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from covidmeet.extract.page import Page
from covidmeet.extract.selectors import Element

_NAME = re.compile(r"-?[A-Za-z_][\w-]*", re.ASCII)
_NUMBERED = re.compile(r"\d{5,}|[0-9a-f]{12,}")  # an id that is another on each page
_HEADINGS = ("h1", "h2", "h3")
_HIGHEST = 5  # elements above it that a selector may name


def selector_of(page: Page, element: Element, *, first: bool = False) -> str:
    """A selector that finds ``element`` alone, or with ``first`` before all others.

    CSS by id, class and elements around it; else XPath by its place on the page.
    """

    def fits(found: list[Element]) -> bool:
        return bool(found) and found[0] is element and (first or len(found) == 1)

    return _first_fitting(page, element, fits) or str(element.getroottree().getpath(element))


def selector_of_all(page: Page, elements: list[Element]) -> str:
    """A selector that finds all of ``elements``, and as few others as can be; empty where there is none."""
    wanted = set(elements)
    best, size = "", 0
    for selector in _candidates(elements[0], tags=True):
        found = page.find(selector)
        if wanted.issubset(found) and (not best or len(found) < size):
            best, size = selector, len(found)
            if size == len(wanted):
                break
    return best


def _first_fitting(page: Page, element: Element, fits: Callable[[list[Element]], bool]) -> str:
    return next((one for one in _candidates(element) if fits(page.find(one))), "")


def _candidates(element: Element, *, tags: bool = False) -> Iterator[str]:
    """Selectors that find the element, the simplest first; with ``tags`` also by its tag in a named one."""
    own = [*_own(element)]
    yield from own
    inner = own + ([element.tag] if tags or element.tag in _HEADINGS or not own else [])
    above = element.getparent()
    for height in range(_HIGHEST):
        if above is None:
            return
        for outer in _own(above):
            for name in inner:
                if height == 0:
                    yield f"{outer} > {name}"
                yield f"{outer} {name}"
        above = above.getparent()


def _own(element: Element) -> Iterator[str]:
    """By id and classes; a heading of the first order by its tag."""
    if not isinstance(element.tag, str) or element.tag in ("html", "body"):
        return
    names = names_of(element)
    classes = [name for name in names if name.startswith(".")]
    yield from (name for name in names if name.startswith("#"))
    yield from (f"{element.tag}{name}" for name in classes)
    if len(classes) > 1:
        yield element.tag + "".join(classes)
    if element.tag == "h1" or _is_own_tag(element.tag):
        yield element.tag


def names_of(element: Element) -> list[str]:
    """``#id`` and ``.class`` as CSS has them, without what is another name on each page."""
    names = [f"#{element.get('id')}"] if element.get("id") else []
    names += [f".{name}" for name in (element.get("class") or "").split()]
    return [name for name in names if _NAME.fullmatch(name[1:]) and not _NUMBERED.search(name)]


def _is_own_tag(tag: str) -> bool:
    """Whether a tag is a publishing system's: ``founder-content``, ``ucapcontent``."""
    return "-" in tag or tag.startswith("ucap")


def lowest_common(elements: Iterable[Element]) -> Element | None:
    """The innermost element that holds all of ``elements``."""
    ways = [[element, *element.iterancestors()] for element in elements]
    if not ways:
        return None
    shared = set.intersection(*(set(way) for way in ways))
    return next((element for element in ways[0] if element in shared), None)
