"""What a command was told beside its own options, and the archive that follows from it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import Any

import click

from covidmeet.archive.location import Location, locate
from covidmeet.language import _


@dataclass(slots=True)
class Given:
    """Of one call: what stood after ``-d``, ``-s``, ``--lang`` and ``-q``, wherever on the line it stood.

    ``program`` is the one that was called, ``command`` its sub-command.  ``read_setting`` gives the value in
    force of a setting by its name, ``find_archive`` the archive; those of ``scrapy`` are set by its adapter.
    """

    program: str = "covidmeet"
    command: str = ""
    database: str | None = None
    settings: dict[str, str] = field(default_factory=dict)
    language: str | None = None
    quiet: bool = False
    read_setting: Callable[[str], Any] | None = None
    find_archive: Callable[..., Location] | None = None
    _told: set[str] = field(default_factory=set)

    @property
    def speaker(self) -> str:
        """Who says a sentence on standard error."""
        return f"{self.program} {self.command}".strip()

    def say(self, sentence: str) -> None:
        """Tell a person something beside the output, unless asked to be quiet."""
        if not self.quiet:
            click.echo(f"{self.speaker}: {sentence}", err=True)

    def archive(self, *, to_write: bool = False) -> Location:
        """Where the archive is; says which and why, once.  Raises ``ArchiveError``."""
        if self.find_archive:
            found = self.find_archive(to_write=to_write)
        else:
            given = self.settings.get("DATABASE") if self.database is None else self.database
            found = locate(given, to_write=to_write)
        if str(found) not in self._told:
            self._told.add(str(found))
            self.say(_("archive {found}", found=found))
        return found

    def open(self) -> Connection:
        """The archive, for reading, until the command ends; raises ``ArchiveError``."""
        from covidmeet.archive.reader import open_read_only

        opened = open_read_only(self.archive().path)
        if context := click.get_current_context(silent=True):
            context.call_on_close(opened.close)
        return opened

    def setting(self, name: str) -> Any:
        """The value in force of a setting; raises ``BadSetting``."""
        if self.read_setting is None:
            self.check_settings()
        assert self.read_setting is not None
        return self.read_setting(name)

    def check_settings(self) -> None:
        """Raise ``BadSetting`` where a setting's name or value, wherever it was given, cannot be meant."""
        if self.read_setting is not None:
            return
        from covidmeet.crawl.settings_table import suspects, values_of

        for sentence in suspects(os.environ):
            click.echo(f"covidmeet: {sentence}", err=True)
        self.read_setting = values_of(self.settings, os.environ).__getitem__


pass_given = click.make_pass_decorator(Given, ensure=True)
"""Hands ``Given`` to a command's function as its first argument."""
