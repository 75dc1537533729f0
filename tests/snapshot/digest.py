"""A crawl's outcome as hashes: one a row of ``articles`` and ``rejects``, one for the counts."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.conftest import Crawled

# Differ from run to run, or with the folder that the samples lie in.
_VOLATILE = frozenset({"first_seen", "last_seen", "run_id", "seen_at", "url_hash", "warc"})
_COUNTED = ("articles/", "charset/", "documents/", "fields/", "layouts/", "rejects/", "repairs/", "stripped/")


def outcome(crawled: Crawled) -> dict[str, dict[str, Any]]:
    """``kind name`` → what is compared, in full, for reading where it differs."""
    articles = crawled.rows()
    own = {row["url_hash"]: _page(row["url"]) for row in articles}
    fixes = {row["url_hash"]: row["fixes"] for row in crawled.rows("fixes")}
    found: dict[str, dict[str, Any]] = {}
    for row in articles:
        kept = {name: value for name, value in row.items() if name not in _VOLATILE}
        # Where a document is kept differs with the run; where a page lies in a given file does not.
        pointer = row["warc"] or ""
        place = "" if pointer.startswith("warc/") else pointer.rpartition(":")[2]
        kept |= {"url": _page(row["url"]), "same_as": own.get(row["same_as"]), "offset": place}
        found[f"article {_page(row['url'])}"] = kept | {"fixes": fixes.get(row["url_hash"])}
    for row in crawled.rows("rejects"):
        kept = {name: value for name, value in row.items() if name not in _VOLATILE}
        found[f"reject {row['reason']} {_page(row['url'])}"] = kept | {"url": _page(row["url"])}
    counts = {name: value for name, value in crawled.stats.items() if name.startswith(_COUNTED)}
    return found | {"counts": counts}


def hashed(found: dict[str, dict[str, Any]], *, anonymous: bool = False) -> dict[str, str]:
    """The same names, each with the first 16 hex digits of the SHA-256 of what it stands for.

    ``anonymous``: hashes for the names as well.
    """
    return {_hash(name) if anonymous else name: _hash(value) for name, value in sorted(found.items())}


def _hash(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _page(url: str) -> str:
    """A document's name without the folder, which differs from checkout to checkout."""
    return Path(urlsplit(url).path).name if url.startswith("file:") else url
