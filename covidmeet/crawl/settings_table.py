"""The settings a user may need, each stated once: name, kind, default, and what it is for.

Each is also read from the environment as ``COVIDMEET_NAME``, for containers and units, where a command line
is awkward.  ``-s NAME=VALUE`` wins over the environment, and the environment over the default.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from covidmeet.crawl.kinds import (
    COMMAND,
    HOSTS,
    KEEP,
    LEVEL,
    NUMBER,
    PATH,
    PAUSES,
    POSITIVE,
    PROGRESS,
    SERVICES,
    SHARD,
    SWITCH,
    TEXT,
    WEBHOOK,
    WHOLE,
    WORKERS,
    Kind,
)
from covidmeet.crawl.near_names import did_you_mean
from covidmeet.language import _

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

PREFIX = "COVIDMEET_"


class BadSetting(ValueError):
    """A value that cannot be used; the message names the setting, the value and what it must be."""


@dataclass(frozen=True, slots=True)
class Setting:
    """``name`` is its one name in the settings and after ``-s``; ``meaning`` is for the documentation.

    The value of one that ``is_secret`` may hold a password or a token, and is never repeated.
    """

    name: str
    kind: Kind
    default: Any
    meaning: str
    is_secret: bool = False

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return PREFIX + self.name

    def read(self, value: str, source: str) -> Any:
        """The value that ``value`` is meant to be; raises ``BadSetting`` naming ``source``."""
        try:
            return self.kind.read(value.strip())
        except ValueError as error:
            shown = source if self.is_secret else f"{source}={value}"
            raise BadSetting(
                _("{shown}: must be {must_be}", shown=shown, must_be=_(self.kind.must_be))
            ) from (None if self.is_secret else error)


SETTINGS = (
    Setting("DATABASE", PATH, None, "the archive, one SQLite file; README says where it is looked for"),
    Setting("SITES_DIR", PATH, None, "a folder with sites of your own; else `sites` in your data folder"),
    Setting(
        "FACTS", SWITCH, True, "look in each text for the meetings that it reports, and keep them; 0: do not"
    ),
    Setting(
        "ARTICLE_PAGES",
        POSITIVE,
        50,
        "how many pages of one article are read; 1: only the first",
    ),
    Setting("DATABASE_BUSY_SECONDS", NUMBER, 30.0, "how long a write waits while another process writes"),
    Setting(
        "KEEP",
        KEEP,
        True,
        "keep every page in `warc/` beside the archive; `copy`: those read from files, too; 0: none",
    ),
    Setting(
        "KEEP_FILE_MB", POSITIVE, 1_000, "megabytes at which a file of pages is closed and the next begun"
    ),
    # Room for the archive, its log and the verdict.
    Setting("FREE_SPACE_MB", WHOLE, 100, "stop a run where fewer megabytes are free for pages; 0: never"),
    Setting(
        "CONTACT", TEXT, "", "an address or page under which sites can reach you; goes into the user agent"
    ),
    # A line a page is noise; what is rejected is a warning.
    Setting(
        "LOG_LEVEL", LEVEL, "INFO", "the least that is logged; WARNING has the rejects, INFO the verdict"
    ),
    Setting("LOG_FILE", PATH, None, "log to this file instead of standard error"),
    Setting(
        "PROGRESS",
        PROGRESS,
        True,
        "show progress: live on a terminal, else a line a minute; `json`: for programs, on standard output",
    ),
    # Each host has its own delay, so more at a time is no burden to any.
    Setting("CRAWLS_AT_ONCE", POSITIVE, 2, "how many sites `covidmeet crawlall` crawls at a time"),
    Setting(
        "SHARD",
        SHARD,
        "",
        "where several machines share the sites: which of how many this one is, such as `2/5`;"
        " `covidmeet crawlall` crawls and `covidmeet status` expects only its sites",
    ),
    Setting("HOOK_COMMAND", COMMAND, "", "run this when a site's verdict turned worse", is_secret=True),
    Setting(
        "WEBHOOK_URL", WEBHOOK, "", "post to this address when a site's verdict turned worse", is_secret=True
    ),
    Setting(
        "NOTIFY_URLS",
        SERVICES,
        "",
        "tell these services when a site's verdict turned worse (WeCom, DingTalk, Feishu, mail …)",
        is_secret=True,
    ),
    Setting("HOOK_SECONDS", NUMBER, 60.0, "how long the command or the address may take"),
    # A day, and time for one run to be late.
    Setting(
        "OVERDUE_HOURS",
        NUMBER,
        36.0,
        "after how many hours without a run `covidmeet status` calls a site overdue",
    ),
    # A fresh article may yet be corrected.
    Setting(
        "KNOWN_REFETCH_DAYS", NUMBER, 1.0, "fetch an archived article again while it is younger; 0: never"
    ),
    # Then after two days, four …; never more than a twentieth of a run's requests.
    Setting(
        "OUT_OF_SCOPE_DAYS",
        NUMBER,
        1.0,
        "read a page on another matter again after so many days, then ever more rarely; 0: never",
    ),
    # One a second, randomised by DOWNLOAD_DELAY_JITTER.
    Setting("DOWNLOAD_DELAY", NUMBER, 1.0, "seconds between two requests to one host, give or take a half"),
    # Of a whole response, so that one sent byte by byte ends too.
    Setting("DOWNLOAD_TIMEOUT", NUMBER, 30.0, "seconds for a whole response"),
    # The longest pages have some hundred kilobytes, a list as JSON a megabyte.
    Setting("DOWNLOAD_MAXSIZE", WHOLE, 10_000_000, "bytes of a response, packed and unpacked"),
    Setting(
        "AUTOTHROTTLE_MAX_DELAY",
        NUMBER,
        30.0,
        "the longest delay that a slow host is given by itself, seconds",
    ),
    # Some files ask for a day, which would be no crawl.
    Setting("CRAWL_DELAY_MAX", NUMBER, 60.0, "obey a Crawl-delay of robots.txt up to so many seconds"),
    # A longer Retry-After counts as a failure.
    Setting("RETRY_AFTER_MAX", NUMBER, 120.0, "obey a Retry-After up to so many seconds"),
    Setting(
        "BLOCK_LIMIT", POSITIVE, 10, "refused pages more than archived ones after which a host is given up"
    ),
    # An archive adds captures at any time; those of a crawl of Common Crawl stay as they are.
    Setting("INDEX_DAYS", NUMBER, 1.0, "ask the index of a web archive the same again after so many days"),
    Setting(
        "ARCHIVE_PAUSES",
        PAUSES,
        "",
        "pauses by kind of archive (wayback, commoncrawl, loopback, other): KIND=INDEX/FIRST, the seconds"
        " between two requests to an index, and of the first pause after a refusal, which then doubles",
    ),
    # Both are far beyond any real list.
    Setting("LISTS_PER_RUN", POSITIVE, 2_000, "list pages read in one run"),
    Setting("LINKS_PER_PAGE", POSITIVE, 10_000, "links followed from one page"),
    Setting(
        "CLOSESPIDER_TIMEOUT", NUMBER, 24 * 3600.0, "seconds after which a run is stopped whatever it does"
    ),
    # What a crawl is told to start with, and its gateway, need not be named.
    Setting("PRIVATE_HOSTS", HOSTS, [], "hosts of this machine or its network that pages may lead to"),
    # The longest real document has a few hundred kilobytes.
    Setting("DOCUMENT_MAX_BYTES", WHOLE, 20_000_000, "a text file with more bytes is rejected unread"),
    Setting(
        "PROCESS_WORKERS",
        WORKERS,
        "cores",
        "processes that read pages: of files one a core, of live crawls only where a number is given; 0: the"
        " crawl's own, which no limit of a page holds for",
    ),
    # Of a page of 1 MB; nearly all take some milliseconds.
    Setting("PAGE_SECONDS", NUMBER, 10.0, "seconds that a process may take for a page; 0: any"),
    Setting("PAGE_MEMORY_MB", WHOLE, 1_000, "megabytes that a process may take for a page; 0: any"),
)
"""In the order of the documentation."""

_BY_NAME = {setting.name: setting for setting in SETTINGS}


def in_force(environ: Mapping[str, str]) -> dict[str, Any]:
    """Each setting's default, or what the environment says instead; an empty variable says nothing.

    What cannot be read stays text, for ``check`` to refuse: this is called while settings are imported.
    """
    values = {}
    for name, setting in _BY_NAME.items():
        given = environ.get(setting.variable, "")
        try:
            values[name] = setting.read(given, setting.variable) if given.strip() else setting.default
        except BadSetting:
            values[name] = given
    return values


def check(settings: BaseSettings, environ: Mapping[str, str] = os.environ) -> None:
    """Read the settings that were given as text, in place; raises ``BadSetting`` for the first bad one."""
    for name in _BY_NAME:
        value = settings.get(name)
        if isinstance(value, str):
            settings.set(name, _read(name, value, environ), priority=settings.getpriority(name) or 0)


def values_of(given: Mapping[str, str], environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """All settings in force where ``given`` stood after ``-s``; raises ``BadSetting``."""
    refuse_unknown(given)
    values = {**in_force(environ), **given}
    return {
        name: _read(name, value, environ) if name in _BY_NAME and isinstance(value, str) else value
        for name, value in values.items()
    }


def refuse_unknown(names: Iterable[str], known: Iterable[str] | None = None) -> None:
    """Raise ``BadSetting`` for a name that is no setting of ours, nor ``known`` (by default: to Scrapy)."""
    unknown = [name for name in names if name not in _BY_NAME]
    if unknown:
        known = {*_BY_NAME, *(_names_of_scrapy() if known is None else known)}
        for name in unknown:
            if name not in known:
                raise BadSetting(
                    _(
                        "there is no setting {name}{did_you_mean}",
                        name=name,
                        did_you_mean=did_you_mean(name, known),
                    )
                )


def _names_of_scrapy() -> Iterable[str]:
    """Imported for a rare name only: it takes longer than most commands."""
    from scrapy.settings import default_settings

    return [name for name in vars(default_settings) if name.isupper()]


def _read(name: str, value: str, environ: Mapping[str, str]) -> Any:
    source = _BY_NAME[name].variable if environ.get(_BY_NAME[name].variable) == value else name
    return _BY_NAME[name].read(value, source)


def suspects(environ: Mapping[str, str] = os.environ) -> list[str]:
    """A sentence for each variable that looks like a misspelt setting.

    Others with the prefix may be set by a container's host for purposes of its own.
    """
    from difflib import get_close_matches  # for who mistyped only

    found = []
    for name in sorted(environ):
        if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in _BY_NAME:
            near = get_close_matches(name.removeprefix(PREFIX), _BY_NAME, n=1, cutoff=0.8)
            found += (
                [
                    _(
                        "{name} is no setting; do you mean {PREFIX}{near}?",
                        name=name,
                        PREFIX=PREFIX,
                        near=near[0],
                    )
                ]
                if near
                else []
            )
    return found


class SettingsCheck:
    """Add-on: refuses settings that cannot be used before anything is built with them."""

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Called by Scrapy for every command that crawls, and by its runners; raises ``BadSetting``."""
        check(settings)
