"""Which days of a paper are asked for, and by which form of the front page's address."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from covidmeet.archive.issue_days import ABSENT, ENOUGH_TRIES, PARTIAL, READ, IssueDay
from covidmeet.stages.reading import EVERY_TOPIC


class IssueCalendar:
    """The days that are left, newest first, and what each costs in requests.

    A paper changes the form of its addresses once in some years.  A day without an issue is therefore asked
    for by one form, that of the last issue found; the other forms are tried on the first and the last day,
    and on the 2nd, 4th, 8th … day without an issue.  Where one is found, those days are asked for by it.
    """

    def __init__(self, days: Iterable[date], forms: Sequence[str], known_form: str = "") -> None:
        """``forms`` of the front page's address, as ``Issues.fronts``; ``known_form``: one that was found."""
        self._left = deque(days)
        self._forms = tuple(forms)
        self._form = known_form if known_form in forms else forms[0]
        self._without: list[date] = []
        self._asked: set[tuple[date, str]] = set()
        self._last: tuple[date, list[str]] | None = None

    def next_day(self) -> tuple[date, list[str]] | None:
        """The next day and the forms by which its front page is asked for, in order; None at the end."""
        missing = len(self._without) + 1
        is_due = missing > 1 and missing & (missing - 1) == 0
        while self._left:
            day = self._left.popleft()
            all_forms = is_due or self._last is None or not self._left
            forms = [self._form, *(form for form in self._forms if all_forms and form != self._form)]
            if left := [form for form in forms if (day, form) not in self._asked]:
                self._last = day, left
                return self._last
        return None

    def found(self, form: str) -> None:
        """The last day has an issue, under the address of ``form``."""
        if form != self._form:
            self._left.extendleft(reversed(self._without))
        self._form, self._without = form, []

    def absent(self) -> None:
        """The last day has no issue by any of the forms that it was to be asked for by."""
        if self._last is not None:
            day, forms = self._last
            self._asked.update((day, form) for form in forms)
            self._without.append(day)


def days_between(first: date, last: date, most: int) -> Iterator[date]:
    """The days from ``last`` back to ``first``, both included; at most ``most``."""
    count = min((last - first).days + 1, most)
    return (last - timedelta(days=back) for back in range(max(count, 0)))


def is_settled(known: IssueDay, gateway: str, topic: str) -> bool:
    """Whether a day of the past is asked for no more by ``gateway`` ("": the live site) for ``topic``.

    An issue that was read is read, whichever way it came; that there is none, or not all of it, holds for
    that way alone.
    """
    if known.outcome != ABSENT and known.topic not in (topic, EVERY_TOPIC):
        return False
    if known.outcome == READ:
        return True
    is_final = known.outcome == ABSENT or (known.outcome == PARTIAL and known.tries >= ENOUGH_TRIES)
    return is_final and known.gateway == gateway
