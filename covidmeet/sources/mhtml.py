"""Pages saved as one file (MHTML, ``.mht``, RFC 2557): the page among its parts."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

_HEADERS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,60}\r?\n"
)
_MIME = re.compile(rb"^content-type:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")


def page_of(data: bytes) -> tuple[bytes, tuple[tuple[str, str], ...]] | None:
    """The bytes of the page in an MHTML file and its headers; None for any other file.

    Of these are its ``Content-Type``, the address that was saved (``Content-Location``, by the file's
    ``Snapshot-Content-Location``) and the moment (``Date``), as far as the file tells.

    Of several parts it is the one that ``start`` names, else the first page; a part in quoted-printable or
    base64 is decoded, however its end is damaged.
    """
    head = _HEADERS.match(data)
    if not head or not _MIME.search(head[0]):
        return None
    message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"), policy=compat32)
    parts = [part for part in message.walk() if part.get_content_type() in _PAGES]
    start = message.get_param("start")
    pages = sorted(
        parts, key=lambda part: (part["Content-ID"] != start, _PAGES.index(part.get_content_type()))
    )
    if not pages:
        return None
    body = pages[0].get_payload(decode=True)
    return (body, _headers(message, pages[0])) if isinstance(body, bytes) else None


def _headers(message: Message, page: Message) -> tuple[tuple[str, str], ...]:
    told = (
        ("Content-Type", _content_type(page)),
        # That of a part may be a frame's: it is what the part's links are relative to.
        ("Content-Location", message["Snapshot-Content-Location"]),
        ("Date", message["Date"]),
    )
    return tuple((name, " ".join(str(value).split())) for name, value in told if value)


def _content_type(part: Message) -> str:
    return " ".join(str(part["Content-Type"] or "text/html").split())
