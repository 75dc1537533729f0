"""Which part of an article over several pages comes next, and which are missing."""

from __future__ import annotations

import sys

from covidmeet.extract.pager import Address, Number, Pager


class PartChain:
    """The parts of the article whose first page is at ``url``: those linked to, and those that were read.

    It learns of further parts from each page that is taken; a part comes once, by its number, so that no
    chain of links can be endless or go in a circle.  ``most``: pages of an article that are read.
    """

    def __init__(self, url: str, told: Pager, most: int = sys.maxsize) -> None:
        self._left = most - 1
        self._first = Address.of(url)
        self._known: dict[Number, str] = dict(told.further)
        self._done: set[Number] = set()
        self._whole = told.whole

    @property
    def next(self) -> str | None:
        """The address of the next part to read: the whole article on one page where there is that."""
        if self._left <= 0:
            return None
        if self._whole:
            return self._whole
        left = self._known.keys() - self._done
        return self._known[min(left)] if left else None

    @property
    def missing(self) -> list[str]:
        """The addresses of the parts that were linked to and neither taken nor passed over."""
        return [self._known[key] for key in sorted(self._known.keys() - self._done)]

    def answer(self, url: str, told: Pager | None) -> None:
        """Go on behind the ``next`` part, at ``url``, which links to ``told``; None: it could not be read."""
        if told is None:
            self.pass_over(url)
        elif url == self._whole:
            self._left = 0
        else:
            self._left -= 1
            self.take(url, told)

    def take(self, url: str, told: Pager) -> bool:
        """Note a part that was read; False for one that no page before led to, or that was taken before."""
        key = Address.of(url).key
        if key not in self._known or key in self._done:
            return False
        self._done.add(key)
        for number, further in told.further.items():
            if self._first.is_before(Address.of(further)):
                self._known.setdefault(number, further)
        return True

    def pass_over(self, url: str) -> None:
        """Go on without the part at ``url``, which could not be read."""
        if url == self._whole:
            self._whole = None
        else:
            self._done.add(Address.of(url).key)
