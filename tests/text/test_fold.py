"""The one folded form: spellings that a reader takes for the same are equal in it, and nothing else folds."""

from __future__ import annotations

import ast
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covidmeet.text.converter import converter
from covidmeet.text.fold import bare, fold, fold_in_place, fold_with_offsets, standard, visible
from covidmeet.text.hanzi import GB_COMMON
from covidmeet.text.variants import RADICALS, VARIANTS


@pytest.mark.parametrize(
    ("spelling", "plain"),
    [
        ("疫\u200b情\u200c防\u200d控", "疫情防控"),
        ("疫情\u00ad防控", "疫情防控"),
        ("\u200e疫情\u202a防控\u202c\u2066会议\u2069", "疫情防控会议"),
        ("疫情\ufeff防控\u2060工作", "疫情防控工作"),
        ("葛\U000e0100洲坝\ufe00镇", "葛洲坝镇"),
        ("疫\x08情\x7f防控", "疫情防控"),
        ("会议\u3164室", "会议室"),
        ("２０２３年", "2023年"),
        ("ＡＰＰ", "app"),
        ("Covid-19", "COVID-19"),
        ("ﬁrst", "First"),
        ("⼯作⾥⻓⻋⺠⻚", "工作里长车民页"),
        ("不\uf967更\uf901", "不不更更"),
        ("丽\U0002f800", "丽丽"),
        ("3 月 5 日前完成 12 个", "3月5日前完成12个"),
        ("3\u2009月\u00a05\u3000日", "3月5日"),
        ("青禾 App 上线", "青禾app上线"),
        ("衞生 靑年 淸水 鄕村 彞族 数値 増加", "卫生 青年 清水 乡村 彝族 数值 增加"),
        ("疫情防控會議", "疫情防控会议"),
        ("COVID‑19", "COVID–19"),
        ("「静默」", "“静默”"),
        ("阿依・古丽", "阿依·古丽"),
        ("阿依‧古丽", "阿依•古丽"),
        ("钱锺书", "钱钟书"),
        ("8∶30", "8：30"),
    ],
)
def test_spellings_of_the_same_are_equal(spelling: str, plain: str) -> None:
    assert fold(spelling) == fold(plain)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2023 11", "202311"),  # between two digits a blank parts two numbers
        ("张三 李四", "张三李四"),
        ("王乾", "王干"),
        ("第1项\n第2项", "第1项第2项"),
        ("防控", "防疫"),
    ],
)
def test_different_texts_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


ANY = st.text() | st.text(alphabet="疫情會議１2 \t\n\u200b\u00adＡb⼯豈é\u0301ﾞｶ각ᅡᆨ・·—衞〇", max_size=40)


@given(ANY)
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_offsets_lead_to_what_a_character_was_made_of(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.offsets) == len(folded.text)
    assert folded.offsets == sorted(folded.offsets)
    assert all(0 <= offset < len(text) for offset in folded.offsets)


@given(ANY)
def test_folding_in_place_keeps_every_place(text: str) -> None:
    assert len(fold_in_place(text)) == len(text)


def test_folding_in_place_keeps_case_and_makes_no_digit_of_a_circled_one() -> None:
    assert fold_in_place("ＩＣＰ備①②²") == "ICP备①②²"
    assert fold_in_place("⼯作\u2003豈") == "工作 岂"


@given(ANY)
def test_what_is_visible_stays(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert fold(visible(text)) == fold(text)


def test_bare_text_has_neither_blanks_nor_line_ends() -> None:
    assert bare("　召开 会议\n第 １ 项\t") == "召开会议第1项"


def test_all_that_unicode_calls_ignorable_is_left_out() -> None:
    ignorable = [0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F)]
    ignorable += [*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF, *range(0xE0000, 0xE1000, 64)]
    assert not fold("".join(map(chr, ignorable)))
    formats = [chr(code) for code in range(0x3000) if unicodedata.category(chr(code)) == "Cf"]
    kept = {char for char in formats if visible(char)}
    assert all("ARABIC" in unicodedata.name(char) or "SYRIAC" in unicodedata.name(char) for char in kept)


def test_variants_are_no_characters_of_either_script_today() -> None:
    for variant, plain in VARIANTS.items():
        assert variant not in GB_COMMON
        assert str(converter("t2s").convert(variant)) == variant, "OpenCC reads it already"
        assert str(converter("t2s").convert(plain)) == plain
        assert standard(f"青{variant}镇") == f"青{plain}镇"
    assert all(0x2E80 <= ord(radical) <= 0x2EFF for radical in RADICALS)


def calls_that_fold(path: Path) -> list[str]:
    """Calls of ``casefold`` and of a compatibility normalisation in a file."""
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr == "casefold":
            found.append("casefold")
        if isinstance(node, ast.Constant) and node.value in ("NFKC", "NFKD"):
            found.append(str(node.value))
    return found


def test_only_one_file_of_the_package_folds() -> None:
    files = [path for path in sorted(Path("covidmeet").rglob("*.py")) if calls_that_fold(path)]
    assert files == [Path("covidmeet/text/fold.py")]
