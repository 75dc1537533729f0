"""Wanted pages of which WARC files tell without holding them: redirects, revisits, damaged records."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field

from covidmeet.language import stored
from covidmeet.process import Fetched
from covidmeet.reasons import Reason, Reject
from covidmeet.text.blocked import leads_nowhere
from covidmeet.text.links import resolved
from covidmeet.text.urls import NO_RULES, UrlRules, url_hash

MOVED = frozenset({301, 302, 303, 307, 308})
"""Statuses of an answer that is no page but the address of one."""

NO_ORIGINAL = stored("a record of type revisit, whose original is in none of the files")

_MOST_HOPS = 8


@dataclass
class NotHeld:
    """Collects what files tell of pages; ``rejects`` then gives those that no file held.

    ``rules`` are those of the site's addresses.  Memory: some 300 bytes for each such page.
    """

    rules: UrlRules = NO_RULES
    _told: dict[str, tuple[str, Reject]] = field(default_factory=dict)
    _leads_to: dict[str, str] = field(default_factory=dict)

    def told(self, url: str, what: str) -> None:
        """Note that there is a record of ``url``, and in ``what`` why it holds no page."""
        self._told.setdefault(url_hash(url, self.rules), (url, Reject(Reason.NOT_CAPTURED, what)))

    def redirect(self, capture: Fetched, original: Callable[[str], str]) -> bool:
        """Note a redirect, and whether it is one; ``original`` gives the page's address for a gateway's."""
        location = next((value for name, value in capture.headers if name.lower() == "location"), "")
        if capture.status not in MOVED or not location:
            return False
        own = url_hash(capture.url, self.rules)
        try:
            target = original(resolved(capture.url, location))
        except ValueError:
            target = location
        self._leads_to.setdefault(own, url_hash(target, self.rules))
        gone = leads_nowhere(capture.url, target)
        what = stored("redirected to {target}, which the files do not hold", target=target)
        reject = Reject(Reason.SOFT_404, gone) if gone else Reject(Reason.NOT_CAPTURED, what)
        self._told.setdefault(own, (capture.url, reject))
        return True

    def rejects(
        self, read: Container[bytes], archived: Callable[[str], bool]
    ) -> Iterator[tuple[str, Reject]]:
        """Address and reason of each page that was neither ``read`` nor is ``archived`` (by its hash)."""
        for own, (url, reject) in self._told.items():
            if not any(bytes.fromhex(key) in read or archived(key) for key in self._hops(own)):
                yield url, reject

    def _hops(self, own: str) -> Iterator[str]:
        for _ in range(_MOST_HOPS):
            yield own
            if (following := self._leads_to.get(own)) is None:
                return
            own = following
