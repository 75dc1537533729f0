"""The language model adapted to one page: a word that is damaged in one place often stands whole elsewhere.

Cache models (R. Kuhn and R. De Mori, "A cache-based natural language model for speech recognition", IEEE
PAMI 12(6), 1990) over the intact text of the page, of two kinds: n-gram counts after the same context, and
unigram counts, which need no context.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log

from covidmeet.repair.language_model import LanguageModel
from covidmeet.repair.mirror.cp936 import is_hanzi
from covidmeet.repair.mirror.patterns import FULL_WIDTH, TO_FULL_WIDTH

_PRIORS = (80.0, 16.0, 6.0)
"""Pseudo-counts of the lower-order distribution (Dirichlet prior), by length of context."""

_UNKNOWN_CONTEXT = "\ufffd"
"""After this context the model gives the unigram probabilities."""
_EXPONENT = 0.5
_UNIGRAM_PRIOR = 1000.0  # pseudo-counts of the model's unigram probabilities, in characters
_MAX_GAIN = 1.5  # a rare character that is frequent on the page may be an artefact of the damage itself
_MIN_GAIN = -0.5  # a character missing from the intact text may be the one that is damaged everywhere


class _Logprobs(dict[str, float]):
    """Character -> log probability after one context, computed on first access."""

    def __init__(self, general: Mapping[str, float], followers: list[tuple[float, str]]) -> None:
        super().__init__()
        self._general = general
        self._followers = [(prior, after, prior + len(after)) for prior, after in followers]
        self._known = followers[0][1]
        self._unseen = sum(log(prior / total) for prior, _, total in self._followers)

    def __missing__(self, char: str) -> float:
        wide = FULL_WIDTH.get(char, char)
        if wide not in self._known:
            value = self._general[char] + self._unseen
        else:
            chance = exp(self._general[char])
            for prior, after, total in self._followers:
                chance = (after.count(wide) + prior * chance) / total
            value = log(chance)
        self[char] = value
        return value


class InterpolatedModel:
    """The general model interpolated with the n-gram counts of one page.

    From the shortest context to the longest, the counts are smoothed with the distribution of the next
    shorter context as Dirichlet prior (D. MacKay and L. Peto, "A hierarchical Dirichlet language model",
    Natural Language Engineering 1(3), 1995); the general model takes the place of the empty context.
    Contexts are counted when they are asked for.

    ``page`` is intact text, or those parts of a page that are intact.
    """

    def __init__(self, general: LanguageModel, page: str) -> None:
        self._general = general
        self.page = page.translate(TO_FULL_WIDTH)
        """With full-width marks."""
        self._cache: dict[str, Mapping[str, float]] = {}

    def logprobs(self, context: str) -> Mapping[str, float]:
        """Log probabilities of characters after ``context``; index it with ``[]``."""
        known = self._cache.get(context)
        if known is None:
            known = self._cache[context] = self._interpolated(context)
        return known

    def _interpolated(self, context: str) -> Mapping[str, float]:
        general = self._general.logprobs(context)
        wide = context.translate(TO_FULL_WIDTH)
        found: list[tuple[float, str]] = []
        for length, prior in enumerate(_PRIORS[: len(wide)], 1):
            parts = self.page.split(wide[-length:])
            if len(parts) == 1:
                break
            found.append((prior, "".join([part[0] for part in parts[1:] if part])))
        return _Logprobs(general, found) if found else general


class UnigramCache(dict[str, float]):
    """Character -> gain (natural logarithm) from how often the page has it.

    Unigram rescaling (R. Kneser, J. Peters and D. Klakow, "Language model adaptation using dynamic
    marginals", Eurospeech 1997): a power of the ratio of the page's unigram probability, with Dirichlet
    smoothing, to that of the general model; bounded, and not renormalised.
    """

    def __init__(self, model: InterpolatedModel) -> None:
        super().__init__()
        self._page = model.page
        self._general = model.logprobs(_UNKNOWN_CONTEXT)

    def __missing__(self, char: str) -> float:
        value = 0.0
        if is_hanzi(char):
            expected = _UNIGRAM_PRIOR * exp(self._general[char])
            ratio = (self._page.count(char) + expected) / (expected * (1 + len(self._page) / _UNIGRAM_PRIOR))
            value = max(_MIN_GAIN, min(_EXPONENT * log(ratio), _MAX_GAIN))
        self[char] = value
        return value
