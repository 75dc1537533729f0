"""Names, posts and roles in the forms that reports write them."""

from __future__ import annotations

import pytest

from covidmeet.facts import facts
from covidmeet.items import Article

HELD = "3月4日，青禾县召开疫情防控工作会议。"


def people(text: str, title: str = "青禾县召开会议") -> dict[str, tuple[list[str], set[str]]]:
    (meeting,) = facts(Article(title=title, body=HELD + text, published_at="2022-03-05"))
    return {
        one.name.value: ([post.value for post in one.posts], {role.value for role in one.roles})
        for one in meeting.people
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县委书记　周　清　主持会议。", {"周清": (["县委书记"], {"chair"})}),
        ("周清书记主持会议。", {"周清": (["书记"], {"chair"})}),
        ("会议由县长周清同志主持。", {"周清": (["县长"], {"chair"})}),
        # Blanks only make a name as wide as one of three characters.
        ("副主席尼玛·扎西出席。", {"尼玛·扎西": (["副主席"], {"attends"})}),
        (
            "宣传部部长兼统战部部长欧阳明月参加会议。",
            {"欧阳明月": (["宣传部部长", "统战部部长"], {"attends"})},
        ),
        (
            "县领导周清、白河等参加。",
            {"周清": (["县领导"], {"attends"}), "白河": (["县领导"], {"attends"})},
        ),
        ("周清、白河等县领导参加。", {"周清": ([], {"attends"}), "白河": ([], {"attends"})}),
        (
            "县疫情防控领导小组(指挥部)组长周清主持。",
            {"周清": (["县疫情防控领导小组(指挥部)组长"], {"chair"})},
        ),
        # 为 and 和 join or govern what follows, but not a mark or a verb.
        (
            "县长施大为，副县长方景和出席。",
            {"施大为": (["县长"], {"attends"}), "方景和": (["副县长"], {"attends"})},
        ),
        ("会议由县长施大为主持。", {"施大为": (["县长"], {"chair"})}),
        # 方向 and 东方 are words; behind a post and in front of a mark the whole is a name.
        (
            "县长助理方向明，督学东方亮出席。",
            {"方向明": (["县长助理"], {"attends"}), "东方亮": (["督学"], {"attends"})},
        ),
        # 教学安排 is what they report on, not what they did.
        (
            "教务处处长周清、后勤处处长白河分别就教学安排、后勤保障作了汇报。",
            {"周清": (["教务处处长"], {"reports"}), "白河": (["后勤处处长"], {"reports"})},
        ),
        ("县长周清作了具体安排。", {"周清": (["县长"], {"speaks"})}),
        ("区委副书记、区长候选人周清主持。", {"周清": (["区委副书记", "区长候选人"], {"chair"})}),
        # An unknown surname in a list does not part it.
        (
            "县长周清，人大主任嬴得胜，政协主席汤山，有关同志参加会议。",
            {"周清": (["县长"], {"attends"}), "汤山": (["政协主席"], {"attends"})},
        ),
        # The posts stand where he is first named, though he does nothing of the meeting there.
        (
            "县长周清带队到青禾街道调研，并召开现场会。会上，周清强调，要守好卡点。",
            {"周清": (["县长"], {"speaks"})},
        ),
        ("县医院感染科周清医师讲解了消毒方法。", {"周清": (["县医院感染科", "医师"], {"reports"})}),
    ],
)
def test_a_person_is_read(text: str, expected: dict[str, tuple[list[str], set[str]]]) -> None:
    assert people(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "会议传达了省委书记程远山批示精神。",
        "会议学习了省长汪明哲在全省会议上的讲话精神。",
        "受县委书记周清委托，会议听取了有关汇报。",
        "县委书记高度重视，多次过问。",
        "会议强调，县委书记周清要求各镇落实责任。",
        "各单位主任、全体干部参加会议。",
        "校长助理出席会议。",
        "组长单位、成员单位参加会议。",
        "（记者 周清 通讯员 白河）",
    ],
)
def test_who_is_only_told_of_or_is_nobody_takes_no_part(text: str) -> None:
    assert people(text) == {}


def test_what_stands_in_the_place_of_a_name_and_is_supported_by_nothing_is_counted() -> None:
    text = "县长仝仝参加会议，县长乜乜列席。"
    (meeting,) = facts(Article(title="青禾县召开会议", body=HELD + text, published_at="2022-03-05"))
    known = {one.name.value for one in meeting.people}
    assert known | set(meeting.left_out) >= {"仝仝", "乜乜"}
