"""The language model with the page's own text mixed in: a phrase lost here often stands whole elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log

from covidmeet.repair.language_model import LanguageModel

_PRIORS = (40.0, 8.0, 3.0)
"""Weight of the general model against the page's counts, by length of context, in occurrences."""

WIDE = dict(zip(",!?:;()", "，！？：；（）", strict=True))
_TO_WIDE = str.maketrans(WIDE)


class _Row(dict[str, float]):
    """Natural logarithms after one context, worked out when they are asked for."""

    def __init__(self, general: Mapping[str, float], followers: list[tuple[float, str]]) -> None:
        super().__init__()
        self._general = general
        self._followers = [(prior, after, prior + len(after)) for prior, after in followers]
        self._known = followers[0][1]
        self._unseen = sum(log(prior / total) for prior, _, total in self._followers)

    def __missing__(self, char: str) -> float:
        wide = WIDE.get(char, char)
        if wide not in self._known:
            value = self._general[char] + self._unseen
        else:
            chance = exp(self._general[char])
            for prior, after, total in self._followers:
                chance = (after.count(wide) + prior * chance) / total
            value = log(chance)
        self[char] = value
        return value


class Blend:
    """The general model and the counts of one page, taken only for the contexts that are asked for.

    ``page`` is intact text, or the parts of a page that are.
    """

    def __init__(self, general: LanguageModel, page: str) -> None:
        self._general = general
        self.page = page.translate(_TO_WIDE)
        self._rows: dict[str, Mapping[str, float]] = {}

    def logprobs(self, context: str) -> Mapping[str, float]:
        """Natural logarithms of the probabilities of characters after ``context``."""
        known = self._rows.get(context)
        if known is None:
            known = self._rows[context] = self._mixed(context)
        return known

    def _mixed(self, context: str) -> Mapping[str, float]:
        general = self._general.logprobs(context)
        wide = context.translate(_TO_WIDE)
        found: list[tuple[float, str]] = []
        for length, prior in enumerate(_PRIORS[: len(wide)], 1):
            parts = self.page.split(wide[-length:])
            if len(parts) == 1:
                break
            found.append((prior, "".join([part[0] for part in parts[1:] if part])))
        return _Row(general, found) if found else general
