"""Administrative divisions: codes of GB/T 2260 as of 2022, and which one a name means in its context.

``divisions.tsv`` has provinces, prefectures and counties; FACTS-NOTICE.txt names its source.  Many counties
share a name (朝阳区, 江北区, 鼓楼区): such a name is resolved only inside the province or prefecture that is
known of the outlet, or where the text itself writes the superior division in front; it is never guessed.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

MUNICIPALITIES = ("11", "12", "31", "50")
_PARTING = frozenset("在到赴于和与及向往由对省市州")
_SUFFIX = re.compile("[省市县区州盟旗]")
# What short forms of names leave off, the longest first: 恩施州, 内蒙古, 绍兴.
_TAILS = (
    *("维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "自治州", "自治县", "自治旗"),
    *("地区", "新区", "林区", "省", "市", "县", "区", "盟", "旗", "州"),
)


class Division(NamedTuple):
    """A division: its six-digit ``code`` and its ``name`` as in the standard."""

    code: str
    name: str

    @property
    def level(self) -> str:
        """``province`` (municipalities too), ``prefecture`` or ``county``."""
        if self.code.endswith("0000"):
            return "province"
        return "prefecture" if self.code.endswith("00") else "county"

    def inside(self, other: Division) -> bool:
        """Whether this is ``other`` or a part of it."""
        return self.code.startswith(_own_digits(other.code))


class FoundDivision(NamedTuple):
    """A division that stands in a text at ``start:stop``, with what is written in front of it."""

    division: Division
    start: int
    stop: int


def _own_digits(code: str) -> str:
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


@cache
def _by_code() -> dict[str, Division]:
    lines = (files(__package__) / "divisions.tsv").read_text("utf-8").splitlines()
    return {code: Division(code, name) for code, _, name in (line.partition("\t") for line in lines)}


@cache
def _by_name() -> dict[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = {}
    for division in _by_code().values():
        found.setdefault(division.name, []).append(division)
    return {name: tuple(divisions) for name, divisions in found.items()}


@cache
def _by_short_name() -> dict[str, tuple[Division, ...]]:
    """Provinces and prefectures without their suffix; of counties the short name is too often a word."""
    found: dict[str, list[Division]] = {}
    for division in _by_code().values():
        if division.level != "county":
            found.setdefault(short_name(division.name), []).append(division)
    return {name: tuple(divisions) for name, divisions in found.items()}


def short_name(name: str) -> str:
    """
    >>> short_name("宁夏回族自治区"), short_name("绍兴市")
    ('宁夏', '绍兴')
    """
    for tail in _TAILS:
        if name.endswith(tail) and len(name) - len(tail) >= 2:
            return name[: -len(tail)]
    return name


def by_code(code: str) -> Division | None:
    """The division with that code of GB/T 2260."""
    return _by_code().get(code)


def full_name(division: Division) -> str:
    """Its name behind those of the divisions that it is part of.

    >>> full_name(by_code("330602")), full_name(by_code("500105"))
    ('浙江省绍兴市越城区', '重庆市江北区')
    """
    codes = dict.fromkeys((f"{division.code[:2]}0000", f"{division.code[:4]}00", division.code))
    return "".join(found.name for code in codes if (found := by_code(code)))


def named(name: str, within: Division | None = None, among: tuple[Division, ...] = ()) -> Division | None:
    """The one division that ``name`` means inside ``within``; None where there is none, or more than one.

    Without ``within`` a name that only one division of the country has is that one.

    >>> named("鼓楼区"), named("鼓楼区", by_code("320100")).code, named("越城区").code
    (None, '320106', '330602')
    """
    found = among or _by_name().get(name, ())
    inside = [division for division in found if within is None or division.inside(within)]
    return inside[0] if len(inside) == 1 else None


def short_named(name: str) -> Division | None:
    """The one province or prefecture of that short name; 吉林 and 海南 are the provinces."""
    found = _by_short_name().get(name, ())
    provinces = [division for division in found if division.level == "province"]
    return provinces[0] if provinces else found[0] if len(found) == 1 else None


def find(text: str, within: Division | None = None) -> list[FoundDivision]:
    """The divisions whose full names stand in ``text``, each behind its superior ones if written.

    A name that several divisions have is resolved by the one written in front, else inside ``within``.

    >>> [found.division.code for found in find("江苏省南京市鼓楼区")]
    ['320106']
    """
    spans = _spans(text)
    found: list[FoundDivision] = []
    for start, stop in spans:
        before = found[-1] if found and found[-1].stop == start else None
        name = text[start:stop]
        inner = named(name, before.division) if before else None
        if before and inner and inner != before.division:
            found[-1] = FoundDivision(inner, before.start, stop)
            continue
        division = named(name, within) or named(name)
        if division:
            found.append(FoundDivision(division, start, stop))
    return found


@cache
def _by_end() -> dict[str, tuple[str, ...]]:
    """All names by their last two characters, the longest first."""
    found: dict[str, list[str]] = {}
    for name in sorted(_by_name(), key=len, reverse=True):
        found.setdefault(name[-2:], []).append(name)
    return {end: tuple(names) for end, names in found.items()}


def _spans(text: str) -> list[tuple[int, int]]:
    """Where full names stand, the longest that end at a suffix, none inside another."""
    names = _by_end()
    spans: list[tuple[int, int]] = []
    for suffix in _SUFFIX.finditer(text):
        stop = suffix.end()
        floor = spans[-1][1] if spans else 0
        ending = text[stop - 2 : stop]
        if (
            ending == "代县" and text[stop : stop + 1] == "长"
        ):  # an acting head of a county, not 代县 of Shanxi
            continue
        for name in names.get(ending, ()):
            if text.endswith(name, floor, stop) and (len(name) > 2 or _stands_free(text, stop - 2, floor)):
                spans.append((stop - len(name), stop))
                break
    return spans


def _stands_free(text: str, start: int, behind: int) -> bool:
    """Whether no longer name can end with the two characters at ``start``: 青岚县 is not 岚县."""
    before = text[start - 1 : start]
    return start == behind or before in _PARTING or not "\u4e00" <= before <= "\u9fff"


def lies_in_municipality(division: Division) -> bool:
    """Whether it is Beijing, Tianjin, Shanghai or Chongqing, or a part of one."""
    return division.code[:2] in MUNICIPALITIES
