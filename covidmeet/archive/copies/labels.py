"""How two texts are related, from the exact share of each in the other.  Precision comes before recall.

A slogan stands in reports that have nothing to do with each other, and so do the forms of a daily bulletin:
texts are linked for what is neither, and labelled by all that they share.
"""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from typing import NamedTuple

from covidmeet.archive.copies.texts import NearText, grams_of

SAME = "same"
EDITED = "edited"
LONGER = "longer"
SHORTER = "shorter"
MIX = "mix"
LABELS = {
    SAME: "the same letters; marks, widths, script may differ",
    EDITED: "the same text with changes, as long by a sixth",
    LONGER: "all of the other text, and more",
    SHORTER: "a part of the other text: cut, or an excerpt",
    MIX: "a long passage in common, and much of its own besides",
}
OPPOSITE = {SAME: SAME, EDITED: EDITED, LONGER: SHORTER, SHORTER: LONGER, MIX: MIX}

_OWN_GRAMS = 40  # in common beside slogans: below, there is too little to tell by
_ALIKE = 0.6  # share of a text's grams that survive 5 % changed characters, less 3 standard errors
_CONTAINED = 0.8  # of a text less than half as long as the other, which it may resemble by chance
_SAME_LENGTH = 0.85
_NUMBERS_ALIKE = 0.5
_MIX_SHARE = 0.4
_MIX_RUN = 150  # letters of successive sentences


class Relation(NamedTuple):
    """What the one text is to the other; which share of the grams of each is in the other."""

    label: str
    share: float
    share_of_other: float


def relation(one: NearText, other: NearText, slogans: Container[int]) -> Relation | None:
    """How ``one`` is related to ``other``; None for texts that are not copies.

    ``slogans`` are the keys of sentences that prove nothing.
    """
    if one.checksum == other.checksum:
        return Relation(SAME, 1.0, 1.0)
    common = len(one.grams & other.grams)
    shares = common / len(one.grams), common / len(other.grams)
    if max(shares) < _MIX_SHARE or not _numbers_alike(one, other):
        return None
    label, wanted = _likely(one, other, shares)
    if label == MIX and _longest_run(one, other, slogans) < _MIX_RUN:
        return None
    own = _own_shares(one, other, slogans)
    side = {SHORTER: own[:1], LONGER: own[1:]}.get(label, own)
    if max(side) < wanted:
        return None
    return Relation(label, round(shares[0], 3), round(shares[1], 3))


def _likely(one: NearText, other: NearText, shares: tuple[float, float]) -> tuple[str, float]:
    """The label by all that is shared, and the share that must be left of it without slogans."""
    ratio = len(one.letters) / len(other.letters)
    if _SAME_LENGTH <= ratio <= 1 / _SAME_LENGTH:
        return (EDITED, _ALIKE) if min(shares) >= _ALIKE else (MIX, _MIX_SHARE)
    wanted = _ALIKE if 0.5 <= ratio <= 2 else _CONTAINED
    if shares[0 if ratio < 1 else 1] >= wanted:
        return (SHORTER if ratio < 1 else LONGER), wanted
    return MIX, _MIX_SHARE


def _own_shares(one: NearText, other: NearText, slogans: Container[int]) -> tuple[float, float]:
    """The shares without the grams of slogans; none where too little is left in common."""
    said = {sentence for text in (one, other) for key, sentence in text.sentences.items() if key in slogans}
    without = frozenset[str]().union(*map(_grams_of_slogan, said))
    left, right = one.grams - without, other.grams - without
    common = len(left & right)
    if common < max(min(_OWN_GRAMS, len(one.grams), len(other.grams)), 1):
        return 0.0, 0.0
    return common / len(left), common / len(right)


# The same ones come again and again.
_grams_of_slogan = lru_cache(maxsize=1024)(grams_of)


def _numbers_alike(one: NearText, other: NearText) -> bool:
    """Two bulletins of one form differ in nothing but their numbers, which a copy keeps."""
    fewer = min(one.numbers.total(), other.numbers.total())
    return (one.numbers & other.numbers).total() >= _NUMBERS_ALIKE * fewer


def _longest_run(one: NearText, other: NearText, slogans: Container[int]) -> int:
    """Letters of the longest passage of whole sentences that both have, slogans not counted."""
    places = {key: place for place, key in enumerate(other.sentences)}
    longest = run = 0
    before = -1
    for key, sentence in one.sentences.items():
        place = places.get(key, -1)
        if place < 0:
            run = 0
        else:
            run = (run if place == before + 1 else 0) + (0 if key in slogans else len(sentence))
        longest, before = max(longest, run), place
    return longest
