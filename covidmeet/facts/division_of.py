"""Which division a meeting was of, with its code, once its level is known."""

from __future__ import annotations

import re

from covidmeet.facts.context import Context
from covidmeet.facts.divisions import Division, by_code, find, full_name
from covidmeet.facts.model import Fact

_UNIT = re.compile(r"[\u4e00-\u9fff]{2,20}(?:大学|学院|中学|小学|幼儿园|医院|公司|集团|研究院)")
_ANY_UNIT = re.compile(
    r"[全我本该各市县区省]?(?:大学|学院|中学|公司|集团|医院)|.*(?:欢迎|附属医院$|集团公司$)"
)
_TOWN = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:镇|乡|街道|社区|村)")
_PLACE = re.compile(r"(?![全我本该各市省州])([\u4e00-\u9fff]{2,3}?)(?:市|州|省)(?!委|政)")
_DIGITS = {"province": "0000", "prefecture": "00"}


def division_of(level: Fact, looked_at: list[Fact], context: Context) -> tuple[Fact | None, str | None]:
    """The division's or unit's full name and, for a division, its code; None where the text leaves it open.

    ``looked_at`` are the facts that may name it: the body, the name, posts.
    """
    if level.value == "national":
        return Fact("全国", level.evidence), None
    if level.value == "unit":
        return _unit(level, looked_at, context), None
    for told in looked_at:
        for found in reversed(find(told.value, context.division)):
            if found.division.level == level.value:
                return Fact(
                    full_name(found.division), told.evidence, _how(found.division, told.value)
                ), found.division.code
    if level.value == "township":
        return _town(level, looked_at), None
    above = _climb(context.division, level.value)
    if above is None or _names_another(looked_at[0].value, above):
        return None, None
    return Fact(full_name(above), level.evidence, context.by), above.code


def _names_another(text: str, division: Division) -> bool:
    """Whether a body or a name begins with a place that no table has, and that is not ``division``."""
    named = _PLACE.match(text)
    return named is not None and not division.name.startswith(named[1])


def _how(division: Division, text: str) -> str:
    return "" if full_name(division) in text else "the table of divisions"


def _climb(division: Division | None, level: str) -> Division | None:
    """The division of that level that ``division`` is, or is part of."""
    if division is None or division.level == level:
        return division
    if level == "county" or (level == "prefecture" and division.level == "province"):
        return None
    kept = 2 if level == "province" else 4
    return by_code(division.code[:kept] + _DIGITS[level])


def _unit(level: Fact, looked_at: list[Fact], context: Context) -> Fact | None:
    if context.unit:
        return Fact(context.unit, level.evidence, "the outlet")
    for told in looked_at:
        found = _UNIT.match(told.value)
        if found and not _ANY_UNIT.match(found[0]):
            return Fact(found[0], told.evidence)
    return None


def _town(level: Fact, looked_at: list[Fact]) -> Fact | None:
    for told in looked_at:
        found = _TOWN.match(told.value)
        if found and len(found[0]) > 2 and found[0][0] not in "全我本该各":
            return Fact(found[0], told.evidence)
    return None
