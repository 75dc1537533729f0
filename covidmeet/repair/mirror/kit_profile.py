"""Profile of the kit that damaged a page, estimated from the whole page and used for each damaged place.

A kit annotates a character everywhere on a page or nowhere, and the commonest kit annotates all characters up
to some step of one ranking.  Textbooks and careful authors annotate too, but not by this rule: they annotate
a word where it is new, or every character in a row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from covidmeet.repair.mirror.cp936 import CHAR_OF, CODE_OF, is_hanzi
from covidmeet.repair.mirror.patterns import (
    FULL_WIDTH,
    HIT_MARKS,
    NARROWED_CODES,
    RARELY_HIT,
    READING,
    TO_FULL_WIDTH,
    TONES,
)
from covidmeet.repair.mirror.readings import UNRANKED, codes_with_reading, common_kit, has_reading

HANZI_ANNOTATION = re.compile(rf"(?<=[\u4e00-\u9fff])\(({READING}) ?\)")
_CUT_HANZI_ANNOTATION = re.compile(rf"\?(?<=[\u4e00-\u9fff\ue000-\ue765]\?)({READING}) ?\)")
_LETTER_ANNOTATION = re.compile(rf"([^\x00-\x7f]|[,!?:;()])([A-Za-z])\(({READING}) ?\)")
_CONTROLS = re.compile("[\x05-\x08]+(?=[，。、？！；,?!;])")
# Where no ASCII character is between, a ``?`` before this one may have begun a run that ends here.
_RARE_HIT = re.compile(r"(?:[\x05-\x08]|(?:\A|[\x01-\x3e\x40-\x7e])[^\x00-\x7f]+\?)[；;](?=[^\x00-\x3f])")
_BLANK_BEFORE = re.compile(r"(?<=[^\s\x00-\x28\x2a-\x7f]) +[；;]")
_WIDE_LETTER = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_TONED = re.compile(TONES)
_NARROW = re.compile("(?<=[\u4e00-\u9fff])[,!?:;(](?=[\u4e00-\u9fff])")
_ROW_OF_MARKS = re.compile(r"！！|!!|。。|？？|！？|？！|\?[。！!]\?[。！!]")
_WIDE = re.compile("(?<=[\u4e00-\u9fff])[，！？：；（](?=[\u4e00-\u9fff])")
_TEACHES = re.compile(
    "拼音|注音|[讀读](?:音|作)|[課课]文|第.{1,3}[課课]|生[詞词字]|[詞词字]典|[漢汉](?:[語语字])|普通[話话]|多音字|[聲声][調调]|朗[讀读]"
)
"""Words of lessons and dictionaries, which annotate as well."""
_OTHERS = re.compile("[^\u4e00-\u9fff]+")

_SAMPLE = 100_000
_MANY = 200
_MANY_KINDS = 12
"""Annotated characters of the ranking that no lesson has by chance."""
_FEW, _ONE_LINE = 3, 40
"""Annotations on a page that are an author's, unless the page is a short line."""

SURE, LIKELY, MAYBE = 20.0, 8.0, 3.0
"""Penalty (natural logarithm) of a character that lacks its annotation: annotated elsewhere on this page;
annotated according to the ranking; at the very step of the ranking where the page's set may end."""


@dataclass(slots=True)
class KitProfile:
    """The kit's settings on one page, as far as they can be inferred."""

    damaged: bool
    """Annotations, cut annotations or controls prove the damage; without them each shifted run must do so."""
    annotated: frozenset[str] = frozenset()
    """Characters whose annotations are to be dropped."""
    required: dict[int, float] = field(default_factory=dict)
    """GBK code -> penalty of the character without an annotation."""
    excluded: frozenset[int] = frozenset()
    """GBK codes that stand on the page without an annotation, so that no cut annotation can be theirs."""
    hit: str = HIT_MARKS
    """The marks before which the kit puts control characters."""
    half_width: bool = False
    """Whether ，！？：；（） may have been turned half-width."""
    narrowed: Mapping[str, int] = field(default_factory=dict)
    """ASCII character -> GBK code of the letter, digit, sign or blank that it may have been before."""
    spaced: bool = False
    """Whether control characters were turned into spaces."""
    lively: bool = False
    """Whether the page has rows of marks, as in chats and comments."""
    chars: frozenset[str] = frozenset()
    """All characters of the page, or of its first ``_SAMPLE``."""


