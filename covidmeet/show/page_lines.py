"""Every line of a stored page with what became of it: its field, or the rule under which it was stripped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from covidmeet.items import Article
from covidmeet.process import Fetched, process
from covidmeet.site import Site
from covidmeet.sites import Sites
from covidmeet.stages.reading import Reading
from covidmeet.text.html_lines import as_shown
from covidmeet.text.lines import Role


class PageLine(NamedTuple):
    """``place`` is the line's number on the page, from 1, None for what only the page's head tells.

    ``became`` is the field that the line is in, or the rule that took it off; ``kept`` tells which.  ``role``
    is what the page's layout says of it (``lines.Role``), ``outside`` for what is no part of the text by it.
    """

    place: int | None
    became: str
    kept: bool
    text: str
    role: str


OUTSIDE = "outside"


def read_again(fetched: Fetched, sites: tuple[Site, ...], site: str | None, *, facts: bool = True) -> Article:
    """The article on a stored page, by the rules of today; ``site`` is the one it was archived as.

    ``facts``: meetings are looked for.  Raises ``Reject`` where today's rules reject it.
    """
    own = tuple(one for one in sites if one.name == site)
    # Of a single site it is known that the page is its own; a document is recognised among all.
    return process(fetched, Reading(Sites(sites if fetched.is_document or not own else own), facts=facts))


def lines_of(article: Article) -> list[PageLine]:
    """The lines of the page that ``article`` was just made from, in the page's order."""
    found = [*_kept(article), *_stripped(article), *_outside(article)]
    return sorted(found, key=lambda line: (line.place is not None, line.place or 0))


def _kept(article: Article) -> Iterator[PageLine]:
    for name, lines in article.field_lines.items():
        for line in lines:
            yield PageLine(_first(line.places), name, True, line.text, line.role)


def _stripped(article: Article) -> Iterator[PageLine]:
    roles = {place: line.role for line in article.lines for place in line.places}
    for rule, text, places in article.stripped_lines:
        role = next((roles[place] for place in places if place in roles), Role.ANY)
        yield PageLine(_first(places), rule, False, text, role)


def _outside(article: Article) -> Iterator[PageLine]:
    places = [place for line in article.lines for place in line.places]
    for rule, lines in article.outside.by_rule(places).items():
        for number, text in lines:
            yield PageLine(number + 1, rule.name, False, as_shown(text), OUTSIDE)


def _first(places: tuple[int, ...]) -> int | None:
    return min(places) + 1 if places else None
