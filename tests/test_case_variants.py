"""Kinds of loss that readers reported of programs like this one, each with many spellings of its markup."""

from __future__ import annotations

import pytest

from covidmeet.items import Article
from covidmeet.process import Fetched, decode_page, process, read
from covidmeet.sites import Sites
from covidmeet.spiders.cbg import SITE as CBG
from covidmeet.spiders.gz_gov import SITE as GZ_GOV
from covidmeet.stages.reading import EVERY_TOPIC, Reading, Scope
from tests.test_every_line_has_a_place import check

TITLE = "青禾县召开疫情防控工作会议"
LEAD = "3月2日，青禾县召开疫情防控工作会议，县委书记林知秋主持会议并讲话，各乡镇负责同志参加会议。"
ORDER = "会议要求，各乡镇把登记、采样和送药三件事分到人，当天的事当天办完，不留到第二天早上。"
LAST = "会议强调，值班电话要有人接，群众的难处要有人管，一件一件记在本子上。"
READING = Reading(Sites((GZ_GOV, CBG)), Scope(topic=EVERY_TOPIC))


def lawful(fetched: Fetched, reading: Reading) -> Article:
    """The article of a page, of which every line has one place."""
    check(decode_page(fetched, reading), read(fetched, reading), reading)
    return process(fetched, reading)


def on_layout(text: str, head: str = "") -> Article:
    """The article of a page whose layout delimits ``text``."""
    page = (
        f"<!DOCTYPE html><html><head>{head}<title>{TITLE}</title></head><body>"
        f"<h1 class='content_title'>{TITLE}</h1><div class='zoombox' id='zoomcon'>{text}</div></body></html>"
    )
    return lawful(Fetched("https://www.gz.gov.cn/xw/gzyw/content/post_1.html", page.encode()), READING)


def on_any_page(text: str) -> Article:
    """The article of a page that no layout knows."""
    page = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>{text}</div></body></html>"
    return lawful(Fetched("https://news.example/2022/0302/1.html", page.encode()), READING)


def as_document(text: str) -> Article:
    """The article of a saved page."""
    return lawful(Fetched("file:///page.html", f"<h1>{TITLE}</h1>{text}".encode()), READING)


CELLS = [("城东街道", "86000", "8:30"), ("城西街道", "12", "19:00"), ("青禾镇", "2022", "07:05:00")]


def table(cell: str, around: str = "<table>{}</table>", row: str = "<tr>{}</tr>") -> str:
    rows = "".join(row.format("".join(cell.format(value) for value in values)) for values in CELLS)
    return f"<p>{LEAD}</p>{around.format(rows)}<p>{LAST}</p>"


TABLES = [
    table("<td>{}</td>"),
    table("<td><p>{}</p></td>"),
    table("<td><div>{}</div></td>"),
    table("<td><br>{}<br></td>"),
    table("<td><p><span style='font-size:12pt'>{}</span></p></td>"),
    table("<td><p align=center><b>{}</b></p></td>"),
    table("<td>\n  <p>\n  {}\n  </p>\n</td>"),
    table("<td><div><p>{}</p></div></td>"),
    table("<td><p>{}</p><p>&nbsp;</p></td>"),
    table("<td><font><strong>{}</strong></font></td>"),
    table("<th>{}</th>"),
    table("<td><section><section>{}</section></section></td>"),
    table("<td colspan=2><p>{}</p></td>"),
    table("<td><a href='/x'>{}</a></td>"),
    table("<td><p>{}</p></td>", "<table><tbody>{}</tbody></table>"),
    table("<td>{}</td>", "<div class='box'><table border=1>{}</table></div>"),
    table("<td><p>{}</p></td>", "<table><tr><td><table>{}</table></td></tr></table>"),
    table("<td><div>{}<br/></div></td>", "<center><table><thead></thead><tbody>{}</tbody></table></center>"),
    table("<TD><P>{}</P></TD>", "<TABLE>{}</TABLE>", "<TR>{}</TR>"),
    table("<td><p>{}", "<table>{}</table>", "<tr>{}"),
    table("<td><o:p></o:p><p class=MsoNormal>{}<o:p></o:p></p></td>"),
    table("<td><ul><li>{}</li></ul></td>"),
]


