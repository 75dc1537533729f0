"""One crawl of a site at a time, whatever happens to the one before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from covidmeet.archive.lock import Held, SiteLock, is_held, lock_path

HOLD = """
import sys
from covidmeet.archive.lock import SiteLock
lock = SiteLock.take(sys.argv[1], sys.argv[2])
print("held", flush=True)
sys.stdin.read()
"""


def holder(archive: Path, site: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(archive), site],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_another_process_is_kept_out_and_told_who_is_in(database: Path) -> None:
    process = holder(database, "cbg")
    assert is_held(database, "cbg")
    with pytest.raises(Held, match=rf"another crawl of cbg is running \(process {process.pid}, since 20"):
        SiteLock.take(database, "cbg")
    process.communicate("")
    assert not is_held(database, "cbg")
    SiteLock.take(database, "cbg").release()


def test_the_lock_dies_with_its_holder(database: Path) -> None:
    process = holder(database, "cbg")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert lock_path(database, "cbg").exists()  # the file is left, and means nothing
    assert not is_held(database, "cbg")
    SiteLock.take(database, "cbg").release()
    assert not lock_path(database, "cbg").exists()


def test_other_sites_and_other_archives_are_free(database: Path, tmp_path: Path) -> None:
    lock = SiteLock.take(database, "cbg")
    SiteLock.take(database, "huizhou").release()
    SiteLock.take(tmp_path / "other.db", "cbg").release()
    lock.release()
    lock.release()  # once more does nothing


def test_another_name_of_the_archive_is_the_same_archive(database: Path, tmp_path: Path) -> None:
    database.touch()
    (tmp_path / "link.db").symlink_to(database)
    lock = SiteLock.take(tmp_path / "link.db", "cbg")
    with pytest.raises(Held):
        SiteLock.take(tmp_path / "." / database.name, "cbg")
    lock.release()


def test_a_lock_on_a_file_that_was_taken_away_is_no_lock(database: Path) -> None:
    """Between opening and locking, the last holder may remove the file: both would hold 'the' lock."""
    first = SiteLock.take(database, "cbg")
    waiting = os.open(lock_path(database, "cbg"), os.O_RDWR)
    first.release()
    second = SiteLock.take(database, "cbg")
    assert not os.path.samestat(os.fstat(waiting), lock_path(database, "cbg").stat())
    assert is_held(database, "cbg")
    os.close(waiting)
    second.release()
