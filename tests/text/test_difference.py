"""Where two texts differ: the fewest changes, told by paragraph and word, in linear time."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache

import pytest

from covidmeet.text.difference import Paragraph, fragments, hunks, paragraphs
from tests.growth import assert_linear


def told(paragraph: Paragraph) -> str:
    """The paragraph in one line: kind, number, and its changed parts in brackets."""
    marks = {"=": "{}", "-": "[-{}]", "+": "[+{}]"}
    text = "".join(marks[part.kind].format(part.text) for part in paragraph.fragments)
    return f"{paragraph.kind}{paragraph.number} {text}"


def most_in_common(old: str, new: str) -> int:
    @cache
    def of(i: int, j: int) -> int:
        if i == len(old) or j == len(new):
            return 0
        return of(i + 1, j + 1) + 1 if old[i] == new[j] else max(of(i + 1, j), of(i, j + 1))

    return of(0, 0)


def test_hunks_are_the_fewest_changes_and_lead_from_one_text_to_the_other() -> None:
    rng = random.Random(13)
    for _ in range(1500):
        old, new = ("".join(rng.choices("会议防", k=rng.randrange(10))) for _ in range(2))
        made, at, common = "", 0, 0
        for hunk in hunks(old, new):
            common += hunk.old_start - at
            made += old[at : hunk.old_start] + new[hunk.new_start : hunk.new_stop]
            at = hunk.old_stop
        assert made + old[at:] == new
        assert common + len(old) - at == most_in_common(old, new), (old, new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("3月5日新增8例。", "3月5日新增12例。", "=3月5日新增|-8|+12|=例。"),
        ("县长江晚舟主持", "县长方青主持", "=县长|-江晚舟|+方青|=主持"),
        ("会议强调，要落实。", "会议强调，要抓好落实。", "=会议强调，要|+抓好|=落实。"),
        # A shared character between two changes says nothing.
        ("甲乙丙丁戊", "子乙丑丁戊", "-甲乙丙|+子乙丑|=丁戊"),
        ("COVID-19疫情", "COVID-21疫情", "=COVID-|-19|+21|=疫情"),
        ("", "新", "+新"),
        ("同", "同", "=同"),
    ],
)
def test_changed_words_of_a_paragraph(old: str, new: str, expected: str) -> None:
    assert "|".join(kind + text for kind, text in fragments(old, new)) == expected


def test_paragraphs_that_were_edited_moved_in_and_out() -> None:
    old = "开头一段没有变化。\n会议要求，守好7个卡口，确保应检尽检。\n这一段后来删去了。\n结尾。"
    new = "开头一段没有变化。\n新插入的话与别处无关。\n会议要求，守好9个卡口，确保应检尽检。\n结尾。"
    assert [told(paragraph) for paragraph in paragraphs(old, new)] == [
        "=1 开头一段没有变化。",
        "+2 [+新插入的话与别处无关。]",
        "~3 会议要求，守好[-7][+9]个卡口，确保应检尽检。",
        "-3 [-这一段后来删去了。]",
        "=4 结尾。",
    ]


def test_both_texts_can_be_read_from_the_paragraphs() -> None:
    rng = random.Random(5)
    lines = ["会议要求守好卡口", "会议要求守好关口和卡口", "县长主持", "请各乡镇落实", ""]
    for _ in range(300):
        old, new = ("\n".join(rng.choices(lines, k=rng.randrange(1, 7))) for _ in range(2))
        found = paragraphs(old, new)
        for text, other in ((old, "+"), (new, "-")):
            shown = [
                "".join(part.text for part in paragraph.fragments if part.kind != other)
                for paragraph in found
                if paragraph.kind != other
            ]
            assert "\n".join(shown) == text


def by_chance(seed: int, characters: str, n: int) -> str:
    return "".join(random.Random(seed).choices(characters, k=n))


def numbers(first: int, count: int) -> str:
    return "\n".join(map(str, range(first, first + count)))


def twenty_lines(seed: int, n: int) -> str:
    return "\n".join(by_chance(seed * 20 + line, "甲乙丙丁", n // 20) for line in range(20))


SHAPES: dict[str, Callable[[int], tuple[str, str]]] = {
    "nothing in common": lambda n: ("甲" * n, "乙" * n),
    "two characters": lambda n: ("甲乙" * (n // 2), "乙甲丙" * (n // 3)),
    "chance": lambda n: (by_chance(1, "甲乙丙", n), by_chance(2, "甲乙丙", n)),
    "one line a character": lambda n: ("\n".join("甲乙" * (n // 4)), "\n".join("乙甲丙" * (n // 6))),
    "all lines differ": lambda n: (numbers(0, n // 5), numbers(n, n // 5)),
    "twenty long lines": lambda n: (twenty_lines(1, n), twenty_lines(2, n)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_texts_take_more_than_linear_time(shape: str) -> None:
    def prepare(size: int) -> Callable[[], object]:
        old, new = SHAPES[shape](size)
        return lambda: paragraphs(old, new)

    assert_linear(shape, prepare, (10_000, 20_000, 40_000, 80_000))
