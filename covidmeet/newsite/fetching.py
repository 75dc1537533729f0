"""The page that a new site begins with: fetched, or as somebody saved it."""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from covidmeet.language import _

_HOST = re.compile(r"[\w.-]+|[0-9a-f:.]+")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]")
_MOST = 10_000_000  # bytes of a page; articles have some ten thousand
_SECONDS = 30
# Headers that say how the page travelled and not what it is: the saved body is free of both.
_TRANSPORT = frozenset(("transfer-encoding", "connection", "keep-alive", "set-cookie"))


class NewSiteError(Exception):
    """The files cannot be made; the message says why."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A page as served."""

    body: bytes = b""
    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=lambda: [("Content-Type", "text/html")])

    @property
    def told_status(self) -> str:
        """``404 Not Found``."""
        known = self.status in set(HTTPStatus)
        return f"{self.status} {HTTPStatus(self.status).phrase}" if known else str(self.status)


def check_url(url: str) -> None:
    """Raises ``NewSiteError`` for what is no address of a page on the web."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        str(parts.port)  # raises for a port that is none
    except ValueError as error:
        raise NewSiteError(_("{url!r} is not a URL: {error}", url=url, error=error)) from error
    is_web = parts.scheme in ("http", "https") and host and _HOST.fullmatch(host)
    if not is_web or _BLANK.search(url) or not url.isprintable():
        raise NewSiteError(_("{url!r} is not the URL of an article: http://… or https://…", url=url))


def fetch(url: str, user_agent: str) -> Saved:
    """The page as served, its body free of transfer coding only.  Raises ``NewSiteError``."""
    request = urllib.request.Request(url, headers={"User-Agent": user_agent, "Accept": "text/html,*/*"})
    try:
        with _answer(request) as answer:
            body = answer.read(_MOST + 1)
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise NewSiteError(
            _(
                "cannot fetch {url}: {reason}; save the page yourself and name the file with --saved",
                url=url,
                reason=reason,
            )
        ) from error
    if len(body) > _MOST:
        raise NewSiteError(
            _("{url} has more than {MOST:,} bytes, too much for an article", url=url, MOST=_MOST)
        )
    headers = [(key, value) for key, value in answer.headers.items() if key.lower() not in _TRANSPORT]
    return Saved(body, answer.status, headers)


def _answer(request: urllib.request.Request) -> Any:
    """Also the answer that comes with an error status: a block can be a sample page."""
    try:
        return urllib.request.urlopen(request, timeout=_SECONDS)
    except urllib.error.HTTPError as error:
        return error
