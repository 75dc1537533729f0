"""Who met, when and where, and what was ordered: the meetings that an article reports as held."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from covidmeet.facts.model import Meeting
    from covidmeet.items import Article
    from covidmeet.site import Site

__all__ = ["facts"]


def facts(article: Article, site: Site | None = None) -> list[Meeting]:
    """The meetings that ``article`` reports as held: see ``covidmeet.facts.reports``.

    ``site`` is that of its page, if it is known.  The rules are imported with the first article: a search
    needs only the words of the model, and the rules and what they import take 0.3 s.
    """
    from covidmeet.facts import reports
    from covidmeet.site import GENERIC

    return reports.facts(article, site or GENERIC)
