"""Articles for tests and measurements, complete rows without a page behind them."""

from __future__ import annotations

from typing import Any

from covidmeet.items import Article
from covidmeet.text.normal import content_hash
from covidmeet.text.urls import hash_of


def made(url: str, body: str, **fields: Any) -> Article:
    """The article at ``url`` with that text."""
    own = {
        "url_hash": hash_of(url),
        "site": "generic",
        "title": "会议",
        "body_original": body,
        "script": "hans",
        "charset": "utf-8",
        "layout": "text",
        "content_hash": content_hash(body),
    }
    return Article(url=url, body=body, **own | fields)


def article(name: str = "a", **fields: Any) -> Article:
    """One at an address of ``example.com``, whose hash is the letter ``name``, 64 times."""
    body = fields.pop("body", "河湾区召开防控工作会议，方青出席。")
    fields = {"url_hash": name * 64, "title": "河湾区召开会议"} | fields
    return made(f"https://example.com/{name}", body, **fields)


def page(name: str, body: str, published_at: str | None = None, **fields: Any) -> Article:
    """One at a host of its own, ``name.example.com``, or at ``url``."""
    url = fields.pop("url", f"https://{name}.example.com/")
    return made(url, body, published_at=published_at, **fields)
