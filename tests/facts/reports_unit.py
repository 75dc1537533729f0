"""Invented reports of schools, hospitals and enterprises, with what a reader finds in them."""

from __future__ import annotations

from tests.facts.labels import Expected, Report, who

REPORTS = (
    Report(
        "university-committee",
        "学校召开疫情防控工作专题会",
        "10月8日下午，学校在行政楼第一会议室召开疫情防控工作专题会。校党委书记骆宾主持会议，校长聂云川，"
        "党委副书记、副校长舒畅，副校长麦田出席，相关职能部门主要负责人参加会议。\n"
        "学生工作部部长凌霄汇报了学生返校情况。\n"
        "聂云川指出，返校学生要提前申报健康码、行程码，分批错峰返校。\n"
        "骆宾强调，各单位要守好校门，严格外来人员审批。",
        source="江左大学新闻网",
        published_at="2022-10-09",
        meetings=(
            Expected(
                name="疫情防控工作专题会",
                held_on="2022-10-08",
                half_day="下午",
                place="行政楼第一会议室",
                convener="学校",
                level="unit",
                form="special",
                people=(
                    who("骆宾", "校党委书记", "chair speaks"),
                    who("聂云川", "校长", "attends speaks"),
                    who("舒畅", "党委副书记、副校长", "attends"),
                    who("麦田", "副校长", "attends"),
                    who("凌霄", "学生工作部部长", "reports"),
                ),
                orders=("聂云川指出，返校", "骆宾强调，各单位"),
                measures="健康码 行程码",
            ),
        ),
    ),
    Report(
        "hospital",
        "市二院召开院感防控工作会议",
        "本网讯 4月11日，市第二人民医院召开院感防控工作会议，院长江宁主持，党委书记郝仁出席并讲话，"
        "各科室主任、护士长参加会议。\n"
        "郝仁要求，全院职工要规范佩戴口罩，严格执行首诊负责制。",
        source="卫生健康报",
        published_at="2022-04-12",
        meetings=(
            Expected(
                name="院感防控工作会议",
                held_on="2022-04-11",
                convener="市第二人民医院",
                level="unit",
                form="other",
                people=(who("江宁", "院长", "chair"), who("郝仁", "党委书记", "attends speaks")),
                orders=("郝仁要求，全院",),
                measures="口罩",
            ),
        ),
    ),
    Report(
        "company",
        "集团公司召开疫情防控视频会",
        "2月3日，集团公司召开疫情防控工作视频会，传达上级会议精神。集团党委书记、董事长霍启明讲话，"
        "总经理古月主持。\n"
        "会议强调，各子公司要做好返岗人员登记和测温，有序推进复产。",
        source="东山能源集团有限公司网站",
        published_at="2020-02-04",
        meetings=(
            Expected(
                name="疫情防控工作视频会",
                held_on="2020-02-03",
                convener="集团公司",
                level="unit",
                form="video",
                people=(
                    who("霍启明", "集团党委书记、董事长", "speaks"),
                    who("古月", "总经理", "chair"),
                ),
                orders=("会议强调，各子公司",),
                measures="测温 复工复产",
            ),
        ),
    ),
    Report(
        "school-no-year",
        "我校举行疫情防控培训会",
        "为提高教职工防控能力，我校于9月1日下午在报告厅举行全体教职工疫情防控培训会。"
        "会议由副校长简宁主持，校医务室校医任晓就消毒、通风方法进行了讲解。\n"
        "简宁要求，班主任要每天如实上报学生体温。",
        source=None,
        meetings=(
            Expected(
                name="全体教职工疫情防控培训会",
                held_on="--09-01",
                half_day="下午",
                place="报告厅",
                convener="我校",
                level="unit",
                form="other",
                people=(
                    who("简宁", "副校长", "chair speaks"),
                    who("任晓", "校医务室校医", "reports"),
                ),
                orders=("简宁要求，班主任",),
                measures="消杀 通风 测温",
            ),
        ),
    ),
)
