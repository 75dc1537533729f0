"""The archive that Scrapy's settings mean."""

from __future__ import annotations

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from covidmeet.archive.location import VARIABLE, Location, locate


def archive_of(settings: BaseSettings, *, to_write: bool = False) -> Location:
    """The archive: by ``DATABASE`` if that is set, else as ``locate`` finds it.  Raises what it raises."""
    value = settings.get("DATABASE")
    if value is None:
        return locate(to_write=to_write)
    if (settings.getpriority("DATABASE") or 0) >= SETTINGS_PRIORITIES["cmdline"]:
        return locate(str(value))
    # What stands in a settings module came from the environment, or from who wrote the module.
    return locate(environ={VARIABLE: str(value)})
