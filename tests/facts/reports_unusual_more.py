"""Further invented reports of unusual forms, likewise written before the rules were tried on them."""

from __future__ import annotations

from tests.facts.labels import Expected, Report, who

REPORTS = (
    Report(
        "on-site-passive",
        "全市农村疫情防控工作现场会在云溪县召开",
        "1月19日，全市农村疫情防控工作现场会在云溪县召开。副市长康宁出席并讲话，市政府副秘书长丁香主持。\n"
        "与会人员先后观摩了沙河镇卡口、白石镇卫生院发热诊室。会上，云溪县、南浦区作了经验交流发言，"
        "云溪县副县长柏松作典型发言。\n"
        "康宁强调，要学习借鉴云溪县的做法，抓实网格化管理；要紧盯外出返乡人员，逐户摸排登记。",
        source="北原日报",
        published_at="2021-01-20",
        meetings=(
            Expected(
                name="全市农村疫情防控工作现场会",
                held_on="2021-01-19",
                place="云溪县",
                level="prefecture",
                form="on-site",
                people=(
                    who("康宁", "副市长", "speaks attends"),
                    who("丁香", "市政府副秘书长", "chair"),
                    who("柏松", "云溪县副县长", "reports"),
                ),
                orders=("康宁强调，要学习",),
                measures="排查 网格化",
            ),
        ),
    ),
    Report(
        "spoken-at-in-title",
        "苏明远在全市疫情防控视频会议上强调 以快制快 坚决阻断疫情扩散蔓延",
        "本报讯（记者 高山）4月12日，市委书记苏明远主持召开全市疫情防控视频会议并强调，"
        "要以最快速度、最严措施处置好本轮疫情。郝建新、马骏、薛晓梅出席会议。\n"
        "苏明远指出，时间就是生命，流调溯源必须跑在病毒前面。要加快方舱医院建设，确保应收尽收。"
        "要依法打击造谣传谣，营造良好氛围。",
        source="北原日报",
        published_at="2022-04-13",
        meetings=(
            Expected(
                name="全市疫情防控视频会议",
                held_on="2022-04-12",
                level="prefecture",
                form="video",
                people=(
                    who("苏明远", "市委书记", "chair speaks"),
                    who("郝建新", "", "attends"),
                    who("马骏", "", "attends"),
                    who("薛晓梅", "", "attends"),
                ),
                orders=("本报讯（记者 高山）4月12日", "苏明远指出，时间", "要加快方舱", "要依法"),
                measures="流调 溯源 方舱",
            ),
        ),
    ),
    Report(
        "long-chains",
        "南浦区召开冷链食品疫情防控专题会议",
        "7月30日上午，区委常委、常务副区长、区疫情防控指挥部副指挥长兼办公室主任尹澄主持召开"
        "冷链食品疫情防控专题会议。区人大常委会副主任、区总工会主席莫愁，区政府党组成员、区市场监管局局长"
        "阎立，区商务局局长宋词，区卫健局党委书记、局长华灿参加会议。\n"
        "会上，阎立汇报了全区冷库排查情况，宋词、华灿分别作了发言。\n"
        "尹澄要求，各部门务必把好进口冷链食品关口。从业人员必须定期核酸检测，未接种疫苗的不得上岗。",
        source="南浦发布",
        published_at="2021-07-31",
        meetings=(
            Expected(
                name="冷链食品疫情防控专题会议",
                held_on="2021-07-30",
                half_day="上午",
                level="county",
                form="special",
                people=(
                    who(
                        "尹澄",
                        "区委常委、常务副区长、区疫情防控指挥部副指挥长、办公室主任",
                        "chair speaks",
                    ),
                    who("莫愁", "区人大常委会副主任、区总工会主席", "attends"),
                    who("阎立", "区政府党组成员、区市场监管局局长", "reports attends"),
                    who("宋词", "区商务局局长", "reports attends"),
                    who("华灿", "区卫健局党委书记、局长", "reports attends"),
                ),
                orders=("尹澄要求，", "从业人员必须"),
                measures="核酸检测 疫苗接种 冷链 排查",
            ),
        ),
    ),
    Report(
        "college-party-committee",
        "学校党委召开会议专题研究疫情防控工作",
        "3月11日，学校党委书记钟声在行政楼201会议室主持召开党委会，专题研究校园疫情防控工作。"
        "校长白桦，副校长季风、常青参加会议，党委办公室、学生处负责人列席会议。\n"
        "会议听取了学生处关于返校学生管理情况的汇报。\n"
        "会议要求：一要严格校门管理，非必要不出校；二要做好师生健康监测；三要加强心理疏导。",
        source="岚山学院新闻网",
        published_at="2022-03-12",
        meetings=(
            Expected(
                name="党委会",
                held_on="2022-03-11",
                convener="党委会",
                place="行政楼201会议室",
                level="unit",
                form="other",
                people=(
                    who("钟声", "学校党委书记", "chair"),
                    who("白桦", "校长", "attends"),
                    who("季风", "副校长", "attends"),
                    who("常青", "副校长", "attends"),
                ),
                orders=("会议要求：一要",),
                measures="健康监测",
            ),
        ),
    ),
    Report(
        "autonomous-prefecture",
        "州人民政府召开第9次常务会议",
        "9月7日，州委副书记、州长阿依努尔·吐尔逊主持召开州人民政府第9次常务会议，传达学习自治区疫情防控"
        "工作视频调度会议精神，研究贯彻措施。\n"
        "州领导巴特尔、胡杨、木拉提·哈山出席会议。\n"
        "会议强调，要严格落实落地检措施，切实守好入州通道。口岸一线人员要闭环管理。",
        source="伊犁日报",
        published_at="2022-09-08",
        meetings=(
            Expected(
                name="州人民政府第9次常务会议",
                held_on="2022-09-07",
                convener="州人民政府",
                level="prefecture",
                form="standing",
                people=(
                    who("阿依努尔·吐尔逊", "州委副书记、州长", "chair"),
                    who("巴特尔", "州领导", "attends"),
                    who("胡杨", "州领导", "attends"),
                    who("木拉提·哈山", "州领导", "attends"),
                ),
                orders=("会议强调，要严格", "口岸一线"),
                measures="核酸检测",
            ),
        ),
    ),
    Report(
        "district-congress",
        "区人大常委会召开主任会议",
        "5月18日上午，南浦区第六届人大常委会召开第21次主任会议，区人大常委会主任楼兰主持会议。副主任莫愁、"
        "关山、区人大常委会办公室主任舒畅参加会议，副区长时雨列席会议。\n"
        "会议听取了区政府关于全区疫情防控工作情况的汇报。会议要求，区政府及有关部门要持续绷紧疫情防控这根弦，"
        "扎实推进疫苗接种。",
        source="南浦发布",
        published_at="2021-05-19",
        meetings=(
            Expected(
                name="第21次主任会议",
                held_on="2021-05-18",
                half_day="上午",
                convener="南浦区第六届人大常委会",
                level="county",
                form="standing",
                people=(
                    who("楼兰", "区人大常委会主任", "chair"),
                    who("莫愁", "副主任", "attends"),
                    who("关山", "副主任", "attends"),
                    who("舒畅", "区人大常委会办公室主任", "attends"),
                    who("时雨", "副区长", "attends"),
                ),
                orders=("会议要求，区政府",),
                measures="疫苗接种",
            ),
        ),
    ),
    Report(
        "second-without-a-day",
        "云溪县连续召开会议部署全员核酸检测",
        "8月9日下午，云溪县召开全员核酸检测动员部署会。县委书记邱岚主持会议并讲话。邱岚强调，"
        "要按照“采送检报”全流程管理要求，高效有序推进核酸检测。\n"
        "会后，副县长柏松主持召开卫健系统工作会，对采样人员调配作出安排。柏松要求，"
        "各医疗机构要在6小时内集结完毕。\n"
        "县公安局召开安保工作部署会，局长何向前要求全体民警立即到岗，维护好采样点秩序。",
        source="云溪县融媒体中心",
        published_at="2021-08-10",
        meetings=(
            Expected(
                name="全员核酸检测动员部署会",
                held_on="2021-08-09",
                half_day="下午",
                convener="云溪县",
                level="county",
                form="other",
                people=(who("邱岚", "县委书记", "chair speaks"),),
                orders=("邱岚强调，要按照",),
                measures="核酸检测",
            ),
            Expected(
                name="卫健系统工作会",
                held_on="2021-08-09",
                level="county",
                form="other",
                people=(who("柏松", "副县长", "chair speaks"),),
                orders=("柏松要求，各医疗机构",),
            ),
            Expected(
                name="安保工作部署会",
                convener="县公安局",
                level="county",
                form="other",
                people=(who("何向前", "局长", "speaks"),),
                orders=("县公安局召开安保工作部署会，局长何向前要求",),
            ),
        ),
    ),
    Report(
        "leader-passes-on-and-orders",
        "白石镇召开疫情防控工作会议",
        "2月15日，白石镇在政府三楼会议室召开疫情防控工作会议，镇党委书记谢长河、镇长韦唯及全体机关干部参会，"
        "会议由副镇长毕方主持。\n"
        "会上，韦唯传达了县疫情防控工作会议精神，并就做好当前工作进行安排部署。\n"
        "谢长河作总结讲话，他要求全体干部要沉下心来，把每一户的情况弄清楚。对隐瞒不报的，严肃追责问责。",
        source="云溪县人民政府网",
        published_at="2022-02-16",
        meetings=(
            Expected(
                name="疫情防控工作会议",
                held_on="2022-02-15",
                place="政府三楼会议室",
                convener="白石镇",
                level="township",
                form="other",
                people=(
                    who("谢长河", "镇党委书记", "speaks attends"),
                    who("韦唯", "镇长", "reports speaks attends"),
                    who("毕方", "副镇长", "chair"),
                ),
                orders=("谢长河作总结讲话，他要求", "对隐瞒不报的"),
            ),
        ),
    ),
    Report(
        "hospital-morning",
        "我院召开疫情防控紧急会议",
        "为应对突发疫情，我院于10月21日中午在门诊楼五楼会议室紧急召开疫情防控工作会议。院长程前、"
        "党委书记蓝天、副院长云朵及各职能科室负责人参加了会议。\n"
        "程前院长首先通报了当前疫情形势，随后对预检分诊、发热门诊等工作进行了部署。蓝天书记强调，"
        "全院职工要服从命令、听从指挥。",
        source="临江县人民医院",
        published_at="2021-10-22",
        meetings=(
            Expected(
                name="疫情防控工作会议",
                held_on="2021-10-21",
                place="门诊楼五楼会议室",
                convener="我院",
                level="unit",
                form="other",
                people=(
                    who("程前", "院长", "reports speaks attends"),
                    who("蓝天", "党委书记", "speaks attends"),
                    who("云朵", "副院长", "attends"),
                ),
                orders=("蓝天书记强调，",),
            ),
        ),
    ),
)
