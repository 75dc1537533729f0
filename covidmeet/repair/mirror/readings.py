"""Which character has which readings, and the ranking of the characters that the commonest kit annotates."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from covidmeet.repair.mirror.cp936 import CODE_OF

UNRANKED = 10
"""Step of the characters that were seen too rarely for a place in the ranking."""


def _lines(name: str) -> list[list[str]]:
    table = files("covidmeet.repair.mirror").joinpath(name).read_text(encoding="utf-8")
    return [line.split("\t") for line in table.splitlines()]


@cache
def common_kit() -> dict[str, tuple[int, str]]:
    """Character -> step of the ranking (0 to 9, or ``UNRANKED``) and reading, on the commonest kit.

    The kit of one page annotates all characters up to some step.
    """
    return {char: (int(step), reading) for step, char, reading in _lines("readings.tsv")}


@cache
def readings() -> dict[str, frozenset[str]]:
    """Ideograph of GBK -> all its readings, with tone marks (no mark: the neutral tone)."""
    found: dict[str, set[str]] = {}
    for reading, chars in _lines("pinyin.tsv"):
        for char in chars:
            found.setdefault(char, set()).add(reading)
    for char, (_, reading) in common_kit().items():
        found[char].add(reading)
    return {char: frozenset(known) for char, known in found.items()}


@cache
def _codes() -> dict[tuple[str, int], tuple[int, ...]]:
    found: dict[tuple[str, int], list[int]] = {}
    for char, known in readings().items():
        code = CODE_OF[char]
        for reading in known:
            found.setdefault((reading, code >> 8), []).append(code)
    return {key: tuple(codes) for key, codes in found.items()}


def codes_with_reading(reading: str, lead: int) -> tuple[int, ...]:
    """GBK codes with the first byte ``lead`` of the characters that have this reading."""
    return _codes().get((reading, lead), ())


def has_reading(char: str, reading: str) -> bool:
    """Whether ``reading`` is a reading of ``char``."""
    return reading in readings().get(char, ())


@cache
def foreign_forms() -> frozenset[str]:
    """Ideographs that are no output of the kits' one-to-one table of Traditional characters."""
    return frozenset("".join(_lines("forms.txt")[0]))
