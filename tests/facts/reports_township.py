"""Invented reports of townships, subdistricts and villages, with what a reader finds in them."""

from __future__ import annotations

from tests.facts.labels import Expected, Report, who

REPORTS = (
    Report(
        "town-emergency",
        "柳湾镇召开疫情防控紧急会议",
        "为切实做好当前疫情防控工作，3月15日晚，柳湾镇召开疫情防控工作紧急会议，镇党委书记何振主持会议，"
        "全体班子成员、各村（社区）书记参加会议。\n"
        "会上，镇长江一帆传达了全县疫情防控工作视频会议精神。\n"
        "何振要求，一是要提高站位，压实责任。二是要摸清底数，对返乡人员逐一登记。三是要严肃纪律，"
        "值班人员不得脱岗。",
        source="青禾县融媒体中心",
        published_at="2022-03-16",
        meetings=(
            Expected(
                name="疫情防控工作紧急会议",
                held_on="2022-03-15",
                half_day="晚",
                convener="柳湾镇",
                level="township",
                form="other",
                people=(who("何振", "镇党委书记", "chair speaks"), who("江一帆", "镇长", "reports")),
                orders=("何振要求，一是", "二是要摸清", "三是要严肃"),
                measures="",
            ),
        ),
    ),
    Report(
        "subdistrict-room",
        "桥西街道部署全员核酸检测工作",
        "8月2日，桥西街道在三楼会议室召开全员核酸检测工作部署会。街道党工委书记苏文主持会议，"
        "街道办事处主任丁立军对工作进行具体安排，各社区党支部书记、驻街单位负责人参会。\n"
        "会议要求，各社区要连夜摸排辖区人口底数，做到不漏一户、不漏一人。采样点要划出一米线，确保秩序井然。\n"
        "会后，各社区随即行动起来，张贴通知、组织志愿者。",
        source="临川晚报",
        published_at="2021-08-03",
        meetings=(
            Expected(
                name="全员核酸检测工作部署会",
                held_on="2021-08-02",
                place="三楼会议室",
                convener="桥西街道",
                level="township",
                form="other",
                people=(
                    who("苏文", "街道党工委书记", "chair"),
                    who("丁立军", "街道办事处主任", "speaks"),
                ),
                orders=("会议要求，各社区要", "采样点要划出"),
                measures="核酸检测 排查",
            ),
        ),
    ),
    Report(
        "town-recently",
        "石桥镇召开疫情防控工作会",
        "近日，石桥镇召开疫情防控工作会，安排部署秋冬季疫情防控工作。镇党委副书记、镇长鲁平主持会议，"
        "镇党委书记谢春雷出席会议并讲话。\n"
        "谢春雷强调，要强化网格化管理，发挥村医“哨点”作用。各村要储备口罩、消毒液等物资。",
        source="东岭县人民政府网",
        published_at="2021-10-30",
        meetings=(
            Expected(
                name="疫情防控工作会",
                convener="石桥镇",
                level="township",
                form="other",
                people=(
                    who("鲁平", "镇党委副书记、镇长", "chair"),
                    who("谢春雷", "镇党委书记", "attends speaks"),
                ),
                orders=("谢春雷强调，要强化", "各村要储备"),
                measures="网格化 监测预警 口罩 消杀 物资保障",
            ),
        ),
    ),
    Report(
        "township-rural",
        "白沙乡：多措并举筑牢春节疫情防线",
        "1月18日，白沙乡党委书记范增主持召开春节期间疫情防控工作部署会。乡党委副书记、乡长宋一鸣，"
        "乡人大主席雷鸣及全体乡村干部参加会议。\n"
        "会议传达了县委、县政府关于做好春节期间疫情防控工作的通知，通报了周边县区疫情形势。\n"
        "范增强调，要从严控制集会规模，倡导红事缓办、丧事简办。要对外出务工返乡人员落实健康监测。",
        source="东岭县人民政府网",
        published_at="2022-01-19",
        meetings=(
            Expected(
                name="春节期间疫情防控工作部署会",
                held_on="2022-01-18",
                level="township",
                form="other",
                people=(
                    who("范增", "白沙乡党委书记", "chair speaks"),
                    who("宋一鸣", "乡党委副书记、乡长", "attends"),
                    who("雷鸣", "乡人大主席", "attends"),
                ),
                orders=("范增强调，要从严", "要对外出务工"),
                measures="健康监测",
            ),
        ),
    ),
    Report(
        "community",
        "春晖社区召开疫情防控工作例会",
        "今日上午，春晖社区党委召开疫情防控工作例会，社区党委书记柳絮主持会议，社区“两委”成员、网格员、"
        "物业公司负责人参加。\n"
        "柳絮对近期工作进行了总结。她要求，网格员要每日上门走访独居老人，物业公司要做好电梯、楼道消毒。",
        source="海棠报",
        published_at="2022-06-15",
        meetings=(
            Expected(
                name="疫情防控工作例会",
                held_on="2022-06-15",
                half_day="上午",
                convener="春晖社区党委",
                level="township",
                form="other",
                people=(who("柳絮", "社区党委书记", "chair speaks"),),
                orders=("她要求，网格员要",),
                measures="网格化 消杀",
            ),
        ),
    ),
)
