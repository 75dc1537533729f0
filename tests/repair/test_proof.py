"""A repair is stored only if running the damage forward gives back what was found, to the letter."""

from __future__ import annotations

import json
import re
from html import unescape
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from covidmeet.repair import mirror, mojibake, repair
from covidmeet.repair.fixes import Fix, apply

from .mirror.forward import Kit, damage, ranking
from .mirror.texts import REPORT
from .mojibake.damage import CHANNELS, gbk_as_big5
from .mojibake.texts import NEWS
from .not_ours import FOREIGN, LESSONS
from .proof import mirror_gives, wrong_decoding_gives

CASES = Path(__file__).parents[1] / "cases"
_ENTITY = re.compile("&[#0-9A-Za-z;]+;")


def cases(*names: str) -> list[str]:
    found: list[Any] = [case for name in names for case in json.loads((CASES / name).read_text("utf-8"))]
    return [
        case["seen"] for case in found if "spam" not in case.get("name", "")
    ]  # spam came after the damage


def assert_mirror_law(seen: str) -> None:
    found = mirror.repair(seen)
    assert apply(seen, found.fixes) == found.text
    if found.fixes:
        assert mirror_gives(found.text, seen), found.text


def stretches(seen: str, fixes: tuple[Fix, ...]) -> list[tuple[str, str]]:
    """What was found and what it became: fixes side by side are parts of one repair."""
    joined: list[tuple[str, str, int]] = []
    for fix in fixes:
        if joined and joined[-1][2] == fix.offset and "\n" not in fix.before:
            before, after, _ = joined.pop()
            joined.append((before + fix.before, after + fix.after, fix.offset + len(fix.before)))
        else:
            joined.append((fix.before, fix.after, fix.offset + len(fix.before)))
    return [(before, after) for before, after, _ in joined]


def assert_decoding_law(seen: str) -> None:
    found = mojibake.repair(seen)
    assert apply(seen, found.fixes) == found.text
    for is_entity, group in groupby(found.fixes, key=lambda fix: fix.rule == "entities_twice"):
        fixes = tuple(group)
        if is_entity:
            assert all(unescape(unescape(fix.before)) == fix.after for fix in fixes)
            continue
        for before, after in stretches(seen, fixes):
            assert wrong_decoding_gives(after, before), (before, after)


@pytest.mark.parametrize("seen", cases("mirror-wild.json", "mirror-synthetic.json"))
def test_mirror_cases(seen: str) -> None:
    assert_mirror_law(seen)


@pytest.mark.parametrize("seen", cases("mojibake_damaged.json"))
def test_cases_of_wrong_decodings(seen: str) -> None:
    found = mojibake.repair(seen)
    if all(fix.rule != "utf8_twice" for fix in found.fixes):
        assert_decoding_law(seen)


MARKS_AND_TRACES = st.sampled_from(
    "網(wǎng)絡ò業è)(yè)會?？?！?。?，,!；“”（）\x05\x06\x08 \n\t<>&\"'/pA1霸簝攘萍加邢薰"
    "確保常小日報海口福住\ue088€"
)
SHORT = st.text(
    st.sampled_from("全市會議強調網絡業務確保“零感染”海口福建省，。、！？（）\n日報12"), max_size=60
)


@given(st.text(MARKS_AND_TRACES, max_size=60))
@settings(max_examples=100, deadline=None)
def test_mirror_repairs_of_any_text(text: str) -> None:
    assert_mirror_law(text)


@given(SHORT, st.integers(0, 9), st.integers(0, 1000), st.booleans(), st.sampled_from(["", " ", "keep"]))
@settings(max_examples=60, deadline=None)
def test_mirror_repairs_of_damaged_text(text: str, step: int, seed: int, narrow: bool, controls: str) -> None:
    kit = Kit(ranking(step), overlapping=True)
    assert_mirror_law(damage("網絡\n" + text, kit, seed, half_width=narrow, controls=controls))


