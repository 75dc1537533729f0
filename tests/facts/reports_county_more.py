"""Further invented reports of counties and districts, with what a reader finds in them."""

from __future__ import annotations

from tests.facts.labels import Expected, Report, who

REPORTS = (
    Report(
        "county-political-conference",
        "县政协召开主席会议",
        "6月8日，县政协召开十届第六次主席会议，专题协商农村疫情防控工作。县政协主席阮秀兰主持会议，"
        "副主席毕升、龙小云、常胜，秘书长屈原平出席会议。副县长温良应邀到会通报情况。\n"
        "会议认为，农村地区医疗力量薄弱，防控工作不能松劲。会议建议，要充实村卫生室力量，"
        "完善发热病人转诊流程。",
        source="云岭报",
        published_at="2021-06-09",
        meetings=(
            Expected(
                name="十届第六次主席会议",
                held_on="2021-06-08",
                convener="县政协",
                level="county",
                form="standing",
                people=(
                    who("阮秀兰", "县政协主席", "chair"),
                    who("毕升", "副主席", "attends"),
                    who("龙小云", "副主席", "attends"),
                    who("常胜", "副主席", "attends"),
                    who("屈原平", "秘书长", "attends"),
                    who("温良", "副县长", "reports"),
                ),
                orders=("会议建议，要充实",),
                measures="",
            ),
        ),
    ),
    Report(
        "development-zone",
        "临川经开区召开企业复工复产座谈会",
        "2月21日上午，临川经开区管委会召开企业复工复产座谈会，管委会主任袁野主持，"
        "经开区党工委书记车晓峰出席并讲话，12家企业负责人参加座谈。\n"
        "车晓峰表示，要一手抓疫情防控、一手抓复工复产，为企业协调解决用工难题。",
        source="临川晚报",
        published_at="2020-02-22",
        meetings=(
            Expected(
                name="企业复工复产座谈会",
                held_on="2020-02-21",
                half_day="上午",
                convener="临川经开区管委会",
                level="county",
                form="other",
                people=(
                    who("袁野", "管委会主任", "chair"),
                    who("车晓峰", "经开区党工委书记", "attends speaks"),
                ),
                orders=("车晓峰表示，要一手",),
                measures="复工复产",
            ),
        ),
    ),
    Report(
        "county-two-meetings",
        "全市疫情防控视频会议后 我县立即召开会议部署",
        "12月1日，全市疫情防控工作视频会议召开，县委书记方正平、县长高远等县领导在青禾分会场收听收看会议。\n"
        "全市会议结束后，我县立即召开疫情防控工作会议。县长高远主持会议，县委常委、"
        "宣传部部长华灿宣读了相关文件，方正平讲话。\n"
        "方正平强调，全县各级要闻令而动，迅速行动。要加强舆论引导，及时回应群众关切。",
        source="青禾县融媒体中心",
        published_at="2022-12-02",
        meetings=(
            Expected(
                name="全市疫情防控工作视频会议",
                held_on="2022-12-01",
                level="prefecture",
                form="video",
                people=(
                    who("方正平", "县委书记", "attends"),
                    who("高远", "县长", "attends"),
                ),
                orders=(),
                measures="",
            ),
            Expected(
                name="疫情防控工作会议",
                held_on="2022-12-01",
                convener="我县",
                level="county",
                form="other",
                people=(
                    who("高远", "县长", "chair"),
                    who("华灿", "县委常委、宣传部部长", "reports"),
                    who("方正平", "县委书记", "speaks"),
                ),
                orders=("方正平强调，全县", "要加强舆论"),
                measures="",
            ),
        ),
    ),
    Report(
        "county-said-at",
        "方正平在全县疫情防控调度会议上强调 从严从紧抓好各项防控措施落实",
        "9月14日，县委书记方正平在全县疫情防控调度会议上强调，要从严从紧、从细从实抓好各项措施落实，"
        "坚决守住不发生规模性疫情底线。县长高远主持会议，县委常委、县人民武装部部长石磊，"
        "副县长温良参加。\n"
        "方正平指出，要盯紧重点人群，做到应检尽检。要规范设置隔离场所，防止交叉感染。",
        source="青禾县融媒体中心",
        published_at="2022-09-15",
        meetings=(
            Expected(
                name="全县疫情防控调度会议",
                held_on="2022-09-14",
                level="county",
                form="dispatch",
                people=(
                    who("方正平", "县委书记", "speaks"),
                    who("高远", "县长", "chair"),
                    who("石磊", "县委常委、县人民武装部部长", "attends"),
                    who("温良", "副县长", "attends"),
                ),
                orders=("9月14日，县委书记", "方正平指出，要盯紧", "要规范设置"),
                measures="重点人群 核酸检测 隔离",
            ),
        ),
    ),
)
