"""Disk space reserved so that a run can record its failure (ENOSPC): released when the disk is full."""

from __future__ import annotations

import os
from pathlib import Path

BYTES = 512 * 1024
"""More than the run's row, some rejects and the pages of SQLite's log that they touch."""


class Reserve:
    """A file of ``BYTES`` beside the archive while a crawl runs; the site's lock keeps it to one crawl."""

    def __init__(self, archive: str | Path, site: str) -> None:
        archive = Path(archive).resolve()
        self.path = archive.with_name(f"{archive.name}-{site}.reserve")

    def take(self) -> None:
        """Reserve the space; raises ``OSError`` (ENOSPC) where there is not even that much."""
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o644)
        try:
            # Written, not only allocated: some file systems do not keep to what was allocated.
            written = 0
            while written < BYTES:
                written += os.write(handle, bytes(BYTES - written))
            os.fsync(handle)
        except OSError:
            self.release()
            raise
        finally:
            os.close(handle)

    def release(self) -> None:
        """Free the space; more than once does nothing."""
        self.path.unlink(missing_ok=True)
