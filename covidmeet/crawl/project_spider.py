"""The base of the project's spiders: what the parts of a crawl may ask of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from scrapy import Spider

from covidmeet.crawl.options import EVERYTHING, RunOptions
from covidmeet.health.evidence import FLOORS
from covidmeet.site import GENERIC, Site


class ProjectSpider(Spider):
    """States its site, the sites that a page can be of, and what the run was asked for.

    A spider of another base is asked nothing: it crawls without a site, and everything is wanted.
    """

    site: ClassVar[Site] = GENERIC
    sites: tuple[Site, ...] = ()
    options: RunOptions = EVERYTHING

    @classmethod
    def preflight(cls, **arguments: str) -> str | None:
        """Why a crawl cannot start with these arguments, or None."""
        return None

    @classmethod
    def floors(cls) -> Mapping[str, float]:
        """The smallest share of pages that may have a field: the usual ones, those of the site over them."""
        return {**FLOORS, **cls.site.floors}


def floors_of(spider: type[Spider]) -> Mapping[str, float]:
    """The smallest shares for a spider of any base."""
    return spider.floors() if issubclass(spider, ProjectSpider) else FLOORS


def starts_by_itself(spider: type[Spider]) -> bool:
    """Whether a spider needs no arguments, as the one for documents does: a schedule can crawl it."""
    return refusal_of(spider, {}) is None


def refusal_of(spider: type[Spider], arguments: Mapping[str, str]) -> str | None:
    """Why a spider of any base cannot start with ``arguments``, or None."""
    return spider.preflight(**arguments) if issubclass(spider, ProjectSpider) else None
