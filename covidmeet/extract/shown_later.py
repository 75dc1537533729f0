"""Text that a page hides until a script shows it."""

from __future__ import annotations

import re
from itertools import islice

from covidmeet.extract.selectors import Element
from covidmeet.text.hidden import is_hidden_only_by
from covidmeet.text.html_lines import raw_lines

_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d]*[1-9])", re.IGNORECASE
)
_KNOWN = ("js_content",)  # of WeChat, in every page as it is sent
_MOST_HIDDEN = 400  # far beyond any real page, whose texts are compared
_SENTENCES, _MOST = 3, 0.7  # of a text that a script shows later: sentences, and share of the page's


def shown_later(root: Element, hidden: set[Element]) -> set[Element]:
    """The elements of ``hidden`` that hold most of a page's running text, and are hidden by no trick.

    What a mirror hides by its position or size is junk, however much of it there is.
    """
    texts = {
        element: "".join(element.itertext()).count("。")
        for element in islice(hidden, _MOST_HIDDEN)
        if is_hidden_only_by(_UNSEEN, element)
    }
    likely = {element for element, sentences in texts.items() if sentences >= _SENTENCES}
    known = {element for element in texts if element.get("id") in _KNOWN}
    if known or not likely:
        return known
    whole: int = sum(raw.count("。") for raw, _ in raw_lines(root, hidden=hidden - likely))
    return {element for element in likely if texts[element] > _MOST * whole}
