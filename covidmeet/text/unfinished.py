"""Whether a page's source is only its beginning: the connection was closed before the end was sent.

Without ``Content-Length`` and chunks nothing in the protocol tells it (RFC 9112, section 6.3: such a body is
whatever comes until the connection is closed), so the source has to.  Many real pages never close ``html``
or ``body``; what proves a cut is an element that pages do close, left open where the source ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from covidmeet.language import stored

_ENDED = re.compile(r"</(?:html|body|frameset)\s*>", re.IGNORECASE)
_STARTED = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
# Elements in which articles stand; whoever opens one closes it, also where ``</html>`` is left out.
_BOXES = frozenset(("div", "section", "article", "main", "table", "head", "script", "style", "title"))
_CLOSABLE = ("p", "h1", "h2", "span", "a", "ul", "li", "td", "tr", "font")  # closed by some pages only
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CODE = re.compile(r"<(script|style|textarea|title)\b[^<>]*>.*?(?:(</\1\s*>)|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_OPEN_TAG = re.compile(r"<[/!]?[A-Za-z][^<>]*\Z")
_TAIL = 4_096  # characters in which the end of a page stands

_WHOLE_HEADERS = frozenset({"content-length", "transfer-encoding"})


def tells_its_end(headers: Iterable[tuple[str, str]]) -> bool:
    """Whether the protocol told where the body ends, so that its client would have seen a cut."""
    return any(name.lower() in _WHOLE_HEADERS for name, _ in headers)


def unfinished(source: str) -> str | None:
    """What shows that ``source``, a page's, is only the beginning of it; None where nothing does.

    Linear in the length of the source.

    >>> unfinished("<html><body><div><p>一</p><p>二"), unfinished("<html><body><div><p>一</p></div>")
    ('no end, and <div> is open', None)
    """
    tail = max(0, len(source) - _TAIL)
    if source.rfind("</html>", tail) >= 0 or _ENDED.search(source, tail):
        return None
    if not _STARTED.search(source[:_TAIL]):
        return None
    if _ENDED.search(source):
        return None  # something was put behind the end
    if _OPEN_TAG.search(source, tail):
        return stored("it ends inside a tag")
    comment = source.rfind("<!--")
    if comment >= 0 and source.find("-->", comment) < 0:
        return stored("it ends inside a comment")
    return _left_open(source)


def _left_open(source: str) -> str | None:
    source = _COMMENT.sub("", source)
    for code in _CODE.finditer(source):
        if code[2] is None:
            return stored("no end, and <{lower}> is open", lower=code[1].lower())
    opened: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    last: dict[str, str] = {}
    for tag in _TAG.finditer(_CODE.sub("", source)):
        name = tag[2].lower()
        (closed if tag[1] else opened)[name] += 1
        last[name] = tag[1]
    for name in opened:
        if name in _BOXES and opened[name] > closed[name]:
            return stored("no end, and <{name}> is open", name=name)
    for name in _CLOSABLE:
        # All others of this page are closed; the last one is not.
        if closed[name] and opened[name] == closed[name] + 1 and not last[name]:
            return stored("no end, and the last <{name}> is open", name=name)
    return None


TORN = "torn_character"
"""The rule for a character of which a page that was cut off has only the first bytes."""


def without_torn_end(text: str) -> tuple[str, int]:
    """``text`` without the undecodable bytes at its end, and how many replacement characters these were.

    >>> without_torn_end("会议\ufffd")
    ('会议', 1)
    """
    whole = text.rstrip("\ufffd")
    return whole, len(text) - len(whole)
