"""What a crawl can be told with ``-a NAME=VALUE``."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from covidmeet.crawl.kinds import read_switch
from covidmeet.crawl.near_names import no_such
from covidmeet.discovery.dialects import Wayback
from covidmeet.discovery.servers import COMMON_CRAWL_DATA, NoServer, Server, server_of, timemap_of
from covidmeet.language import _
from covidmeet.stages.reading import EVERY_TOPIC, Scope
from covidmeet.text.urls import without_credentials

_LIST = "list"  # the argument; the field cannot have the name of a type
_ADDRESSES = ("via", "start", "cdx", "timemap", "records", "sitemap")
_SOURCES = ("cdx", "timemap", "captures", "sitemap")
TOPICS = ("meetings", EVERY_TOPIC)


class BadArgument(ValueError):
    """An argument that cannot be used; the message says which and why, in one sentence."""


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What is asked of every run, whatever is crawled.

    ``topic``: ``meetings`` (reports of meetings on epidemic prevention) or ``all``.  ``since``, ``until``:
    days of publication, ISO 8601, both included.  ``via``: a gateway's address with ``{url}``.
    ``refetch``: fetch what is archived as well.
    """

    topic: str = EVERY_TOPIC
    since: str | None = None
    until: str | None = None
    via: str | None = None
    refetch: bool = False

    @property
    def scope(self) -> Scope:
        return Scope(self.topic, self.since, self.until)

    def given_urls(self) -> list[str]:
        """The addresses of articles that the user gave instead of lists."""
        return []

    def _check(self) -> None:
        """Raise ``BadArgument`` for what does not go together."""
        if self.topic not in TOPICS:
            raise BadArgument(
                _("topic: {topic}: must be one of {TOPICS}", topic=self.topic, TOPICS=", ".join(TOPICS))
            )
        if self.since and self.until and self.since > self.until:
            raise BadArgument(_("since {since} is after until {until}", since=self.since, until=self.until))


EVERYTHING = RunOptions()
"""Of a run that was asked for nothing in particular."""


