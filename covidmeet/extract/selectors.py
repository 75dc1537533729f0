"""Selectors as sites state them, compiled once, and the content of meta elements by name."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from lxml import etree
from parsel.csstranslator import HTMLTranslator

_BY_ID = re.compile(r"(descendant-or-self::|//)\*\[@id\s*=\s*'([\w-]+)'\]")

# A condition on the whole page, which libxml2 would test again for each element.
_ANYWHERE = re.compile(r"(//.+)\[(//.+)\]")

Element = Any  # an lxml element; lxml has no types


class _Where:
    """A selector, and a condition that holds for the whole page or not."""

    def __init__(self, selector: Any, condition: Any) -> None:
        self._selector, self._condition = selector, condition

    def __call__(self, element: Element) -> Any:
        return self._selector(element) if self._condition(element) else []


@cache
def compiled(selector: str) -> Any:
    """``selector`` as a function of an element: XPath where it begins with ``/``, ``(`` or ``.//``, else CSS.

    Raises ``cssselect.SelectorSyntaxError`` or ``lxml.etree.XPathSyntaxError``.
    """
    if not selector.startswith(("/", "(", ".//", "./")):
        selector = HTMLTranslator().css_to_xpath(selector)
    if anywhere := _ANYWHERE.fullmatch(selector):
        return _Where(compiled(anywhere[1]), etree.XPath(f"boolean({anywhere[2]})"))
    # By the attribute's axis: libxml2 walks all ids of a page in a tenth of the time of all its elements.
    selector = _BY_ID.sub(r"\1*/@id[. = '\2']/parent::*", selector)
    return etree.XPath(selector)


def metas_of(root: Element) -> dict[str, str]:
    """Content by name, in lower case and without the prefix that some systems put before it."""
    metas: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        content = " ".join((element.get("content") or "").split())
        if name and content:
            metas.setdefault(name.strip().lower().removeprefix("meta-"), content)
    return metas
