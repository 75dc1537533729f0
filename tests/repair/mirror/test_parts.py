"""The parts of the repair, each by itself."""

from __future__ import annotations

import io
import runpy
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from covidmeet.repair.mirror.__main__ import main
from covidmeet.repair.mirror.cp936 import CHAR_OF, CODE_OF
from covidmeet.repair.mirror.kit_profile import detect_kit
from covidmeet.repair.mirror.markup import first_digit, is_year, markup_before
from covidmeet.repair.mirror.readings import codes_with_reading, common_kit, has_reading
from covidmeet.repair.mirror.verify import produces

from .forward import Kit, damage, ranking
from .texts import REPORT

ROOT = Path(__file__).parents[3]


def test_user_defined_areas_are_private_use() -> None:
    corners = {0xAAA1: 0xE000, 0xAFFE: 0xE233, 0xF8A1: 0xE234, 0xFEFE: 0xE4C5, 0xA140: 0xE4C6, 0xA7A0: 0xE765}
    assert {code: ord(CHAR_OF[code]) for code in corners} == corners


def test_codes_lead_back_to_the_same_bytes() -> None:
    assert all(CODE_OF[char] == code for code, char in CHAR_OF.items() if code != 0xA1CE)
    assert len(CHAR_OF) == 126 * 190


def test_kit_annotates_nothing_that_gb_2312_has() -> None:
    assert len(common_kit()) == 156
    assert not any(char.encode("gb2312", "ignore") for char in common_kit())
    assert all(has_reading(char, reading) for char, (_, reading) in common_kit().items())


def test_cut_annotation_has_few_candidates() -> None:
    assert [CHAR_OF[code] for code in codes_with_reading("qǐng", 0xD5)] == ["請"]


@pytest.mark.parametrize(
    ("tail", "byte"),
    [
        ("/p>", "<"),
        ('span class="x">', "<"),
        ("br>", "<"),
        ("nbsp;首頁", "&"),
        ("#160;", "&"),
        ("/></a>", '"'),
        ("..", "."),
        ("2022年", ""),
        ("首頁", ""),
    ],
)
def test_what_markup_lacks(tail: str, byte: str) -> None:
    assert markup_before(tail) == byte


def test_digits_that_years_and_the_page_tell() -> None:
    assert is_year("998年") and is_year("022年") and not is_year("00年")
    assert first_digit("998年", "") == "1"
    assert first_digit("022年", "") == "2"
    assert first_digit("5.3萬戶", "全市共85.3萬戶") == "8"


def test_forward_check_accepts_only_what_the_kit_can_make() -> None:
    profile = detect_kit("網(wǎng)絡業(yè)務由云溪日?qǐng)?bào)承辦")
    assert produces("日", "報", "?qǐng)?bào)", profile)
    assert not produces("月", "報", "?qǐng)?bào)", profile)
    assert not produces("日", "保", "?qǐng)?bào)", profile)
    assert produces("確", "保“零感染”。", "?！傲愀腥尽?。", profile)
    assert not produces("確", "常“零感染”。", "?！傲愀腥尽?，", profile)


def test_profile_has_the_annotated_characters() -> None:
    profile = detect_kit(damage(REPORT, Kit(ranking(2))))
    assert profile.damaged and not profile.half_width and not profile.spaced
    assert {"關", "發", "設"} <= profile.annotated <= set(common_kit())
    assert max(common_kit()[char][0] for char in profile.annotated) == 2


def test_tables_are_what_the_script_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pypinyin")
    make = runpy.run_path(str(ROOT / "tools" / "make_readings.py"))
    monkeypatch.setitem(make["main"].__globals__, "TARGET", tmp_path)
    make["main"]()
    for name in ("readings.tsv", "pinyin.tsv", "forms.txt"):
        packaged = ROOT / "covidmeet" / "repair" / "mirror" / name
        assert (tmp_path / name).read_text(encoding="utf-8") == packaged.read_text(encoding="utf-8")


def test_command_prints_text_and_fixes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("云溪日?qǐng)?bào)網(wǎng)絡版", encoding="utf-8")
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    assert main([str(page), "--explain"]) == 0
    assert out.getvalue().decode() == "云溪日報網絡版"
    told = capsys.readouterr().err
    assert "3\tlost_byte\t" in told
    assert "lost_byte 1, reading 1; left as found: 0" in told


def test_command_says_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "missing.txt")]) == 1
    assert "missing.txt" in capsys.readouterr().err
