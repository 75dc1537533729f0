"""Clean text of many kinds, made up by rule: what the repair must leave alone."""

from __future__ import annotations

import random
from collections.abc import Iterator

PLACES = ("云溪市", "青浦岭", "望江縣", "长宁镇", "河西區", "石桥街道", "南湖社區", "临江新区")
PEOPLE = ("沈知遠", "顾长宁", "許若川", "覃小云", "陆一鸣", "温如海", "方竹青", "闻人悦")
HANS = (
    "{place}召开疫情防控工作会议，{name}主持会议并讲话。",
    "会议强调，要压实“四方责任”，做到早发现、快处置；不留死角！",
    "各单位（专班）要守好{n}个卡口，确保“应检尽检”“应隔尽隔”。",
    "什么是密切接触者？如何做好{n}天健康监测？请拨打热线{phone}。",
    "{name}(区委书记)说:“今天下雨,明天还下雨吗?!”大家笑了...",
)
HANT = (
    "{place}召開疫情防控工作會議，{name}出席會議并提出要求。",
    "要完善公共場所監測預警機制，提升應急處置能力；力爭{n}日內達標！",
    "他問：“這樣行嗎？”眾人答：“行！”（全場大笑）",
    "（記者 {name}）本網訊:昨日,{n}名志愿者到崗,你知道嗎?不知道!",
    "發展統一的網絡業務，優化環境，創新機制，聯系經辦人員{name}。",
)
OTHERS = (
    "新型コロナウイルスの感染者は{n}人でした。本当ですか？「はい」と{n}人が答えた。漢字(かんじ)を学ぶ。",
    "The meeting (see fig. {n}) was held on March {n}. Really?! Yes; déjà vu (très bien), naïve (ï).",
    "國(ㄍㄨㄛˊ)語(ㄩˇ)第{n}課：學(ㄒㄩㄝˊ)習(ㄒㄧˊ)新字，老師念一句，大家跟著念一句。",
    "小(xiǎo)猫(māo)有(yǒu){n}条(tiáo)鱼(yú)，狗(gǒu)没(méi)有(yǒu)。",
    "第{n}課 漢(hàn)語(yǔ)拼(pīn)音(yīn)：媽(mā) 麻(má) 馬(mǎ) 罵(mà)",
    'if (x > {n}) {{ return a ? b(c, d) : "學"; }}  // 會議 {n}? 是, 不是',
    "GET /list?page={n}&q=%E4%BC%9A?,!  *** ???? *** {phone}",
    "🐘各種動物🐎 在有限⚡的空間🕸️爭奪生存🍃 第{n}集 🌳——云溪🐊",
    "重慶(Chóngqìng)、西藏(Xīzàng)、拉薩(Lāsà)共{n}條線路。",
)


def lines(rng: random.Random) -> Iterator[str]:
    """Lines of all kinds, without end."""
    kinds = HANS, HANT, OTHERS
    while True:
        kind = rng.choice(kinds)
        yield rng.choice(kind).format(
            place=rng.choice(PLACES),
            name=rng.choice(PEOPLE),
            n=rng.randint(1, 30),
            phone=rng.randint(10**6, 10**7),
        )


def clean_text(size: int, seed: int = 0) -> str:
    """At least ``size`` bytes of UTF-8."""
    found: list[str] = []
    for line in lines(random.Random(seed)):
        found.append(line)
        size -= len(line.encode()) + 1
        if size <= 0:
            break
    return "\n".join(found)


REPORT = """云溪市召開疫情防控工作會議
沈知遠主持會議并講話
云溪日報訊（記者許若川）9月16日下午，全市疫情防控工作會議召開，認真學習貫徹有關會議精神，研究部署下一步工作。市委書記沈知遠主持會議并講話，市長顧長寧出席會議。
會議指出，當前疫情形勢依然嚴峻復雜，外防輸入的壓力持續上升。全市上下要深入學習貫徹會議精神，把疫情防控工作作為當前頭等大事，從嚴從緊落實各項措施，堅決防止疫情擴散蔓延。
會議強調，要加強重點場所管控，做到早發現、快處置，確保“應檢盡檢”“應隔盡隔”。隊伍要拉得出、沖得上、頂得住、打得贏。要嚴格進口冷鏈食品監管，強化境外來人管理，落實省（區、市）各項規定；要持續做好核酸檢測、隔離設施儲備、方艙醫院建設等工作。
會議要求，各縣（區）、各部門要把責任扛在肩上，看好自己的門，管好自己的人，守好自己的陣地。要科學研判，快速反應，提高流調溯源效率，確保不漏一戶、不落一人。要加強宣傳引導，及時回應社會關切，教育引導群眾增強自我防護意識。
市有關部門、駐市各單位負責同志參加會議。
什么是密切接觸者？怎樣做好健康監測？本報將陸續刊登問答！
"""
"""A report as a kit would have had it before it began: Traditional, one character for one."""