class _Bare(dict[str, int]):
    """Character -> how often it stands without an annotation, counted on first access."""

    def __init__(self, text: str, annotated: Counter[str]) -> None:
        super().__init__()
        self._text = text
        self._annotated = annotated

    def __missing__(self, char: str) -> int:
        self[char] = times = self._text.count(char) - self._annotated[char]
        return times


@dataclass(slots=True)
class _Counts:
    """How often the characters of a text stand with an annotation and without one."""

    text: str
    annotated: Counter[str]
    bare: _Bare
    isolated: int

    def is_consistent(self, char: str) -> bool:
        """Annotated everywhere: overlapping codes leave one in a great many without an annotation."""
        return self.bare[char] * 4 <= self.annotated[char]


def _count(text: str) -> _Counts:
    pairs = Counter([(text[match.start() - 1], match[1]) for match in HANZI_ANNOTATION.finditer(text)])
    annotated: Counter[str] = Counter()
    several: set[str] = set()  # a kit has one reading a character; an author tells readings apart
    for (char, reading), times in pairs.items():
        if has_reading(char, reading):
            several |= {char} & set(annotated)
            annotated[char] += times
    for char in several:
        del annotated[char]
    isolated = sum(_isolated(text, match) for match in islice(HANZI_ANNOTATION.finditer(text), _MANY))
    return _Counts(text, annotated, _Bare(text, annotated), isolated)


def _isolated(text: str, match: re.Match[str]) -> bool:
    """Whether an annotated character has no hanzi beside it, as in a word list."""
    before, after = text[max(match.start() - 2, 0) : match.start() - 1], text[match.end() : match.end() + 1]
    return not (is_hanzi(before) or before == ")" or is_hanzi(after) or after == "?")


def _contradictions(counts: _Counts, step: int) -> int:
    """How often characters stand without annotation that the ranking puts before ``step``."""
    return sum(counts.bare[char] for char, (own, _) in common_kit().items() if own < step)


