"""Measures against an epidemic that a report of a meeting names: a list of words, each with its forms."""

from __future__ import annotations

import re

FORMS = {
    "核酸检测": "核酸 应检尽检 愿检尽检 落地检",
    "抗原检测": "抗原",
    "流调": "流调 流行病学调查 流行病学史调查",
    "溯源": "溯源",
    "隔离": "隔离 应隔尽隔",
    "封控": "封控 提级管控 管控区 防范区 静默 封闭管理 封闭式管理 封闭管控 封校 封村 封城 封闭式",
    "方舱": "方舱",
    "疫苗接种": "疫苗 接种 应接尽接",
    "健康码": "健康码 苏康码 粤康码 绿码 红码 黄码 赋码",
    "行程码": "行程码 行程卡 大数据行程",
    "场所码": "场所码 扫码 亮码 验码 电子哨兵",
    "测温": "测温 体温",
    "口罩": "口罩",
    "消杀": "消杀 消毒",
    "通风": "通风",
    "健康监测": "健康监测 居家监测 健康观察 医学观察",
    "排查": "排查 摸排 排摸 大起底 拉网式",
    "网格化": "网格",
    "四早": "四早 早发现、早 早发现早报告 早发现早隔离",
    "动态清零": "清零",
    "外防输入": "外防输入 外防境外输入 外防疫情输入",
    "物资保障": "物资",
    "医疗救治": "救治 应治尽治 收治 定点医院 诊疗",
    "监测预警": "监测预警 疫情监测 预警监测 多点触发 哨点",
    "应急处置": "应急处置 应急预案 应急演练 应急响应 应急指挥",
    "重点场所": "重点场所 重点部位 公共场所",
    "重点人群": "重点人群 重点人员",
    "冷链": "冷链",
    "复工复产": "复工 复产",
}
"""The word of the list → its forms, parted by blanks."""

# 早隔离 is one of the 四早; barriers and strips are called 隔离 too; 应急指挥中心 is a place.
_NOT_BEHIND = {"隔离": "早"}
_NOT_BEFORE = {"隔离": "带栏墩", "应急指挥": "中部"}
_WORDS = {form: word for word, forms in FORMS.items() for form in forms.split()}
_ANY = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))


def measures_in(text: str, start: int, stop: int) -> dict[str, tuple[int, int]]:
    """The measures that ``text[start:stop]`` names, each with the place of its first form."""
    found: dict[str, tuple[int, int]] = {}
    for match in _ANY.finditer(text, start, stop):
        form = match[0]
        if text[match.start() - 1] in _NOT_BEHIND.get(form, ""):
            continue
        if text[match.end() : match.end() + 1] in tuple(_NOT_BEFORE.get(form, "")):
            continue
        found.setdefault(_WORDS[form], match.span())
    return found
