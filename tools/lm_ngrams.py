"""Expected counts of character n-grams under a word n-gram model, and the back-off model they make.

A word model says how often words stand next to each other; the characters of a word, the last characters of
one word with the first of the next, and the two ends of three words in a row with a short middle word give
every character n-gram exactly one place where its occurrences are counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

KEY_BITS = 15
ORDER = 4

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Counts = dict[int, tuple[Ints, Floats]]
"""Length of the n-gram -> sorted keys, and the count of each."""


@dataclass(frozen=True)
class WordModel:
    """``words[i]`` as character numbers, its probability; bigrams and trigrams with *joint* probabilities."""

    words: list[list[int]]
    unigrams: Floats
    bigrams: tuple[Ints, Ints, Floats]
    trigrams: tuple[Ints, Ints, Ints, Floats]


def _gather(keys: list[Ints], weights: list[Floats]) -> tuple[Ints, Floats]:
    unique, inverse = np.unique(np.concatenate(keys), return_inverse=True)
    return unique, np.bincount(inverse, np.concatenate(weights), len(unique)).astype(np.float64)


def count_words(words: list[list[int]], weights: Floats) -> Counts:
    """N-grams inside the words alone."""
    keys: dict[int, list[int]] = {n: [] for n in range(1, ORDER + 1)}
    values: dict[int, list[float]] = {n: [] for n in range(1, ORDER + 1)}
    for word, weight in zip(words, weights.tolist(), strict=True):
        if weight <= 0:
            continue
        for n in range(1, min(ORDER, len(word)) + 1):
            for start in range(len(word) - n + 1):
                key = 0
                for number in word[start : start + n]:
                    key = key << KEY_BITS | number
                keys[n].append(key)
                values[n].append(weight)
    return {n: _gather([np.array(keys[n], np.int64)], [np.array(values[n])]) for n in keys}


def _ends(words: list[list[int]]) -> tuple[Ints, Ints, Ints]:
    """Lengths; the first three characters; the last three, counted from the end."""
    lengths = np.array([len(word) for word in words])
    head = np.zeros((len(words), ORDER - 1), np.int64)
    tail = np.zeros((len(words), ORDER - 1), np.int64)
    for row, word in enumerate(words):
        for at, number in enumerate(word[: ORDER - 1]):
            head[row, at] = number
        for at, number in enumerate(word[:-ORDER:-1]):
            tail[row, at] = number
    return lengths, head, tail


def _key(parts: list[Ints]) -> Ints:
    key = np.zeros(len(parts[0]), np.int64)
    for part in parts:
        key = key << KEY_BITS | part
    return key


def count_model(model: WordModel) -> Counts:
    """N-grams inside words, across two words, and across three with a middle of one or two characters."""
    lengths, head, tail = _ends(model.words)
    inside = count_words(model.words, model.unigrams)
    keys = {n: [inside[n][0]] for n in inside}
    values = {n: [inside[n][1]] for n in inside}

    def add(n: int, mask: NDArray[np.bool_], parts: list[Ints], weights: Floats) -> None:
        keys[n].append(_key([part[mask] for part in parts]))
        values[n].append(weights[mask])

    first, second, joint = model.bigrams
    for n in range(2, ORDER + 1):
        for left in range(1, n):
            right = n - left
            parts = [tail[first, at] for at in reversed(range(left))]
            parts += [head[second, at] for at in range(right)]
            add(n, (lengths[first] >= left) & (lengths[second] >= right), parts, joint)
    first, middle, last, joint = model.trigrams
    for n, width, left in ((3, 1, 1), (4, 1, 1), (4, 1, 2), (4, 2, 1)):
        right = n - width - left
        parts = [tail[first, at] for at in reversed(range(left))]
        parts += [head[middle, at] for at in range(width)] + [head[last, at] for at in range(right)]
        fits = (lengths[first] >= left) & (lengths[middle] == width) & (lengths[last] >= right)
        add(n, fits, parts, joint)
    return {n: _gather(keys[n], values[n]) for n in keys}


def merge(*parts: tuple[Counts, float]) -> Counts:
    """The weighted sum of several counts."""
    return {
        n: _gather([counts[n][0] for counts, _ in parts], [counts[n][1] * weight for counts, weight in parts])
        for n in range(1, ORDER + 1)
    }


def look_up(table: tuple[Ints, Floats], keys: Ints) -> tuple[Floats, NDArray[np.bool_]]:
    """The values of ``keys`` (0 where there is none), and which were found."""
    known, values = table
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found = known[at] == keys
    return np.where(found, values[at], 0.0), found


class BackOff:
    """A back-off model: probabilities of the n-grams worth listing, and the weight of what is not listed."""

    def __init__(self, unigrams: tuple[Ints, Floats]) -> None:
        self.listed: Counts = {1: unigrams}
        self.backoffs: Counts = {}

    def chance(self, n: int, keys: Ints) -> Floats:
        """P(last character | the n - 1 before it)."""
        values, found = look_up(self.listed[n], keys)
        if n > 1 and not found.all():
            rest = keys[~found]
            weight, known = look_up(self.backoffs[n - 1], rest >> KEY_BITS)
            mask = (1 << (KEY_BITS * (n - 1))) - 1
            values[~found] = np.where(known, weight, 1.0) * self.chance(n - 1, rest & mask)
        return values

    def add_order(self, n: int, counts: Counts, least_gain: float, least_left: float) -> None:
        """List the n-grams that change the likelihood of a text by ``least_gain`` or more.

        What a context's count has beyond its listed successors is left to shorter contexts, and no
        context leaves less than ``least_left``: nothing is impossible.
        """
        keys, values = counts[n]
        contexts, inverse = np.unique(keys >> KEY_BITS, return_inverse=True)
        listed = np.bincount(inverse, values)
        total = np.maximum(look_up(counts[n - 1], contexts)[0], listed / (1 - least_left))
        lower = self.chance(n - 1, keys & ((1 << (KEY_BITS * (n - 1))) - 1))
        chance = values / total[inverse] + (1 - listed / total)[inverse] * lower
        keep = values * np.log(chance / lower) > least_gain
        self.listed[n] = keys[keep], chance[keep]
        kept, inverse = np.unique(keys[keep] >> KEY_BITS, return_inverse=True)
        left = 1 - np.bincount(inverse, chance[keep])
        left_lower = 1 - np.bincount(inverse, lower[keep])
        self.backoffs[n - 1] = kept, np.maximum(left, 0.004) / np.maximum(left_lower, 0.004)
