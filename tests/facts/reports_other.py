"""Invented reports of the nation, provinces and prefectures, with what a reader finds in them."""

from __future__ import annotations

from tests.facts.labels import Expected, Report, who

REPORTS = (
    Report(
        "national-teleconference",
        "国家卫生健康委召开全国疫情防控工作电视电话会议",
        "新华社北京3月17日电（记者 沈一）国家卫生健康委16日召开全国疫情防控工作电视电话会议，"
        "部署近期重点工作。国家卫生健康委主任林海川出席会议并讲话，副主任杜若主持会议。\n"
        "会议强调，各地要坚持科学精准防控，落实“四早”要求。要加强定点医院和方舱医院建设，"
        "确保患者及时得到救治。\n"
        "江东省、南海省卫生健康委负责同志在会上作了发言。",
        source="新华网",
        published_at="2022-03-17",
        meetings=(
            Expected(
                name="全国疫情防控工作电视电话会议",
                held_on="2022-03-16",
                convener="国家卫生健康委",
                level="national",
                form="teleconference",
                people=(
                    who("林海川", "国家卫生健康委主任", "attends speaks"),
                    who("杜若", "副主任", "chair"),
                ),
                orders=("会议强调，各地要", "要加强定点医院"),
                measures="四早 方舱 医疗救治",
            ),
        ),
    ),
    Report(
        "national-mechanism",
        "国务院联防联控机制会议召开",
        "国务院应对新冠肺炎疫情联防联控机制会议5月6日在京召开，研究部署重点地区防控工作。"
        "国务院副总理文若海主持会议并讲话。\n"
        "文若海强调，要压实四方责任，坚决克服麻痹思想、厌战情绪。各地要建立区域核酸检测基地，提高流调效率。\n"
        "马向东、朱启明出席会议。",
        published_at="2022-05-06",
        meetings=(
            Expected(
                name="国务院应对新冠肺炎疫情联防联控机制会议",
                held_on="2022-05-06",
                place="京",
                convener="国务院应对新冠肺炎疫情联防联控机制",
                level="national",
                form="other",
                people=(
                    who("文若海", "国务院副总理", "chair speaks"),
                    who("马向东", "", "attends"),
                    who("朱启明", "", "attends"),
                ),
                orders=("文若海强调，要压实", "各地要建立"),
                measures="核酸检测 流调",
            ),
        ),
    ),
    Report(
        "province-leading-group",
        "省委应对疫情工作领导小组会议召开",
        "1月25日晚，省委书记程远山主持召开省委应对新冠肺炎疫情工作领导小组会议，"
        "听取全省疫情防控工作进展情况汇报，研究部署下一步工作。省委副书记、省长汪明哲，省委常委、"
        "常务副省长柯平出席会议。\n"
        "程远山强调，要把疫情防控作为当前最重要的工作来抓，实行最严格的措施。要关心爱护一线医务人员。\n"
        "汪明哲就物资调配、交通管控等提出要求。\n"
        "省直有关部门负责同志参加会议。",
        source="浙江日报",
        published_at="2020-01-26",
        meetings=(
            Expected(
                name="省委应对新冠肺炎疫情工作领导小组会议",
                held_on="2020-01-25",
                half_day="晚",
                convener="省委应对新冠肺炎疫情工作领导小组",
                level="province",
                division_code="330000",
                form="other",
                people=(
                    who("程远山", "省委书记", "chair speaks"),
                    who("汪明哲", "省委副书记、省长", "attends speaks"),
                    who("柯平", "省委常委、常务副省长", "attends"),
                ),
                orders=("程远山强调，要把", "要关心爱护"),
                measures="物资保障",
            ),
        ),
    ),
    Report(
        "autonomous-region",
        "自治区党委常委会召开会议",
        "10月12日，自治区党委常委会召开会议，专题研究疫情防控工作。自治区党委书记段子明主持会议。\n"
        "会议强调，全区各级党组织要把责任扛在肩上，从严落实边境口岸防控措施。要抓紧抓实全员核酸检测，"
        "尽快实现社会面清零。",
        source="内蒙古日报",
        published_at="2022-10-13",
        meetings=(
            Expected(
                name="自治区党委常委会召开会议",
                held_on="2022-10-12",
                convener="自治区党委常委会",
                level="province",
                division_code="150000",
                form="standing",
                people=(who("段子明", "自治区党委书记", "chair"),),
                orders=("会议强调，全区各级", "要抓紧抓实"),
                measures="核酸检测 动态清零",
            ),
        ),
    ),
    Report(
        "municipality",
        "市疫情防控工作领导小组第一百二十三次会议召开",
        "昨天，市新冠肺炎疫情防控工作领导小组第一百二十三次会议召开。市委书记、"
        "领导小组组长闻人杰主持会议，市委副书记、市长、领导小组组长司徒静出席。\n"
        "会议指出，要毫不松懈抓好常态化疫情防控，盯住冷链、口岸等重点环节。要落实落细大型活动管理。",
        source="天津日报",
        published_at="2021-09-17",
        meetings=(
            Expected(
                name="市新冠肺炎疫情防控工作领导小组第一百二十三次会议",
                held_on="2021-09-16",
                convener="市新冠肺炎疫情防控工作领导小组",
                level="province",
                division_code="120000",
                form="other",
                people=(
                    who("闻人杰", "市委书记、领导小组组长", "chair"),
                    who("司徒静", "市委副书记、市长、领导小组组长", "attends"),
                ),
                orders=("会议指出，要毫不", "要落实落细"),
                measures="冷链",
            ),
        ),
    ),
    Report(
        "prefecture-video",
        "全市疫情防控工作视频会议召开",
        "7月30日下午，全市疫情防控工作视频会议召开。市委书记邱泽在主会场出席会议并讲话，"
        "市长裴安主持会议。会议以视频形式开至各县（市、区）。\n"
        "邱泽指出，要迅速进入战时状态，对机场、车站等重点场所开展拉网式排查。要规范赋码管理，"
        "落实健康码查验。\n"
        "市委常委、秘书长鲁一鸣，副市长夏雨、水清参加会议。",
        source="惠州日报",
        published_at="2021-07-31",
        meetings=(
            Expected(
                name="全市疫情防控工作视频会议",
                held_on="2021-07-30",
                half_day="下午",
                level="prefecture",
                division_code="441300",
                form="video",
                people=(
                    who("邱泽", "市委书记", "attends speaks"),
                    who("裴安", "市长", "chair"),
                    who("鲁一鸣", "市委常委、秘书长", "attends"),
                    who("夏雨", "副市长", "attends"),
                    who("水清", "副市长", "attends"),
                ),
                orders=("邱泽指出，要迅速", "要规范赋码"),
                measures="重点场所 排查 健康码",
            ),
        ),
    ),
    Report(
        "prefecture-special",
        "市政府召开专题会议研究农贸市场疫情防控工作",
        "6月20日上午，市长裴安主持召开专题会议，研究农贸市场疫情防控工作。副市长夏雨参加会议，"
        "市市场监管局、市商务局等部门主要负责人作了汇报。\n"
        "裴安强调，要对全市农贸市场开展环境消杀，做好从业人员抗原检测。",
        source="惠州日报",
        published_at="2020-06-21",
        meetings=(
            Expected(
                name="专题会议",
                held_on="2020-06-20",
                half_day="上午",
                level="prefecture",
                form="special",
                people=(
                    who("裴安", "市长", "chair speaks"),
                    who("夏雨", "副市长", "attends"),
                ),
                orders=("裴安强调，要对",),
                measures="消杀 抗原检测",
            ),
        ),
    ),
    Report(
        "prefecture-no-day",
        "我州召开疫情防控工作部署会",
        "我州召开疫情防控工作部署会，州委副书记、州长尼玛主持会议并作部署。\n"
        "会议要求，各县要加强进出人员管理，强化应急响应。",
        source="金沙州融媒体中心",
        meetings=(
            Expected(
                name="疫情防控工作部署会",
                convener="我州",
                level="prefecture",
                form="other",
                people=(who("尼玛", "州委副书记、州长", "chair speaks"),),
                orders=("会议要求，各县要",),
                measures="应急处置",
            ),
        ),
    ),
    Report(
        "province-department",
        "省卫生健康委召开全省疫情防控工作调度会议",
        "2020年12月31日，省卫生健康委召开全省疫情防控工作调度会议。省卫生健康委党组书记、"
        "主任叶青山主持会议并讲话，党组成员、副主任毛小雨通报了近期疫情形势。\n"
        "叶青山强调，各地要加强疫情监测，做到早发现、早报告、早隔离、早治疗。",
        source="江西日报",
        published_at="2021-01-01",
        meetings=(
            Expected(
                name="全省疫情防控工作调度会议",
                held_on="2020-12-31",
                convener="省卫生健康委",
                level="province",
                division_code="360000",
                form="dispatch",
                people=(
                    who("叶青山", "省卫生健康委党组书记、主任", "chair speaks"),
                    who("毛小雨", "党组成员、副主任", "reports"),
                ),
                orders=("叶青山强调，各地要",),
                measures="监测预警 四早",
            ),
        ),
    ),
    Report(
        "two-days-apart",
        "我市连续召开会议部署疫情防控工作",
        "8月3日，市委书记邱泽主持召开市委常委会会议，研究疫情防控工作。\n"
        "会议指出，要坚持人、物、环境同防。\n"
        "8月5日，市疫情防控指挥部召开专题调度会，市长裴安主持，副市长夏雨通报情况。\n"
        "裴安强调，要加快流调溯源，落实隔离管控措施。",
        source="惠州日报",
        published_at="2021-08-06",
        meetings=(
            Expected(
                name="市委常委会会议",
                held_on="2021-08-03",
                convener="市委常委会",
                level="prefecture",
                form="standing",
                people=(who("邱泽", "市委书记", "chair"),),
                orders=("会议指出，要坚持",),
                measures="",
            ),
            Expected(
                name="专题调度会",
                held_on="2021-08-05",
                convener="市疫情防控指挥部",
                level="prefecture",
                form="special",
                people=(who("裴安", "市长", "chair speaks"), who("夏雨", "副市长", "reports")),
                orders=("裴安强调，要加快",),
                measures="流调 溯源 隔离",
            ),
        ),
    ),
)