@pytest.mark.parametrize("number", range(len(TABLES)))
@pytest.mark.parametrize("route", [on_layout, on_any_page, as_document])
def test_a_row_of_a_table_is_a_line(route: object, number: int) -> None:
    assert callable(route)
    lines = route(TABLES[number]).body.split("\n")
    assert lines[0] == LEAD
    assert lines[-1] == LAST
    assert [line.split() for line in lines[1:-1]] == [list(row) for row in CELLS]


@pytest.mark.parametrize("cell", ["{}", "<p>{}</p>", "<div>{}</div>", "{}<br>", "<b>{}</b>"])
def test_a_table_of_one_column_keeps_its_numbers(cell: str) -> None:
    rows = "".join(f"<tr><td>{cell.format(value)}</td></tr>" for value in ("时段", "8:30", "86000", "12"))
    body = on_layout(f"<p>{LEAD}</p><table>{rows}</table><p>{LAST}</p>").body.split("\n")
    assert body == [LEAD, "时段", "8:30", "86000", "12", LAST]


HIDDEN = [
    "style='display:none'",
    "style='display: none;'",
    'style="DISPLAY: NONE"',
    "style='color:#333;display:none'",
    "style='display:none !important'",
    "hidden",
    "hidden='hidden'",
    "style='max-height:0;overflow:hidden'",
    "class='hide' style='display:none'",
    "class='fold-rest' style='height:0;display:none;'",
    "aria-hidden='true' style='display:none'",
]


@pytest.mark.parametrize("attributes", HIDDEN)
@pytest.mark.parametrize("tag", ["div", "section", "p"])
def test_a_rest_that_is_folded_away_is_kept(attributes: str, tag: str) -> None:
    inner = f"{ORDER}{LAST}" if tag == "p" else f"<p>{ORDER}</p><p>{LAST}</p>"
    body = on_layout(f"<p>{LEAD}</p><{tag} {attributes}>{inner}</{tag}><a>展开全文</a>").body
    assert body.replace("\n", "") == LEAD + ORDER + LAST


CONTAINERS = [
    "<div class='TRS_Editor'>{}</div>",
    "<div class='trs_editor_view'><div>{}</div></div>",
    "<section>{}</section>",
    "<div><div><div>{}</div></div></div>",
    "<article>{}</article>",
    "<center>{}</center>",
    "<div class='con'><font>{}</font></div>",
    "<!-- a --><div>{}</div><!-- b -->",
    "<blockquote>{}</blockquote>",
    "<ul><li>{}</li></ul>",
]


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("count", [2, 3, 7])
def test_all_containers_of_a_text_are_read_in_order(container: str, count: int) -> None:
    texts = [
        f"会议第{number}项议程，由林知秋通报登记、采样和送药情况，各乡镇逐一对照办理。"
        for number in range(count)
    ]
    body = on_layout(f"<p>{LEAD}</p>" + "".join(container.format(f"<p>{text}</p>") for text in texts)).body
    assert body.split("\n") == [LEAD, *texts]


@pytest.mark.parametrize("count", [2, 3, 5])
def test_containers_beside_each_other_that_a_layout_names(count: int) -> None:
    texts = [
        f"会议第{number}项议程，由林知秋通报登记、采样和送药情况，各乡镇逐一对照办理。"
        for number in range(count)
    ]
    boxes = "".join(f"<div class='zoombox' id='zoomcon'><p>{text}</p></div>" for text in texts)
    head = f"<head><title>{TITLE}</title></head>"
    page = f"<html>{head}<body><h1 class='content_title'>{TITLE}</h1>{boxes}</body></html>"
    article = lawful(Fetched("https://www.gz.gov.cn/xw/gzyw/content/post_1.html", page.encode()), READING)
    assert article.body.split("\n") == texts


