"""Of which division or unit an outlet and a text are, by which 我市 and 全区 get their names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from covidmeet.facts.divisions import Division, by_code, find, short_named

_UNIT = re.compile(
    r"[\u4e00-\u9fff]{2,20}?(?:大学|学院|学校|中学|小学|第[一二三四五六七八九十]+中学?|一中|医院|集团|公司"
    r"|研究院|研究所|幼儿园)(?:附属[\u4e00-\u9fff]{2,10}医院)?"
)
_OWN_OUTLET = re.compile(r"([\u4e00-\u9fff]{2,6}?)(?:新闻网|新闻中心|要闻|校园网|官网)")
_HEAD_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Context:
    """``division`` and ``unit`` as far as known; ``by``: the site, the outlet or the text says so."""

    division: Division | None = None
    unit: str = ""
    by: str = ""


def context_of(site_division: str, outlet: str, title: str, body: str) -> Context:
    """The finest division that site and outlet tell, within it that of the text's beginning.

    ``site_division`` is a code of GB/T 2260, or empty.  An outlet's short name tells a province or prefecture
    (惠州日报, 浙江新闻); of counties only the full name does.
    """
    division, by = by_code(site_division) if site_division else None, "the site"
    told = _of_outlet(outlet, division)
    if told and (division is None or told.inside(division)):
        division, by = told, "the outlet"
    found = find(f"{title}\n{body[:_HEAD_CHARACTERS]}", division)
    inner = [one.division for one in found if division is None or one.division.inside(division)]
    if inner and (division is None or len({one.code for one in inner}) >= 1):
        finest = _finest(inner)
        if finest:
            division, by = (finest, "the text") if division is None or finest != division else (division, by)
    return Context(division, _unit_of(outlet, title, body), by if division else "")


def _unit_of(outlet: str, title: str, body: str) -> str:
    """The school, hospital or enterprise whose own outlet it is (江左大学新闻网, 江左新闻网)."""
    unit = _UNIT.match(outlet) if outlet else None
    if unit:
        return unit[0]
    short = _OWN_OUTLET.match(outlet) if outlet else None
    if short is None:
        return ""
    named = re.search(rf"{re.escape(short[1])}(?:大学|学院|医院|中学|集团)", f"{title}\n{body}")
    return named[0] if named else ""


def _of_outlet(outlet: str, within: Division | None) -> Division | None:
    if not outlet:
        return None
    full = find(outlet, within)
    if full:
        return full[0].division
    for length in (6, 5, 4, 3, 2):
        division = short_named(outlet[:length])
        if division and len(outlet) > length:
            return division
    return None


def _finest(divisions: list[Division]) -> Division | None:
    """The one that all others hold; None where two lie beside each other."""
    finest = divisions[0]
    for division in divisions[1:]:
        if division.inside(finest):
            finest = division
        elif not finest.inside(division):
            return None
    return finest
