"""Why a page was not archived: every reason there is, and the one exception that carries it.

Nothing here knows Scrapy, so that whatever processes a page can say why it is no article.
"""

from __future__ import annotations

from enum import Enum, StrEnum


class Cause(Enum):
    """What a reason says of its page, of the site, or of this program; verdicts follow from it."""

    OUTSIDE = "outside"  # an article that was not asked for: counted, not kept in ``rejects``
    PAGE = "page"  # what came is no article, or none that can be read
    WITHHELD = "withheld"  # the site answers, but not to this crawler
    UNREACHABLE = "unreachable"  # the site, or this page, did not answer as it should
    LIMIT = "limit"  # a bound or a rule of this crawler
    FAULT = "fault"  # an error of this program or of a stage added to it


class Reason(StrEnum):
    """The word that is stored in ``rejects.reason``; ``meaning`` is its row in docs/reference.md."""

    meaning: str
    cause: Cause

    def __new__(cls, word: str, meaning: str, cause: Cause = Cause.PAGE) -> Reason:
        reason = str.__new__(cls, word)
        reason._value_ = word
        reason.meaning = reason.__doc__ = meaning
        reason.cause = cause
        return reason

    EMPTY = "empty", "the page holds no text"
    NO_TEXT = "no_text", "no text of an article was found on the page"
    NO_BODY = "no_body", "no paragraph of text, only menus and links"
    TOO_SHORT = "too_short", "fewer than 20 letters of text"
    OVER_STRIPPED = "over_stripped", "much more running text was taken off than left"
    STILL_DAMAGED = "still_damaged", "more than 2 % of the page could not be repaired"
    BINARY = "binary", "a picture, an archive, a PDF …"
    LIST_PAGE = "list_page", "the address is that of a list; crawl it with `start=`"
    UNREADABLE = "unreadable", "the file cannot be read"
    UNREADABLE_WARC = "unreadable_warc", "the file is no WARC or WACZ file, or cannot be read"
    DAMAGED_WARC = "damaged_warc", "a WARC file is damaged at this place; reading went on behind it"
    NOT_CAPTURED = (
        "not_captured",
        "a WARC file tells of the page but does not hold it: a redirect, a revisit, a damaged record",
    )
    SOFT_404 = "soft_404", "the page says that there is no such page, whatever its status says"
    NOT_FOUND = "not_found", "there is no such page (404, 410)", Cause.UNREACHABLE
    NOT_AS_LISTED = (
        "not_as_listed",
        "the list names a report of a meeting and the page is on another matter, as a notice or a login is",
        Cause.WITHHELD,
    )
    WITHHELD_AGAIN = (
        "withheld_again",
        "asked for again after `not_as_listed`, and again another page came",
        Cause.WITHHELD,
    )
    REDIRECTED = "redirected", "the address led to the same page as others, of which no article was made"
    BROKEN_OFF = "broken_off", "only a part of the page was received", Cause.UNREACHABLE
    BLOCKED = (
        "blocked",
        "the site withheld the page: a refusing status, a captcha, a page without its text",
        Cause.WITHHELD,
    )
    HTTP_ERROR = "http_error", "the server answered with an error", Cause.UNREACHABLE
    GATEWAY = (
        "gateway",
        "the web archive answered with a page of its own, as in an outage; the page is asked for again",
        Cause.UNREACHABLE,
    )
    EXCLUDED = (
        "excluded",
        "the web archive does not give out pages of that site; nothing more is asked about it in this run",
        Cause.LIMIT,
    )
    TIMEOUT = "timeout", "no answer, or not all of it, in time", Cause.UNREACHABLE
    UNREACHABLE = "unreachable", "no connection to the host", Cause.UNREACHABLE
    CERTIFICATE = "certificate", "the host's certificate is not valid", Cause.UNREACHABLE
    DOWNLOAD_FAILED = "download_failed", "the page could not be fetched for another reason", Cause.UNREACHABLE
    TOO_LARGE = (
        "too_large",
        "more bytes than `DOCUMENT_MAX_BYTES` or `DOWNLOAD_MAXSIZE`, packed or unpacked",
        Cause.LIMIT,
    )
    ROBOTS = "robots", "robots.txt does not allow it", Cause.LIMIT
    ROBOTS_UNKNOWN = (
        "robots_unknown",
        "robots.txt could not be had (5xx, no answer): nothing is asked of that host in this run (RFC 9309)",
        Cause.UNREACHABLE,
    )
    OFFSITE = "offsite", "a redirect leads off the site", Cause.LIMIT
    OTHER_SITE = "other_site", "not a page of this site", Cause.LIMIT
    REDIRECT_LOOP = "redirect_loop", "more redirects than `REDIRECT_MAX_TIMES`", Cause.LIMIT
    REDIRECT_REFUSED = "redirect_refused", "a redirect that leads off the public web", Cause.LIMIT
    ADDRESS_REFUSED = "address_refused", "an address that is not on the public web", Cause.LIMIT
    REFUSED = "refused", "Scrapy refused the request", Cause.LIMIT
    TOO_MANY_LINKS = (
        "too_many_links",
        "a page with more links than any real list; the first were followed",
        Cause.LIMIT,
    )
    TOO_MANY_LISTS = "too_many_lists", "more list pages in one run than any site has", Cause.LIMIT
    TOO_SLOW = "too_slow", "reading the page took longer than `PAGE_SECONDS`", Cause.LIMIT
    TOO_MUCH_MEMORY = (
        "too_much_memory",
        "reading the page needed more memory than `PAGE_MEMORY_MB`",
        Cause.LIMIT,
    )
    TOO_COMPLEX = (
        "too_complex",
        "a tag with more attributes, or a page with more `body` tags, than any real page has",
        Cause.LIMIT,
    )
    WORKER_CRASHED = (
        "worker_crashed",
        "the process that read the page ended, twice; the page is read again by the next run",
        Cause.FAULT,
    )
    DROPPED = "dropped", "a stage of your own dropped the article", Cause.FAULT
    ERROR = "error", "a stage or the extractor failed; the traceback is in the log", Cause.FAULT
    OUT_OF_SCOPE = "out_of_scope", "on another matter than asked for (`topic=`)", Cause.OUTSIDE
    OUT_OF_RANGE = "out_of_range", "of another time than asked for (`since=`, `until=`)", Cause.OUTSIDE

    @property
    def is_kept(self) -> bool:
        """Whether such a page gets a row in ``rejects``; else it is only counted."""
        return self.cause is not Cause.OUTSIDE


class Reject(Exception):
    """A page that is not archived: why, and in ``detail`` what was found, in a sentence."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(reason, detail)  # both, so that it can be pickled
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"
