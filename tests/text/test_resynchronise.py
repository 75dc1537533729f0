"""Two-byte text is resynchronised behind a stray or lost byte; aligned text never changes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covidmeet.text.charset import decode
from covidmeet.text.resynchronise import decode_resynchronised

HANS = "青禾市疫情防控工作会议在市民中心举行，会议听取了各县区近期工作情况的汇报，研究部署下一阶段的任务。"
HANT = "青禾市疫情防控工作會議在市民中心舉行，會議聽取了各縣區近期工作情況的匯報，研究部署下一階段的任務。"

PAIRS = pytest.mark.parametrize(("text", "encoding"), [(HANS, "gb18030"), (HANT, "big5hkscs")])


@PAIRS
@pytest.mark.parametrize("stray", [0x81, 0xB5, 0xD3, 0xFE, 0xFF])
def test_stray_byte_inside_a_paragraph(text: str, encoding: str, stray: int) -> None:
    raw = text.encode(encoding)
    cut = 2 * 11
    found = decode_resynchronised(raw[:cut] + bytes([stray]) + raw[cut:], encoding)
    # At most the character beside the stray byte is lost with it.
    assert found.startswith(text[:10])
    assert found.endswith(text[12:])
    assert len(found) == len(text) + 1


@PAIRS
def test_lost_byte_inside_a_paragraph(text: str, encoding: str) -> None:
    raw = text.encode(encoding)
    found = decode_resynchronised(raw[:22] + raw[23:], encoding)
    assert found.startswith(text[:10])
    assert found.endswith(text[13:])


@PAIRS
def test_two_stray_bytes_in_a_page_are_counted(text: str, encoding: str) -> None:
    raw = text.encode(encoding)
    found = decode(raw[:22] + b"\xff" + raw[22:60] + b"\xff" + raw[60:], declared=["utf-8"])
    assert (found.encoding, found.damaged) == (encoding, 2)
    assert found.text.replace("\ufffd", "") == text


def test_an_ascii_trail_byte_ends_a_short_run_by_itself() -> None:
    """舉 is C5 65 in GBK: the ``e`` stops the shift after seven characters, too few to judge by."""
    raw = HANT.encode("gb18030")
    found = decode_resynchronised(raw[:22] + b"\xb5" + raw[22:], "gb18030")
    assert found.startswith(HANT[:10])
    assert found.endswith(HANT[18:])


def test_a_lost_byte_with_a_question_mark_in_its_place_is_left_to_the_repair_of_mirrors() -> None:
    raw = HANS.encode("gb18030")
    raw = raw[:22] + b"?" + raw[23:]
    assert decode_resynchronised(raw, "gb18030") == raw.decode("gb18030", "replace")


def test_a_page_misaligned_from_its_start_is_still_chinese() -> None:
    found = decode(HANS.encode("gbk")[1:])
    assert (found.encoding, found.text[-45:]) == ("gb18030", HANS[-45:])


@pytest.mark.parametrize(
    "text",
    [
        HANS,
        "生僻字：龘靐齉爩麤灪龗鱻麣鸞虪驫鬱讟饢爨。",
        "①②③④■□◆▲ＡＢＣ１２３ぁあぃいァアィイАБВабвαβγ",
        "".join(
            bytes((a, b)).decode("gb2312", "ignore") for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF)
        ),
        "".join(bytes((a, b)).decode("gbk", "ignore") for a in range(0x81, 0xA1) for b in range(0x40, 0xFF)),
        "姓名：𠮷野㑇、朱镕基金会、堃煊喆昇垚犇猋",
        "",
    ],
)
def test_aligned_text_stays(text: str) -> None:
    assert decode_resynchronised(text.encode("gb18030"), "gb18030") == text


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=60))
def test_any_aligned_characters_stay(text: str) -> None:
    assert decode_resynchronised(text.encode("gb18030"), "gb18030") == text


@given(st.binary(max_size=300), st.sampled_from(["gb18030", "big5hkscs"]))
def test_never_raises(data: bytes, encoding: str) -> None:
    decode_resynchronised(data, encoding)


def test_work_is_bounded() -> None:
    raw = ("龘靐齉爩麤灪龗鱻" * 40 + "\n").encode("gb18030") * 3000
    start = time.perf_counter()
    assert decode_resynchronised(raw, "gb18030") == raw.decode("gb18030")
    assert time.perf_counter() - start < 5
