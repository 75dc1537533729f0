"""No text takes the facts more than linear time: n, 2n, 4n and 8n characters of what patterns try most."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from covidmeet.facts import facts
from covidmeet.items import Article
from tests.growth import assert_linear

_HELD = "1月6日上午，青禾县召开疫情防控工作会议。"
_UNITS = {
    "verbs": "召开",
    "verbs with names": "召开疫情防控工作会议",
    "heads": "会议",
    "heads and days": "会议1月6日在",
    "places": "在",
    "places and verbs": "在会议在召开",
    "held sentences": _HELD,
    "held on many days": "1月{}日，青禾县召开第{}次会议。县委书记周清主持。\n",
    "posts": "县委书记",
    "posts and commas": "县委书记、",
    "posts and names": "县委书记周清、",
    "names": "周清、",
    "names that attend": "周清出席",
    "surnames": "周李王",
    "other names": "县长尼{}主持，",
    "dots of foreign names": "阿·",
    "and": "周清和",
    "brackets": "（",
    "brackets closed": "（次）",
    "titles": "《",
    "speech": "周清强调，要落实。",
    "said": "提出提出",
    "requirements": "要求",
    "orders": "一是要",
    "days": "1月6日、",
    "bare days": "6日",
    "halves": "上午",
    "divisions": "朝阳区",
    "divisions in each other": "江苏省南京市鼓楼区",
    "suffixes": "县",
    "measures": "核酸隔离",
    "openers": "会上随后",
    "organiser": "会议由",
    "forms": "以视频",
    "quoted": "贯彻落实",
    "commas": "，",
    "stops": "。",
    "lines": "\n会议",
    "blanks": "\u3000",
    "leads": "本报讯（",
    "names behind posts": "书记蓝天、院长程前、",
    "further speakers": "；周清强调，",
    "reminders": "对拒不配合的，坚决",
}
_SIZES = (2_000, 4_000, 8_000, 16_000)


def _text(unit: str, size: int) -> str:
    if "{}" not in unit:
        return unit * (size // len(unit))
    return "".join(unit.replace("{}", str(number % 28 + 1)) for number in range(size // len(unit)))


@pytest.mark.parametrize("before", ["", _HELD], ids=["alone", "behind a report"])
@pytest.mark.parametrize("name", _UNITS)
def test_a_text_takes_linear_time(name: str, before: str) -> None:
    def prepare(size: int) -> Callable[[], object]:
        body = before + _text(_UNITS[name], size)
        article = Article(url="https://www.qinghe.example/a.html", title="青禾县召开会议", body=body)
        return lambda: facts(article)

    assert_linear(name, prepare, _SIZES)
