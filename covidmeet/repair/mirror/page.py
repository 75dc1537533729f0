"""What one page shows of the kit that damaged it: the whole page is evidence for each of its places.

A kit annotates a character everywhere on a page or nowhere, and the commonest kit annotates all characters
up to some point of one ranking.  Textbooks and careful authors annotate too; they are told apart by the same
rule, because they annotate a word where it is new, or every character in a row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from covidmeet.repair.mirror.cp936 import CODE_OF, is_hanzi
from covidmeet.repair.mirror.readings import READING, TONES, UNRANKED, agrees, codes_read, kit

ANNOTATION = re.compile(rf"(?<=[\u4e00-\u9fff])\(({READING}) ?\)")
ORPHAN = re.compile(rf"\?(?<=[\u4e00-\u9fff\ue000-\ue765]\?)({READING}) ?\)")
CONTROLLED = re.compile("[\x05-\x08]+(?=[，。、？！,?!])")
_FULL_WIDTH = "，！？：；（）"
_TONED = re.compile(TONES)
_AFTER_STOP = re.compile("。([^\x00-\x7f])")
_WITHIN = re.compile("\\?[\x05-\x08]*[，？！,?!](?=[^\x00-\x3f])")
_OTHERS = re.compile("[^\u4e00-\u9fff]+")

_SAMPLE = 100_000
_MANY = 200

SURE, LIKELY, MAYBE = 20.0, 8.0, 3.0
"""How much (natural logarithm) speaks against a character without its reading, or with one it should not
have: seen on this page; inferred from the ranking; at the very step where the page's set may end."""


@dataclass(slots=True)
class Page:
    """The kit's set-up on one page."""

    damaged: bool
    """Readings, orphans or controls prove the damage; shifted runs alone are judged one by one."""
    annotated: frozenset[str] = frozenset()
    """Characters whose readings are to be dropped."""
    required: dict[int, float] = field(default_factory=dict)
    """GBK code -> what speaks against it without a reading."""
    excluded: frozenset[int] = frozenset()
    """GBK codes that stand on the page without a reading, and so cannot be what an orphan belonged to."""
    half_width: bool = False
    """Whether ，！？：；（） may have been turned half-width."""
    spaced: bool = False
    """Whether control characters were turned into spaces."""
    stops_hit: int = 0
    """Marks hit within other characters, less the full stops whose last byte makes a hit mark with the next
    character and that stand whole.  Kits that look for the next mark past the one they have hit leave all of
    these alone; of other kits' hits within characters, most are in such full stops, and few of them are left.
    """
    forms: frozenset[str] = frozenset()
    """All characters of the page, or of its first ``_SAMPLE``."""


class _Bare(dict[str, int]):
    """Character -> how often it stands without a reading; counted when it is asked for."""

    def __init__(self, text: str, annotated: Counter[str]) -> None:
        super().__init__()
        self._text = text
        self._annotated = annotated

    def __missing__(self, char: str) -> int:
        self[char] = times = self._text.count(char) - self._annotated[char]
        return times


@dataclass(slots=True)
class _Count:
    """How often the readings of a text occur, and their characters without one."""

    text: str
    annotated: Counter[str]
    bare: _Bare
    isolated: int

    def steady(self, char: str) -> bool:
        """Annotated everywhere: overlapping codes leave one in a great many without a reading."""
        return self.bare[char] * 4 <= self.annotated[char]


def _count(text: str) -> _Count:
    pairs = Counter([(text[match.start() - 1], match[1]) for match in ANNOTATION.finditer(text)])
    annotated: Counter[str] = Counter()
    for (char, reading), times in pairs.items():
        if agrees(char, reading):
            annotated[char] += times
    isolated = sum(_isolated(text, match) for match in islice(ANNOTATION.finditer(text), _MANY))
    return _Count(text, annotated, _Bare(text, annotated), isolated)


def _isolated(text: str, match: re.Match[str]) -> bool:
    """Whether an annotated character stands for itself, as in a word list."""
    before, after = text[max(match.start() - 2, 0) : match.start() - 1], text[match.end() : match.end() + 1]
    return not (is_hanzi(before) or before == ")" or is_hanzi(after) or after == "?")


