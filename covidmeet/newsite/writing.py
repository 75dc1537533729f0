"""The files of a new site: where they go, and what is in them."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from covidmeet.crawl.site_registry import all_sites, sites_folder, spider_files
from covidmeet.extract.page import Page
from covidmeet.language import _
from covidmeet.newsite.expectation import PROPOSED, list_of, outcome_of, proposal
from covidmeet.newsite.fetching import NewSiteError, Saved
from covidmeet.newsite.proposal import Proposal, propose
from covidmeet.newsite.spider_file import spider_source
from covidmeet.process import Fetched, decode_page
from covidmeet.reasons import Reject
from covidmeet.site import GENERIC, Site
from covidmeet.sites import has_host
from covidmeet.stages.reading import Reading

_NAME = re.compile(r"[a-z][a-z0-9_]{1,30}")
_FIRST = "first"  # the folder of the first sample page; rename it to what the page shows
_LIST = "list"
_NOTE = "As served; say here when it was saved, or, for a page you wrote, in the shape of what."


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of spiders and of sample pages, and the one above both."""

    root: Path
    spiders: Path
    pages: Path


@dataclass(frozen=True, slots=True)
class PageAtHand:
    """A page at hand: its address and the answer."""

    url: str
    saved: Saved

    @property
    def fetched(self) -> Fetched:
        return Fetched(self.url, self.saved.body, self.saved.status, tuple(self.saved.headers))


def in_project(root: Path) -> Places:
    """The places in a clone of the project."""
    return Places(root, root / "covidmeet" / "spiders", root / "tests" / "pages")


def in_own_folder(setting: str | None) -> Places:
    """The places in the user's folder of sites."""
    own = sites_folder(setting)
    return Places(own, own, own / "pages")


def check_name(places: Places, name: str, *, force: bool = False) -> None:
    """Raises ``NewSiteError`` for a bad name or one that is taken; ``force`` allows one's own files."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name) or name == GENERIC.name:
        raise NewSiteError(
            _(
                "{name!r} is not a name for a site: 2 to 31 small letters, digits and _, a letter first, "
                "no word of Python, not {name2!r}",
                name=name,
                name2=GENERIC.name,
            )
        )
    spider = places.spiders / f"{name}.py"
    if name in spider_files() and not spider.exists():
        raise NewSiteError(_("there is a spider named {name} already; nothing was written", name=name))
    taken = [path for path in (spider, places.pages / name) if path.exists()]
    if taken and not force:
        raise NewSiteError(
            _(
                "{relative_to} is there already; nothing was written (--force writes it anew, but for "
                "expectations that a person has read)",
                relative_to=taken[0].relative_to(places.root),
            )
        )


def site_at(host: str, name: str) -> Site | None:
    """The site of another name that has articles or lists on ``host``."""
    return next((site for site in all_sites() if site.name != name and has_host(site, host)), None)


def write(places: Places, name: str, samples: Sequence[PageAtHand]) -> tuple[list[Path], Proposal]:
    """Write the spider and for each page its bytes, its facts and a proposed expectation; what was written.

    An expectation that a person has read is left as it is.  Raises ``NewSiteError`` for a page that cannot
    be decoded, and ``OSError``.
    """
    found = propose(name, [_page(sample) for sample in samples])
    written = [_write(places.spiders / f"{name}.py", spider_source(found, samples[0].url))]
    for folder, sample in zip(_folders(found, samples), samples, strict=True):
        written += _write_page(places.pages / name / folder, sample, found)
    return written, found


def _page(sample: PageAtHand) -> Page:
    try:
        return decode_page(sample.fetched, Reading())
    except Reject as reject:
        raise NewSiteError(
            _("{url}: {reject}; nothing was written", url=sample.url, reject=reject)
        ) from reject


def _folders(found: Proposal, samples: Sequence[PageAtHand]) -> list[str]:
    """A name for each page: ``first``, ``second`` … of articles, ``list``, ``list-2`` …"""
    names: list[str] = []
    for sample in samples:
        kind = _LIST if sample.url in found.lists else _FIRST
        number = 1 + sum(name.partition("-")[0] == kind for name in names)
        names.append(kind if number == 1 else f"{kind}-{number}")
    return names


def _write_page(folder: Path, sample: PageAtHand, found: Proposal) -> list[Path]:
    facts = {
        "url": sample.url,
        "status": sample.saved.status,
        "headers": [list(pair) for pair in sample.saved.headers],
        "note": _NOTE,
    }
    is_list = sample.url in found.lists
    outcome = list_of(sample.fetched, found.site) if is_list else outcome_of(sample.fetched, found.site)
    folder.mkdir(parents=True, exist_ok=True)
    body, expectation = folder / "page.body", folder / "expect.json"
    body.write_bytes(sample.saved.body)
    written = [body, _write(folder / "page.json", as_json(facts))]
    if is_read(expectation):
        found.notes.append(
            _("{expectation} was read by a person and is left as it is", expectation=expectation)
        )
        return written
    return [*written, _write(expectation, as_json(proposal(outcome)))]


def is_read(expectation: Path) -> bool:
    """Whether there is an expectation that a person has taken the mark of a proposal out of."""
    return expectation.exists() and PROPOSED not in json.loads(expectation.read_text("utf-8"))


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def as_json(value: Any) -> str:
    """As the files of sample pages are laid out."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
