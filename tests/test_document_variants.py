"""Kinds of readers' reports in many spellings: XHTML, MHTML, files of records, refreshes, columns."""

from __future__ import annotations

import base64
import csv
import io
import itertools
import json
import quopri
from collections.abc import Callable

import pytest

from covidmeet.process import Fetched, process
from covidmeet.reasons import Reason, Reject
from covidmeet.sources.documents import document_of
from covidmeet.text.blocked import leads_nowhere
from tests.test_case_variants import LEAD, ORDER, READING, TITLE, lawful

BODY = f"{LEAD}\n{ORDER}"
WEB = "https://news.example/2022/0302/1.html"
LAYOUT = "https://www.gz.gov.cn/xw/gzyw/content/post_1.html"

XML = [
    '<?xml version="1.0"?>',
    '<?xml version="1.0" encoding="utf-8"?>',
    '<?xml version="1.0" encoding="GBK" standalone="no"?>',
    "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>",
    '<?xml version="1.1"?>',
    '<?XML version="1.0"?>',
    '\ufeff<?xml version="1.0"?>',
    '\n<?xml version="1.0"?>\n',
    '<?xml\tversion="1.0"\n encoding="utf-8"\n?>',
    '<?xml version="1.0"?><?xml-stylesheet href="a.css" type="text/css"?>',
    '<!-- saved --><?xml version="1.0"?>',
    '<?xml version="1.0"?><!-- a > b -->',
    '<?xml version="1.0"?>\n<!-- a -->\n<!-- b -->\n',
]
DOCTYPE = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
)
XMLNS = 'xmlns="http://www.w3.org/1999/xhtml"'
ROOTS = [
    f"{DOCTYPE}<html {XMLNS}>",
    f"{DOCTYPE.upper()}<HTML>",
    f'<!doctype html><html {XMLNS} xml:lang="zh" lang="zh">',
    f"<html {XMLNS}>",
    '<!DOCTYPE html SYSTEM "about:legacy-compat"><html>',
    '<!DOCTYPE html [<!ENTITY nbsp "&#160;">]><html>',
]
SCRIPT = '<script type="text/javascript">//<![CDATA[\nvar a = "会议要求，不得外传。";\n//]]></script>'


@pytest.mark.parametrize("declaration", XML)
@pytest.mark.parametrize("root", range(len(ROOTS)))
@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("file:///a.xhtml", ""),
        (WEB, "application/xhtml+xml"),
        (LAYOUT, "text/html"),
        (LAYOUT, "text/xml; charset=utf-8"),
    ],
)
def test_xhtml_is_read_as_a_page(declaration: str, root: int, url: str, kind: str) -> None:
    page = (
        f'{declaration}{ROOTS[root]}<head><meta name="PubDate" content="2022-03-02 08:30"/>'
        f'<title>{TITLE}</title>{SCRIPT}</head><body><h1 class="content_title">{TITLE}</h1>'
        f'<div class="zoombox" id="zoomcon"><p>{LEAD}<br/></p><p>{ORDER}</p></div></body></html>'
    )
    article = lawful(Fetched(url, page.encode(), headers=(("Content-Type", kind),) if kind else ()), READING)
    assert (article.title, article.body) == (TITLE, BODY)


PAGE = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
PAGE += f"<p>{LEAD}</p><p>{ORDER}</p></body></html>"
PACKED: dict[str, Callable[[bytes], bytes]] = {
    "quoted-printable": quopri.encodestring,
    "base64": base64.encodebytes,
    "BASE64": base64.b64encode,
    "8bit": lambda data: data,
    "Quoted-Printable": lambda data: quopri.encodestring(data, quotetabs=True),
}
FORMS = [
    'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n{part}\r\n--b--\r\n',
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a.example/1.html\r\n"
    "Subject: =?utf-8?Q?a?=\r\n"
    'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="b"\r\n\r\n'
    "\r\n--b\r\n{part}\r\n--b\r\n"
    "Content-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\n\r\nR0lG\r\n--b--\r\n",
    'mime-version: 1.0\ncontent-type: multipart/related; boundary=b; start="<m>"\n\n'
    "--b\nContent-Type: text/css\n\n"
    "p{{}}\n--b\nContent-ID: <m>\n{part}\n--b--\n",
    "From: a\r\nMIME-Version: 1.0\r\n{part}\r\n",
    'From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="o"\n\n--o\n'
    'Content-Type: multipart/alternative; boundary="b"\n\n--b\n{part}\n--b--\n--o--\n',
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n{part}",
    "\ufeffMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    "--b\r\n{part}\r\n--b--\r\n",
]


@pytest.mark.parametrize("packing", PACKED)
@pytest.mark.parametrize("form", range(len(FORMS)))
@pytest.mark.parametrize("charset", ["utf-8", "gbk"])
def test_a_page_saved_as_one_file(packing: str, form: int, charset: str) -> None:
    around, end = FORMS[form], "\r\n" if "\r\n" in FORMS[form] else "\n"
    head = f"Content-Type: text/html; charset={charset}{end}Content-Transfer-Encoding: {packing}{end}{end}"
    before, after = around.format(part="\0").split("\0")
    data = before.encode() + head.encode() + PACKED[packing](PAGE.encode(charset)) + after.encode()
    article = lawful(document_of("file:///a.mht", data), READING)
    assert (article.title, article.body) == (TITLE, BODY)


