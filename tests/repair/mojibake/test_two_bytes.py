"""Big5 read as GBK: a line comes back whole or stays, and what lost bytes is in doubt."""

from __future__ import annotations

import pytest

from covidmeet.repair import mojibake
from covidmeet.repair.mojibake.remains import is_half_repaired, remains

from .damage import two_byte_channels
from .texts import TRADITIONAL

CHANNELS = {name: damage for name, damage in two_byte_channels().items() if name.startswith("big5")}
LINES = [
    *TRADITIONAL,
    "會議由鎮長白雲川主持，鎮黨委書記喬若溪出席會議並講話，全體人員參加會議。",
    "派出所、市場監管所和交通運輸站要密切配合，守好高速路口、農貿市場和客運站。",
    "全鎮共設置採樣點26個，組織志願者318名，累計採樣4.7萬人次。",
]


@pytest.mark.parametrize("name", sorted(CHANNELS))
@pytest.mark.parametrize("line", LINES)
def test_no_line_is_half_repaired(name: str, line: str) -> None:
    shown = CHANNELS[name](line)
    found = mojibake.repair(shown)
    if found.text == shown:
        return
    assert found.text == line or any(fix.doubtful for fix in found.fixes), found.text
    assert not is_half_repaired(found.text)


def test_a_line_without_a_loss_is_sure() -> None:
    line = "會議指出，當前形勢依然嚴峻，任何時候都不能麻痺大意。"
    found = mojibake.repair(line.encode("cp950").decode("gb18030"))
    assert found.text == line
    assert all(fix.confidence == 1.0 for fix in found.fixes)


@pytest.mark.parametrize(
    ("text", "left", "half"),
    [
        ("鎮衛生院要落實責任，維生素C片和X光片都已送到。", 2, True),
        ("這種維生素C片每天吃一片，兩組的結果相同。", 1, False),
        ("喬若溪強調A要落實|方責任A堅持外防輸入。", 3, True),
        ("各村都要登記C", 1, True),
        ("他的名字裡有一個?字，電腦打不出來。", 1, False),
        ("本報北京?A今天上午", 1, True),
    ],
)
def test_trail_bytes_that_stand_there_as_letters(text: str, left: int, half: bool) -> None:
    assert remains(text) == left
    assert is_half_repaired(text) is half
