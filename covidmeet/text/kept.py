"""Characters that stay as they are when Traditional text becomes Simplified: 王乾, 乾潭镇, 於潜, 魏徵.

OpenCC reads 乾 as 干 but in phrases that it knows.  In names of persons and places it is another character,
and so are the others of ``IN_BOTH``.  In running text a name is told by what stands around it: a family name,
and before and behind it a mark, a title or what a person does.

The family names 于 and 於 become one where a converter wrote 於 for every 于, and 于 is by far the more
frequent.  於 is believed as a family name only in a text that has 于 as well, and so tells the two apart.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from covidmeet.text.converter import IN_BOTH

_FAMILY = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董袁潘于"
    "蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾锺谭譚陆陸汪范金石廖贾賈夏韦韋付傅方白邹鄒孟熊秦邱江尹薛闫閆段雷侯"
    "龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯常温溫康施文牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章"
    "鲁魯岳翟殷詹申欧歐耿关關兰蘭焦俞左柳甘祝宁寧尚符舒阮柯纪紀梅童凌毕畢季裴霍涂苗谷盛曲翁冉骆駱蓝藍路游辛靳"
    "柴蒙鲍鮑华華喻祁蒲房滕屈饶饒牟艾尤阳陽穆卓古吉缪繆简簡车車项項连連芦蘆麦麥褚娄婁窦竇戚岑景党"
)
_NO_GIVEN = "上不能要就来來去敢想苦实實大快把没沒都也再先只一起"  # 马上干, 高高升起
_BEFORE = (
    r"(?:^|(?<=[\s、,，。;；:：(（【\[《“\"「/|及和与與]"
    r"|[长長记記委任员員者师師席理官士志民警人主书書总總授生辑輯]))"
)
_BEHIND = (
    r"(?=$|[\s、,，。;；:：)）】\]》”\"」/|等及和与與]|主持|出席|参[加会]|參[加會]|同志|强[调調]|強[調调]|指出|要求|表示"
    r"|介[绍紹]|[讲講][话話]|率|[带帶]|[汇匯彙][报報]|陪同|部署|[传傳][达達]|作|[说說]|到|在|赴|前往|[调調]研|先生|女士|[从從]|[报報]道|[摄攝]|通[讯訊])"
)
_IN_NAMES = "乾濛昇甯陞徵甦湧迺鉅脩"
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_DRY = (
    "部警群旱燥淨净枯預预擾扰線线渠流果貨货糧粮洗濕湿事活勁劲涉脆杯冰股校細细裂癟瘪癬癣涸草柴菜咳熱热餾馏式法電电"
    "將将嘛嗎吗什得好成完起出過过著着不了道爹媽妈淤塘河溝沟飯饭工大實实一這这那在到給给貝贝"
)
_BEFORE_DRY = (
    "若骨主樹树能苦實实巧包單单江相無无公餅饼晾曬晒烘風风擦吹才精高基枝軀躯闌阑豆肉魚鱼果菜想肯敢會会"
)
_NO_END_OF_NAME = "縣县鎮镇鄉乡村區区路街社"
_PLACE_END = "[縣县鎮镇鄉乡村州陵區区路橋桥湖]|街道|社[區区]"
_MAY_STAND = re.compile(f"[{_IN_NAMES}於]")


def tells_yu(text: str) -> bool:
    """Whether a text writes 于 and 於 as two characters, so that its 於 may be a family name."""
    return "于" in text


def parts(text: str, keeps_yu: bool = False) -> list[str]:
    """``text`` cut at what must stay: the odd parts are names, to be read character by character.

    ``keeps_yu`` says that 於 is believed as a family name (see ``tells_yu``).

    >>> parts("縣長王乾主持,若乾單位參加")
    ['縣長', '王乾', '主持,若乾單位參加']
    """
    found: list[str] = []
    end = 0
    for match in _MAY_STAND.finditer(text):
        name = _name_at(text, match.start(), keeps_yu)
        if name and name.start() >= end:
            found += [text[end : name.start()], name[0]]
            end = name.end()
    return [*found, text[end:]]


class _Names(NamedTuple):
    """What a name that keeps its characters looks like."""

    place: re.Pattern[str]
    person: re.Pattern[str]
    yu_place: re.Pattern[str]
    yu: re.Pattern[str]


@cache
def _names() -> _Names:
    """Compiled for the first text that may hold such a name: most commands meet none, and it takes 7 ms."""
    return _Names(
        # A place or an age: 乾潭, 乾务镇, 乾德年间; OpenCC knows 乾隆, 乾坤, 乾县 and 乾安.
        place=re.compile(
            f"(?<![{_BEFORE_DRY}])乾(?=[潭佑務务豐丰德寧宁符封祐]|(?![{_DRY}]){_HAN}?(?:{_PLACE_END}))"
        ),
        # From the family name on, and whether another character stands before the one that may be kept.
        person=re.compile(
            f"{_BEFORE}[{_FAMILY}](?:(?![{_NO_GIVEN}]){_HAN})?[{_IN_NAMES}]"
            f"(?:(?![{_DRY}{_NO_END_OF_NAME}]){_HAN})?{_BEHIND}"
        ),
        yu_place=re.compile("於(?=[潛潜陵])|(?<=商)於(?=之地)"),
        # 於 as a family name, behind a title or in a list.
        yu=re.compile(
            r"(?:(?<=[记記]者)|(?<=[书書][记記])|(?<=主任)|(?<=、)"
            r"|(?<=[县縣市省局部处處科镇鎮区區乡鄉][长長]))"
            f"於(?![昨今明当當日会會年月上下本前后後同此近早晚午凌周星去是對对]){_HAN}{{1,2}}{_BEHIND}"
        ),
    )


def _name_at(text: str, at: int, keeps_yu: bool) -> re.Match[str] | None:
    """The name of a person or place that the character at ``at`` is part of."""
    names = _names()
    if text[at] == "於":
        return names.yu_place.match(text, at) or (names.yu.match(text, at) if keeps_yu else None)
    if place := names.place.match(text, at):
        return place
    return names.person.match(text, max(at - 1, 0)) or names.person.match(text, max(at - 2, 0))


def stays(char: str, keeps_yu: bool = False) -> bool:
    """Whether a character of a name is one that Simplified text has as well."""
    return char in IN_BOTH and (keeps_yu or char != "於")
