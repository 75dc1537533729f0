"""Texts that grow in one thing alone: what a slow pattern or a nested loop needs to show itself."""

from __future__ import annotations

import random
from collections.abc import Callable

Shape = Callable[[int], bytes]
"""``(size in bytes, roughly) -> the bytes of a page or document``."""

_HEAD = (
    "青禾市召开疫情防控工作会议\n2022-11-10 09:30 来源：青禾日报\n"
    "青禾市疫情防控工作会议日前召开，会议听取汇报。\n"
)
_TAIL = "\n会议强调，要压实属地、部门、单位责任，抓紧抓实，守护群众健康。\n责任编辑：苏木\n"
_HANS = (
    "的一是了我不在人有他这上们来到时大地为子中你说生国年着就那和要她出也得里后自以会"
    "家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开疫情"
    "防控工作会议市委书记强调落实部署责任群众健康"
)

# Each is repeated without end, as lines of its own, and inside a report.
UNITS = {
    "newline": "\n",
    "carriage-return": "\r",
    "blank": " ",
    "wide-blank": "\u3000",
    "no-break": "\u00a0",
    "tab": "\t",
    "zero-width": "\u200b",
    "nothing-wide": "\ufeff",
    "letter": "a",
    "digit": "1",
    "han": "一",
    "rare-han": "龘",
    "full-stop": "。",
    "dot": ".",
    "comma": "，",
    "colon": "：",
    "bracket": "（",
    "brackets": "（）",
    "nested-title": "《",
    "quote": "“",
    "bar": "|",
    "arrow": " > ",
    "bullet": "•",
    "dash": "-",
    "slash": "/",
    "equals": "=",
    "ampersand": "&",
    "reference": "&#",
    "hex-reference": "&#x4e",
    "entity": "&amp;",
    "escape": "\\u",
    "half-escape": "\\ud83d",
    "percent": "%E4%BD",
    "tag-open": "<",
    "tag-close": ">",
    "comment": "<!-- -->",
    "empty-comment": "<!---->",
    "open-comment": "<!--",
    "break": "<br>",
    "bold-id": "<b id=",
    "junk-tag": '<b id="ab12">',
    "xml": "<?xml ?>",
    "replacement": "\ufffd",
    "question-marks": "?",
    "pinyin": "會(huì)",
    "half-pinyin": "?bào)",
    "open-pinyin": "(huì",
    "mojibake": "鐤儏闃叉帶",
    "utf8-in-latin": "ä¼šè®®",
    "gbk-in-latin": "»áÒé",
    "cp1252": "â€œ",
    "double-mojibake": "Ã¤Â¼Å¡",
    "kun": "锟斤拷",
    "saved-from": "<!-- saved from url=(0014)http://a",
    "saved-by": "<!-- Page saved with SingleFile url: ",
    "saved-with": '<html data-scrapbook-source="',
    "mirrored-from": "<!-- Mirrored from a by HTTrack ",
    "relative-day": "昨天",
    "hours-ago": "3小时前 ",
    "names-behind-posts": "书记蓝天、院长程前、",
    "further-speakers": "；周清强调，",
    "year": "2022年",
    "date": "2022-11-10 ",
    "open-date": "2022-",
    "time": "09:30 ",
    "reporter": "记者 苏木 ",
    "reporter-bracket": "（记者 ",
    "editor": "编辑：苏木 ",
    "source": "来源：",
    "original-title": "原标题：",
    "names": "苏木、",
    "name-blanks": "苏 木 ",
    "tool": "打印 分享 ",
    "share": "关注青禾",
    "sentence": "会议强调，要落实。",
    "half-sentence": "会议强调",
    "traditional": "會議強調，要落實。",
    "item": "一、",
    "csv": "a,b,c\n1,2,3\n",
    "json": "[",
    "json-object": '{"a":',
    "json-text": '{"content": "',
    "callback": "a(",
    "header": "A-b: c\r\n",
    "address": "http://",
    "host": "www.a.",
    "at": "a@",
    "mixed-ends": "\r\n\n\r",
    "surrogates": "&#55362;&#57271;",
    "loose-half": "&#55362;",
}


def repeated(unit: str, size: int) -> str:
    return unit * max(size // len(unit.encode()), 1)


def _alone(unit: str) -> Shape:
    return lambda size: repeated(unit, size).encode()


def _lines(unit: str) -> Shape:
    return lambda size: repeated(unit + "\n", size).encode()


def _inside(unit: str) -> Shape:
    return lambda size: (_HEAD + repeated(unit, size) + _TAIL).encode()


def _random_text(characters: str, encoding: str = "utf-8", line: int = 0) -> Shape:
    def make(size: int) -> bytes:
        chance = random.Random(7)
        width = len(characters[0].encode(encoding))
        text = "".join(chance.choices(characters, k=size // width))
        if line:
            text = "\n".join(text[at : at + line] for at in range(0, len(text), line))
        return text.encode(encoding)

    return make


def _random_bytes(low: int, high: int) -> Shape:
    return lambda size: bytes(random.Random(7).choices(range(low, high), k=size))


def _misread(source: str, written: str, read: str) -> Shape:
    """Text whose bytes were read in another encoding, as far as that one has characters for them."""

    def make(size: int) -> bytes:
        text = _random_text(source, line=40)(size // 2).decode()
        return text.encode(written).decode(read, "replace").encode()[:size]

    return make


_ALL_HAN = "".join(map(chr, range(0x4E00, 0x9FA6)))
_RANDOM: dict[str, Shape] = {
    "random-common-han": _random_text(_HANS),
    "random-common-han-lines": _random_text(_HANS, line=30),
    "random-common-han-gbk": _random_text(_HANS, "gb18030", line=30),
    "random-han": _random_text(_ALL_HAN),
    "random-han-lines": _random_text(_ALL_HAN, line=30),
    "random-latin": _random_text("".join(map(chr, range(0xA1, 0x100)))),
    "random-ascii": _random_text("".join(map(chr, range(0x20, 0x7F)))),
    "random-punctuation": _random_text("，。、；：！？（）《》“”"),
    "random-high-bytes": _random_bytes(0x80, 0x100),
    "random-utf8-like": _random_bytes(0x80, 0xC8),
    "misread-utf8-gbk": _misread(_HANS, "utf-8", "gb18030"),
    "misread-gbk-latin": _misread(_HANS, "gb18030", "latin-1"),
    "misread-utf8-latin": _misread(_HANS, "utf-8", "latin-1"),
    "misread-utf8-cp1252": _misread(_HANS, "utf-8", "cp1252"),
    "misread-gbk-big5": _misread(_HANS, "gb18030", "big5hkscs"),
    "misread-big5-gbk": _misread("會議強調要落實的一是不在人有", "big5hkscs", "gb18030"),
}

TEXTS: dict[str, Shape] = {
    **{f"{name}": _alone(unit) for name, unit in UNITS.items()},
    **{f"{name}-lines": _lines(unit) for name, unit in UNITS.items()},
    **{f"{name}-inside": _inside(unit) for name, unit in UNITS.items()},
    **_RANDOM,
}
