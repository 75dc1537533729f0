"""Redirects: bounded, never off the site or off the public web, and understood behind a gateway."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.redirect import (
    BaseRedirectMiddleware,
    MetaRefreshMiddleware,
    RedirectMiddleware,
)
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response
from scrapy.settings import BaseSettings
from scrapy.utils.response import get_base_url
from w3lib.html import get_meta_refresh
from w3lib.url import safe_url_string

from covidmeet.crawl.refusal import Refused
from covidmeet.crawl.request_meta import (
    drop_download_slot,
    first_url,
    is_article,
    redirected_from,
    set_wire_url,
    wire_url,
)
from covidmeet.crawl.run import run_of
from covidmeet.language import stored
from covidmeet.middlewares.boundaries import Boundaries
from covidmeet.middlewares.via import same_page, template_of
from covidmeet.reasons import Reason
from covidmeet.text.blocked import leads_nowhere
from covidmeet.text.hosts import refusal
from covidmeet.text.links import resolved
from covidmeet.text.urls import original_url

_MOVED = frozenset({301, 302, 303, 307, 308})
_HEAD = 4_096  # characters within which a page asks for a redirect


class _Bounded(BaseRedirectMiddleware):
    """Refuses, with the reason, what Scrapy would follow, or drop silently."""

    def _redirect(self, redirected: Request, request: Request, reason: Any) -> Request:
        if why := refusal(redirected.url, allowed=run_of(self.crawler).named_hosts):
            raise Refused(Reason.REDIRECT_REFUSED, f"{why}: {redirected.url}")
        # Before it is asked for: all articles may lead to one page, which is asked for once.
        if is_article(request) and (why := leads_nowhere(first_url(request), redirected.url)):
            raise Refused(Reason.SOFT_404, why)
        if not self._on_site(redirected, request):
            raise Refused(Reason.OFFSITE, stored("redirected to {url}", url=redirected.url))
        try:
            followed = super()._redirect(redirected, request, reason)
        except IgnoreRequest as error:
            times = self.max_redirect_times
            raise Refused(
                Reason.REDIRECT_LOOP,
                stored("more than {times} redirects, the last to {url}", times=times, url=redirected.url),
            ) from error
        # A site may set a cookie and redirect to the same address: no duplicate, and bounded.
        followed.dont_filter |= followed.url in redirected_from(followed)
        drop_download_slot(followed)
        return followed

    def _on_site(self, redirected: Request, request: Request) -> bool:
        boundaries = self.crawler.get_downloader_middleware(Boundaries)
        return boundaries is None or boundaries.is_inside(redirected, coming_from=request)


class Redirects(_Bounded, RedirectMiddleware):
    """Redirects of the HTTP status; also those by which a gateway leads to the copy it has."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The request to follow, or the response where it is no redirect; raises ``Refused``."""
        raw = response.headers.get("Location")
        if response.status not in _MOVED or not raw:
            return response
        wire = wire_url(request)
        try:
            location = raw.decode("utf-8", "percentencode")
            if wire is not None:
                return self._behind_gateway(request, response, wire, location)
            return self._follow(request, response, _ascii(resolved(request.url, location)))
        except ValueError as error:  # no address at all
            raise Refused(Reason.REDIRECT_REFUSED, stored("malformed URL: {raw!r}", raw=raw)) from error

    def _behind_gateway(
        self, request: Request, response: Response, wire: str, location: str
    ) -> Request | Response:
        original, at = _target(
            run_of(self.crawler).options.via or template_of(wire, request.url), wire, request.url, location
        )
        if at is not None and same_page(original, request.url):
            # The same page as it was at another moment.
            moved = request.replace(dont_filter=True)
            set_wire_url(moved, at)
            return self._redirect(moved, request, response.status)
        followed = self._follow(request, response, original)
        if at is not None and isinstance(followed, Request):
            set_wire_url(followed, at)
        return followed

    def _follow(self, request: Request, response: Response, target: str) -> Request | Response:
        if why := refusal(target, allowed=run_of(self.crawler).named_hosts):
            raise Refused(Reason.REDIRECT_REFUSED, f"{why}: {target}")
        moved = response.replace(headers=response.headers.copy())
        moved.headers["Location"] = target
        return super().process_response(request, moved)


class MetaRefreshes(_Bounded, MetaRefreshMiddleware):
    """Redirects that a page asks for; one that asks to be shown again is a page."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self._longest = settings.getint("METAREFRESH_MAXDELAY")  # seconds
        self._ignored = settings.getlist("METAREFRESH_IGNORE_TAGS")

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The request to follow, or the response where it is no redirect; raises ``Refused``."""
        if not isinstance(response, HtmlResponse):
            return response
        head = response.text[:_HEAD]
        # Without a base the link comes back as it is written, but for escapes.
        seconds, link = get_meta_refresh(head, "", response.encoding, self._ignored)
        if seconds is None or seconds >= self._longest or not link:
            return response
        try:
            target = _ascii(resolved(get_base_url(response), link.replace("%5C", "\\")))
        except ValueError as error:
            raise Refused(Reason.REDIRECT_REFUSED, stored("malformed URL: {link!r}", link=link)) from error
        if not target.startswith(("http:", "https:")) or same_page(target, request.url):
            return response
        redirected = self._redirect_request_using_get(request, response, target)
        return self._redirect(redirected, request, stored("meta refresh"))


def _ascii(url: str) -> str:
    """The address escaped, whatever encoding it is in."""
    return safe_url_string(url)


def _target(via: str, wire: str, url: str, location: str) -> tuple[str, str | None]:
    """Where a gateway's answer to ``wire``, its address of ``url``, leads: the page, its address there.

    Raises ``Refused`` for a page of the gateway itself (a login, a list of copies).
    """
    at = _ascii(resolved(wire, location))
    original = original_url(via, at)
    if original is not None:
        return original, at
    target = _ascii(resolved(url, location))
    if urlsplit(target).netloc == urlsplit(url).netloc and urlsplit(at).netloc == urlsplit(wire).netloc:
        return target, None  # a site's own redirect, passed on as it was
    if urlsplit(at).netloc == urlsplit(wire).netloc:
        raise Refused(Reason.REDIRECT_REFUSED, stored("the gateway leads to a page of its own: {at}", at=at))
    return at, None
