"""What a spider states about its site; every rule that follows from it lives elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from covidmeet.text.rules import Rule


@dataclass(frozen=True, slots=True)
class Sign:
    """A line by which a page of the site is known without its URL.

    ``pattern`` is searched in the whole text folded by ``script.fold``, with ``^`` and ``$`` at line ends;
    ``weight`` is 3 for a line that only this site has, 1 for one that others may quote.
    """

    pattern: str
    weight: int = 3

    def stands_in(self, folded: str) -> bool:
        return re.search(self.pattern, folded, re.MULTILINE) is not None


@dataclass(frozen=True, slots=True)
class Site:
    """The facts of one site: ``name`` (as in ``articles.site``), its signs, its own page lines."""

    name: str
    signs: tuple[Sign, ...] = ()
    chrome: tuple[Rule, ...] = ()


GENERIC = Site("generic")


def recognise(folded: str, sites: tuple[Site, ...]) -> Site:
    """The site whose signs weigh most in the folded text; ``GENERIC`` where none has any."""
    scored = [(sum(sign.weight for sign in site.signs if sign.stands_in(folded)), site) for site in sites]
    best = max(scored, key=lambda pair: pair[0], default=(0, GENERIC))
    return best[1] if best[0] > 0 else GENERIC
