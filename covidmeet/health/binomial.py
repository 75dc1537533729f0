"""How probable counts are by chance."""

from __future__ import annotations

import math


def at_most(hits: int, trials: int, share: float) -> float:
    """Binomial distribution function: P(at most ``hits`` of ``trials``), each with probability ``share``."""
    if share >= 1:
        return 1.0 if hits >= trials else 0.0
    if share <= 0:
        return 1.0
    total = 0.0
    for number in range(hits + 1):
        ways = math.lgamma(trials + 1) - math.lgamma(number + 1) - math.lgamma(trials - number + 1)
        total += math.exp(ways + number * math.log(share) + (trials - number) * math.log1p(-share))
    return min(total, 1.0)


def at_least(hits: int, trials: int, share: float) -> float:
    """P(at least ``hits`` of ``trials``), each with probability ``share``."""
    return at_most(trials - hits, trials, 1 - share)


def poisson_at_most(count: int, expected: float) -> float:
    """Poisson distribution function: P(at most ``count``) where ``expected`` is the mean."""
    if expected <= 0:
        return 1.0
    terms = (number * math.log(expected) - expected - math.lgamma(number + 1) for number in range(count + 1))
    return min(math.fsum(map(math.exp, terms)), 1.0)


def longer_gap(gap: float, waited: float, times: int) -> float:
    """P(a wait of ``gap`` or longer) after ``times`` waits of ``waited`` in all, each exponential.

    Predictive distribution of the exponential with an unknown rate (Lomax): few waits allow a long one.
    """
    return (1 + gap / waited) ** -times if waited > 0 else 1.0
