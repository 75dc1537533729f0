"""The encodings that pages declare, and the codecs that read what such pages contain."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

# Declared labels that Python does not know, or whose superset is what pages contain.
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "xgbk": "gb18030",
    "gb18030": "gb18030",
    "gb231280": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "xxbig5": "big5hkscs",
    "cp950": "big5hkscs",
    "ascii": "cp1252",
    "usascii": "cp1252",
    "latin1": "cp1252",
    "iso88591": "cp1252",
    "shiftjis": "cp932",
    "sjis": "cp932",
    "xsjis": "cp932",
    "euckr": "cp949",
    "ksc56011987": "cp949",
    "utf16": "utf-16-le",
}
# Python also "decodes" escapes, Punycode and the like: a page may not ask for those.
_TEXT_CODEC = re.compile(
    r"utf-(8|16-[bl]e|32-[bl]e)|gb|hz|big5|cp\d|iso(8859|2022)|koi8|euc_|shift_|johab|mac-|tis"
)
_META = re.compile(rb"<(?:meta|\?xml)[^>]{0,600}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)


@lru_cache(maxsize=256)
def codec_name(label: str) -> str | None:
    """The codec that reads pages declared as ``label``; ``None`` for what is not a character encoding.

    The superset in use is named, as browsers do: ``gb2312`` is ``gb18030``, ``iso-8859-1`` is ``cp1252``.
    """
    label = label.strip().strip("\"'").lower()
    plain = re.sub(r"[^a-z0-9]", "", label)
    if plain in _SUPERSETS:
        return _SUPERSETS[plain]
    try:
        name = codecs.lookup(label).name.lower()
    except (LookupError, ValueError):
        return None
    name = _SUPERSETS.get(re.sub(r"[^a-z0-9]", "", name), name)
    return name if _TEXT_CODEC.match(name) else None


def declared_in_html(data: bytes) -> list[str]:
    """Labels in the ``meta`` elements (or the XML declaration) of the first 8 KB, in order, as written."""
    return [label.decode("ascii", "ignore") for label in _META.findall(data[:8192])]


def declared_in_header(content_type: str) -> list[str]:
    """Labels in the value of a ``Content-Type`` header: at most one, as written."""
    return _PARAMETER.findall(content_type)[:1]