ROWS = [["id", "title", "body"], ["1", TITLE, LEAD], ["2", TITLE, ORDER]]
RECORD = {"title": TITLE, "body": LEAD}


def table(delimiter: str, quoting: int = csv.QUOTE_MINIMAL, end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(ROWS)  # type: ignore[arg-type]
    return out.getvalue()


RECORDS = [
    *(
        table(mark, quoting, end)
        for mark, quoting, end in itertools.product(
            ",\t;", (csv.QUOTE_MINIMAL, csv.QUOTE_ALL), ("\n", "\r\n")
        )
    ),
    "\ufeff" + table(","),
    json.dumps(RECORD),
    json.dumps(RECORD, ensure_ascii=False, indent=2),
    json.dumps([RECORD, RECORD], ensure_ascii=False),
    "\ufeff" + json.dumps({"data": [RECORD]}, ensure_ascii=False),
    "\n\n" + json.dumps(RECORD, ensure_ascii=False) + "\n",
    "\n".join(json.dumps(RECORD, ensure_ascii=False) for _ in range(3)),
    "\r\n".join(json.dumps(RECORD) for _ in range(3)),
    json.dumps({"html": PAGE}, ensure_ascii=False),
]


@pytest.mark.parametrize("number", range(len(RECORDS)))
@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_file_of_records_is_no_document(number: int, codec: str) -> None:
    with pytest.raises(Reject) as rejected:
        process(document_of("file:///a.data", RECORDS[number].encode(codec)), READING)
    assert rejected.value.reason is Reason.NO_TEXT
    assert "JSON" in str(rejected.value) or "CSV" in str(rejected.value)


@pytest.mark.parametrize(
    "first", ["会议名称，青禾县召开会议，县委书记主持", "[青禾日报]3月2日讯", "{青禾}，县城，今天", "1,2,3"]
)
def test_a_text_with_commas_and_brackets_is_a_document(first: str) -> None:
    article = lawful(Fetched("file:///a.txt", f"{TITLE}\n\n{first}\n{LEAD}\n{ORDER}\n".encode()), READING)
    assert article.body.endswith(BODY)


REFRESHES = [
    "0",
    "0;",
    "5",
    "300",
    "0; url=",
    "0;url=''",
    '0; URL=""',
    "0;url=#",
    "60; url=#top",
    "0; url=.",
    "0;URL = ",
    "3;url={url}",
    "0;url='{url}'",
    "0;url={url}#a",
    "600,url={path}",
    "0; url={name}",
    "0;url=./{name}",
    " 0 ; url = {url} ",
    "0.5",
    "1e3",
]


@pytest.mark.parametrize("content", REFRESHES)
@pytest.mark.parametrize(
    "writing",
    [
        '<meta http-equiv="refresh" content="{}">',
        '<META HTTP-EQUIV=Refresh CONTENT="{}">',
        '<meta content="{}" http-equiv="REFRESH"/>',
    ],
)
@pytest.mark.parametrize("url", [WEB, LAYOUT])
def test_a_page_that_loads_itself_again_is_a_page(content: str, writing: str, url: str) -> None:
    path = url.partition("example")[2] or url.partition(".cn")[2]
    inner = content.format(url=url, path=path, name=url.rpartition("/")[2]).replace('"', "'")
    page = (
        PAGE.replace("<title>", writing.format(inner) + "<title>")
        .replace(
            f"<h1>{TITLE}</h1>", f"<h1 class='content_title'>{TITLE}</h1><div class='zoombox' id='zoomcon'>"
        )
        .replace("</body>", "</div></body>")
    )
    article = lawful(Fetched(url, page.encode()), READING)
    assert (article.title, article.body) == (TITLE, BODY)


COLUMNS = ["404", "403", "405", "502", "500", "503"]
KEPT = [
    "/{}/1.html",
    "/{}/202203/t20220302_1.htm",
    "/xw/{}/content/post_1.html",
    "/col/col{}/index.html",
    "/{}/content_{}.shtml",
]


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("path", KEPT)
def test_a_column_of_a_number_is_no_error_page(column: str, path: str) -> None:
    asked = "http://www.qinghe.example/a/1.html"
    assert leads_nowhere(asked, "http://www.qinghe.example" + path.replace("{}", column)) is None


@pytest.mark.parametrize("code", ["404", "403", "405", "502", "500", "503", "error", "notfound", "err"])
@pytest.mark.parametrize(
    "path",
    [
        "/{}",
        "/{}/",
        "/{}.html",
        "/{}.htm",
        "/{}.aspx",
        "/{}/index.html",
        "/a/b/{}.jsp",
        "/{}.html?from=/a/1.html",
    ],
)
def test_an_error_page_is_one(code: str, path: str) -> None:
    given = "http://www.qinghe.example" + path.format(code)
    assert leads_nowhere("http://www.qinghe.example/a/1.html", given) is not None
