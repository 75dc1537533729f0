"""A text in several elements, or folded away in one, is archived whole."""

from __future__ import annotations

import pytest

from covidmeet.process import Fetched, process
from covidmeet.site import Layout, Site
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading

A = "3月2日，青禾县召开疫情防控工作会议，县委书记林知秋主持会议并讲话。"
B = "会议要求，各乡镇把登记、采样和送药三件事分到人，当天的事当天办完。"
C = "会议强调，要把电话接起来，群众反映的事当天有回音。"
LAYOUT = Layout("new", title=("h1",), body=(".text",))
READING = Reading(Sites((Site("qinghe", layouts=(LAYOUT,)),)))


def body(html: str) -> list[str]:
    page = (
        f"<html><head><title>青禾县召开会议</title></head><body><h1>青禾县召开会议</h1>{html}</body></html>"
    )
    return process(Fetched("http://www.qinghe.example/1.html", page.encode()), READING).body.splitlines()


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            f"<div class=text><p>{A}</p></div><img><div class=text>{B}</div><div class=text>{C}</div>",
            [A, B, C],
        ),
        (f"<div><div class=text>{A}</div></div><div><div class=text>{B}</div></div>", [A, B]),
        (f"<div class=text><p>{A}</p><div class=text>{B}</div></div>", [A, B]),
        # A copy, a list of links, and what stands elsewhere on the page are no further part.
        (f"<div class=text><p>{A}</p><p>{B}</p></div><div class=text><p>{A}</p><p>{B}</p></div>", [A, B]),
        (f"<div class=text><p>{A}</p></div><div class=text><a href=1>青石镇召开会议</a></div>", [A]),
        (f"<div class=text><p>{A}{B}</p></div><section class=s><div class=text>{C}</div></section>", [A + B]),
    ],
)
def test_elements_side_by_side_are_one_text(html: str, expected: list[str]) -> None:
    assert body(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f"<div style='display:none'><p>{B}</p><p>{C}</p></div><a>展开全文</a>", [A, B, C]),
        (f"<div hidden><p>{B}</p><p>{C}</p></div><a>点击展开全文</a>", [A, B, C]),
        (f"<p style='display: none'>{B}</p><p style='display: none'>{C}</p><a>阅读全文</a>", [A, B, C]),
        (f"<div style='display:none'><p>{B}</p><p class=pl_css_ganrao>{A}</p><p>{C}</p></div>", [A, B, C]),
        # A mirror's junk, tricks of position, short notes, lists of links and copies stay hidden.
        (f"<div class=pl_css_ganrao style='display:none'>{B}{C}</div>", [A]),
        (f"<div style='display:none;left:-9999px'>{B}{C}</div>", [A]),
        (f"<div style='font-size:0'>{B}{C}</div>", [A]),
        ("<div style='display:none'>请登录后查看。</div>", [A]),
        (f"<div style='display:none'><a>{B}</a><a>{C}</a></div>", [A]),
        (f"<p>{B}</p><p>{C}</p><div style='display:none'><p>{B}</p><p>{C}</p></div>", [A, B, C]),
    ],
)
def test_the_rest_of_a_text_may_be_folded_away(html: str, expected: list[str]) -> None:
    assert body(f"<div class=text><p>{A}</p>{html}</div>") == expected
