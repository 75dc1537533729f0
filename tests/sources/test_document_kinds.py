"""What else is given as a document: fragments of pages, pages saved as one file, files of records."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest

from covidmeet.process import process
from covidmeet.reasons import Reason, Reject
from covidmeet.sources.documents import Documents, Unread
from covidmeet.stages.reading import Reading

TITLE = "青禾县召开疫情防控工作会议"
BODY = [
    "3月2日，青禾县召开疫情防控工作会议，县委书记林知秋主持会议并讲话。",
    "会议要求，各乡镇把登记、采样和送药三件事分到人，当天的事当天办完。",
]
PAGE = (
    f'<html><head><meta charset="gb2312"></head><body><h1>{TITLE}</h1><p>{BODY[0]}</p><p>{BODY[1]}</p></body>'
)


def read(folder: Path, data: bytes) -> tuple[str | None, list[str]]:
    (folder / "given").write_bytes(data)
    (fetched,) = Documents(folder, folder / "none.db", 10**6)
    assert not isinstance(fetched, Unread)
    article = process(fetched, Reading())
    return article.title, article.body.splitlines()


@pytest.mark.parametrize(
    "html",
    [
        f"<div><h1>{TITLE}</h1><p>{BODY[0]}</p><p>{BODY[1]}</p></div>",
        f"<P class=MsoNormal>{TITLE}</P><P>{BODY[0]}</P>\n<P>{BODY[1]}</P>",
        f"<meta charset=utf-8><title>题</title><h1>{TITLE}</h1>{BODY[0]}<br>{BODY[1]}",
        f"<table><tr><td>{TITLE}</td></tr><tr><td><p>{BODY[0]}</p><p>{BODY[1]}</p></td></tr></table>",
        f"{TITLE}<br>\n{BODY[0]}<br>\n{BODY[1]}",
        f"<pre>{TITLE}\n\n　　{BODY[0]}\n　　{BODY[1]}\n</pre>",
        f'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body><h1>{TITLE}</h1>'
        f"<script>//<![CDATA[\nvar a = '<p>甲。</p>';\n//]]></script>"
        f"<p>{BODY[0]}</p><p>{BODY[1]}</p></body></html>",
    ],
)
def test_fragments_are_read_as_what_they_show(tmp_path: Path, html: str) -> None:
    assert read(tmp_path, html.encode()) == (TITLE, BODY)


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_page_saved_as_one_file(tmp_path: Path, encoding: str, line_end: str) -> None:
    page = PAGE.encode("gbk")
    encoded = {
        "base64": base64.encodebytes(page),
        "quoted-printable": quopri.encodestring(page),
        "8bit": page,
    }
    head = (
        'From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary="--B"\n\n'
        "----B\nContent-Type: image/gif\nContent-Transfer-Encoding: base64\n\nR0lGOA==\n"
        f'----B\nContent-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: {encoding}\n\n'
    )
    data = head.encode() + encoded[encoding] + b"\n----B--\n"
    assert read(tmp_path, data.replace(b"\n", line_end.encode())) == (TITLE, BODY)


@pytest.mark.parametrize(
    "data",
    [
        f'{{"title": "{TITLE}", "text": "{BODY[0]}"}}',
        f'{{"text": "{BODY[0]}"}}\n{{"text": "{BODY[1]}"}}\n',
        f'url,title,body\nhttp://a.example/,{TITLE},"{BODY[0]}\n{BODY[1]}"\n',
        "乡镇\t采样点\t人数\n青石镇\t12\t3500\n河东镇\t8\t2100\n",
    ],
)
def test_files_of_records_are_no_documents(tmp_path: Path, data: str) -> None:
    with pytest.raises(Reject) as caught:
        read(tmp_path, data.encode())
    assert caught.value.reason is Reason.NO_TEXT


@pytest.mark.parametrize("first", [f"[{TITLE}]", f"标题: {TITLE}\n来源: 青禾日报\n", f"{TITLE},一,二"])
def test_texts_that_begin_like_them_are_documents(tmp_path: Path, first: str) -> None:
    assert read(tmp_path, "\n".join([first, *BODY]).encode())[1] == BODY
