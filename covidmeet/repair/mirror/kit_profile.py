"""Profile of the kit that damaged a page, estimated from the whole page and used for each damaged place.

A kit annotates a character everywhere on a page or nowhere, and the commonest kit annotates all characters up
to some step of one ranking.  Textbooks and careful authors annotate too, but not by this rule: they annotate
a word where it is new, or every character in a row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from covidmeet.repair.mirror.cp936 import CODE_OF, is_hanzi
from covidmeet.repair.mirror.patterns import FULL_WIDTH, READING, TONES
from covidmeet.repair.mirror.readings import UNRANKED, codes_with_reading, common_kit, has_reading

HANZI_ANNOTATION = re.compile(rf"(?<=[\u4e00-\u9fff])\(({READING}) ?\)")
_CUT_HANZI_ANNOTATION = re.compile(rf"\?(?<=[\u4e00-\u9fff\ue000-\ue765]\?)({READING}) ?\)")
_CONTROLS = re.compile("[\x05-\x08]+(?=[，。、？！,?!])")
_TONED = re.compile(TONES)
_AFTER_STOP = re.compile("。([^\x00-\x7f])")
_CUT_BY_MARK = re.compile("\\?[\x05-\x08]*[，？！,?!](?=[^\x00-\x3f])")
_OTHERS = re.compile("[^\u4e00-\u9fff]+")

_SAMPLE = 100_000
_MANY = 200

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
    half_width: bool = False
    """Whether ，！？：；（） may have been turned half-width."""
    spaced: bool = False
    """Whether control characters were turned into spaces."""
    overlapping_hits: int = 0
    """Evidence on whether the kit also hits marks that straddle two characters: the number of such hits, less
    the full stops whose last byte makes a hit mark with the next character and that stand whole.  Kits that
    continue behind the mark they have hit leave all of these alone; of other kits' hits within characters,
    most are in such full stops, and few of them are left.
    """
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
    for (char, reading), times in pairs.items():
        if has_reading(char, reading):
            annotated[char] += times
    isolated = sum(_isolated(text, match) for match in islice(HANZI_ANNOTATION.finditer(text), _MANY))
    return _Counts(text, annotated, _Bare(text, annotated), isolated)


def _isolated(text: str, match: re.Match[str]) -> bool:
    """Whether an annotated character has no hanzi beside it, as in a word list."""
    before, after = text[max(match.start() - 2, 0) : match.start() - 1], text[match.end() : match.end() + 1]
    return not (is_hanzi(before) or before == ")" or is_hanzi(after) or after == "?")


def _contradictions(counts: _Counts, top: int) -> int:
    """Characters without annotation on the page that the ranking puts before an annotated one."""
    return sum(1 for char, (step, _) in common_kit().items() if step < top and counts.bare[char] > 0)


def _is_common_kit(counts: _Counts) -> bool:
    """Whether the annotations look like the commonest kit's: characters of its ranking, all or nothing."""
    ours = [char for char in counts.annotated if char in common_kit() and counts.is_consistent(char)]
    others = len(counts.annotated) - len(ours)
    if not ours or others > len(ours) or counts.isolated * 2 > min(counts.annotated.total(), _MANY):
        return False
    steps = [common_kit()[char][0] for char in ours]
    top = min((step for step in steps if step < UNRANKED), default=UNRANKED)
    if len(ours) >= 3:
        return True
    return _contradictions(counts, top) == 0


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
    marks = len(re.findall("[，。、？！,?!]", text))
    hits = len(re.findall(r"(?<=[^\s\x00-\x7f]) +(?=[，。、？！,?!])", text))
    others = len(re.findall(r"(?<=[^\s\x00-\x7f]) +(?=[：；”）》:;)])", text))
    return hits >= 2 and hits * 3 >= marks and others * 4 <= hits


def _makes_mark_after_stop(char: str) -> bool:
    """Whether the last byte of 。 and the first of ``char`` make a hit mark."""
    return CODE_OF.get(char, 0) >> 8 in (0xA1, 0xAC, 0xBF)


def undamaged_profile(text: str) -> KitProfile:
    """The profile of a page with neither annotations nor control characters."""
    return KitProfile(
        False,
        half_width=not any(mark in text for mark in FULL_WIDTH.values()),
        chars=frozenset(text[:_SAMPLE]),
    )


def detect_kit(text: str) -> KitProfile:
    """Profile a whole page (or a line alone) by its annotations, cut annotations and control characters."""
    counts = _count(text)
    cut = sum(1 for _ in _cut_annotations(text))
    common = _is_common_kit(counts)
    damaged = common or _is_other_kit(counts) or cut > 0 or _CONTROLS.search(text) is not None
    profile = undamaged_profile(text)
    if damaged:
        profile.damaged = True
        profile.annotated = _accepted(counts)
        profile.required, profile.excluded = _required(counts, profile.annotated)
        profile.spaced = _spaced(text)
        whole = sum(1 for char in _AFTER_STOP.findall(text) if _makes_mark_after_stop(char))
        profile.overlapping_hits = len(_CUT_BY_MARK.findall(text)) - whole
    return profile
