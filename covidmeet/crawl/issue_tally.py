"""What came of the pages and articles of one issue of a paper, and whether that settles its day."""

from __future__ import annotations

from dataclasses import dataclass, field

from covidmeet.archive.issue_days import FAILED, PARTIAL, READ
from covidmeet.reasons import Cause, Reason

_MISSING = frozenset(
    {Reason.NOT_FOUND, Reason.SOFT_404, Reason.OFFSITE, Reason.OTHER_SITE, Reason.REDIRECTED, Reason.EXCLUDED}
)
_WITHOUT_TEXT = frozenset(
    {
        Reason.TOO_SHORT,
        Reason.NO_BODY,
        Reason.NO_TEXT,
        Reason.OVER_STRIPPED,
        Reason.BINARY,
        Reason.TOO_COMPLEX,
    }
)
"""Of pages of photographs and advertisements, which every paper has."""


@dataclass(slots=True)
class IssueTally:
    """Counts of one issue: ``pages`` and ``articles`` that were named, and what was read of them.

    ``sound``: articles that were archived, are known, or are on another matter; ``doubtful``: pages that a
    notice in the place of an article would look like; ``missing``: pages and articles that are not there;
    ``failed``: those that did not come.
    """

    form: str
    pages: int = 1
    articles: int = 0
    sound: int = 0
    doubtful: int = 0
    missing: int = 0
    failed: int = 0
    _texts: set[str] = field(default_factory=set)

    def rejected(self, reason: Reason) -> None:
        """A page of the issue that is not archived."""
        if reason in _MISSING:
            self.missing += 1
        elif reason in _WITHOUT_TEXT:
            self.doubtful += 1
        elif reason.cause is not Cause.OUTSIDE:
            self.failed += 1

    def read(self, text: str, is_proved: bool) -> None:
        """An article; ``is_proved``: it is archived, or a layout of the site read it and found a title.

        ``text`` identifies its text: a second page with the same one is doubtful.
        """
        if is_proved and text not in self._texts:
            self.sound += 1
        else:
            self.doubtful += 1
        self._texts.add(text)

    @property
    def lost(self) -> int:
        """Pages and articles that were not read."""
        return self.missing + self.failed

    @property
    def outcome(self) -> str:
        """``read``, ``partial`` or ``failed``.

        An issue without articles, or with more doubtful pages than sound ones, proves nothing: it may be a
        notice in its place.
        """
        if self.failed or not self.articles or self.doubtful > self.sound:
            return FAILED
        return PARTIAL if self.missing else READ
