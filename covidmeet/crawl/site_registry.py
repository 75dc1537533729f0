"""The list of sites: what the modules of ``covidmeet.spiders`` and of a user's folder state as ``SITE``.

``python -m covidmeet.crawl.site_registry`` prints their names.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module, invalidate_caches
from pathlib import Path
from pkgutil import iter_modules
from traceback import extract_tb
from types import ModuleType
from typing import TYPE_CHECKING

from covidmeet.archive.location import user_folder
from covidmeet.crawl.early_stop import StoppedEarly
from covidmeet.language import _

if TYPE_CHECKING:
    from covidmeet.site import Site

logger = logging.getLogger(__name__)

PACKAGE = "covidmeet.spiders"  # by name: the spiders import from this room
_STATES_A_SITE = re.compile(r"^SITE\b", re.MULTILINE)


class BadSpiderFile(Exception):
    """The file of a spider cannot be imported; the message says which, where and why."""


@contextmanager
def naming_the_file() -> Iterator[None]:
    """Raise ``BadSpiderFile`` instead of what the file of a spider raises while it is imported."""
    try:
        yield
    except StoppedEarly:
        raise
    except (Exception, SystemExit) as error:
        folders = list(import_module(PACKAGE).__path__)
        places = [(frame.filename, frame.lineno) for frame in extract_tb(error.__traceback__)]
        if isinstance(error, SyntaxError) and error.filename:
            places.append((error.filename, error.lineno))
        own = [place for place in places if str(Path(place[0]).parent) in folders]
        if not own:
            raise
        file, line = own[-1]
        said = " ".join(str(error).split())
        raise BadSpiderFile(
            _(
                "{file}, line {line}: {name}: {said}",
                file=file,
                line=line,
                name=type(error).__name__,
                said=said,
            )
        ) from error


def import_spider_file(module: str) -> ModuleType:
    """The module of a spider by its whole name; raises ``BadSpiderFile``, also where it cannot be read."""
    try:
        with naming_the_file():
            return import_module(module)
    except (BadSpiderFile, StoppedEarly):
        raise
    except (Exception, SystemExit) as error:  # not by a line of it: it cannot be read, or is no text
        said = " ".join(str(error).split())
        raise BadSpiderFile(f"{module}: {type(error).__name__}: {said}") from error


def sites_folder(setting: str | None) -> Path:
    """The user's folder of sites: what ``SITES_DIR`` says, else ``sites`` in the user's folder for data."""
    return Path(setting).expanduser() if setting else user_folder() / "sites"


def use_folder(folder: Path) -> None:
    """Take the modules in ``folder`` as modules of ``covidmeet.spiders``; one that it has itself wins."""
    paths = import_module(PACKAGE).__path__
    if str(folder) not in paths and folder.is_dir():
        paths.append(str(folder))
        invalidate_caches()
        all_sites.cache_clear()


def spider_files() -> dict[str, Path]:
    """The files of all spiders by the names of their modules, in the order of the names; imports none."""
    found: dict[str, Path] = {}
    for folder in import_module(PACKAGE).__path__:
        for module in iter_modules([folder]):
            file = f"{module.name}/__init__.py" if module.ispkg else f"{module.name}.py"
            found.setdefault(module.name, Path(folder, file))
    return dict(sorted(found.items()))


def site_files() -> dict[str, Path]:
    """Those that state a site; one that cannot be read may do so."""
    return {name: path for name, path in spider_files().items() if _STATES_A_SITE.search(text_of(path))}


def text_of(path: Path) -> str:
    """What stands in the file of a spider, as far as that can be read; Python judges what cannot."""
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return "SITE"


@cache
def all_sites() -> tuple[Site, ...]:
    """Every site, by the name of its module.  Imports all spiders; logs which of them cannot be."""
    from covidmeet.site import Site

    stated = []
    for name in site_files():
        try:
            stated.append(vars(import_spider_file(f"{PACKAGE}.{name}")).get("SITE"))
        except BadSpiderFile as error:
            logger.error("The site %s is left out: %s", name, error)
    return tuple(site for site in stated if isinstance(site, Site))


if __name__ == "__main__":
    print(*(site.name for site in all_sites()))
