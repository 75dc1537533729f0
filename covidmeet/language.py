"""The language in which a person is told something: English, or Chinese by the catalogue ``locale/zh``.

What is stored and logged stays English: only what is shown goes through ``_`` and ``ngettext``, which take
what a sentence tells as arguments of its format.  The catalogue is read when the first sentence needs it.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "zh")
DOMAIN = "covidmeet"
CATALOGUES = Path(__file__).with_name("locale")
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # in the order of gettext
_in_use: ContextVar[str] = ContextVar("language", default="en")


def of_environment(environ: Mapping[str, str]) -> str:
    """``en`` or ``zh``, by the locale.

    >>> of_environment({"LANG": "zh_CN.UTF-8"}), of_environment({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"})
    ('zh', 'en')
    """
    told = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    return "zh" if told.lower().startswith("zh") else "en"


def use(language: str) -> None:
    """Say all that follows in ``language``, also what click and the processes started from here say."""
    _in_use.set(language)
    if of_environment(os.environ) != language:
        os.environ["LANGUAGE"] = language
    # click asks gettext's own functions, which go by the environment.
    if language != "en":
        gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain("messages" if language == "en" else DOMAIN)


@contextmanager
def using(language: str) -> Iterator[None]:
    """``use`` it in a block."""
    before, variable = _in_use.get(), os.environ.get("LANGUAGE")
    use(language)
    try:
        yield
    finally:
        _in_use.set(before)
        if variable is None:
            os.environ.pop("LANGUAGE", None)
        else:
            os.environ["LANGUAGE"] = variable
        gettext.textdomain("messages" if before == "en" else DOMAIN)


def use_here(language: str) -> None:
    """Say what follows in this context (PEP 567) in ``language``: of one request of a server."""
    _in_use.set(language)


def language() -> str:
    """``en`` or ``zh``, whichever is in use."""
    return _in_use.get()


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The messages of a language; of ``en`` they are what the source has."""
    if language == "en":
        return gettext.NullTranslations()
    # Opened by its path: gettext's own search imports ``locale``.
    with (CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as stream:
        return gettext.GNUTranslations(stream)


def _(message: str, /, **values: Any) -> str:
    """A message in the language in use, with ``values`` in the places of its format, if there are any."""
    used = _in_use.get()
    told = message if used == "en" else catalogue(used).gettext(message)
    return told.format(**values) if values else told


def pgettext(context: str, message: str) -> str:
    """Like ``_`` for a short word that means different things in different contexts."""
    used = _in_use.get()
    return message if used == "en" else catalogue(used).pgettext(context, message)


def ngettext(one: str, many: str, count: int, /, **values: Any) -> str:
    """Like ``_`` for what depends on a number, which the formats have as ``count``.

    >>> ngettext("{count} page", "{count:,} pages", 1200)
    '1,200 pages'
    """
    used = _in_use.get()
    chosen = (one if count == 1 else many) if used == "en" else catalogue(used).ngettext(one, many, count)
    return chosen.format(count=count, **values)


def N_(message: str) -> str:
    """Mark a message for the catalogue where it is not shown yet."""
    return message


def nN_(one: str, many: str) -> tuple[str, str]:
    """Like ``N_`` for what ``ngettext`` takes."""
    return one, many


def stored(message: str, /, **values: Any) -> str:
    """A sentence that is stored, in English; ``stored_sentences.shown`` tells it in the language in use."""
    return message.format(**values) if values else message


def stored_n(one: str, many: str, count: int, /, **values: Any) -> str:
    """Like ``stored`` for what depends on a number, which the formats have as ``count``."""
    return (one if count == 1 else many).format(count=count, **values)