def _is_common_kit(counts: _Counts) -> bool:
    """Whether the annotations look like the commonest kit's: characters of its ranking, all or nothing."""
    ours = [char for char in counts.annotated if char in common_kit() and counts.is_consistent(char)]
    others = len(counts.annotated) - len(ours)
    if not ours or others > len(ours) or counts.isolated * 2 > min(counts.annotated.total(), _MANY):
        return False
    steps = sorted(common_kit()[char][0] for char in ours if common_kit()[char][0] < UNRANKED)
    middle = steps[len(steps) // 2] if len(ours) >= 3 and steps else min(steps, default=UNRANKED)
    if _contradictions(counts, middle) * 20 > counts.annotated.total():
        return False
    return len(ours) >= _MANY_KINDS or not _TEACHES.search(counts.text)


def _is_other_kit(counts: _Counts) -> bool:
    """Whether the annotations look like a kit of other characters: repeated, all or nothing, and few."""
    repeated = [char for char, times in counts.annotated.items() if times > 1 and counts.is_consistent(char)]
    bare = sum(counts.bare[char] for char in counts.annotated)
    if len(repeated) < 2 or bare * 5 > counts.annotated.total():
        return False
    return counts.annotated.total() < 0.4 * len(_OTHERS.sub("", counts.text))


def _cut_annotations(text: str) -> Iterator[str]:
    """Readings after a lost byte that fit a character begun by the byte before it."""
    for match in _CUT_HANZI_ANNOTATION.finditer(text):
        code = CODE_OF.get(text[match.start() - 1])
        if code is not None and _TONED.search(match[1]) and codes_with_reading(match[1], code & 0xFF):
            yield match[1]


def _letter_annotations(text: str) -> Iterator[str]:
    """Readings after a Latin letter that is the last byte of a character of that reading: 國B(niǎo)ALLUFF."""
    for match in _LETTER_ANNOTATION.finditer(text):
        lead = CODE_OF.get(match[1].translate(TO_FULL_WIDTH), 0) & 0xFF
        if _TONED.search(match[3]) and has_reading(CHAR_OF.get(lead << 8 | ord(match[2]), ""), match[3]):
            yield match[3]


def _accepted(counts: _Counts) -> frozenset[str]:
    """The characters that the kit annotated; an author's own annotation of a single character stays."""
    ordinary = [char for char in counts.annotated if _simplified(char)]
    known_kit = len(ordinary) > 1 or any(counts.annotated[char] > 1 for char in ordinary)
    return frozenset(
        char
        for char in counts.annotated
        if char in common_kit()
        or not _simplified(char)
        or (known_kit and counts.bare[char] <= counts.annotated[char])
    )


def _simplified(char: str) -> bool:
    """Whether GB 2312 has the character; the commonest kit annotates none of these."""
    return bool(char.encode("gb2312", "ignore"))


def _required(counts: _Counts, annotated: frozenset[str]) -> tuple[dict[int, float], frozenset[int]]:
    ranking = common_kit()
    required = {CODE_OF[char]: SURE for char in annotated if counts.is_consistent(char)}
    steps = [ranking[char][0] for char in annotated if char in ranking and ranking[char][0] < UNRANKED]
    excluded = {CODE_OF[char] for char in {*ranking, *counts.annotated} - annotated if counts.bare[char] > 0}
    top = max(steps, default=-1)
    for char, (step, _) in ranking.items():
        code = CODE_OF[char]
        if step <= top and code not in excluded:
            required.setdefault(code, LIKELY if step < top else MAYBE)
    return required, frozenset(excluded)


def _spaced(text: str) -> bool:
    """Whether the marks that kits hit have a space before them, and the others do not."""
    marks = len(re.findall(r"(?<=[^\s\x00-\x7f]) *[，。、？！,?!]", text))
    hits = len(re.findall(r"(?<=[^\s\x00-\x7f]) +(?=[，。、？！,?!])", text))
    others = len(re.findall(r"(?<=[^\s\x00-\x7f]) +(?=[：”）》:)])", text))
    return hits >= 2 and hits * 3 >= marks and others * 4 <= hits


def _half_width(text: str) -> bool:
    """Whether most marks between ideographs are half-width; quotations may hold others."""
    narrow, wide = len(_NARROW.findall(text, 0, _SAMPLE)), len(_WIDE.findall(text, 0, _SAMPLE))
    return narrow > wide if narrow != wide else not any(mark in text for mark in FULL_WIDTH.values())


def _narrowed(text: str, *, half_width: bool) -> dict[str, int]:
    """What may have been turned half-width: letters and digits unless the page has full-width ones."""
    if _WIDE_LETTER.search(text):
        return {}
    return {
        char: code
        for char, code in NARROWED_CODES.items()
        if char.isalnum() or (char == " " and "\u3000" not in text) or (half_width and char not in FULL_WIDTH)
    }


def _hits_semicolons(text: str, *, spaced: bool) -> bool:
    """Whether this kit is one that hits ``RARELY_HIT`` as well."""
    if spaced:
        return len(_BLANK_BEFORE.findall(text)) * 3 >= text.count("；") + text.count(";") > 0
    return _RARE_HIT.search(text) is not None


def undamaged_profile(text: str) -> KitProfile:
    """The profile of a page with neither annotations nor control characters."""
    half_width = _half_width(text)
    return KitProfile(
        False,
        half_width=half_width,
        narrowed=_narrowed(text, half_width=half_width),
        spaced=_spaced(text),
        lively=_ROW_OF_MARKS.search(text) is not None,
        chars=frozenset(text[:_SAMPLE]),
    )


def detect_kit(text: str) -> KitProfile:
    """Profile a whole page (or a line alone) by its annotations, cut annotations and control characters."""
    counts = _count(text)
    cut = sum(1 for _ in chain(_cut_annotations(text), _letter_annotations(text)))
    annotated = _is_common_kit(counts) or _is_other_kit(counts)
    if counts.annotated.total() < _FEW and len(text.strip()) > _ONE_LINE:
        annotated = False
    damaged = annotated or cut > 0 or _CONTROLS.search(text) is not None
    profile = undamaged_profile(text)
    if damaged:
        profile.damaged = True
        profile.hit += RARELY_HIT if _hits_semicolons(text, spaced=profile.spaced) else ""
        profile.annotated = _accepted(counts)
        profile.required, profile.excluded = _required(counts, profile.annotated)
    return profile
