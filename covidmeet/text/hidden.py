"""Which elements of a page say of themselves that they are not shown."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

Element = Any  # an lxml element; lxml has no types

_HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:text-indent|left|top|margin-left)\s*:\s*-\d{3,}"
    r"|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_FOLDED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# The class in which a mirror kit puts its junk; the style that hides it may stand in a style sheet.
_HIDING_CLASS = "pl_css_ganrao"
# By attributes: an attribute's axis is walked ten times as fast as all elements are tested.
_MAY_HIDE = (
    (("style", "STYLE", "Style"), etree.XPath("descendant::*/@style/..")),
    (("hidden", "HIDDEN", "Hidden"), etree.XPath("descendant::*/@hidden/..")),
    ((_HIDING_CLASS,), etree.XPath(f"descendant::*/@class[contains(., '{_HIDING_CLASS}')]/..")),
)


def hidden_in(root: Element, source: str | None = None) -> set[Element]:
    """The elements below ``root`` that say of themselves that they are not shown.

    ``source``, where it is at hand, tells at once that an attribute stands nowhere on the page.
    """
    return {
        element
        for words, may_hide in _MAY_HIDE
        if source is None or any(word in source for word in words)
        for element in may_hide(root)
        if is_hidden(element)
    }


def is_hidden(element: Element) -> bool:
    """Whether the element says of itself that it is not shown."""
    style = element.get("style")
    return bool(
        element.get("hidden") is not None
        or (style and _HIDING_STYLE.search(style))
        or _HIDING_CLASS in element.get("class", "")
    )


def is_folded(element: Element) -> bool:
    """Whether the element is hidden in the way that a page folds a part away which a click shows."""
    return is_hidden_only_by(_FOLDED, element)


def is_hidden_only_by(ways: re.Pattern[str], element: Element) -> bool:
    """Whether nothing but a style that ``ways`` matches hides the element."""
    style = element.get("style", "")
    return _HIDING_CLASS not in element.get("class", "") and not _HIDING_STYLE.search(ways.sub("", style))
