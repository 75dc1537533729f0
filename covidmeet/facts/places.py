"""Where a meeting was held: a venue, or a town."""

from __future__ import annotations

import re

from covidmeet.facts.divisions import short_named
from covidmeet.facts.sentences import Sentence

_VENUE = (
    r"(?:会议室|会议中心|大会堂|礼堂|[报多]告?功?能?厅|大厅|会议厅|厅|办公[楼区]"
    r"|[主一二三四五六七八九十\d]+?号?楼|大楼|中心|馆|宾馆|酒店|饭店|大厦|校区|医院|指挥部|学院"
    r"|大学|剧院|剧场|机关|大院|村|社区|[^视电]室|政府|管委会|局|站|园区|基地|公司|广场|现场|会场|街道办"
    r"|办事处|党校|招待所|影院|电视台|委)"
)
_IN = re.compile(
    r"(?:(?<![现存正所])在|(?<=日)于"
    r"|假)(?P<place>[^，。；、“”《》]{1,26}?)(?=(?:以[^，。；]{1,10}(?:形式|方式))?(?:主持|组织|连续"
    r"|隆重|顺利|紧急|迅速|及时|立即|连夜|专题)?(?:召开|举行|举办|召集|续?套开|出席|参加|列席|收听收看|开展))"
)
_SITE = re.compile(
    r"(?:主会场)(?:设)?(?:在|于)(?P<place>[^，。；、]{2,26})"
    r"|会议设(?:在)?(?P<main>[^，。；、]{2,20}?)(?:为)?主会场"
    r"|会议地点[为：:](?P<told>[^，。；、]{2,26})"
)
_ENDS_AS_VENUE = re.compile(rf"{_VENUE}$")
_NO_PLACE = re.compile(
    r"^(?:全|各|会|线|我|此|这|该|本|其|上述|疫情|当前|关键|网上|云端|集中|建立|完善|做好|落实|统筹"
    r"|[^市县区镇乡村街]{0,4}?(?:领导|期间|基础|条件|背景|形势|情况))"
    r"|会上$|^[^，]{0,4}主会场$|基础上$|(?:分会场|线上|网络|视频|同时|之[前后际]|以来|期间|下)$|疫情防控"
)
_DAYS = re.compile(r"^(?:(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日|今天|昨天|今日|昨日|[上下]午|晚上?)+")


def place_in(sentence: Sentence, stop: int) -> tuple[int, int] | None:
    """Start and stop of the place in a sentence, None where it tells none."""
    for found in _IN.finditer(sentence.text, 0, stop):
        if _DAYS.match(found["place"]):
            continue
        if _is_place(found["place"]):
            return found.span("place")
    found_site = _SITE.search(sentence.text, 0, stop)
    if found_site:
        name = next(key for key, value in found_site.groupdict().items() if value)
        return found_site.span(name)
    return None


def _is_place(text: str) -> bool:
    if text == "京":
        return True
    if _NO_PLACE.search(text):
        return False
    if _ENDS_AS_VENUE.search(text):
        return True
    return (text[-1] in "市县区镇乡州村" and len(text) > 2) or short_named(text) is not None
