"""TimeMaps (RFC 7089, application/link-format): all captures of one page."""

from __future__ import annotations

import re
from contextlib import suppress
from email.utils import parsedate_to_datetime

from covidmeet.discovery.dialects import BadAnswer
from covidmeet.discovery.rows import IndexPage, PageRows
from covidmeet.language import stored

# By brackets and quoted strings, never by commas: dates hold commas.  Lines may be folded.
_LINK = re.compile(r"<([^<>\s]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:\"[^\"]*\"|[^\s\";,]+))*)\s*(?:,\s*|$)")
_PARAMETER = re.compile(r";\s*([\w-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\";,]+))")
_MEMENTO = re.compile(r"(.*/)(\d{14})(?:[a-z]{2}_)?/(https?:/.*|[\w.-]+\.[a-z]{2,}.*)", re.IGNORECASE)


def read_timemap(body: bytes) -> IndexPage:
    """The captures in a TimeMap in link format, and in ``further`` its other pages; raises ``BadAnswer``."""
    text = body.decode("utf-8-sig", "replace").strip()
    rows, at = PageRows(), 0
    own, pages = "", []
    while at < len(text):
        link = _LINK.match(text, at)
        if not link:
            raise BadAnswer(stored("no link at character {at}: {text!r}", at=at, text=text[at : at + 60]))
        at = link.end()
        parameters = {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(link[2])}
        relations = parameters.get("rel", "").split()
        if "self" in relations:
            own = link[1]
        elif "timemap" in relations:
            pages.append(link[1])
        elif "memento" in relations:
            _take(rows, link[1], parameters.get("datetime", ""))
    rows.page.further = [page for page in dict.fromkeys(pages) if page != own]
    return rows.page


def _take(rows: PageRows, address: str, when: str) -> None:
    memento = _MEMENTO.fullmatch(address)
    url, timestamp = (memento[3], memento[2]) if memento else ("", "")
    if memento and "://" not in url:
        url = f"http://{url}"
    with suppress(ValueError):  # of a malformed date the time in the address counts
        timestamp = parsedate_to_datetime(when).strftime("%Y%m%d%H%M%S") if when else timestamp
    rows.add({"url": url, "timestamp": timestamp})
