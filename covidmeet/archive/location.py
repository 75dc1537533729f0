"""Where the archive is: one answer for every command."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from covidmeet.archive.sqlite_errors import ArchiveError
from covidmeet.language import _

FILE_NAME = "covidmeet.db"
DEMO_FOLDER = "covidmeet-demo"
VARIABLE = "COVIDMEET_DATABASE"
_PROJECT_FILE = "scrapy.cfg"


@dataclass(frozen=True, slots=True)
class Location:
    """The archive's file, which need not be there yet, and in a few words why it is this one."""

    path: Path
    why: str

    def __str__(self) -> str:
        return _("{path} ({why})", path=self.path, why=self.why)


def locate(
    given: str | None = None, *, environ: Mapping[str, str] = os.environ, to_write: bool = False
) -> Location:
    """The archive that is meant; the first of these that is given or there:

    ``given`` (with ``-d FILE`` or ``-s DATABASE=FILE``), the variable ``COVIDMEET_DATABASE``,
    ``covidmeet.db`` in this folder, ``data/covidmeet.db`` beside the nearest ``scrapy.cfg`` in this folder or
    above it, and the user's folder for data (platformdirs: ``~/.local/share/covidmeet`` on Linux).
    ``~`` is expanded.

    To read, the demo's archive counts where there is no other one.  What is written (``to_write``) is never
    put there.  Raises ``ArchiveError`` for a path that cannot be meant.
    """
    if given is not None:
        return Location(_expanded(given), _("as given"))
    if environ.get(VARIABLE, "").strip():
        return Location(_expanded(environ[VARIABLE].strip()), _("by {VARIABLE}", VARIABLE=VARIABLE))
    return _found(to_write)


def _found(to_write: bool) -> Location:
    here = Location(Path(FILE_NAME), _("in this folder"))
    project = project_folder()
    of_project = (
        [Location(project / "data" / FILE_NAME, _("beside {PROJECT_FILE}", PROJECT_FILE=_PROJECT_FILE))]
        if project
        else []
    )
    of_user = Location(user_folder() / FILE_NAME, _("in your folder for data"))
    demo = Location(Path(DEMO_FOLDER, FILE_NAME), _("of the demo; there is no other one"))
    made = [*of_project, of_user]
    if to_write:
        return here if here.path.is_file() else made[0]
    there = (found for found in (here, *made, demo) if found.path.is_file())
    return next(there, made[0])


def project_folder() -> Path | None:
    """The nearest folder with a ``scrapy.cfg``, as Scrapy looks for it; as a short path where it can be."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / _PROJECT_FILE).is_file():
            return Path() if folder == here else folder
    return None


def user_folder() -> Path:
    """Where this operating system keeps a user's data of this program."""
    from platformdirs import user_data_path  # not before it is needed: it costs a tenth of a start

    return user_data_path("covidmeet", appauthor=False)


def _expanded(text: str) -> Path:
    if not text.strip() or "\0" in text:
        raise ArchiveError(_("{text!r} is no path of an archive", text=text))
    try:
        return Path(text).expanduser()
    except RuntimeError as error:  # ``~name`` of an unknown user
        raise ArchiveError(f"{text}: {error}") from error
