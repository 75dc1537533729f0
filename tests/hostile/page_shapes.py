"""Pages that grow in one thing alone: see ``text_shapes``."""

from __future__ import annotations

import random

from tests.hostile.text_shapes import Shape, repeated

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
    head = f"<html><head><title>{_TITLE}</title></head>"
    return f"{head}<body><h1>{_TITLE}</h1>{_TEXT}{inside}</body></html>".encode()


HTML_UNITS = {
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
    "definitions": "<dl><dt>会<dd>议",
    "definitions-beside": "<dl><dt>会</dt><dd>议</dd></dl>",
    "headings": "<h1>会议</h1>",
    "open-headings": "<h1>会<br>",
    "broken-headings": "<h1>会<br>议</h1>",
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
    "pager": "<a href='post_1_2.html'>2</a>",
    "pager-script": "createPageHTML(9, 0, 'post_1', ",
    "comment-fields": "<!-- enpproperty <title>会",
    "shown-time": "<b>发布时间</b>",
    "title-again": f"<p>{_TITLE}</p>",
    "html-again": "<html><body>",
    "angle": "<",
    "angle-letter": "<a",
    "quote-attribute": "<a b='",
    "slashes": "</",
}


def _in_page(unit: str) -> Shape:
    return lambda size: _page(repeated(unit, size))


def _in_foreign(unit: str) -> Shape:
    return lambda size: _foreign(repeated(unit, size))


def _attributes(distinct: bool) -> Shape:
    def make(size: int) -> bytes:
        names = [f" a{i}=b" if distinct else " a=b" for i in range(size // 7)]
        return _page("<p" + "".join(names) + ">会议</p>")

    return make


PAGES: dict[str, Shape] = {
    **{name: _in_page(unit) for name, unit in HTML_UNITS.items()},
    **{f"{name}-foreign": _in_foreign(unit) for name, unit in HTML_UNITS.items()},
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
    "one-pre": lambda size: _page("<pre>" + "会\n" * (size // 4) + "</pre>"),
    "pre-tails": lambda size: _page("<pre>" + "<b></b>会\n" * (size // 11) + "</pre>"),
    "spans": lambda size: _page("<p>" + "<span>会</span>" * (size // 16) + "</p>"),
    "random-tags": lambda size: _page(
        "".join(random.Random(7).choices(list(HTML_UNITS.values()), k=size // 16))
    ),
}
