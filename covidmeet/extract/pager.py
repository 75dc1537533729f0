"""Articles over several pages: the lines by which a page leads to its next part."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from covidmeet.extract.page import Extraction, Page
from covidmeet.text.links import resolved

_WORDS = ("下一页", "下页", "余下全文")
_LEADS_ON = re.compile(r"[\[【(]?\s*(?:下一?页|点击?阅读(?:余下)?全文|余下全文|[2-9])\s*[>›»\]】)]*")
_LONGEST = 80  # characters of a line that holds nothing but such links
_LONGEST_LINK = 12
_LINE = re.compile(r"下一?页|余下全文")
_PART = re.compile(r"(?P<stem>.*?)(?:[_-](?P<part>\d{1,3}))?(?P<ending>\.[a-z]{3,5})?", re.IGNORECASE)
_PARAMETERS = frozenset({"page", "p", "pn", "pageno", "pageindex", "currpage"})


def mark_further(page: Page, found: Extraction) -> None:
    """Tell of the next part of an article, which is not read: its lines go to ``outside.further``."""
    if not any(word in page.text for word in _WORDS) or not _has_next(page):
        return
    numbers = {
        number for number, line in enumerate(page.lines) if len(line) <= _LONGEST and _LINE.search(line)
    }
    found.outside.further = numbers
    inside = [line for line in found.lines if numbers.intersection(line.places)]
    if inside:
        found.lines = [line for line in found.lines if not numbers.intersection(line.places)]
        found.outside.lines += [(line.places[0], line.text) for line in inside]
        found.outside.lines.sort()


def _has_next(page: Page) -> bool:
    own = _Address.of(page.url)
    for link in page.root.iter("a"):
        href = link.get("href")
        words = "".join(link.itertext()).strip() if href else ""
        if not href or len(words) > _LONGEST_LINK or not _LEADS_ON.fullmatch(words):
            continue
        try:
            target = _Address.of(resolved(page.url, href))
        except ValueError:
            continue
        if own.is_before(target):
            return True
    return False


class _Address(NamedTuple):
    """An address as that of a part: ``post_1_2.html`` is part 2 of ``post_1.html``."""

    around: tuple[str, ...]
    stem: str
    part: int | None
    number: int
    """By a parameter; 1 where there is none."""

    @classmethod
    def of(cls, url: str) -> _Address:
        parts = urlsplit(url)
        folder, _, name = parts.path.rpartition("/")
        match = _PART.fullmatch(name)
        assert match is not None, "every group of it may be empty"
        number, rest = 1, []
        for key, value in parse_qsl(parts.query):
            if key.lower() in _PARAMETERS and value.isdecimal() and len(value) <= 3:
                number = int(value)
            else:
                rest.append(f"{key}={value}")
        around = (parts.netloc, folder, match["ending"] or "", *sorted(rest))
        return cls(around, match["stem"], int(match["part"]) if match["part"] else None, number)

    def is_before(self, other: _Address) -> bool:
        """Whether ``other`` is a later part of the same article."""
        if self.around != other.around:
            return False
        if (self.stem, self.part) == (other.stem, other.part):
            return self.number < other.number
        whole = self.stem if self.part is None else f"{self.stem}_{self.part}"
        if other.part is not None and other.stem.replace("-", "_") == whole.replace("-", "_"):
            return other.part >= 1
        # An article's own number stands in the stem; without one the last number is that of the article.
        numbered = any(char.isdecimal() for char in self.stem)
        return numbered and self.stem == other.stem and (self.part or 0) < (other.part or 0)