@dataclass(frozen=True, slots=True)
class Options(RunOptions):
    """The arguments of one crawl of a news site; those of ``RunOptions`` as well.

    ``start``: another list page to begin with.  ``url``, ``urls``: given articles, one or a file with one a
    line.  ``warc``: read pages from these files instead of the network.  ``path``: likewise saved pages, a
    file or a folder of them (only ``pages`` takes it).  ``pages``: how many pages deep into
    each list.  ``mirrors``: take copies of the site's pages on other domains.

    Pages that others know: ``cdx``, an index of a web archive (in ``cdx_dialect``); ``timemap``, all captures
    of the given pages; ``captures``, a file of them; ``sitemap``, an address or ``auto``.  ``records`` is
    where the WARC files lie that a file of captures names.  ``list_only``: only tell what there is.
    """

    start: str = ""
    url: str = ""
    urls: str = ""
    warc: str = ""
    path: str = ""
    pages: int | None = None
    topic: str = TOPICS[0]
    mirrors: bool = False
    cdx: str = ""
    cdx_dialect: str = ""
    timemap: str = ""
    captures: str = ""
    records: str = ""
    sitemap: str = ""
    list_only: bool = False

    @classmethod
    def names(cls) -> list[str]:
        """The names of all arguments."""
        return [_LIST if field.name == "list_only" else field.name for field in fields(cls)]

    @classmethod
    def read(cls, arguments: Mapping[str, str], known: Collection[str] = ()) -> Options:
        """The options that ``arguments`` name, all of them or those ``known``; raises ``BadArgument``."""
        every = [name for name in cls.names() if name != "path"]
        given = _given(arguments, list(known) or every)
        options = cls(
            start=given.get("start", ""),
            url=given.get("url", ""),
            urls=given.get("urls", ""),
            warc=given.get("warc", ""),
            path=given.get("path", ""),
            since=_day("since", given.get("since", "")),
            until=_day("until", given.get("until", "")),
            pages=_pages(given.get("pages", "")),
            topic=given.get("topic", "") or TOPICS[0],
            via=_source(given).via or None,
            mirrors=_switch("mirrors", given.get("mirrors", "")),
            refetch=_switch("refetch", given.get("refetch", "")),
            cdx=given.get("cdx", ""),
            cdx_dialect=given.get("cdx_dialect", ""),
            timemap=given.get("timemap", ""),
            captures=given.get("captures", ""),
            records=given.get("records", "") or COMMON_CRAWL_DATA,
            sitemap=given.get("sitemap", ""),
            list_only=_switch(_LIST, given.get(_LIST, "")),
        )
        options._check()
        return options

    @property
    def source(self) -> Server:
        """Where captures are asked for and fetched; without an index where they are given."""
        return _source({field.name: getattr(self, field.name) or "" for field in fields(self)})

    @property
    def is_discovery(self) -> bool:
        """Whether the pages are those that a web archive knows of."""
        return bool(self.cdx or self.timemap or self.captures)

    @property
    def warc_files(self) -> list[Path]:
        return [Path(name.strip()) for name in self.warc.split(",") if name.strip()]

    def given_urls(self) -> list[str]:
        """The addresses of given articles; raises ``BadArgument`` where their file cannot be read."""
        urls = [self.url] if self.url else []
        if self.urls:
            try:
                lines = Path(self.urls).read_text("utf-8-sig").splitlines()
            except (OSError, UnicodeDecodeError) as error:
                raise BadArgument(
                    _("urls: {urls}: cannot be read ({error})", urls=self.urls, error=error)
                ) from error
            urls += [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
        return list(dict.fromkeys(urls))

    def _check(self) -> None:
        RunOptions._check(self)
        self._check_sources()
        if self.via and ("{url}" not in self.via or not _is_web(self.via)):
            raise BadArgument(_("via: {via}: must be a web address with {{url}} in it", via=self.via))
        if self.mirrors and not (self.url or self.urls or self.warc):
            raise BadArgument(_("mirrors: name their pages with urls=FILE, url=URL or warc=FILE"))
        if self.warc and (self.start or self.url or self.urls or self.via):
            raise BadArgument(_("warc: reads files alone; leave out start, url, urls and via"))
        if self.path and (self.warc or self.url or self.urls or self.via):
            raise BadArgument(_("path: reads files alone; leave out url, urls, warc and via"))
        if self.path and not _exists(Path(self.path)):
            raise BadArgument(_("path: {path}: there is no such file or folder", path=self.path[:200]))
        for path in self.warc_files:
            if not (_exists(path) and path.is_file()):
                raise BadArgument(_("warc: {path}: there is no such file", path=str(path)[:200]))
        if self.start and not _is_web(self.start):
            raise BadArgument(_("start: {start}: not a web address", start=self.start))
        self._check_urls()

    def _check_sources(self) -> None:
        names = [name for name in _SOURCES if getattr(self, name)]
        if len(names) > 1:
            raise BadArgument(
                _("{name}: asks one source; leave out {others}", name=names[0], others=", ".join(names[1:]))
            )
        if self.list_only and not names:
            raise BadArgument(
                _("list: tells what a source knows; name one ({SOURCES})", SOURCES=", ".join(_SOURCES))
            )
        if self.timemap and not (self.url or self.urls):
            raise BadArgument(_("timemap: tells the captures of pages; name them with url=URL or urls=FILE"))
        if self.captures and not _exists(Path(self.captures)):
            raise BadArgument(_("captures: {captures}: there is no such file", captures=self.captures[:200]))
        if self.sitemap and self.sitemap != "auto" and not _is_web(self.sitemap):
            raise BadArgument(_("sitemap: {sitemap}: must be a web address, or auto", sitemap=self.sitemap))
        others = [name for name in ("start", "warc", "path", "mirrors") if getattr(self, name)]
        if names and not self.timemap:
            others += [name for name in ("url", "urls") if getattr(self, name)]
        if names and others:
            left = ", ".join(others)
            raise BadArgument(_("{name}: finds the pages itself; leave out {left}", name=names[0], left=left))

    def _check_urls(self) -> None:
        given = self.given_urls()
        for name, address in (
            *((name, getattr(self, name) or "") for name in _ADDRESSES),
            *(("url", url) for url in given),
        ):
            if (bare := without_credentials(address)) != address:
                raise BadArgument(
                    f"{name}: {bare}: " + _("an address with user and password cannot be fetched")
                )
        if self.urls and not given:
            raise BadArgument(_("urls: {urls}: no address in this file", urls=self.urls))
        for url in given:
            if not _is_web(url):
                raise BadArgument(_("url: {url}: not a web address", url=url[:200]))


@dataclass(frozen=True, slots=True)
class DocumentOptions(RunOptions):
    """Of a crawl of text files: ``path``, a file or a folder; ``topic``, ``since`` and ``until``."""

    path: Path = Path()

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> DocumentOptions:
        """The options that ``arguments`` name; raises ``BadArgument``."""
        given = _given(arguments, ["path", "topic", "since", "until"])
        if not given.get("path"):
            raise BadArgument(_("which documents? name a folder or a file: -a path=DIR_OR_FILE"))
        options = cls(
            path=Path(given["path"]),
            topic=given.get("topic", "") or EVERY_TOPIC,
            since=_day("since", given.get("since", "")),
            until=_day("until", given.get("until", "")),
        )
        options._check()
        if not _exists(options.path):
            raise BadArgument(_("{path}: there is no such file or folder", path=str(options.path)[:200]))
        return options


def _source(given: Mapping[str, Any]) -> Server:
    """The server that the arguments name; raises ``BadArgument``."""
    via = given.get("via") or ""
    try:
        if given.get("cdx"):
            return server_of(given["cdx"], given.get("cdx_dialect") or "", via)
        if given.get("timemap"):
            return timemap_of(given["timemap"], via)
    except NoServer as error:
        told = without_credentials(str(error))
        raise BadArgument(f"{'cdx' if given.get('cdx') else 'timemap'}: {told}") from error
    name = f"file {Path(given['captures']).name}" if given.get("captures") else ""
    return Server(name, Wayback(), via or (server_of("wayback").via if name else ""))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have: too long, or with a zero byte
        return False


def _given(arguments: Mapping[str, str], known: list[str]) -> dict[str, str]:
    """The arguments without blanks around; raises ``BadArgument`` for a name that is not ``known``."""
    for name in arguments:
        if name not in known:
            raise BadArgument(no_such("argument", name, known))
    return {name: str(value).strip() for name, value in arguments.items()}


def _is_web(url: str) -> bool:
    return re.match(r"https?://[^\s/?#]", url, re.IGNORECASE) is not None


def _day(name: str, value: str) -> str | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise BadArgument(
            _("{name}: {value}: must be a day such as 2022-11-01", name=name, value=value)
        ) from error


def _pages(value: str) -> int | None:
    if not value:
        return None
    if not value.isdecimal() or int(value) < 1:
        raise BadArgument(_("pages: {value}: must be a number from 1", value=value))
    return int(value)


def _switch(name: str, value: str) -> bool:
    try:
        return bool(value) and read_switch(value)
    except ValueError as error:
        raise BadArgument(_("{name}: {value}: must be 1 or 0", name=name, value=value)) from error
