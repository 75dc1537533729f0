"""What a page tells of its outlet: a name, and lines that only pages of this site have."""

from __future__ import annotations

import re

from covidmeet.extract.page import Page
from covidmeet.site import Sign
from covidmeet.text.script import fold

_NAMES = ("meta:SiteName", "meta:og:site_name", "meta:application-name")
_IMPRINT = re.compile(
    r"(?:主办(?:单位|方)?|版权所有|承办(?:单位)?|主管(?:单位)?)\s*:?\s*\S{2}|\S{2}\s*版权所有"
)
_LONGEST = 60  # characters of an imprint
_MOST = 2  # signs that are proposed
_BEHIND = re.compile(r"[_|丨-]\s*([^_|丨-]{2,16})$")
_HAN = re.compile(r"[\u4e00-\u9fff]{2}")


def outlet_of(page: Page) -> str:
    """The name of the outlet by the page's head, or what stands last in its title; else empty."""
    for selector in _NAMES:
        for name in page.find(selector)[:1]:
            if _HAN.search(name) and len(name) <= _LONGEST:
                return str(name).strip()
    for title in page.find("//title/text()")[:1]:
        if match := _BEHIND.search(" ".join(str(title).split())):
            return match[1].strip()
    return ""


def signs_of(page: Page) -> tuple[Sign, ...]:
    """The lines of the page's imprint as patterns; digits may differ, as the year does."""
    found: dict[str, None] = {}
    lines = [fold(line).strip() for line in page.lines]
    for line in lines[len(lines) // 2 :]:
        if len(line) <= _LONGEST and _IMPRINT.search(line) and len(found) < _MOST:
            found[f"^{_pattern(line)}$"] = None
    return tuple(Sign(pattern) for pattern in found)


def _pattern(line: str) -> str:
    plain = re.escape(line).replace(r"\-", "-")
    return re.sub(r"(?:\\ )+", r"\\s*", re.sub(r"\d+", r"\\d+", plain))
