"""Script: which one, and Simplified from either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from covidmeet.text.normal import content_hash
from covidmeet.text.script import fold, needs_conversion, script_of, simplify, simplify_name


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("會議強調,隨著形勢變化", "会议强调,随着形势变化"),
        ("意味著 沿著 著力 著手 面臨著", "意味着 沿着 着力 着手 面临着"),
        ("成效顯著 著名專家 專著 土著 卓著", "成效显著 著名专家 专著 土著 卓著"),
        ("大力著手整治", "大力着手整治"),
        ("乾隆年間", "乾隆年间"),
        ("抓落實的最后一公里", "抓落实的最后一公里"),
        ("衞生部門 靑年 淸河 鄕村 彞族 數値 増加", "卫生部门 青年 清河 乡村 彝族 数值 增加"),
        ("縣長王乾主持會議,張志乾、李乾明出席", "县长王乾主持会议,张志乾、李乾明出席"),
        ("(記者林乾 通訊員周昇)", "(记者林乾 通讯员周昇)"),
        ("乾潭鎮、乾務鎮、乾州街道和乾縣", "乾潭镇、乾务镇、乾州街道和乾县"),
        ("黨員乾部、鄉鎮乾部帶頭乾,若乾社區", "党员干部、乡镇干部带头干,若干社区"),
        ("分片包乾、責任到人,馬上乾、一起乾", "分片包干、责任到人,马上干、一起干"),
        ("主乾道、乾線公路、乾旱地區、江乾區", "主干道、干线公路、干旱地区、江干区"),
        ("乾在實處,餅乾保供,王幹部、張乾事", "干在实处,饼干保供,王干部、张干事"),
        ("記者於洋從於潛鎮報道,縣長於昨日到村", "记者于洋从於潜镇报道,县长于昨日到村"),
        ("縣委書記於志強主持,鎮長於洋、於靜參加", "县委书记于志强主持,镇长于洋、于静参加"),
        ("由於雨大,記者於洋報道,商於之地", "由于雨大,记者于洋报道,商於之地"),
        ("記者於洋從于莊報道,鎮長於靜參加,便于群衆", "记者於洋从于庄报道,镇长於静参加,便于群众"),
        ("縣長於建國強調,書記於昨日關于防控到村", "县长於建国强调,书记于昨日关于防控到村"),
        ("由於關於,於3月5日召開,書記於會後指出", "由于关于,于3月5日召开,书记于会后指出"),
        ("魏徵 文徵明 特徵 徵求意見 記者李徵、王濛", "魏徵 文徵明 特征 征求意见 记者李徵、王濛"),
        ("錢鍾書 鍾南山", "钱锺书 钟南山"),
        ("步步高昇,小雨濛濛", "步步高升,小雨蒙蒙"),
    ],
)
def test_traditional_becomes_simplified(traditional: str, simplified: str) -> None:
    assert simplify(traditional) == simplified


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("王乾", "王乾"),
        ("張乾元", "张乾元"),
        ("於建國", "于建国"),
        ("陳於蘭", "陈于兰"),
        ("徐徵", "徐徵"),
        ("陳昇", "陈昇"),
        ("林淸", "林清"),
        ("李鍾書", "李锺书"),
        ("鍾靈", "钟灵"),
        ("阿依・古麗", "阿依・古丽"),
        ("\ud800王", "?王"),
    ],
)
def test_a_name_becomes_simplified_without_damage(traditional: str, simplified: str) -> None:
    assert simplify_name(traditional) == simplified


def test_a_family_name_is_kept_where_the_text_tells_it_from_another() -> None:
    assert simplify_name("於建國", keeps_yu=True) == "於建国"
    assert simplify("縣長於建國", keeps_yu=True) == "县长於建国"
    assert simplify("縣長於建國", keeps_yu=False) == "县长于建国"


def test_script_of_a_text() -> None:
    assert script_of("會議強調") == "hant"
    assert script_of("会议强调") == "hans"
    assert script_of("2022-03-04") == "hans"


def test_a_few_traditional_characters_in_simplified_text_stay() -> None:
    assert not needs_conversion("乾隆年间，王濛设计了这座建筑，会议强调要保护好它")
    assert needs_conversion("全國服务热线 新闻中心 广东省黄埔區")


@given(st.text())
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_simplifying_never_raises(text: str) -> None:
    simplify(text)


def test_widths_and_blanks_do_not_make_another_text() -> None:
    assert content_hash("会议强调，要落实。\n第２项") == content_hash("会议强调,要落实。 第2项")
    assert content_hash("会议强调") != content_hash("会议指出")


def test_radicals_and_what_nobody_sees_do_not_make_another_text() -> None:
    assert content_hash("召开⼯作会议，⻓期抓好") == content_hash("召开工作会议，长期抓好")
    assert content_hash("疫情\u200b防控\u3164会议") == content_hash("疫情防控会议")


def test_the_hash_of_a_text_is_what_archives_hold() -> None:
    old = "7431e0864f2d"
    assert content_hash("37.3℃的人员，第２项ＡＰＰ").startswith(old)
