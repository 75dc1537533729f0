"""Hard-wrapped texts are joined where the wrapping is certain; others stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from covidmeet.text.lines import Line
from covidmeet.text.wrapping import columns, paragraphs, unwrapped

TITLE = "河湾区召开疫情防控工作会议"
PARAGRAPHS = [
    "3月3日，河湾区召开疫情防控工作会议，听取各街道和有关部门汇报，分析当前形势，部署下一步工作。区委书记方青主持会议并讲话。",
    "会议强调，各街道要守好入口、管住路口，对群众反映的问题要当天登记、当天答复、限期解决，把每一项措施落到实处，不得拖延推诿。",
    "会议要求，卫健、教育、交通等部门每天会商一次，备足物资，排好班次，核对名单，确保一旦有事拉得出、接得住、管得好。",
]


def wrap(text: str, width: int, measure: Callable[[str], int]) -> list[str]:
    lines = [""]
    for word in re.findall(r"[A-Za-z0-9.%]+|.", text):
        if lines[-1] and measure(lines[-1] + word) > width and word not in "，。、；":
            lines.append(word)
        else:
            lines[-1] += word
    return lines


@pytest.mark.parametrize("marked", ["indent", "blank"])
@pytest.mark.parametrize(
    ("width", "measure"),
    [(8, len), (16, len), (25, len), (30, len), (16, columns), (32, columns), (40, columns), (60, columns)],
)
def test_wrapped_paragraphs_are_joined(marked: str, width: int, measure: Callable[[str], int]) -> None:
    texts = [TITLE, ""]
    for paragraph in PARAGRAPHS:
        texts += wrap("　　" * (marked == "indent") + paragraph, width, measure)
        texts += [""] * (marked == "blank")
    found = [line.text.strip() for line in unwrapped([Line(text) for text in texts]) if line.text]
    # A headline as wide as the text is a wrapped line as well.
    assert found[-3:] == PARAGRAPHS


@pytest.mark.parametrize(
    "texts",
    [
        [TITLE, *PARAGRAPHS],
        [TITLE, "方青主持会议林晚汇报秦月出席", *PARAGRAPHS],
        ["守好入口管住路口，", "登记测温不可放手，", "你我同心共守家园，", "春来花开。"],
        ["青石街道", "河东街道", "南坪街道", "北渚街道"],
        [],
    ],
)
def test_what_is_not_certainly_wrapped_stays(texts: list[str]) -> None:
    assert paragraphs(texts) == [[i] for i in range(len(texts))]


def test_a_joined_line_knows_all_its_places() -> None:
    texts = [line for paragraph in PARAGRAPHS for line in wrap("　　" + paragraph, 20, len)]
    lines = unwrapped([Line(text, places=(number,)) for number, text in enumerate(texts)])
    assert len(lines) == len(PARAGRAPHS)
    assert [place for line in lines for place in line.places] == list(range(len(texts)))
