"""The pages of articles over several pages in WARC files: put aside until all files are read, then joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from covidmeet.extract.pager import Address, Pager
from covidmeet.extract.part_chain import PartChain
from covidmeet.kept.stored_page import located, page_at
from covidmeet.process import Fetched
from covidmeet.sources.warc import WarcError


@dataclass
class HeldParts:
    """Pages by address, without their bytes, which are read again from their places.

    ``archive`` is where those of the archive's own files are, ``limit`` the most bytes of a page, ``most``
    the most pages of an article.
    """

    archive: Path
    limit: int
    most: int
    _firsts: dict[str, tuple[Fetched, Pager]] = field(default_factory=dict)
    _later: dict[str, tuple[Fetched, Pager]] = field(default_factory=dict)

    def hold(self, page: Fetched, told: Pager | None) -> bool | None:
        """Put a page aside that has other parts; None for one that has none, False for one that is held."""
        if told is None or not told.is_part or page.place is None:
            return None
        held = self._later if told.is_later or Address.of(page.url).is_whole else self._firsts
        if _key(page.url) in held:
            return False
        held[_key(page.url)] = replace(page, body=b""), told
        return True

    def articles(self) -> Iterator[Fetched]:
        """The first pages with their parts, then the parts of which there is no first page.

        A page whose file is gone by now is passed over.
        """
        taken: set[str] = set()
        for first, told in self._firsts.values():
            found = self._parts(first, told)
            taken.update(_key(part.url) for part in found)
            if (whole := self._read(first)) is not None:
                yield replace(whole, parts=tuple(filter(None, map(self._read, found))))
        for key, (page, _) in self._later.items():
            if key not in taken and (alone := self._read(page)) is not None:
                yield alone

    def _parts(self, first: Fetched, told: Pager) -> list[Fetched]:
        chain = PartChain(first.url, told, self.most)
        parts: list[Fetched] = []
        while url := chain.next:
            held = self._later.get(_key(url))
            chain.answer(url, held[1] if held else None)
            parts += held[:1] if held else ()
        return parts

    def _read(self, page: Fetched) -> Fetched | None:
        assert page.place is not None, "others are not held"
        try:
            body = page_at(located(self.archive, page.place.file), page.place.offset, self.limit).body
        except (WarcError, OSError):
            return None
        return replace(page, body=body)


def _key(url: str) -> str:
    """An address for comparison: without the scheme, in which links and captures differ."""
    parts = urlsplit(url)
    return f"{parts.netloc.lower()}{parts.path}?{parts.query}"
