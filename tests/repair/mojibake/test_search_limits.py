"""The search ends in text that nothing explains, is told of, and still finds damage among such lines."""

from __future__ import annotations

import random

import pytest

from covidmeet.repair.mojibake import repair
from covidmeet.repair.mojibake.search_limits import SearchBudget, samples

from .damage import CHANNELS
from .texts import NEWS

_LATIN = "".join(map(chr, range(0xA1, 0x100)))


def junk(lines: int, length: int = 60) -> list[str]:
    chance = random.Random(5)
    return ["".join(chance.choices(_LATIN, k=length)) for _ in range(lines)]


@pytest.mark.parametrize(
    "channel", ["gbk_as_latin1", "utf8_as_cp1252, question marks", "utf8_twice, Latin-1"]
)
def test_damage_among_some_lines_of_junk_is_repaired(channel: str) -> None:
    _, damage = CHANNELS[channel]
    alone = repair("\n".join(map(damage, NEWS))).text.split("\n")
    assert repair("\n".join([*junk(6), *map(damage, NEWS)])).text.split("\n")[6:] == alone


@pytest.mark.parametrize("channel", ["gbk_as_latin1", "gbk_as_cp1252"])
def test_a_stretch_inside_a_long_line_is_repaired(channel: str) -> None:
    _, damage = CHANNELS[channel]
    clean = "".join(NEWS)
    assert len(clean) > 800
    for seen in (clean + damage(NEWS[3]) + clean, clean + damage(NEWS[3])):
        assert repair(seen).text == seen.replace(damage(NEWS[3]), NEWS[3])


def test_lines_that_were_not_searched_are_reported() -> None:
    found = repair("\n".join(junk(60)))
    assert found.text == "\n".join(junk(60))
    skipped = [place for place in found.unrepaired if place.rule == "not_searched"]
    assert 20 < len(skipped) < 40
    assert all(found.text[place.offset :].startswith(place.seen) for place in skipped)


def test_what_was_repaired_gives_credit() -> None:
    budget = SearchBudget()
    budget.count("甲" * 1_000, repaired=True)
    budget.count("乙" * 5_999, repaired=False)
    assert not budget.is_spent
    budget.count("乙", repaired=False)
    assert budget.is_spent


def test_samples_are_taken_where_the_suspicious_places_are() -> None:
    assert samples("ÃÂ¤" * 100) == ["ÃÂ¤" * 100]
    line = "会" * 1_000 + "Ã¤Â¼" + "会" * 1_000
    (sample,) = samples(line)
    assert "Ã¤Â¼" in sample and len(sample) == 200
    assert samples("会" * 2_000) == []
