"""What others make of a report is a copy under the right label; another report with its slogans is none."""

from __future__ import annotations

import pytest

from covidmeet.archive.copies.labels import EDITED, LONGER, MIX, SAME, SHORTER, relation
from covidmeet.archive.copies.texts import (
    PERMUTATIONS,
    NearText,
    is_sentence,
    packed,
    similarity,
    unpacked,
)
from covidmeet.text.script import simplify
from tests.reports import SLOGANS, excerpt, half, report, with_errors, with_more

TEXT = report(1)
_T2S = ("会议强调，做好门诊管理。", "會議強調，做好門診管理。")


@pytest.mark.parametrize(
    ("other", "label", "share"),
    [
        (TEXT.replace("，", ",").replace("。", "．"), SAME, 1.0),
        (TEXT.replace("\n", "  \n\n"), SAME, 1.0),
        (with_errors(TEXT, 0.01), EDITED, 0.95),
        (with_errors(TEXT, 0.05), EDITED, 0.77),
        (with_more(TEXT, 2), SHORTER, 1.0),  # that is: TEXT is the shorter one
        (half(TEXT), LONGER, 0.6),
        (excerpt(TEXT), LONGER, 0.35),
    ],
)
def test_the_label_and_the_share(other: str, label: str, share: float) -> None:
    found = relation(NearText(TEXT), NearText(other), frozenset())
    assert found is not None
    assert found.label == label
    assert found.share == pytest.approx(share, abs=0.1)
    reverse = relation(NearText(other), NearText(TEXT), frozenset())
    assert reverse is not None
    assert (reverse.share, reverse.share_of_other) == (found.share_of_other, found.share)


def test_the_scripts_of_a_text_are_the_same() -> None:
    hans, hant = _T2S
    assert NearText(hant).letters == NearText(hans).letters == NearText(simplify(hant)).letters


def test_two_halves_of_two_reports_are_a_mix_of_each() -> None:
    other = half(report(2, deeds=14)) + "\n" + half(TEXT)
    found = relation(NearText(report(2, deeds=14)), NearText(other), frozenset())
    assert found is not None
    assert found.label == MIX


def test_other_reports_with_its_slogans_are_none() -> None:
    slogans = set(NearText("".join(SLOGANS)).sentences)
    for seed in range(2, 40):
        assert relation(NearText(TEXT), NearText(report(seed)), slogans) is None


def test_slogans_alone_prove_nothing() -> None:
    one, other = "".join(SLOGANS[:12]), "".join(SLOGANS[:11])
    slogans = set(NearText("".join(SLOGANS)).sentences)
    assert relation(NearText(one), NearText(other), frozenset()) is not None
    assert relation(NearText(one), NearText(other), slogans) is None


def test_bulletins_of_one_form_are_no_copies() -> None:
    form = (
        "截至{a}月{b}日24时，全县现有确诊病例{c}例，无症状感染者{d}例，当日出院{e}例。"
        "全县共设置采样点{f}个，当日完成核酸检测{g}人次，隔离点在用房间{h}间，储备物资可用{i}天。"
    )
    one = form.format(a=3, b=12, c=31, d=54, e=7, f=118, g=20931, h=411, i=25)
    other = form.format(a=4, b=26, c=19, d=83, e=2, f=96, g=18877, h=350, i=18)
    assert relation(NearText(one), NearText(other), frozenset()) is None
    assert relation(NearText(one), NearText(one.replace("当日", "当天")), frozenset()) is not None


def test_short_texts_of_one_form_with_other_numbers_are_no_copies() -> None:
    form = (
        "青溪县疾控中心发布今日核酸采样安排，请居民携带身份证件前往就近的采样点，全程佩戴口罩并保持一米间距。"
        "采样点当天开放{a}个，采样结束以前请勿离开排队区域，结果可以在{b}小时以后查询。"
        "行动不便的居民可以电话联系所在社区的工作人员上门采样，未采样的居民将由网格员逐户提醒。"
    )
    one, other = NearText(form.format(a=21, b=6)), NearText(form.format(a=34, b=12))
    assert relation(one, other, frozenset()) is None
    same = relation(one, NearText(form.format(a=21, b=6).replace("，请居民", "，请各位居民")), frozenset())
    assert same is not None and same.label == EDITED


def test_a_signature_is_the_same_everywhere() -> None:
    # Little-endian on every machine; slots as rensa 0.5 makes them with seed 42.
    signature = NearText("疫情防控工作会议").signature
    assert len(signature) == 4 * PERMUTATIONS == 512
    assert signature == NearText("疫情 防控工作會議。").signature
    assert signature[:8].hex() == "0f01f8d6076b1ae0"
    assert similarity(signature, signature) == 1.0
    assert similarity(signature, NearText("青禾县召开会议").signature) < 0.1


def test_keys_go_into_bytes_and_back() -> None:
    keys = NearText(TEXT).keys
    assert unpacked(packed(keys)) == keys
    assert sum(not is_sentence(key) for key in keys) == 32
    assert sum(map(is_sentence, keys)) == len(NearText(TEXT).sentences)


def test_of_a_very_long_text_the_beginning_is_compared() -> None:
    long = "\n".join(report(number) for number in range(160))
    assert len(long) > 110_000
    other = long[:-1000] + report(999)
    found = relation(NearText(long), NearText(other), frozenset())
    assert found is not None
    assert found.label == EDITED
    assert len(NearText(long).grams) < 100_000
    assert NearText("\ud840会议").keys  # half a character is no error


@pytest.mark.parametrize("text", ["", "。", "会", "会议\n", "1" * 50, "?!" * 9])
def test_texts_of_nearly_nothing(text: str) -> None:
    near = NearText(text)
    assert len(near.keys) >= 32
    assert relation(near, NearText(TEXT), frozenset()) is None
