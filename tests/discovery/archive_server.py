"""A loopback server that answers as web archives do, over invented captures."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.hostile.server import Asked, Server, page

TOO_MANY = ("429 Too Many Requests", "<html><body>Too many requests</body></html>")
OUTAGE = ("503 Service Unavailable", "<html><body>Temporarily offline</body></html>")
PER_PAGE = 3  # rows of an answer


@dataclass(frozen=True)
class Capture:
    timestamp: str
    url: str
    body: str
    status: int = 200

    @property
    def digest(self) -> str:
        return f"{hash(self.body) & 0xFFFFFFFF:08X}"

    @property
    def key(self) -> str:
        """The address in the order of an index, host names reversed."""
        parts = urlsplit(self.url)
        return f"{','.join(reversed((parts.hostname or '').split('.')))}){parts.path}"


@dataclass
class Archive:
    """``faults``: share of answers that are a refusal or an outage; ``truncated``: pages cut in records."""

    captures: list[Capture] = field(default_factory=list)
    faults: float = 0.0
    excluded: bool = False
    random: Random = field(default_factory=lambda: Random(7))
    truncated: frozenset[str] = frozenset()

    def serve(self, server: Server) -> None:
        server.routes |= {
            r"/cdx/search/cdx\?.*": self._faulty(self._wayback),
            r"/coll/cdx\?.*": self._faulty(self._pywb),
            r"/CC-TEST-index\?.*": self._faulty(self._common_crawl),
            r"/crawl-data/warc/all\.warc\.gz": self._faulty(self._record),
            r"/(?:web|coll)/timemap/link/.*": self._faulty(self._timemap),
            r"/(?:web|coll)/\d+id_/.*": self._faulty(self._playback),
        }

    def _faulty(self, route: Any) -> Any:
        def answer(asked: Asked) -> Iterable[bytes]:
            if self.random.random() < self.faults:
                status, body = self.random.choice((TOO_MANY, OUTAGE))
                return page(body, status=status)
            found: Iterable[bytes] = route(asked)
            return found

        return answer

    def _asked_for(self, asked: Asked) -> tuple[list[Capture], dict[str, str]]:
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked.path).query).items()}
        prefix = re.sub(r"^www\.", "", query["url"])
        found = [
            one
            for one in self.captures
            if re.sub(r"^https?://(?:www\.)?", "", one.url).replace(":80/", "/").startswith(prefix)
        ]
        return sorted(found, key=lambda one: (one.key, one.timestamp)), query

    def _wayback(self, asked: Asked) -> Iterator[bytes]:
        if self.excluded:
            return page(
                "org.archive.util.io.RuntimeIOException: AdministrativeAccessControlException: Blocked",
                status="403 Forbidden",
            )
        found, query = self._asked_for(asked)
        start = int(query.get("resumeKey", "0"))
        rows = [
            f"{one.key} {one.timestamp} {one.url} text/html {one.status} {one.digest} 900"
            for one in found[start : start + PER_PAGE]
        ]
        rows += rows[:1]  # rows come twice and thrice
        further = ["", str(start + PER_PAGE)] if start + PER_PAGE < len(found) else []
        return page("\n".join([*rows, *further]) + "\n", mime="text/plain")

    def _pywb(self, asked: Asked) -> Iterator[bytes]:
        found, _ = self._asked_for(asked)
        rows = (
            {"urlkey": one.key, "timestamp": one.timestamp, "url": one.url, "mime": "text/html"}
            | {"status": str(one.status), "digest": one.digest}
            | {"filename": "coll.warc.gz", "offset": "17", "length": "900"}  # on the server's own disc
            for one in found
        )
        return page("".join(json.dumps(row) + "\n" for row in rows), mime="text/x-ndjson")

    def _common_crawl(self, asked: Asked) -> Iterator[bytes]:
        found, query = self._asked_for(asked)
        start = int(query["page"]) * PER_PAGE
        if start >= max(len(found), 1):
            return page('{"message": "Page 9 invalid: First Page is 0"}', status="400 Bad Request")
        places = self.places()
        rows = (
            {"urlkey": one.key, "timestamp": one.timestamp, "url": one.url, "status": "200"}
            | {"filename": "crawl-data/warc/all.warc.gz", "digest": one.digest}
            | dict(zip(("offset", "length"), map(str, places[one][:2]), strict=True))
            for one in found[start : start + PER_PAGE]
        )
        return page("".join(json.dumps(row) + "\n" for row in rows), mime="text/x-ndjson")

    def places(self) -> dict[Capture, tuple[int, int, bytes]]:
        """Offset, length and bytes of each capture's record in the one file."""
        found, at = {}, 0
        for one in self.captures:
            member = gzip.compress(_record(one, one.url in self.truncated), mtime=0)
            found[one] = (at, len(member), member)
            at += len(member)
        return found

    def _record(self, asked: Asked) -> Iterator[bytes]:
        whole = b"".join(member for *_, member in self.places().values())
        wanted = re.fullmatch(r"bytes=(\d+)-(\d+)", asked.headers.get("range", ""))
        if not wanted:
            return page(whole, mime="application/gzip")
        first, last = int(wanted[1]), int(wanted[2])
        ranged = {"Content-Range": f"bytes {first}-{last}/{len(whole)}"}
        return page(
            whole[first : last + 1], status="206 Partial Content", mime="application/gzip", headers=ranged
        )

    def _timemap(self, asked: Asked) -> Iterator[bytes]:
        url = asked.path.partition("/timemap/link/")[2]
        root = asked.path.partition("/timemap/")[0]
        links = [f'<{url}>; rel="original"']
        links += [
            f'<http://{asked.headers["host"]}{root}/{one.timestamp}id_/{one.url}>; rel="memento";'
            f' datetime="{_date(one.timestamp)}"'
            for one in self.captures
            if one.url == url
        ]
        return page(",\n".join(links), mime="application/link-format")

    def _playback(self, asked: Asked) -> Iterator[bytes]:
        found = re.fullmatch(r"/(?:web|coll)/(\d+)id_/(.*)", asked.path)
        assert found
        for one in self.captures:
            if (one.timestamp, one.url) == (found[1], found[2]):
                memento = {"Memento-Datetime": _date(one.timestamp)}
                return page(one.body, status=f"{one.status} As Archived", headers=memento)
        return page("<html><body>never archived</body></html>", status="404 Not Found")


def _date(timestamp: str) -> str:
    return format_datetime(datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC), usegmt=True)


def _record(one: Capture, truncated: bool) -> bytes:
    body = one.body.encode()
    if truncated:
        body = body[:-30]
    http = b"HTTP/1.1 %d OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" % one.status + body
    at = datetime.strptime(one.timestamp, "%Y%m%d%H%M%S").strftime("%Y-%m-%dT%H:%M:%SZ")
    cut = "WARC-Truncated: length\r\n" if truncated else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: {at}\r\nWARC-Target-URI: {one.url}\r\n{cut}"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{one.digest:0>12}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"
