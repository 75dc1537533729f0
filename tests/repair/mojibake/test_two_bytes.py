"""Big5 read as GBK and GBK read as Big5: a line comes back whole or stays; what lost bytes is in doubt."""

from __future__ import annotations

import pytest

from covidmeet.repair import mojibake
from covidmeet.repair.mojibake.remains import is_half_repaired, remains

from .damage import gbk_as_big5, two_byte_channels
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


GBK_LINES = [
    "会议由镇长白云川主持，镇党委书记乔若溪出席会议并讲话，全体人员参加会议。",
    "派出所、市场监管所和交通运输站要密切配合，守好高速路口、农贸市场和客运站。",
    "全镇共设置采样点26个，组织志愿者318名，累计采样4.7万人次。",
    "会议要求，各村（社区）要做到“应检尽检”；三天内完成全员核酸检测。",
]


@pytest.mark.parametrize("lost", ["\ufffd", "?"])
def test_gbk_read_as_big5_comes_back(lost: str) -> None:
    page = "\n".join(["青溪镇召开疫情防控工作会议", *GBK_LINES])
    found = mojibake.repair(gbk_as_big5(page, lost))
    assert found.text == page
    assert not found.unrepaired
    assert {fix.rule for fix in found.fixes} == {"gbk_as_big5"}


@pytest.mark.parametrize("line", GBK_LINES)
def test_gbk_read_as_big5_without_marks_is_right_or_in_doubt(line: str) -> None:
    shown = gbk_as_big5(line, "")
    found = mojibake.repair(shown)
    assert found.text in (line, shown) or any(fix.doubtful for fix in found.fixes), found.text


@pytest.mark.parametrize(
    "line",
    [
        "注音符號：ㄅ、ㄆ、ㄇ、ㄈ，ㄗ、ㄘ、ㄙ，ㄚ、ㄛ、ㄜ，一共三十七個。",
        "他高興得只會說：「ㄛ！」大家都笑了，老師也笑了。",
        "﹝附註﹞本辦法自公布日起施行，﹝附表﹞另行公告﹞",
        "口腔醫院的院長姓衄，名叫珨岆，住在婓園路。",
    ],
)
def test_zhuyin_and_small_brackets_stay(line: str) -> None:
    found = mojibake.repair(line)
    assert found.text == line
    assert not found.unrepaired


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
