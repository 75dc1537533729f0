"""A second set of invented reports that were written before the rules were tried on them."""

from __future__ import annotations

from tests.facts.labels import Expected, Report, who

REPORTS = (
    Report(
        "title-leader-speaks",
        "傅一凡在全县秋冬季疫情防控工作会议上要求 早谋划早准备早落实",
        "10月9日下午，县委书记傅一凡在全县秋冬季疫情防控工作会议上要求，要充分估计秋冬季疫情的复杂性，"
        "把各项准备做在前面。县长庄小鹿主持会议，县委常委、宣传部部长鲁青，副县长江枫出席。\n"
        "傅一凡强调，物资储备必须满足30天满负荷运转需要；发热门诊必须24小时开诊。",
        source="岭下县融媒体中心",
        published_at="2021-10-10",
        meetings=(
            Expected(
                name="全县秋冬季疫情防控工作会议",
                held_on="2021-10-09",
                half_day="下午",
                level="county",
                form="other",
                people=(
                    who("傅一凡", "县委书记", "speaks"),
                    who("庄小鹿", "县长", "chair"),
                    who("鲁青", "县委常委、宣传部部长", "attends"),
                    who("江枫", "副县长", "attends"),
                ),
                orders=("10月9日下午，", "傅一凡强调，"),
                measures="物资保障",
            ),
        ),
    ),
    Report(
        "notice-board-township",
        "溪口乡“三个到位”抓实疫情防控",
        "一是组织领导到位。2月4日，溪口乡召开党政联席会，成立由乡党委书记任组长的领导小组。二是宣传到位。"
        "三是排查到位。\n全乡召开村支书会议两次。",
        source="岭下县人民政府",
        published_at="2020-02-06",
        meetings=(
            Expected(
                name="党政联席会",
                held_on="2020-02-04",
                convener="溪口乡",
                level="township",
                form="other",
                measures="排查",
            ),
        ),
    ),
    Report(
        "emergency-night",
        "岭下县连夜召开疫情处置会商研判会",
        "3月13日23时，岭下县疫情防控指挥部连夜召开会商研判会。县委书记、县疫情防控指挥部指挥长傅一凡，"
        "县长、指挥长庄小鹿出席会议。\n会议听取了流调、核酸、隔离等专班情况汇报。\n"
        "傅一凡指出，要立即启动应急响应，天亮之前完成密接排查；庄小鹿要求，各镇要管住卡口。",
        source="岭下县融媒体中心",
        published_at="2022-03-14",
        meetings=(
            Expected(
                name="会商研判会",
                held_on="2022-03-13",
                convener="岭下县疫情防控指挥部",
                level="county",
                form="other",
                people=(
                    who("傅一凡", "县委书记、县疫情防控指挥部指挥长", "speaks attends"),
                    who("庄小鹿", "县长、指挥长", "speaks attends"),
                ),
                orders=("傅一凡指出，",),
                measures="流调 核酸检测 隔离 应急处置 排查",
            ),
        ),
    ),
    Report(
        "city-bureau-video",
        "市教育局召开全市中小学校疫情防控工作视频会",
        "8月25日，市教育局召开全市中小学校秋季开学疫情防控工作视频会，局党组书记、局长卢苇出席并讲话，"
        "局党组成员、副局长海棠主持会议，各县（市、区）教育局主要负责人在分会场参会。\n"
        "海棠解读了秋季开学防控方案。卢苇要求，各校要落实晨午晚检，做好通风消毒；不得迟报瞒报。",
        source="桐江日报",
        published_at="2021-08-26",
        meetings=(
            Expected(
                name="全市中小学校秋季开学疫情防控工作视频会",
                held_on="2021-08-25",
                convener="市教育局",
                level="prefecture",
                form="video",
                people=(
                    who("卢苇", "局党组书记、局长", "speaks attends"),
                    who("海棠", "局党组成员、副局长", "chair reports"),
                ),
                orders=("卢苇要求，",),
                measures="消杀 通风",
            ),
        ),
    ),
    Report(
        "chair-clause-last",
        "全区疫情防控暨疫苗接种工作推进会召开",
        "6月2日，我区召开疫情防控暨疫苗接种工作推进会。区委副书记、区长方糖出席会议并作部署，"
        "区委常委、副区长石榴红主持，区政协副主席、区卫健局局长柳梢月通报工作进展。\n"
        "方糖要求，要挂图作战，倒排工期，确保6月底前实现应接尽接。各街道要逐小区、逐楼栋敲门动员。",
        source="江东区融媒体中心",
        published_at="2021-06-03",
        meetings=(
            Expected(
                name="疫情防控暨疫苗接种工作推进会",
                held_on="2021-06-02",
                convener="我区",
                level="county",
                form="other",
                people=(
                    who("方糖", "区委副书记、区长", "speaks attends"),
                    who("石榴红", "区委常委、副区长", "chair"),
                    who("柳梢月", "区政协副主席、区卫健局局长", "reports"),
                ),
                orders=("方糖要求，", "各街道要"),
                measures="疫苗接种",
            ),
        ),
    ),
    Report(
        "company-safety",
        "公司召开疫情防控专题视频会",
        "4月2日，集团公司以视频形式召开疫情防控专题会议。集团公司党委书记、董事长齐天主持会议并讲话，"
        "总经理沙鸥，党委副书记、工会主席梅朵，副总经理司南参加会议，各子公司设分会场。\n"
        "齐天强调，一要扛牢责任，二要严守厂区大门，三要保障生产。会议还通报了近期疫情形势。",
        source="桐江钢铁集团",
        published_at="2022-04-03",
        meetings=(
            Expected(
                name="疫情防控专题会议",
                held_on="2022-04-02",
                convener="集团公司",
                level="unit",
                form="video",
                people=(
                    who("齐天", "集团公司党委书记、董事长", "chair speaks"),
                    who("沙鸥", "总经理", "attends"),
                    who("梅朵", "党委副书记、工会主席", "attends"),
                    who("司南", "副总经理", "attends"),
                ),
                orders=("齐天强调，",),
            ),
        ),
    ),
    Report(
        "two-days",
        "省政府召开全省疫情防控工作座谈会",
        "5月11日至12日，省政府在桐江市召开全省疫情防控工作座谈会，副省长骆冰出席会议并讲话。"
        "省政府副秘书长安然主持，省卫生健康委主任梁上燕作了工作报告，桐江市、岭下县作交流发言。\n"
        "骆冰指出，要时刻紧绷疫情防控这根弦，坚决防止松劲心态。",
        source="江西日报",
        published_at="2021-05-13",
        meetings=(
            Expected(
                name="全省疫情防控工作座谈会",
                held_on="2021-05-12",
                place="桐江市",
                convener="省政府",
                level="province",
                form="other",
                people=(
                    who("骆冰", "副省长", "speaks attends"),
                    who("安然", "省政府副秘书长", "chair"),
                    who("梁上燕", "省卫生健康委主任", "reports"),
                ),
                orders=("骆冰指出，",),
            ),
        ),
    ),
    Report(
        "subdistrict-online",
        "花溪街道召开线上疫情防控部署会",
        "11月25日晚8点，花溪街道通过腾讯会议召开疫情防控工作部署会，街道党工委书记苗圃、办事处主任万山红"
        "及全体社区书记线上参会。\n会上，万山红首先传达了区疫情防控工作调度会精神，"
        "随后各社区书记汇报了封控小区服务保障情况。\n最后，苗圃就下一步工作提出三点要求：一是强化封控管理；"
        "二是做好群众就医、买菜、送药等服务；三是加强值班值守。",
        source="江东区融媒体中心",
        published_at="2022-11-26",
        meetings=(
            Expected(
                name="疫情防控工作部署会",
                held_on="2022-11-25",
                half_day="晚",
                convener="花溪街道",
                level="township",
                form="video",
                people=(
                    who("苗圃", "街道党工委书记", "speaks attends"),
                    who("万山红", "办事处主任", "reports attends"),
                ),
                orders=("最后，苗圃",),
                measures="封控",
            ),
        ),
    ),
    Report(
        "league-banner",
        "旗委召开疫情防控工作领导小组（扩大）会议",
        "1月30日，旗委书记、旗疫情防控工作领导小组组长乌兰主持召开旗疫情防控工作领导小组（扩大）会议。"
        "旗委副书记、旗长格根塔娜，旗人大常委会主任陶格斯，旗政协主席刘长青出席会议。\n"
        "会议指出，各苏木镇要严防死守，对返乡人员实行14天居家医学观察。会议强调，严禁聚集性活动，"
        "红事停办、白事简办。",
        source="锡林郭勒日报",
        published_at="2020-01-31",
        meetings=(
            Expected(
                name="旗疫情防控工作领导小组（扩大）会议",
                held_on="2020-01-30",
                convener="旗疫情防控工作领导小组",
                level="county",
                form="other",
                people=(
                    who("乌兰", "旗委书记、旗疫情防控工作领导小组组长", "chair"),
                    who("格根塔娜", "旗委副书记、旗长", "attends"),
                    who("陶格斯", "旗人大常委会主任", "attends"),
                    who("刘长青", "旗政协主席", "attends"),
                ),
                orders=("会议指出，各苏木", "会议强调，严禁"),
                measures="健康监测",
            ),
        ),
    ),
)
