"""What a page is about, character by character: what stands on it intact is likelier to stand on it again.

The counts that are mixed into the language model need the characters before; this needs none.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import exp, log
from typing import Protocol

from covidmeet.repair.mirror.cp936 import is_hanzi

_NOWHERE = "\ufffd"
"""A context that tells nothing: what follows it follows its frequency."""
_WEIGHT = 0.5
_PRIOR = 2000.0  # weight of the general frequencies, in characters
_MOST = 1.5  # a rare character may be the damage itself
_LEAST = -0.5  # and one that is missing may be the one that was damaged wherever it stood


class Model(Protocol):
    """The language model as the search uses it."""

    page: str
    """The intact text of the page, with full-width marks."""

    def logprobs(self, context: str) -> Mapping[str, float]:
        """Natural logarithms of the probabilities of characters after ``context``; index it with ``[]``."""


class Familiar(dict[str, float]):
    """Character -> what speaks for it (natural logarithm) because of how often the page has it."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self._page = model.page
        self._general = model.logprobs(_NOWHERE)

    def __missing__(self, char: str) -> float:
        value = 0.0
        if is_hanzi(char):
            expected = _PRIOR * exp(self._general[char])
            ratio = (self._page.count(char) + expected) / (expected * (1 + len(self._page) / _PRIOR))
            value = max(_LEAST, min(_WEIGHT * log(ratio), _MOST))
        self[char] = value
        return value