def _contradictions(count: _Count, top: int) -> int:
    """Bare characters of the page that the ranking puts before an annotated one."""
    return sum(1 for char, (step, _) in kit().items() if step < top and count.bare[char] > 0)


def _ranked(count: _Count) -> bool:
    """Whether the readings look like the commonest kit's: its characters, all or nothing."""
    ours = [char for char in count.annotated if char in kit() and count.steady(char)]
    others = len(count.annotated) - len(ours)
    if not ours or others > len(ours) or count.isolated * 2 > min(count.annotated.total(), _MANY):
        return False
    top = min((kit()[char][0] for char in ours if kit()[char][0] < UNRANKED), default=UNRANKED)
    if len(ours) >= 3:
        return True
    return _contradictions(count, top) == 0


def _steadfast(count: _Count) -> bool:
    """Whether the readings look like a kit of ordinary characters: repeated, all or nothing, and few."""
    repeated = [char for char, times in count.annotated.items() if times > 1 and count.steady(char)]
    bare = sum(count.bare[char] for char in count.annotated)
    if len(repeated) < 2 or bare * 5 > count.annotated.total():
        return False
    return count.annotated.total() < 0.4 * len(_OTHERS.sub("", count.text))


def _orphans(text: str) -> Iterator[str]:
    """Readings after a lost byte that can belong to a character begun by the byte before it."""
    for match in ORPHAN.finditer(text):
        code = CODE_OF.get(text[match.start() - 1])
        if code is not None and _TONED.search(match[1]) and codes_read(match[1], code & 0xFF):
            yield match[1]


def _accepted(count: _Count) -> frozenset[str]:
    """The characters whose readings the kit put there; an author's own reading of one character stays."""
    ordinary = [char for char in count.annotated if _simplified(char)]
    known_kit = len(ordinary) > 1 or any(count.annotated[char] > 1 for char in ordinary)
    return frozenset(
        char
        for char in count.annotated
        if char in kit() or not _simplified(char) or (known_kit and count.bare[char] <= count.annotated[char])
    )


def _simplified(char: str) -> bool:
    """Whether GB 2312 has the character; the commonest kit annotates none of these."""
    return bool(char.encode("gb2312", "ignore"))


def _required(count: _Count, annotated: frozenset[str]) -> tuple[dict[int, float], frozenset[int]]:
    required = {CODE_OF[char]: SURE for char in annotated if count.steady(char)}
    steps = [kit()[char][0] for char in annotated if char in kit() and kit()[char][0] < UNRANKED]
    excluded = {CODE_OF[char] for char in {*kit(), *count.annotated} - annotated if count.bare[char] > 0}
    top = max(steps, default=-1)
    for char, (step, _) in kit().items():
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


def _mark_after_stop(char: str) -> bool:
    """Whether the last byte of 。 and the first of ``char`` make a hit mark."""
    return CODE_OF.get(char, 0) >> 8 in (0xA1, 0xAC, 0xBF)


def bare_page(text: str) -> Page:
    """A page with neither readings nor control characters."""
    return Page(
        False, half_width=not any(mark in text for mark in _FULL_WIDTH), forms=frozenset(text[:_SAMPLE])
    )


def read_page(text: str) -> Page:
    """Judge a whole page (or a line alone) by its readings, orphans and control characters."""
    count = _count(text)
    orphans = sum(1 for _ in _orphans(text))
    ranked = _ranked(count)
    damaged = ranked or _steadfast(count) or orphans > 0 or CONTROLLED.search(text) is not None
    page = bare_page(text)
    if damaged:
        page.damaged = True
        page.annotated = _accepted(count)
        page.required, page.excluded = _required(count, page.annotated)
        page.spaced = _spaced(text)
        whole = sum(1 for char in _AFTER_STOP.findall(text) if _mark_after_stop(char))
        page.stops_hit = len(_WITHIN.findall(text)) - whole
    return page
