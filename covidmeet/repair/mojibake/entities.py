"""Entities that were escaped twice, so that ``&ldquo;`` stands in the text instead of a quotation mark.

HTML source shown as text, and texts about HTML, have entities on purpose: a line with a tag, an escaped tag
or the vocabulary of such texts is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

RULE = "entities_twice"

_SAMPLE = 100_000
_ENTITY = re.compile(r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_HAN = re.compile("[\u3400-\u9fff]")
_INTENDED = re.compile(
    r"<[A-Za-z/!]|&(?:amp;)*[lg]t;|[=?]&|`|(?i:html|xml|css|javascript|unicode|entit)"
    "|转义|轉義|实体|實體|字符|字元|代码|代碼|编码|編碼|标签|標籤|网页|網頁|浏览器|瀏覽器"
)
_SOURCE = re.compile(r"</[A-Za-z][A-Za-z0-9]*>|<!DOCTYPE|<\?xml|<br ?/?>", re.IGNORECASE)
_MANY_TAGS = 3


def is_source(text: str) -> bool:
    """Whether a page is HTML or XML source, in which entities are meant."""
    return len(_SOURCE.findall(text[:_SAMPLE])) >= _MANY_TAGS


def suspected(text: str) -> bool:
    """Whether there is any entity."""
    return "&" in text and _ENTITY.search(text) is not None


def entities(line: str) -> Iterator[tuple[int, str, str]]:
    """Offset, entity and character of what is to be unescaped."""
    if not suspected(line) or _INTENDED.search(line):
        return
    found = [(match.start(), match.group(), _char(match.group())) for match in _ENTITY.finditer(line)]
    plain = _ENTITY.sub(lambda match: _char(match.group()) or "", line)
    if _HAN.search(plain):
        yield from ((at, entity, char) for at, entity, char in found if char)


def _char(entity: str) -> str:
    """The character of an entity, or "" for entities that stay."""
    text = unescape("&" + entity[1:].replace("amp;", "") if entity != "&amp;" else entity)
    if entity.endswith("amp;"):
        text = "&"
    if len(text) != 1 or not (text.isprintable() or text == "\xa0"):
        return ""
    return text if text > "\x7f" or text in "\"'&" else ""
