"""Pages whose payload is in another record: ``revisit`` records, and the originals that they refer to.

A revisit (ISO 28500, 6.7) says that a page was fetched once more and had the payload of an earlier fetch, of
the same address or of another one.  It names that by its digest, and mostly by its address and date
(``WARC-Refers-To-Target-URI``, ``WARC-Refers-To-Date``); the original may as well stand behind it, or in
another file.  So the files are read a second time, only where there are revisits, and pages are given as
their originals pass: the memory is that of the revisits' headers, whatever the size of the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from covidmeet.process import Fetched, Place
from covidmeet.sources import record_stream, warc_records
from covidmeet.sources.warc_digests import digests_of, normal_digest

_NOT_MODIFIED = 304
_OF_THE_BYTES = frozenset({"content-encoding", "transfer-encoding", "content-length"})

Key = str | tuple[str, str]
"""A digest in normal form, or address and date (to the second) of the original."""


@dataclass
class Revisits:
    """Collects revisits; ``joined`` then gives them with the payloads of their originals.

    ``without`` has those whose original was in no file.
    """

    _waiting: dict[Key, list[Fetched]] = field(default_factory=dict)
    _left: dict[Place, Fetched] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._left)

    @property
    def without(self) -> list[Fetched]:
        return list(self._left.values())

    def add(self, others: Revisits) -> None:
        """Take over the revisits of other files."""
        for key, pages in others._waiting.items():
            self._waiting.setdefault(key, []).extend(pages)
        self._left |= others._left

    def note(self, record: Any, url: str, place: Place) -> bool:
        """Remember a revisit of ``url`` at ``place``; False where it does not say of what."""
        headers = record.rec_headers
        keys: list[Key] = []
        if digest := normal_digest(headers.get_header("WARC-Payload-Digest") or ""):
            keys.append(digest)
        else:
            # Where a digest is stated, it decides: an address may have had two payloads in one second.
            of = record_stream.read_as_browsers(headers.get_header("WARC-Refers-To-Target-URI") or "")
            date = headers.get_header("WARC-Refers-To-Date") or ""
            keys += [(of, date[:19])] if of and date else []
        http = record.http_headers
        page = Fetched(
            url=url,
            body=b"",
            status=record_stream.status(http),
            headers=tuple(http.headers) if http else (),
            listed=headers.get_header(warc_records.LISTED) or None,
            captured_at=headers.get_header("WARC-Date") or "",
            place=place,
            kind="revisit",
            gateway=headers.get_header("WARC-Source-URI") or "",
        )
        for key in keys:
            self._waiting.setdefault(key, []).append(page)
        if keys:
            self._left[place] = page
        return bool(keys)

    def joined(self, pages: Iterable[Fetched], limit: int) -> Iterator[Fetched]:
        """The revisits in the order of their originals among ``pages``, which are those of all files.

        ``limit`` is the most bytes of a page.
        """
        algorithms = {key.partition(":")[0] for key in self._waiting if isinstance(key, str)}
        for original in pages:
            if original.truncated or not self._left:
                continue
            keys: list[Key] = [(original.url, original.captured_at[:19])]
            keys += digests_of(original.headers, original.body, sorted(algorithms), limit)
            for key in keys:
                for revisit in self._waiting.pop(key, ()):
                    if revisit.place is not None and self._left.pop(revisit.place, None) is not None:
                        yield _joined(revisit, original)


def _joined(revisit: Fetched, original: Fetched) -> Fetched:
    """The payload of one record under the head of the other, with what that tells of its bytes."""
    if original.kind != "response" or not revisit.headers or revisit.status == _NOT_MODIFIED:
        status, headers = original.status, original.headers
    else:
        own = [header for header in revisit.headers if header[0].lower() not in _OF_THE_BYTES]
        packed = [header for header in original.headers if header[0].lower() in _OF_THE_BYTES]
        status, headers = revisit.status, (*own, *packed)
    return replace(
        revisit,
        body=original.body,
        status=status,
        headers=headers,
        kind=original.kind,
        original=original.place,
    )
