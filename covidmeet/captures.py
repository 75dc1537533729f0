"""A captured page as a web archive keeps it, to a decoded page."""

from __future__ import annotations

from covidmeet.archive.warc import Capture
from covidmeet.extract import NotAnArticle, Page
from covidmeet.text.blocked import BLOCK_STATUSES
from covidmeet.text.charset import declared_in_header, declared_in_html, decode, looks_binary


def page_of(url: str, capture: Capture) -> tuple[Page, int]:
    """The page of ``capture`` under ``url``, and how many of its places could not be decoded.

    Raises ``NotAnArticle`` for what was no page when it was captured: ``blocked``, ``not_found``,
    ``http_error``, ``empty``, ``binary``, or ``broken_off`` where only part of it was kept.
    """
    if capture.status in BLOCK_STATUSES:
        raise NotAnArticle("blocked", f"status {capture.status} when it was captured")
    if capture.status != 200:
        reason = "not_found" if capture.status in (404, 410) else "http_error"
        raise NotAnArticle(reason, f"status {capture.status} when it was captured")
    if not capture.body.strip():
        raise NotAnArticle("empty", "an empty page was captured")
    if capture.cut:
        raise NotAnArticle("broken_off", f"only part of the page was captured ({capture.cut})")
    if kind := looks_binary(capture.body):
        raise NotAnArticle("binary", f"{kind} where a page was expected")
    header = next((value for name, value in capture.headers if name.lower() == "content-type"), "")
    declared = [*declared_in_header(header), *declared_in_html(capture.body)]
    decoded = decode(capture.body, declared=declared)
    return Page(url, decoded.text, decoded.encoding), decoded.damaged
