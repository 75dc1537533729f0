"""How the CPU time that a piece of work takes grows with the size of its input."""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

SIZES = (12_500, 25_000, 50_000, 100_000)
STEEPEST = 1.2
_STEEPEST_SMALL = 1.3  # of small inputs, whose times waver
SLOWEST = 2.0  # seconds for the largest size
REPEATS = 3
_NOTHING = 0.03  # seconds below which other things than the size decide
_GIVEN_UP = 4.0  # seconds: no larger size is tried


@dataclass(frozen=True)
class Growth:
    """CPU seconds by size; what was given up has fewer than were ``asked`` for."""

    kind: str
    name: str
    seconds: tuple[float, ...]
    asked: int = len(SIZES)
    slowest: float = SLOWEST
    nothing: float = _NOTHING

    @property
    def exponent(self) -> float:
        """Of the size, over the last doubling and over the last two: what both show."""
        if self.seconds[-1] < self.nothing or len(self.seconds) < 2:
            return 0.0
        steps = [math.log2(b / a) for a, b in zip(self.seconds, self.seconds[1:], strict=False)]
        return min(steps[-1], sum(steps[-2:]) / len(steps[-2:]))

    @property
    def is_fine(self) -> bool:
        complete = len(self.seconds) == self.asked
        return complete and self.seconds[-1] <= self.slowest and self.exponent <= STEEPEST

    def __str__(self) -> str:
        times = ", ".join(f"{second:.3f}" for second in self.seconds)
        return f"{self.kind} {self.name}: {times} s, exponent {self.exponent:.2f}"


def growth_of(
    kind: str,
    name: str,
    prepare: Callable[[int], Callable[[], object]],
    sizes: Sequence[int] = SIZES,
    repeats: int = REPEATS,
    slowest: float = SLOWEST,
    nothing: float = _NOTHING,
) -> Growth:
    """The least CPU time of ``repeats`` calls of what ``prepare`` returns, for sizes that double.

    ``slowest``: seconds that the largest of the ``sizes`` may take; ``nothing``: those under which its growth
    is not looked at.
    """
    gc.collect()
    gc.freeze()
    found: list[float] = []
    for size in sizes:
        found.append(_least(prepare(size), repeats))
        if found[-1] > _GIVEN_UP:
            break
    return Growth(kind, name, tuple(found), len(sizes), slowest, nothing)


def _least(work: Callable[[], object], repeats: int) -> float:
    least = math.inf
    for _ in range(repeats):
        started = time.process_time()
        work()
        least = min(least, time.process_time() - started)
        if least > _GIVEN_UP:
            break
    return least


def assert_linear(
    name: str, prepare: Callable[[int], Callable[[], object]], sizes: Sequence[int] = SIZES
) -> None:
    """A test's check; what looks steep is measured again, since another process may have disturbed it."""
    for repeats in (1, REPEATS):
        growth = growth_of("test", name, prepare, sizes, repeats)
        if growth.exponent < _STEEPEST_SMALL and growth.seconds[-1] <= SLOWEST:
            return
    raise AssertionError(str(growth))
