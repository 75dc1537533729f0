"""Invented reports of unusual forms, with what a reader finds; the rules were tried later."""

from __future__ import annotations

from tests.facts.labels import Expected, Report, who

REPORTS = (
    Report(
        "chaired-on-behalf",
        "云溪县召开疫情防控工作推进会",
        "3月8日下午，受县委书记邱岚委托，县委副书记、县长蒋一鸣主持召开全县疫情防控工作推进会。"
        "县委常委、副县长柏松，县政协副主席田小麦等参加会议。\n"
        "蒋一鸣强调，当前疫情形势严峻，必须克服麻痹思想。严禁任何单位擅自组织聚集性活动。"
        "对外地来返人员，一律登记造册。",
        source="云溪县人民政府网",
        published_at="2022-03-09",
        meetings=(
            Expected(
                name="全县疫情防控工作推进会",
                held_on="2022-03-08",
                half_day="下午",
                level="county",
                form="other",
                people=(
                    who("蒋一鸣", "县委副书记、县长", "chair speaks"),
                    who("柏松", "县委常委、副县长", "attends"),
                    who("田小麦", "县政协副主席", "attends"),
                ),
                orders=("蒋一鸣强调，当前", "严禁任何", "对外地来返"),
            ),
        ),
    ),
    Report(
        "bare-day-chair-behind",
        "北原市疫情防控指挥部召开第26次会议",
        "8日下午，北原市新冠肺炎疫情防控指挥部第26次会议在市应急指挥中心召开。市委书记、指挥部政委"
        "苏明远出席会议并讲话。会议由市委副书记、市长、指挥部指挥长郝建新主持。\n"
        "会上，市卫健委主任程小雨汇报了全市疫情态势，市疾控中心主任钱多多通报了流调进展。\n"
        "苏明远要求，各县区要落实包保责任，在最短时间内切断传播链条。郝建新指出，要保障好群众生活物资供应。",
        source="北原日报",
        published_at="2022-04-09",
        meetings=(
            Expected(
                name="北原市新冠肺炎疫情防控指挥部第26次会议",
                held_on="2022-04-08",
                half_day="下午",
                place="市应急指挥中心",
                convener="北原市新冠肺炎疫情防控指挥部",
                level="prefecture",
                form="other",
                people=(
                    who("苏明远", "市委书记、指挥部政委", "speaks attends"),
                    who("郝建新", "市委副书记、市长、指挥部指挥长", "chair speaks"),
                    who("程小雨", "市卫健委主任", "reports"),
                    who("钱多多", "市疾控中心主任", "reports"),
                ),
                orders=("苏明远要求，", "郝建新指出，"),
                measures="流调 物资保障",
            ),
        ),
    ),
    Report(
        "recently-no-day",
        "沙河镇：筑牢返乡人员防控网",
        "近日，沙河镇召开返乡人员疫情防控工作部署会，全体镇村干部参加。\n"
        "会议要求，各村要把返乡人员情况摸清摸准，做到底数清、去向明。网格员每天上门测量体温，发现异常立即上报。"
        "镇党委书记汪海在会上强调，谁的责任田谁来守，杜绝推诿扯皮。",
        source="云溪融媒",
        published_at="2021-01-20",
        meetings=(
            Expected(
                name="返乡人员疫情防控工作部署会",
                convener="沙河镇",
                level="township",
                form="other",
                people=(who("汪海", "镇党委书记", "speaks"),),
                orders=("会议要求，各村", "网格员每天", "镇党委书记汪海在会上强调"),
                measures="测温 网格化",
            ),
        ),
    ),
    Report(
        "relay-of-two-levels",
        "全省疫情防控电视电话会议结束后 云溪县立即套开会议安排部署",
        "11月2日上午，全省疫情防控工作电视电话会议召开。云溪县设分会场，县委书记邱岚，县委副书记、县长"
        "蒋一鸣，副县长柏松在分会场收听收看。\n"
        "省电视电话会议结束后，云溪县随即套开全县疫情防控工作会议。邱岚主持会议并强调，全县上下要迅速行动，"
        "按照省里要求抓紧补齐短板。蒋一鸣就核酸检测能力建设提出要求。",
        source="云溪县融媒体中心",
        published_at="2021-11-03",
        meetings=(
            Expected(
                name="全省疫情防控工作电视电话会议",
                held_on="2021-11-02",
                half_day="上午",
                level="province",
                form="teleconference",
                people=(
                    who("邱岚", "县委书记", "attends"),
                    who("蒋一鸣", "县委副书记、县长", "attends"),
                    who("柏松", "副县长", "attends"),
                ),
            ),
            Expected(
                name="全县疫情防控工作会议",
                held_on="2021-11-02",
                convener="云溪县",
                level="county",
                form="other",
                people=(
                    who("邱岚", "县委书记", "chair speaks"),
                    who("蒋一鸣", "县委副书记、县长", "speaks"),
                ),
                orders=("邱岚主持会议并强调",),
                measures="核酸检测",
            ),
        ),
    ),
    Report(
        "several-towns",
        "各镇迅速落实疫情防控措施",
        "沙河镇：1月5日，沙河镇召开疫情防控专题会议。镇长罗小曼主持会议，要求各村做好春节期间人员排查。\n"
        "白石镇：1月6日上午，白石镇组织召开疫情防控工作调度会。镇党委书记谢长河主持，"
        "他强调，要严格执行24小时值班制度。\n"
        "松岭乡：1月6日下午，松岭乡召开党政班子会议，研究疫苗接种工作。乡党委书记安宁指出，"
        "要确保60岁以上老人应接尽接。",
        source="云溪县人民政府网",
        published_at="2022-01-07",
        meetings=(
            Expected(
                name="疫情防控专题会议",
                held_on="2022-01-05",
                convener="沙河镇",
                level="township",
                form="special",
                people=(who("罗小曼", "镇长", "chair speaks"),),
                orders=("镇长罗小曼主持会议，要求",),
                measures="排查",
            ),
            Expected(
                name="疫情防控工作调度会",
                held_on="2022-01-06",
                half_day="上午",
                convener="白石镇",
                level="township",
                form="dispatch",
                people=(who("谢长河", "镇党委书记", "chair speaks"),),
                orders=("镇党委书记谢长河主持，他强调",),
            ),
            Expected(
                name="党政班子会议",
                held_on="2022-01-06",
                half_day="下午",
                convener="松岭乡",
                level="township",
                form="other",
                people=(who("安宁", "乡党委书记", "speaks"),),
                orders=("乡党委书记安宁指出",),
                measures="疫苗接种",
            ),
        ),
    ),
    Report(
        "national-dateline",
        "全国疫情防控工作电视电话会议召开",
        "新华社北京1月14日电 国务院联防联控机制14日在京召开全国疫情防控工作电视电话会议。"
        "国务委员陆远航出席会议并讲话。\n"
        "会议强调，要坚持人、物、环境同防，守住不出现规模性反弹的底线。各地务必压实四方责任。\n"
        "国家卫生健康委主任于清河主持会议，国家疾控局局长秦岭、公安部副部长石磊出席。",
        source="新华社",
        published_at="2022-01-14",
        meetings=(
            Expected(
                name="全国疫情防控工作电视电话会议",
                held_on="2022-01-14",
                place="京",
                convener="国务院联防联控机制",
                level="national",
                form="teleconference",
                people=(
                    who("陆远航", "国务委员", "speaks attends"),
                    who("于清河", "国家卫生健康委主任", "chair"),
                    who("秦岭", "国家疾控局局长", "attends"),
                    who("石磊", "公安部副部长", "attends"),
                ),
                orders=("会议强调，要坚持", "各地务必"),
            ),
        ),
    ),
    Report(
        "province-standing",
        "省委常委会召开扩大会议 研究部署疫情防控工作",
        "2月3日，省委常委会召开扩大会议，省委书记梁致远主持会议并讲话，省长文若兰等省领导出席。\n"
        "会议指出，全省干部群众经受住了考验，成绩来之不易。会议强调，要把医疗救治摆在突出位置，"
        "全力以赴救治患者。要科学调配医护力量，关心关爱一线人员。",
        source="浙江日报",
        published_at="2020-02-04",
        meetings=(
            Expected(
                name="省委常委会召开扩大会议",
                held_on="2020-02-03",
                convener="省委常委会",
                level="province",
                form="standing",
                people=(
                    who("梁致远", "省委书记", "chair speaks"),
                    who("文若兰", "省长", "attends"),
                ),
                orders=("会议强调，要把医疗", "要科学调配"),
                measures="医疗救治",
            ),
        ),
    ),
    Report(
        "municipality-dispatch",
        "市疫情防控工作领导小组召开视频调度会",
        "昨天（17日）晚上，市疫情防控工作领导小组以视频形式召开调度会。副市长纪晓风主持会议，"
        "各区政府、市有关部门负责同志参加。\n"
        "纪晓风要求，各区要在今晚12点前完成密接人员转运隔离，一刻也不能等。流调溯源要与核酸检测同步推进。",
        source="天津日报",
        published_at="2022-01-18",
        meetings=(
            Expected(
                name="调度会",
                held_on="2022-01-17",
                half_day="晚",
                convener="市疫情防控工作领导小组",
                level="province",
                form="video",
                people=(who("纪晓风", "副市长", "chair speaks"),),
                orders=("纪晓风要求，各区", "流调溯源要"),
                measures="核酸检测 流调 溯源 隔离",
            ),
        ),
    ),
    Report(
        "village-committee",
        "枣林村召开“两委”扩大会议部署疫情防控",
        "1月23日晚，沙河镇枣林村召开村“两委”扩大会议，村党支部书记耿大力主持，全体党员、村民代表、"
        "网格员三十余人参加。\n"
        "耿大力说，从今天起各路口必须有人值守，村里红白事一律从简。村委会主任葛秀英通报了返乡人员排查情况。",
        source="云溪融媒",
        published_at="2022-01-24",
        meetings=(
            Expected(
                name="村“两委”扩大会议",
                held_on="2022-01-23",
                half_day="晚",
                convener="沙河镇枣林村",
                level="township",
                form="other",
                people=(
                    who("耿大力", "村党支部书记", "chair speaks"),
                    who("葛秀英", "村委会主任", "reports"),
                ),
                orders=("耿大力说，从今天起",),
                measures="排查 网格化",
            ),
        ),
    ),
)
