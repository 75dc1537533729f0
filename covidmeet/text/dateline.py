"""What the first and last paragraphs say of their makers: datelines and bracketed reporters.

The paragraphs themselves stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from covidmeet.text.byline_facts import Facts
from covidmeet.text.bylines import names
from covidmeet.text.fold import visible
from covidmeet.text.script import fold

_PAPER = re.compile(
    r"^[【\[(]?(?P<paper>[\u4e00-\u9fff·]{2,16}?(?:报|网|社|台|在线|客户端|融媒))\s*"
    r"(?:(?:\d{4}年)?\d{1,2}月\d{1,2}日)?\s*讯(?![息问号])"
)
_AGENCY = re.compile(
    r"^[【\[(]?(?P<agency>新华社|新华网|中新社|中新网|人民网|央视网|[\u4e00-\u9fff]{2,6}[报网社])"
    r"[\u4e00-\u9fff]{0,10}(?:\d{1,4}年)?\d{1,2}月\d{1,2}日(?:电|讯)"
)
_REPORTER = re.compile(
    r"[(\[【]\s*(?:[\u4e00-\u9fff0-9A-Za-z]{0,12}\s*)??记者\s*:?\s*(?P<names>[^()\[\]【】]{2,60}?)\s*[)\]】]"
)
_AFTER_NAMES = re.compile(r"\s*(?:通讯员|摄影|实习生|文/|图/|摄|/).*$")
_OWN = ("本报", "本网", "本台", "本社", "本刊")
# A byline stands at the very start or end; the same words in mid-text name somebody else's reporter.
_EDGE = 60


def read_paragraphs(paragraphs: Sequence[str]) -> Facts:
    """Source and reporters named at the head of the first or at the end of the last paragraph.

    >>> read_paragraphs(["某某日报讯 (记者王小明)1月2日,会议召开。"])
    Facts(source='某某日报', reporters=['王小明'], editors=[], published_at=None, original_title=None)
    """
    facts = Facts()
    if not paragraphs:
        return facts
    first, last = visible(paragraphs[0][: 2 * _EDGE]), visible(paragraphs[-1][-2 * _EDGE :])
    folded = fold(first[:_EDGE])
    if match := _PAPER.match(folded) or _AGENCY.match(folded):
        name = first[slice(*match.span(1))]
        facts.source = None if fold(name) in _OWN else name
    facts.reporters = _reporters(first[:_EDGE]) or _reporters(last[-_EDGE:], at_end=True)
    return facts


def _reporters(text: str, at_end: bool = False) -> list[str]:
    folded = fold(text)
    for match in _REPORTER.finditer(folded):
        if at_end and folded[match.end() :].strip():
            continue
        start, stop = match.span("names")
        named = folded[start:stop]
        return names(text[start : start + len(_AFTER_NAMES.sub("", named))])
    return []
