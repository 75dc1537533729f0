"""Advertising that a hacked mirror adds to a page: adult and gambling lists, and junk tags as text.

It is appended after the page was damaged, so it is clean Simplified text in a page of any script.  A
report on police action against gambling uses some of the same words; what gives spam away is that a
line consists of little else.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

# What the common kits write above their list of links; everything from there on is theirs.
TAIL = re.compile(r"感谢您访问我们的网站.{0,4}您可能还对以下资源感兴趣")
# A literal tag with a random id, such as <ruby id="kx3qf"></ruby>; real text about HTML has real ids.
TAG = re.compile(
    r"</?[a-z]{1,10}\d?(?: +(?:id|class|style)=\"[^\"<>]*\")*(?=[^<>]{0,40}>)[^<>]*>(?=\s|</?[a-z]|[^<>]*$)"
    r"|</[a-z]{1,10}\d?>"
)
_RANDOM_ID = re.compile(r"<[a-z]{1,10}\d? +id=\"[a-z0-9]{5}\"")
_ITEM = re.compile(r"[|,,、，_\-–—]+|\s{1,}")
_LATIN = re.compile(r"(?:[a-z]*(?:xxx|porn|sex|hdav|av)[a-z]*|\d+p)", re.IGNORECASE)


@cache
def _words() -> re.Pattern[str]:
    lines = files("covidmeet.text").joinpath("data/spam_words.txt").read_text("utf-8").splitlines()
    words = sorted((line for line in lines if line and not line.startswith("#")), key=len, reverse=True)
    # Without IGNORECASE the search skips to characters that a word begins with, ten times as fast.
    return re.compile("|".join(map(re.escape, words)))


def is_spam(folded: str) -> bool:
    """Whether a line (folded, see ``script.fold``) is an advertiser's list of links or keywords.

    >>> is_spam("国产精品无码一区二区三区|亚洲人成在线播放")
    True
    >>> is_spam("警方通报一起网络赌博案件,抓获嫌疑人5名。")
    False
    """
    words = _words().findall(folded.lower())
    if not words:
        return False
    hits = sum(map(len, words)) + sum(len(m) for m in _LATIN.findall(folded))
    share = hits / len(folded)
    items = [item for item in _ITEM.split(folded) if item]
    if "。" in folded and share < 0.3:
        return False
    if len(words) >= 2:
        return share >= 0.12 or (len(items) >= 5 and share >= 0.06)
    return share >= 0.3


def has_junk_tags(text: str) -> bool:
    """Whether literal tags with random five-character ids stand in ``text``."""
    return bool(_RANDOM_ID.search(text))
