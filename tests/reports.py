"""Invented reports of meetings, unrelated but for their slogans, and what others make of such a report."""

from __future__ import annotations

import random

_FIRST, _SECOND = "青白石柳杨梅松桐枫兰竹云平宁安和泰丰永长", "溪河江湖山岭坪塘湾桥洲浦沙泉原冈港渡亭城"
_KINDS = ("县", "区", "市", "镇")
_SURNAMES, _GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "晚舟明远若谷思齐知行望舒景行怀瑾承志文澜"
_PLACES = ("集贸市场", "火车站", "中心小学", "物流园区", "隔离酒店", "养老院", "冷链仓库", "高速收费站")
_DEEDS = (
    "{place}当天设置{a}个采样台，由{b}名医护人员轮班值守，{name}要求在{c}时以前撤离排队的人群。",
    "{name}来到{town}{place}，查看了{a}份登记台账，发现其中{b}份没有写明来访者的电话，责成当场补齐。",
    "据统计，{town}累计排查外来车辆{a}辆次，劝返{b}辆次，另有{c}人转运到{place}附近的观察点。",
    "会议听取了{town}关于{place}改造工程的汇报，工程投入{a}万元，预计{b}天后可以提供床位{c}张。",
    "{town}把{a}名下沉干部编成{b}个小组，负责{place}周边{c}户居民的上门服务和药品代购。",
    "针对{place}通风不良的问题，{name}提出{b}天内更换风机{a}台，并请专家复核{c}个点位。",
    "{name}说，{place}的{a}名从业人员中还有{b}人没有完成第三针接种，{town}要逐一联系并解释原因。",
    "为方便{town}的群众购药，{place}旁边的{a}家药店延长营业到{c}时，缺货的{b}种药品已经调入。",
)  # fmt: skip
SLOGANS = tuple(
    f"{who}{how}{what}，{end}。"
    for who, how in (
        ("会议强调，", "要坚决落实"),
        ("会议指出，", "要从严抓好"),
        ("会议要求，", "要毫不放松推进"),
        ("各级各部门要", "深刻认识并扎实做好"),
    )
    for what, end in (
        ("外防输入内防反弹的总策略", "切实筑牢疫情防控的坚固屏障"),
        ("常态化防控的各项措施", "守护好人民群众的生命安全和身体健康"),
        ("早发现早报告早隔离早治疗的要求", "以最快速度阻断社会面传播"),
        ("党委政府的决策部署", "确保各项任务落地见效"),
        ("属地部门单位个人四方责任", "形成群防群控的强大合力"),
        ("重点场所重点人群的管理", "坚决守住不发生规模性疫情的底线"),
        ("值班值守和信息报送制度", "做到守土有责守土负责守土尽责"),
    )
)


def place_name(chance: random.Random) -> str:
    return chance.choice(_FIRST) + chance.choice(_SECOND) + chance.choice(_KINDS)


def report(seed: int, *, deeds: int = 8, slogans: int = 12) -> str:
    """The text of one report: its own facts, in paragraphs with slogans that others have as well."""
    chance = random.Random(seed)
    town = place_name(chance)
    name = chance.choice(_SURNAMES) + "".join(chance.sample(_GIVEN, 2))
    month, day = chance.randrange(1, 13), chance.randrange(1, 29)
    place = chance.choice(_PLACES)
    lead = f"{month}月{day}日，{town}召开疫情防控工作会议，{name}出席并对{place}等处的工作提出意见。"
    said = chance.sample(SLOGANS, slogans)
    told = [
        deed.format(
            town=place_name(chance),
            name=name,
            place=chance.choice(_PLACES),
            a=chance.randrange(3, 990),
            b=chance.randrange(2, 90),
            c=chance.randrange(1, 700),
        )
        for deed in (chance.choice(_DEEDS) for _ in range(deeds))
    ]
    lines = [lead]
    while said or told:
        paragraph = [*said[:2], *told[:1]]
        said, told = said[2:], told[1:]
        chance.shuffle(paragraph)
        lines.append("".join(paragraph))
    return "\n".join(lines)


def with_errors(text: str, share: float, seed: int = 0) -> str:
    """``text`` with a share of its characters replaced by others, evenly by chance."""
    chance = random.Random(seed)
    letters = [at for at, char in enumerate(text) if char.isalnum()]
    made = list(text)
    for at in chance.sample(letters, round(len(letters) * share)):
        made[at] = chr(chance.randrange(0x4E00, 0x9FA5))
    return "".join(made)


def with_more(text: str, seed: int) -> str:
    """``text`` and a third as much of another report behind it."""
    return text + "\n" + report(seed, deeds=30, slogans=0)[: len(text) // 3]


def half(text: str) -> str:
    """The first half, to the end of a sentence."""
    return text[: text.index("。", len(text) // 2) + 1]


def excerpt(text: str, length: int = 300) -> str:
    """As many characters from the middle, cut where it happens."""
    start = (len(text) - length) // 2
    return text[start : start + length]
