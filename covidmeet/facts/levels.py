"""At which level of administration a meeting was held, by its name, its body, and who chaired it."""

from __future__ import annotations

import re
from typing import NamedTuple

from covidmeet.facts.context import Context
from covidmeet.facts.divisions import find, lies_in_municipality

_AUTONOMOUS = ("15", "45", "54", "64", "65")


class LevelFound(NamedTuple):
    """``level``; where its words stand in what was looked at."""

    level: str
    start: int
    stop: int


_MINISTRIES = (
    "教育|工业和信息化|工信|交通运输|公安|民政|财政|商务|农业农村|外交|文化和旅游|人力资源社会保障"
    "|住房和?城乡建设|科技|生态环境|水利|司法|自然资源|应急管理"
)
_GENERAL = re.compile(
    r"(?:\d{4}年(?:度)?)?(?P<word>[全我本](?:国|省|自治区|市|县|州|盟|旗|区|镇|乡|街道|社区|村|校|院|学院"
    r"|公司|集团|行|厂|局|委|系统))"
)
_NATIONAL = re.compile(
    rf"全国|国务院|中共中央|中央|党中央|国家(?!级)|中国(?!石化|移动|电信|联通)|(?:{_MINISTRIES})部(?!门"
    rf"|属)|总理|总书记|国务委员"
)
_UNIT = re.compile(
    r"学校|[我全本该]校|校(?=党|领|长|区|疫|学|行|园|工|纪|防|办|应|院|级)|学院|[我本]院|大学|中学|小学"
    r"|一中|幼儿园|(?<!法)(?<!察)(?<!务)医?院(?=党|领|长|疫|部|区|办|务)|医院|公司|集团|银行|支行|分行"
    r"|厂(?=党|长|区)"
    r"|研究所|研究院|监狱|企业|[我本]所|养老院|高校|职业技术|班子"
)
_TOWNSHIP = re.compile(
    r"[镇乡](?!村|镇|级|市)|街道(?!口)|社区(?!防|疫|管)|(?<![乡农])村(?!镇|级|居|振|民小)(?=委|支|两|党"
    r"|召|$|“|主)|办事处"
)
_COUNTY = re.compile(
    r"(?<![各全州郊])县(?!级|域|乡|处)|县(?=级)|旗(?!帜|下|舰)"
    r"|(?<![地社校园城辖小片景灾山库牧防战特病矿林厂街功疫主分院各郊自社])(?<!治)区(?!域|间|分|县"
    r"|直(?!属)|级各|划|长责)|新区|园区|开发区|高新区|经开区"
)
_CITY = re.compile(
    r"(?<![城都超县集上股楼门各省县菜])市(?!场|民|级各|区县|县|值|辖|域|面|容|直各)|[自治]?州(?=委|政|疫"
    r"|卫|教|长|人|级|新|直|纪|应|防|$)|盟(?=委|行)|地区(?=行署)|行署|地委"
)
_PROVINCE = re.compile(r"(?<!各)省(?!钱|心|略|时|力|去|际|直各|会)|自治区|新疆生产建设兵团")


_PLACE = re.compile(
    r"(?!全|各|我|本|推进|加强|做好|落实)[\u4e00-\u9fff]{1,6}?"
    r"(?P<suffix>省|自治区|(?<![城都超县上门各])市(?![场民级])|(?<![各郊])县(?![级域])|(?<![地小社校园景辖城片库灾山牧疫战林矿厂街])区(?!域|间|县)"
    r"|旗|自治州|州|盟|(?<!乡)镇|(?<![城])乡(?!镇|村)|街道)"
)
_SUFFIX_LEVELS = {
    **{
        "省": "province",
        "自治区": "province",
        "自治州": "prefecture",
        "州": "prefecture",
        "盟": "prefecture",
    },
    **{
        "县": "county",
        "区": "county",
        "旗": "county",
        "镇": "township",
        "乡": "township",
        "街道": "township",
    },
}


def level_of(text: str, context: Context, whole: bool = True) -> LevelFound | None:
    """The level that ``text`` tells: a meeting's name, a body, or a post.

    What a name begins with counts (全市…); ``whole``: all of the text may tell, as of a body.
    """
    general = _GENERAL.match(text)
    if general:
        level = _of_general(general["word"][1:], context)
        if level:
            return LevelFound(level, *general.span("word"))
    named = [one for one in find(text, context.division) if whole or one.start == 0]
    after = named[-1].stop if named else 0
    if whole or (named and named[0].start == 0):
        for level, words in (("unit", _UNIT), ("township", _TOWNSHIP)):
            found = words.search(text, after) if whole else None
            if found:
                return LevelFound(level, *found.span())
        if named:
            return LevelFound(named[-1].division.level, named[-1].start, named[-1].stop)
    if not whole:
        return _by_beginning(text, context)
    return _by_words(text, context)


def _by_beginning(text: str, context: Context) -> LevelFound | None:
    """By the places that a name begins with, also those that no table has: 青禾县柳湾镇…会议."""
    found: LevelFound | None = None
    at = 0
    while place := _PLACE.match(text, at):
        suffix = place["suffix"]
        level = _city_level(context) if suffix == "市" else _SUFFIX_LEVELS[suffix]
        found = LevelFound(level, at, place.end())
        at = place.end()
    return found


def _by_words(text: str, context: Context) -> LevelFound | None:
    national = _NATIONAL.match(text)
    if national:
        return LevelFound("national", *national.span())
    first: LevelFound | None = None
    for level, words in (("county", _COUNTY), ("prefecture", _CITY), ("province", _PROVINCE)):
        found = words.search(text)
        if found and (
            first is None or (found.start() < first.start and level == "province" and first.level != "county")
        ):
            first = LevelFound(
                _city_level(context) if level == "prefecture" and "市" in found[0] else level, *found.span()
            )
    if first:
        return first
    national = _NATIONAL.search(text)
    return LevelFound("national", *national.span()) if national else None


def _of_general(word: str, context: Context) -> str | None:
    if word == "市":
        return _city_level(context)
    if word == "区":
        return _district_level(context)
    return {
        "国": "national",
        "省": "province",
        "自治区": "province",
        "县": "county",
        "旗": "county",
        "州": "prefecture",
        "盟": "prefecture",
        "镇": "township",
        "乡": "township",
        "街道": "township",
        "社区": "township",
        "村": "township",
        "系统": None,
        "局": None,
        "委": None,
    }.get(word, "unit")


def _city_level(context: Context) -> str:
    """What 市 without a name is: a municipality, a city that is a county, else a prefecture."""
    division = context.division
    if division is None:
        return "prefecture"
    if lies_in_municipality(division):
        return "province"
    return "county" if division.level == "county" and division.name.endswith("市") else "prefecture"


def _district_level(context: Context) -> str:
    """What 全区 is: a district, or where nothing finer than an autonomous region is known that region."""
    division = context.division
    if division and division.level == "province" and division.code[:2] in _AUTONOMOUS:
        return "province"
    return "county"