def test_a_blank_before_a_lost_byte_is_no_control_unless_a_mark_follows() -> None:
    assert_mirror_law("網(wǎng)絡\n“ ? ? ， ！")


PIECES = st.one_of(
    st.sampled_from(NEWS).flatmap(lambda line: st.integers(0, len(line)).map(lambda at: line[at : at + 14])),
    st.text(st.sampled_from("疫情防控会议，。、“”2022年abc鎮陽é—·《》"), max_size=12),
)


@given(
    st.lists(PIECES, min_size=1, max_size=3).map("".join), st.sampled_from(sorted(CHANNELS)), st.booleans()
)
@settings(max_examples=60, deadline=None)
def test_wrong_decodings_of_any_text(text: str, channel: str, partly: bool) -> None:
    try:
        seen = CHANNELS[channel][1](text)
    except UnicodeEncodeError:
        return
    if not channel.startswith("utf8_twice"):
        assert_decoding_law(f"推荐阅读：{seen}，点击查看全文。" if partly else seen)


@given(
    st.text(st.sampled_from("浼氳?鍏ㄥ競€\ufffd鐤儏ÒßÇéä¼šã€\x82è® &#x201c;&ldquo;会议\n，2"), max_size=40)
)
@settings(max_examples=60, deadline=None)
def test_repairs_of_what_looks_wrongly_decoded(text: str) -> None:
    assert_decoding_law(text)


@given(
    st.lists(st.sampled_from([line for line in NEWS if line.encode("gbk", "ignore").decode("gbk") == line])),
    st.sampled_from(["", "?", "\ufffd"]),
)
@settings(max_examples=15, deadline=None)
def test_gbk_read_as_big5(lines: list[str], lost: str) -> None:
    assert_decoding_law(gbk_as_big5("\n".join(lines[:3]), lost))


def test_what_the_bytes_leave_open_is_told() -> None:
    for channel in ("utf8_as_gbk, pairs", "utf8_as_gbk, U+FFFD", "utf8_as_cp1252, bytes dropped"):
        for line in NEWS:
            found = repair(CHANNELS[channel][1](line))
            assert found.text == line or found.doubtful or found.unrepaired, line


def test_a_swallowed_digit_is_always_doubtful() -> None:
    page = damage(REPORT, Kit(ranking(4), overlapping=True), 5)
    found = repair(page + "\n這次會(huì)議之后又有?0天沒有發(fā)現(xiàn)，合計保證?8例。")
    digits = [fix for fix in found.fixes if fix.after[-1:].isdigit() and fix.before.endswith("?")]
    assert all(fix.doubtful and fix.runner_up for fix in digits)
    seen = CHANNELS["utf8_as_gbk, pairs"][1]("全市新增确诊病例26例，其中境外输入病例7例。")
    assert all(fix.doubtful for fix in repair(seen).fixes if re.search(r"\d$", fix.after))


@pytest.mark.parametrize("text", [*LESSONS, *FOREIGN])
def test_what_is_not_damage_is_left_alone(text: str) -> None:
    found = repair(text)
    assert found.text == text and not found.fixes


@pytest.mark.parametrize("text", FOREIGN)
def test_no_chinese_is_invented_from_other_languages(text: str) -> None:
    seen = [damaged(text) for name, (_, damaged) in CHANNELS.items() if name.startswith("utf8_as")]
    for codec in ("iso8859-7", "cp1251", "cp1255", "cp1258", "cp949"):
        data = text.encode(codec, "ignore")
        if len(data) > len(text) // 2:
            seen += [data.decode("latin-1"), data.decode("gbk", "ignore"), data.decode("gb18030", "replace")]
    for damaged_text in seen:
        assert repair(damaged_text).text in (damaged_text, text)


@pytest.mark.parametrize("value", [b"\xd2\xdf", None, 7])
def test_what_is_no_text_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="repair takes text as str, not"):
        repair(value)
