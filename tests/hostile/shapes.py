"""Texts and pages that grow in one thing alone: what a slow pattern or a nested loop needs to show itself."""

from __future__ import annotations

import random
from collections.abc import Callable

Shape = Callable[[int], bytes]
"""``(size in bytes, roughly) -> the bytes of a page or document``."""

_HEAD = "青禾市召开疫情防控工作会议\n2022-11-10 09:30 来源：青禾日报\n青禾市疫情防控工作会议日前召开，会议听取汇报。\n"
_TAIL = "\n会议强调，要压实属地、部门、单位责任，抓紧抓实，守护群众健康。\n责任编辑：苏木\n"
_HANS = "的一是了我不在人有他这上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然于心学么之都好看起发当没成只如事把还用第样道想作种开疫情防控工作会议市委书记强调落实部署责任群众健康"

# Each is repeated without end, as lines of its own, and inside a report.
_UNITS = {
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


def _repeat(unit: str, size: int) -> str:
    return unit * max(size // len(unit.encode()), 1)


def _alone(unit: str) -> Shape:
    return lambda size: _repeat(unit, size).encode()


def _lines(unit: str) -> Shape:
    return lambda size: _repeat(unit + "\n", size).encode()


def _inside(unit: str) -> Shape:
    return lambda size: (_HEAD + _repeat(unit, size) + _TAIL).encode()


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
    **{f"{name}": _alone(unit) for name, unit in _UNITS.items()},
    **{f"{name}-lines": _lines(unit) for name, unit in _UNITS.items()},
    **{f"{name}-inside": _inside(unit) for name, unit in _UNITS.items()},
    **_RANDOM,
}

# --- pages ----------------------------------------------------------------------------------------------

_TITLE = "青禾市召开疫情防控工作会议"
_TEXT = "".join(
    f"<p>青禾市第{i}次疫情防控工作会议日前召开，会议听取了近期工作情况汇报，研究部署下一步措施。</p>"
    for i in range(3)
)


def _page(inside: str, head: str = "", attributes: str = "") -> bytes:
    """A page whose text the selectors of a layout find."""
    return (
        f"<html><head><title>{_TITLE}</title>{head}</head><body{attributes}>"
        f"<h1 class='info_title'>{_TITLE}</h1><div id='zoomsubtitl'>2022-11-10 来源:青禾日报</div>"
        f"<div id='zoomcon'>{_TEXT}{inside}</div><p>责任编辑:苏木</p></body></html>"
    ).encode()


def _foreign(inside: str) -> bytes:
    """A page of no known layout."""
    return f"<html><head><title>{_TITLE}</title></head><body><h1>{_TITLE}</h1>{_TEXT}{inside}</body></html>".encode()


_HTML_UNITS = {
    "br": "<br>",
    "br-text": "会<br>",
    "empty-link": '<a href="/a"></a>',
    "link": '<a href="/a">会议</a>',
    "empty-p": "<p></p>",
    "paragraph": "<p>会议强调，要落实。</p>",
    "open-p": "<p>",
    "open-div": "<div>",
    "open-b": "<b>",
    "open-font": "<font>",
    "open-a": "<a>",
    "open-span-text": "<span>会",
    "close-div": "</div>",
    "close-p": "</p>",
    "same-id": "<div id='zoomcon'>",
    "same-id-text": "<div id='zoomcon'>会议强调。",
    "same-id-beside": "<div id='zoomcon'>会议强调，要落实。</div>",
    "same-class": "<div class='pl_css_ganrao'>会议强调。",
    "hidden": "<div style='display:none'>会议强调。会议要求。",
    "hidden-beside": "<div style='display:none'>会议强调，要落实。会议要求，要抓紧。</div>",
    "hidden-attribute": "<p hidden>会议</p>",
    "style": "<p style='left:-'>会议</p>",
    "pre": "<pre>\n",
    "pre-lines": "<pre>会议\n\n会议</pre>",
    "white-space": "<div style='white-space:pre'>会\n",
    "table": "<table><tr><td>",
    "tables-beside": "<table><tr><td>会</td><td>议</td></tr></table>",
    "cells": "<td>会</td>",
    "rows": "<tr><td>会</td><td>议</td></tr>",
    "cell-breaks": "<td><br>会</td>",
    "list": "<ul><li>",
    "list-items": "<li>会议</li>",
    "lists-beside": "<ul><li>会议</li></ul>",
    "headings": "<h1>会议</h1>",
    "titles": "<title>会议</title>",
    "metas": "<meta name='a' content='b'>",
    "charsets": "<meta charset='gbk'>",
    "scripts": "<script>a</script>",
    "open-script": "<script>",
    "open-style": "<style>",
    "comments": "<!-- -->",
    "open-comments": "<!--",
    "cdata": "<![CDATA[",
    "instructions": "<?a ?>",
    "doctype": "<!DOCTYPE html>",
    "entities": "&nbsp;",
    "half-entities": "&nbs",
    "numeric": "&#20013;",
    "half-numeric": "&#x",
    "junk": '<b id="ab12">',
    "junk-closed": '<b id="ab12"></b>',
    "frames": "<iframe>",
    "forms": "<form><input>",
    "selects": "<select><option>a",
    "images": "<img src=a alt=b>",
    "editors": "<p>编辑 苏木</p>",
    "dates": "<p>2022-11-10</p>",
    "sources": "<span>来源:青禾</span>",
    "templates": "<template><p>会",
    "svg": "<svg><g>",
    "title-again": f"<p>{_TITLE}</p>",
    "html-again": "<html><body>",
    "angle": "<",
    "angle-letter": "<a",
    "quote-attribute": "<a b='",
    "slashes": "</",
}


def _in_page(unit: str) -> Shape:
    return lambda size: _page(_repeat(unit, size))


def _in_foreign(unit: str) -> Shape:
    return lambda size: _foreign(_repeat(unit, size))


def _attributes(distinct: bool) -> Shape:
    def make(size: int) -> bytes:
        names = [f" a{i}=b" if distinct else " a=b" for i in range(size // 7)]
        return _page("<p" + "".join(names) + ">会议</p>")

    return make


PAGES: dict[str, Shape] = {
    **{name: _in_page(unit) for name, unit in _HTML_UNITS.items()},
    **{f"{name}-foreign": _in_foreign(unit) for name, unit in _HTML_UNITS.items()},
    "attributes": _attributes(True),
    "same-attributes": _attributes(False),
    "attributes-closing": lambda size: _page("</p" + "".join(f" a{i}=b" for i in range(size // 7)) + ">"),
    "attributes-broken": lambda size: _page("<p " + "".join(f"a{i}<" for i in range(size // 6)) + ">"),
    "attributes-of-body": lambda size: _page("", attributes="".join(f" a{i}=b" for i in range(size // 7))),
    "more-bodies": lambda size: _page("".join(f"<body a{i}=b>" for i in range(size // 13))),
    "long-attribute": lambda size: _page(f"<p class='{'a ' * (size // 2)}'>会议</p>"),
    "long-style": lambda size: _page(f"<p style='{'left:-' * (size // 6)}'>会议</p>"),
    "long-blank-style": lambda size: _page(f"<p style='display{' ' * size}'>会议</p>"),
    "long-title": lambda size: _page("", head=f"<title>{'会-' * (size // 4)}</title>"),
    "long-head-title": lambda size: b"<title>" + ("抱歉" * (size // 6)).encode() + b"</title><p>a",
    "short-blank": lambda size: b"<p>" + ("请 " * (size // 4)).encode(),
    "one-paragraph": lambda size: _page("<p>" + "会议强调，要落实。" * (size // 27) + "</p>"),
    "spans": lambda size: _page("<p>" + "<span>会</span>" * (size // 16) + "</p>"),
    "random-tags": lambda size: _page(
        "".join(random.Random(7).choices(list(_HTML_UNITS.values()), k=size // 16))
    ),
}