NAMES = [
    *("林知秋", "王乾", "于谦和", "丁一", "欧阳青禾", "𠮷田", "㐂乐", "陈〇", "范𬭸", "张䶮", "赵堃", "李喆"),
    *("邓昇", "闫玥", "马钰", "万俟青", "刘犇", "毌丘青", "李珺"),
    *("尔肯·买买提", "古丽•努尔", "次仁‧卓玛", "阿依・古丽", "巴图･孟和"),
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("label", ["记者 {}", "本报记者：{}", "（记者 {}）", "作者：{}"])
def test_a_reporter_by_any_name(name: str, label: str) -> None:
    article = on_layout(f"<p>{LEAD}</p><p>{ORDER}</p><p>{label.format(name)}</p>")
    assert article.reporters == [name]
    assert article.body.split("\n") == [LEAD, ORDER]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("label", ["责任编辑：{}", "（责任编辑：{}）", "编辑 {}", "责编：{}"])
def test_an_editor_by_any_name(name: str, label: str) -> None:
    article = on_layout(f"<p>{LEAD}</p><p>{ORDER}</p><p>{label.format(name)}</p>")
    assert article.editors == [name]
    assert article.body.split("\n") == [LEAD, ORDER]


FRAGMENTS = [
    "<div>{}</div>",
    "<p></p>{}",
    "<meta charset=utf-8>{}",
    "<table><tr><td>{}</td></tr></table>",
    "<span></span>{}",
    "<section>{}</section>",
    "<article>{}</article>",
    "<br>{}",
    "<center>{}</center>",
    "<!-- copied -->{}",
    "<font>{}</font>",
    "\ufeff<div>{}</div>",
    "\n\n  <div>{}</div>",
    "<link rel=x>{}",
    "<style>p{{}}</style>{}",
    "<script>var a;</script>{}",
    "<main>{}</main>",
    "<DIV>{}</DIV>",
    "<h1></h1>{}",
    "<ul><li>{}</li></ul>",
]


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_a_fragment_of_a_page_is_read_as_what_it_shows(fragment: str) -> None:
    inner = f"<h2>{TITLE}</h2><p>{LEAD}</p><p>{ORDER}</p>"
    article = lawful(Fetched("file:///a.html", fragment.format(inner).encode()), READING)
    assert (article.title, article.body) == (TITLE, f"{LEAD}\n{ORDER}")


@pytest.mark.parametrize("width", range(16, 84, 4))
@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_document_wrapped_at_a_width(width: int, gap: str) -> None:
    paragraphs = [LEAD + ORDER, ORDER + LAST + LEAD, LAST * 2 + ORDER]
    indented = [("" if gap else "　　") + text for text in paragraphs]
    wrapped = ["\n".join(text[i : i + width] for i in range(0, len(text), width)) for text in indented]
    article = lawful(Fetched("file:///a.txt", (f"{TITLE}\n\n" + f"\n{gap}".join(wrapped)).encode()), READING)
    assert article.body.split("\n") == paragraphs


PAGERS = [
    ("post_1.html", "<a href='post_1_2.html'>下一页</a>"),
    ("post_1.html", "<span>1</span> <a href='post_1_2.html'>2</a> <a href='post_1_2.html'>下一页</a>"),
    ("post_1.html", "<p>[1] <a href='./post_1_2.html'>[2]</a> <a href='./post_1_2.html'>下一页 ></a></p>"),
    ("post_1_2.html", "<a href='post_1.html'>上一页</a> <a href='post_1_3.html'>下页</a>"),
    ("post_1.html", "<a href='/xw/gzyw/content/post_1-2.html'>下一页</a>"),
    ("post_1.html", "<a href='post_1.html?page=2'>下一页</a>"),
    ("post_1.html", "<a href='post_1_2.html'>余下全文</a>"),
]


@pytest.mark.parametrize(("name", "pager"), PAGERS)
@pytest.mark.parametrize("inside", [True, False])
def test_a_part_of_an_article_says_so(name: str, pager: str, inside: bool) -> None:
    text = f"<p>{LEAD}</p><p>{ORDER}</p>"
    boxes = f"{text}{pager}</div>" if inside else f"{text}</div>{pager}"
    page = (
        f"<html><head><title>{TITLE}</title></head><body><h1 class='content_title'>{TITLE}</h1>"
        f"<div class='zoombox' id='zoomcon'>{boxes}</body></html>"
    )
    article = lawful(Fetched(f"https://www.gz.gov.cn/xw/gzyw/content/{name}", page.encode()), READING)
    assert article.body == f"{LEAD}\n{ORDER}"
    assert article.stripped["next_page"] == 1


def test_a_link_to_another_article_is_no_next_part() -> None:
    body = f"<p>{LEAD}</p><p>{ORDER}</p><p><a href='post_2.html'>下一页</a></p>"
    assert "next_page" not in on_layout(body).stripped
