"""Files are written whole or not at all, whoever is killed and whoever else writes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from covidmeet.atomic_file import PRIVATE, folder_lock, is_stream, replacing, replacing_path, write_text

posix = pytest.mark.skipif(os.name != "posix", reason="modes, links and locks of POSIX")

# Writes a long file slowly: `python -c … TARGET LETTER`.
WRITER = """
import sys, time
from covidmeet.atomic_file import replacing
with replacing(sys.argv[1]) as stream:
    for _ in range(40):
        stream.write(sys.argv[2].encode() * 50_000)
        stream.flush()
        time.sleep(float(sys.argv[3]))
"""
LENGTH = 2_000_000


def parts(folder: Path) -> list[Path]:
    return sorted(folder.glob(".*.part"))


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    write_text(target, "old")
    write_text(target, "new 会\r\n")
    assert target.read_bytes() == "new 会\r\n".encode()
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    write_text(target, "old")
    with pytest.raises(RuntimeError), replacing(target) as stream:
        stream.write(b"half")
        raise RuntimeError
    with pytest.raises(RuntimeError), replacing_path(target) as path:
        path.write_text("half")
        raise RuntimeError
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_writer_that_takes_a_path_writes_the_same_file(tmp_path: Path) -> None:
    with replacing_path(tmp_path / "a.db") as path:
        assert path.parent == tmp_path
        path.write_bytes(b"whole")
        assert not (tmp_path / "a.db").exists()
    assert (tmp_path / "a.db").read_bytes() == b"whole"


@posix
@pytest.mark.parametrize(("umask", "mode"), [(0o000, 0o640), (0o022, 0o640), (0o077, 0o600)])
def test_a_file_that_holds_an_archive_is_private_and_the_umask_respected(
    tmp_path: Path, umask: int, mode: int
) -> None:
    before = os.umask(umask)
    try:
        write_text(tmp_path / "a", "x", PRIVATE)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == mode


@posix
def test_no_link_is_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("precious")
    target = tmp_path / "a"
    target.symlink_to(other)
    write_text(target, "new")
    assert (other.read_text(), target.read_text(), target.is_symlink()) == ("precious", "new", False)


@posix
def test_a_link_in_the_place_of_the_temporary_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secrets.token_hex", lambda _: "known")
    other = tmp_path / "other"
    other.write_text("precious")
    (tmp_path / f".a.{os.getpid()}.known.part").symlink_to(other)
    with pytest.raises(FileExistsError):
        write_text(tmp_path / "a", "new")
    assert other.read_text() == "precious"


@posix
def test_a_device_or_a_pipe_is_written_directly(tmp_path: Path) -> None:
    write_text("/dev/null", "x")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_text(pipe, "through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert is_stream(Path("/dev/stdout"))
    with pytest.raises(OSError, match="only a file"), replacing_path(pipe):
        pass


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError, match="this is a folder"):
        write_text(tmp_path, "x")
    assert list(tmp_path.iterdir()) == []


def test_names_at_the_limit_of_the_file_system(tmp_path: Path) -> None:
    target = tmp_path / ("会" * 80 + ".csv")
    write_text(target, "x")
    assert list(tmp_path.iterdir()) == [target]


@posix
def test_what_a_killed_writer_left_goes_and_what_is_being_written_stays(tmp_path: Path) -> None:
    target = tmp_path / "a"
    dead = tmp_path / ".a.1.dead.part"
    dead.write_text("half")
    long_ago = time.time() - 3600
    os.utime(dead, (long_ago, long_ago))
    young = tmp_path / ".a.1.young.part"
    young.write_text("half")
    with replacing(target) as stream:
        stream.write(b"first")
        (mine,) = set(parts(tmp_path)) - {young}
        os.utime(mine, (long_ago, long_ago))
        write_text(target, "second")
        assert target.read_text() == "second"
        assert parts(tmp_path) == sorted([mine, young])
    assert target.read_text() == "first"


def test_a_folder_is_locked_in_turn(tmp_path: Path) -> None:
    with folder_lock(tmp_path):
        pass
    with folder_lock(tmp_path), folder_lock(tmp_path / "missing"):
        pass


@pytest.mark.slow
def test_of_two_writers_one_killed_one_whole_file_is_left(tmp_path: Path) -> None:
    target = tmp_path / "a"

    def start(letter: str, pause: float) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", WRITER, str(target), letter, str(pause)])

    killed, other = start("k", 0.1), start("o", 0.02)
    while not any(part.stat().st_size for part in parts(tmp_path)):
        time.sleep(0.01)
    time.sleep(0.3)
    killed.kill()
    killed.wait(10)
    assert other.wait(20) == 0
    assert target.read_bytes() == b"o" * LENGTH
    both = [start("x", 0.01), start("y", 0.01)]
    assert [process.wait(20) for process in both] == [0, 0]
    assert target.read_bytes() in (b"x" * LENGTH, b"y" * LENGTH)
