"""One crawl of a site at a time, whatever happens to the one before."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from filelock import lock_descriptor

from covidmeet.archive.db import connect
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


@pytest.mark.slow
def test_another_process_is_kept_out_and_told_who_is_in(database: Path) -> None:
    process = holder(database, "cbg")
    assert is_held(database, "cbg")
    with pytest.raises(Held, match=rf"another crawl of cbg is running \(process {process.pid}, since 20"):
        SiteLock.take(database, "cbg")
    process.communicate("")
    assert not is_held(database, "cbg")
    SiteLock.take(database, "cbg").release()


@pytest.mark.slow
def test_the_lock_dies_with_its_holder(database: Path) -> None:
    process = holder(database, "cbg")
    process.kill()
    process.communicate()
    assert not is_held(database, "cbg")
    SiteLock.take(database, "cbg").release()


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


def test_the_file_stays_so_that_who_waits_for_it_waits_for_the_lock(database: Path) -> None:
    """Were it unlinked between another one's opening and locking, both would hold 'the' lock."""
    first = SiteLock.take(database, "cbg")
    waiting = os.open(lock_path(database, "cbg"), os.O_RDWR)
    first.release()
    second = SiteLock.take(database, "cbg")
    assert os.path.samestat(os.fstat(waiting), lock_path(database, "cbg").stat())
    assert not lock_descriptor(waiting, blocking=False)
    os.close(waiting)
    second.release()
    assert lock_path(database, "cbg").exists()
    assert not is_held(database, "cbg")


def test_asking_makes_no_file(database: Path) -> None:
    assert not is_held(database, "cbg")
    assert not lock_path(database, "cbg").exists()


def asking(archive: Path) -> int:
    """The lock as one who only asks has it, for a moment."""
    handle = os.open(lock_path(archive, "cbg"), os.O_RDWR | os.O_CREAT)
    assert lock_descriptor(handle, blocking=False)
    return handle


def test_two_who_ask_do_not_see_each_other(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = asking(database)
    monkeypatch.setattr("covidmeet.archive.lock.time.sleep", lambda _: os.close(other))
    assert not is_held(database, "cbg")


def test_who_only_asks_keeps_nobody_out(database: Path) -> None:
    ended = threading.Timer(0.05, os.close, [asking(database)])
    ended.start()
    SiteLock.take(database, "cbg").release()
    ended.join()


def test_a_note_of_an_earlier_holder_is_overwritten(database: Path) -> None:
    lock_path(database, "cbg").write_text("x" * 1000)
    lock = SiteLock.take(database, "cbg")
    with pytest.raises(Held, match=rf"process {os.getpid()}, since 20"):
        SiteLock.take(database, "cbg")
    lock.release()


def test_the_holder_is_left_out_where_the_note_cannot_be_read(database: Path) -> None:
    lock = SiteLock.take(database, "cbg")
    lock.path.write_text(" not JSON")
    with pytest.raises(Held, match=r"another crawl of cbg is running$"):
        SiteLock.take(database, "cbg")
    lock.release()


def test_a_file_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        SiteLock.take(tmp_path / "file" / "archive.db", "cbg")


@pytest.mark.slow
def test_another_name_of_the_same_file_meets_the_same_lock(database: Path, tmp_path: Path) -> None:
    connect(database).close()
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    os.link(database, folder / "other-name.db")
    process = holder(database, "cbg")
    with pytest.raises(Held):
        SiteLock.take(folder / "other-name.db", "cbg")
    SiteLock.take(folder / "other-name.db", "huizhou").release()
    process.communicate("")
    SiteLock.take(folder / "other-name.db", "cbg").release()
