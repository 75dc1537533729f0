"""Two fetches of one page compared: whether the site changed its text, and which copy is less damaged.

A page comes from the site itself, through a web archive, or as a mirror shows it: in the other script, with
marks of the other width, with lines joined, with damage of its own.  None of these is a change by the site.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from covidmeet.items import UNFINISHED
from covidmeet.repair.fixes import SURE
from covidmeet.text.damage_left import damage_left
from covidmeet.text.difference import Hunk, hunks
from covidmeet.text.fold import bare, fold_with_offsets

FIELDS = ("deck", "original_title", "published_at", "source", "reporters", "editors")
"""What a page tells of itself beside headline and text; kept with a revision."""

_NEAR = 1
# Mainland papers print full-width marks between Chinese characters; dumps and mirrors narrow them.
_NARROW = re.compile("(?<=[\u4e00-\u9fff])[,;:?!](?=[\u4e00-\u9fff]|$)", re.MULTILINE)


class Damage(NamedTuple):
    """How far a stored text is from the page of its site; the smaller one is to be kept.

    Places that are ``left`` damaged, were repaired with doubt (``doubtful``), were ``repaired``; whether it
    was ``converted`` from Traditional characters; ``narrow`` marks.
    """

    left: int
    doubtful: int
    repaired: int
    converted: bool
    narrow: int


@dataclass
class Version:
    """One fetch as it is stored: ``row`` of ``articles`` (lists as JSON), ``fixes`` as in the table."""

    row: dict[str, Any]
    fixes: Sequence[dict[str, Any]] = ()

    @cached_property
    def damage(self) -> Damage:
        """What was done to the headline and the text, and is left to do."""
        doubtful = sum(float(fix.get("confidence", 1)) < SURE for fix in self.fixes)
        marks = len(_NARROW.findall(self.row["body_original"] or ""))
        return Damage(len(self._left), doubtful, len(self.fixes), self.row["script"] == "hant", marks)

    @property
    def is_damaged(self) -> bool:
        return bool(self._left or self.fixes)

    @cached_property
    def bare(self) -> str:
        """Headline and text in the form in which script, widths, blanks and line ends are alike."""
        return bare(self._text)

    @cached_property
    def places(self) -> list[range]:
        """The stretches of ``bare``, in order, that are damaged or were repaired with doubt.

        With a character on each side, which such damage may have taken along.
        """
        offsets = self._offsets
        found = []
        for start, stop in self._spans():
            first, last = bisect_left(offsets, start), bisect_left(offsets, stop)
            if last > first:
                found.append(range(max(first - _NEAR, 0), last + _NEAR))
        return sorted(found, key=lambda place: place.start)

    @property
    def _text(self) -> str:
        return f"{self.row['title'] or ''}\n{self.row['body']}"

    @cached_property
    def _left(self) -> list[tuple[int, int]]:
        """Start and stop in ``_text`` of what could not be repaired."""
        places = damage_left(self._text)
        return [(place.offset, place.offset + len(place.seen)) for place in places]

    @property
    def _offsets(self) -> list[int]:
        folded = fold_with_offsets(self._text)
        return [at for char, at in zip(folded.text, folded.offsets, strict=True) if not char.isspace()]

    def _spans(self) -> list[tuple[int, int]]:
        """Start and stop in ``_text``, whose characters stand where those of the text as published do."""
        starts = {"title": 0, "body": len(self.row["title"] or "") + 1}
        spans = list(self._left)
        for fix in self.fixes:
            if fix["field"] in starts and float(fix.get("confidence", 1)) < SURE:
                start = starts[fix["field"]] + fix["offset"]
                spans.append((start, start + len(fix["after"])))
        return spans


def changed_by_site(old: Version, new: Version) -> bool:
    """Whether the later fetch tells another text, or other facts, than the earlier one."""
    if old.bare == new.bare:
        return not (old.is_damaged or new.is_damaged) and _tells_otherwise(old.row, new.row)
    if not (old.is_damaged or new.is_damaged):
        return True
    return not all(_is_damage(hunk, old.places, new.places) for hunk in hunks(old.bare, new.bare))


def is_unfinished(row: dict[str, Any]) -> bool:
    """Whether only the beginning of the page was there to read."""
    extraction = row.get("extraction") or ""
    return f'"{UNFINISHED}"' in extraction and UNFINISHED in json.loads(extraction)


def is_less_of_the_page(row: dict[str, Any], than: dict[str, Any]) -> bool:
    """Whether ``row`` is of the beginning of a page of which the other one has all, or more."""
    if not is_unfinished(row):
        return False
    return not is_unfinished(than) or len(row["body"]) < len(than["body"])


def fields_as_json(row: dict[str, Any]) -> str:
    """The facts of a ``row`` that are not empty, for ``revisions.fields``."""
    told = {name: row[name] for name in FIELDS if row[name] and row[name] != "[]"}
    names = ("reporters", "editors")
    return json.dumps(
        {name: json.loads(value) if name in names else value for name, value in told.items()},
        ensure_ascii=False,
    )


def _tells_otherwise(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether a fact that both tell differs; a day and its time are the same."""
    for name in FIELDS:
        before, after = (bare(str(row[name] or "").removesuffix("[]")) for row in (old, new))
        if name == "published_at":
            shorter = min(len(before), len(after))
            before, after = before[:shorter], after[:shorter]
        if before and after and before != after:
            return True
    return False


def _is_damage(hunk: Hunk, old: Sequence[range], new: Sequence[range]) -> bool:
    """Whether a difference lies in a damaged place of one of the texts, and is not longer than that."""
    longest = max(hunk.old_stop - hunk.old_start, hunk.new_stop - hunk.new_start)
    for start, stop, places in (
        (hunk.old_start, hunk.old_stop, old),
        (hunk.new_start, hunk.new_stop, new),
    ):
        # Places hardly overlap, so the last one that begins before the difference decides.
        at = bisect_right(places, start, key=lambda place: place.start) - 1
        if at >= 0 and stop <= places[at].stop and longest <= len(places[at]) + _NEAR:
            return True
    return False
