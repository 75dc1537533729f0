"""What the settings say of worker processes, for the pages of files and for those of live crawls."""

from __future__ import annotations

from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

from covidmeet.pool import PageLimits
from covidmeet.stages import PURE


def workers_asked(settings: BaseSettings) -> int | None:
    """How many are asked for; None where nothing but ``cores`` is said."""
    return None if settings["PROCESS_WORKERS"] == "cores" else settings.getint("PROCESS_WORKERS")


def page_limits(settings: BaseSettings) -> PageLimits:
    """What one page may take of a worker."""
    return PageLimits(settings.getfloat("PAGE_SECONDS"), settings.getint("PAGE_MEMORY_MB"))


def stages_of_ones_own(settings: BaseSettings) -> list[str]:
    """The item pipelines, or ours that are missing, for which a worker must not do all the stages at once."""
    given = {
        load_object(path): order
        for path, order in settings.getwithbase("ITEM_PIPELINES").items()
        if order is not None
    }
    ours = {load_object(stage.pipeline): stage.order for stage in PURE}
    last = max(ours.values())
    found = [one.__name__ for one, order in given.items() if one not in ours and order <= last]
    return found + [one.__name__ for one, order in ours.items() if given.get(one) != order]
