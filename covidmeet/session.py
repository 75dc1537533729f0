"""What the parts of one crawl share: the open archive and the run's id."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from covidmeet.archive.db import BUSY_SECONDS, connect


def _new_run_id() -> str:
    """Sorts by time, and is unique among runs that start in the same second."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


@dataclass(slots=True)
class Session:
    """One run against one archive; ``arguments`` are those that the spider was started with."""

    db: Database
    run_id: str = field(default_factory=_new_run_id)
    arguments: dict[str, str] = field(default_factory=dict)


_sessions: WeakKeyDictionary[Any, Session] = WeakKeyDictionary()


def session_of(crawler: Any) -> Session:
    """The session of a Scrapy crawler, opened on first use by its ``DATABASE`` setting.

    Raises ``archive.db.ArchiveError`` where the archive cannot be used.
    """
    if crawler not in _sessions:
        busy = crawler.settings.getfloat("DATABASE_BUSY_SECONDS", BUSY_SECONDS)
        _sessions[crawler] = Session(connect(crawler.settings["DATABASE"], busy))
    return _sessions[crawler]


def close_session(crawler: Any) -> None:
    """Close the archive of a crawl that is over."""
    session = _sessions.pop(crawler, None)
    if session is not None:
        session.db.close()
