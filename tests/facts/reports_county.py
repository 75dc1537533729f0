"""Invented reports of counties and districts, with what a reader finds in them."""

from __future__ import annotations

from tests.facts.labels import Expected, Report, who

REPORTS = (
    Report(
        "county-dispatch",
        "青禾县召开疫情防控工作调度会",
        "1月6日上午，青禾县召开疫情防控工作调度会，分析研判当前形势，安排部署下一步工作。"
        "县委书记周清主持会议并讲话，县委副书记、县长白长河，县委常委、常务副县长陆明参加会议。\n"
        "会上，县卫健局局长程小满汇报了核酸检测准备情况，县公安局副局长韩东通报了流调溯源工作。\n"
        "周清强调，各镇各部门要压实属地责任，守住交通卡口。要抓好重点场所管理，落实扫码、测温、戴口罩措施。\n"
        "白长河要求，要备足防疫物资，严格落实24小时值班制度。",
        source="青禾县融媒体中心",
        published_at="2022-01-07",
        meetings=(
            Expected(
                name="疫情防控工作调度会",
                held_on="2022-01-06",
                half_day="上午",
                convener="青禾县",
                level="county",
                form="dispatch",
                people=(
                    who("周清", "县委书记", "chair speaks"),
                    who("白长河", "县委副书记、县长", "speaks attends"),
                    who("陆明", "县委常委、常务副县长", "attends"),
                    who("程小满", "县卫健局局长", "reports"),
                    who("韩东", "县公安局副局长", "reports"),
                ),
                orders=("周清强调，各镇各部门要", "要抓好重点场所", "白长河要求，要备足"),
                measures="核酸检测 流调 溯源 重点场所 场所码 测温 口罩 物资保障",
            ),
        ),
    ),
    Report(
        "county-standing-yesterday",
        "县委常委会召开会议 研究疫情防控工作",
        "本报讯（记者 林小川）昨日下午，县委书记方正平主持召开县委常委会（扩大）会议，"
        "传达学习全省疫情防控工作视频会议精神，研究我县贯彻落实意见。县委副书记、代县长高远，"
        "县人大常委会主任梁玉成，县政协主席阮秀兰出席会议。\n"
        "会议指出，当前疫情防控形势依然严峻复杂，全县上下必须保持清醒头脑。\n"
        "会议强调，要坚持“外防输入、内防反弹”不动摇，从严抓好中高风险地区来返人员排查。"
        "要加快疫苗接种进度，筑牢免疫屏障。",
        source="云岭报",
        published_at="2021-08-12",
        meetings=(
            Expected(
                name="县委常委会（扩大）会议",
                held_on="2021-08-11",
                half_day="下午",
                convener="县委常委会",
                level="county",
                form="standing",
                people=(
                    who("方正平", "县委书记", "chair"),
                    who("高远", "县委副书记、代县长", "attends"),
                    who("梁玉成", "县人大常委会主任", "attends"),
                    who("阮秀兰", "县政协主席", "attends"),
                ),
                orders=("会议指出，当前疫情", "会议强调，要坚持", "要加快疫苗接种"),
                measures="外防输入 排查 疫苗接种",
            ),
        ),
    ),
    Report(
        "district-government",
        "区政府召开第八次常务会议",
        "2022年3月20日，区委副书记、区长沈青主持召开区政府第八次常务会议，"
        "听取全区新冠肺炎疫情防控工作情况汇报，研究社区封控保障等事项。副区长姜海波、祝红梅，"
        "区政府办公室主任潘磊出席会议，区人大常委会副主任于大江、区政协副主席田静列席会议。\n"
        "会议强调，要坚持人民至上、生命至上，以最快速度控制疫情。要做好封控区居民生活物资保障，"
        "畅通就医渠道。",
        source="海棠区人民政府网",
        published_at="2022-03-21",
        meetings=(
            Expected(
                name="区政府第八次常务会议",
                held_on="2022-03-20",
                convener="区政府",
                level="county",
                form="standing",
                people=(
                    who("沈青", "区委副书记、区长", "chair"),
                    who("姜海波", "副区长", "attends"),
                    who("祝红梅", "副区长", "attends"),
                    who("潘磊", "区政府办公室主任", "attends"),
                    who("于大江", "区人大常委会副主任", "attends"),
                    who("田静", "区政协副主席", "attends"),
                ),
                orders=("会议强调，要坚持", "要做好封控区"),
                measures="封控 物资保障",
            ),
        ),
    ),
    Report(
        "county-hall",
        "全县疫情防控工作推进会召开",
        "5月3日，全县疫情防控工作推进会在县会议中心召开。县领导贺兰山、俞敏、曹国栋出席会议，"
        "会议由县委副书记郑文斌主持。\n"
        "贺兰山指出，近期周边地区疫情多点散发，我县防控压力持续加大，各级各部门要切实增强紧迫感。"
        "要严把关口，对冷链食品从业人员每三天开展一次核酸检测。\n"
        "俞敏就做好隔离点管理作出具体部署。各乡镇、县直各单位主要负责人参加会议。",
        source="东岭县人民政府网",
        published_at="2022-05-04",
        meetings=(
            Expected(
                name="全县疫情防控工作推进会",
                held_on="2022-05-03",
                place="县会议中心",
                level="county",
                form="other",
                people=(
                    who("贺兰山", "县领导", "speaks attends"),
                    who("俞敏", "县领导", "speaks attends"),
                    who("曹国栋", "县领导", "attends"),
                    who("郑文斌", "县委副书记", "chair"),
                ),
                orders=("贺兰山指出，近期", "要严把关口"),
                measures="冷链 核酸检测 隔离",
            ),
        ),
    ),
    Report(
        "county-bureau",
        "县教育局召开春季开学疫情防控视频会",
        "2月10日下午，县教育局召开全县中小学春季开学疫情防控工作视频会议。县教育局党组书记、"
        "局长费扬主持会议，县疾控中心副主任医师罗茜作了专题辅导。各中小学校长、"
        "幼儿园园长在分会场参加会议。\n"
        "费扬要求，各学校要制定应急预案，开展一次应急演练。要严格执行晨午检制度，落实教室通风消毒。",
        source="云岭报",
        published_at="2021-02-11",
        meetings=(
            Expected(
                name="全县中小学春季开学疫情防控工作视频会议",
                held_on="2021-02-10",
                half_day="下午",
                convener="县教育局",
                level="county",
                form="video",
                people=(
                    who("费扬", "县教育局党组书记、局长", "chair speaks"),
                    who("罗茜", "县疾控中心副主任医师", "reports"),
                ),
                orders=("费扬要求，各学校要", "要严格执行"),
                measures="应急处置 通风 消杀",
            ),
        ),
    ),
    Report(
        "district-site",
        "我区召开社区疫情防控现场推进会",
        "昨天上午，我区在海棠街道春晖社区召开社区疫情防控现场推进会。区委常委、组织部部长康宁，"
        "副区长姜海波出席会议并讲话。\n"
        "与会人员实地查看了春晖社区出入口管理、独居老人服务等工作。海棠街道党工委书记叶知秋作了经验介绍。\n"
        "康宁指出，要把党组织建在网格上，推动党员干部下沉一线。",
        source="海棠报",
        published_at="2020-04-18",
        meetings=(
            Expected(
                name="社区疫情防控现场推进会",
                held_on="2020-04-17",
                half_day="上午",
                place="海棠街道春晖社区",
                convener="我区",
                level="county",
                form="on-site",
                people=(
                    who("康宁", "区委常委、组织部部长", "speaks attends"),
                    who("姜海波", "副区长", "speaks attends"),
                    who("叶知秋", "海棠街道党工委书记", "reports"),
                ),
                orders=("康宁指出，要把",),
                measures="网格化",
            ),
        ),
    ),
    Report(
        "banner",
        "旗疫情防控指挥部召开第12次会议",
        "11月9日，乌兰旗新冠肺炎疫情防控工作指挥部召开第12次会议。旗委书记、"
        "旗疫情防控工作指挥部总指挥巴特尔主持会议，旗委副书记、旗长、"
        "旗疫情防控工作指挥部总指挥孟和参加会议。\n"
        "会议强调，要严格执行“四早”要求，加大边境地区管控力度。严禁组织聚集性活动。",
        source="乌兰旗人民政府网",
        published_at="2021-11-10",
        meetings=(
            Expected(
                name="第12次会议",
                held_on="2021-11-09",
                convener="乌兰旗新冠肺炎疫情防控工作指挥部",
                level="county",
                form="other",
                people=(
                    who("巴特尔", "旗委书记、旗疫情防控工作指挥部总指挥", "chair"),
                    who("孟和", "旗委副书记、旗长、旗疫情防控工作指挥部总指挥", "attends"),
                ),
                orders=("会议强调，要严格", "严禁组织"),
                measures="四早",
            ),
        ),
    ),
    Report(
        "county-city",
        "昆山召开新冠肺炎疫情防控工作例会",
        "4月2日晚，昆山市新冠肺炎疫情防控工作例会召开。市委书记乔木主持并讲话，市委副书记、"
        "市长柏一舟就当前重点任务作了部署，市领导卫东明、汤晓、万里云参加会议。\n"
        "乔木强调，要跑出流调加速度，尽快排查管控到位。各专班要扁平化运作，提升指挥效能。",
        source="昆山日报",
        published_at="2022-04-03",
        meetings=(
            Expected(
                name="昆山市新冠肺炎疫情防控工作例会",
                held_on="2022-04-02",
                half_day="晚",
                level="county",
                division_code="320583",
                form="other",
                people=(
                    who("乔木", "市委书记", "chair speaks"),
                    who("柏一舟", "市委副书记、市长", "speaks"),
                    who("卫东明", "市领导", "attends"),
                    who("汤晓", "市领导", "attends"),
                    who("万里云", "市领导", "attends"),
                ),
                orders=("乔木强调，要跑出", "各专班要扁平化"),
                measures="流调 排查",
            ),
        ),
    ),
)
