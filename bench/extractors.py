"""Other extractors of articles by one interface, as far as they are installed (dependency group ``bench``).

What each gives is taken as it is: no page is prepared for it, and no setting is tuned to these pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

from lxml import etree

from covidmeet.text.dates import parse_date


class Fields(NamedTuple):
    """What an extractor gives of a page; None for what it has no answer to."""

    title: str | None
    body: str
    published_at: str | None = None
    source: str | None = None


Extractor = Callable[[str, str], Fields]
"""Of the text of a page and its address."""


def installed() -> Iterator[tuple[str, Extractor]]:
    """Name with version, and the extractor, of each that is installed."""
    for package, make in _MAKERS.items():
        try:
            yield f"{package} {version(package)}", make()
        except (PackageNotFoundError, ImportError):
            continue


def _trafilatura() -> Extractor:
    tool = import_module("trafilatura")

    def read(html: str, url: str) -> Fields:
        found: Any = tool.bare_extraction(html, url=url, include_comments=False, with_metadata=True)
        if found is None:
            return Fields(None, "")
        return Fields(found.title, found.text or "", _day(found.date), found.sitename)

    return read


def _readability() -> Extractor:
    document = import_module("readability").Document

    def read(html: str, url: str) -> Fields:
        found = document(html, url=url)
        summary = etree.HTML(found.summary())
        text = "".join(summary.itertext()) if summary is not None else ""
        return Fields(found.short_title(), text)

    return read


def _newspaper() -> Extractor:
    article = import_module("newspaper").Article

    def read(html: str, url: str) -> Fields:
        found = article(url, language="zh", fetch_images=False)
        found.download(input_html=html)
        found.parse()
        return Fields(found.title, found.text, _day(found.publish_date))

    return read


def _gne() -> Extractor:
    extractor = import_module("gne").GeneralNewsExtractor()

    def read(html: str, url: str) -> Fields:
        found = extractor.extract(html)
        return Fields(found["title"], found["content"], _day(found["publish_time"]))

    return read


def _day(value: Any) -> str | None:
    return parse_date(str(value)) if value else None


_MAKERS: dict[str, Callable[[], Extractor]] = {
    "trafilatura": _trafilatura,
    "readability-lxml": _readability,
    "newspaper4k": _newspaper,
    "gne": _gne,
}
