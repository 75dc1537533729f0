"""``covidmeet doctor``: what it finds, what it never shows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.location import Location
from covidmeet.archive.lock import SiteLock
from covidmeet.cli.main import main
from covidmeet.doctor import Check, CheckLevel, archive_checks
from covidmeet.doctor.archive_checks import archive
from covidmeet.doctor.machine import EXTRAS, clock, console
from covidmeet.doctor.settings_checks import settings
from covidmeet.doctor.versions import has_wal_reset_bug
from tests.show.conftest import PLAIN, plain

Doctor = Callable[..., tuple[int, str]]
NAMES = ("covidmeet", "Python", "lxml", "opencc", "trafilatura", "charset-normalizer", "Unicode data")


@pytest.fixture
def sound(database: Path) -> Path:
    db = connect(database)
    store(db, plain(PLAIN), "run")
    db.conn.close()
    return database


@pytest.fixture
def doctor(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Doctor:
    for name in [name for name in os.environ if name.startswith("COVIDMEET_")]:
        monkeypatch.delenv(name)

    def call(path: Path, *words: str) -> tuple[int, str]:
        capfd.readouterr()
        code = main(["doctor", "-d", str(path), *words])
        return code, capfd.readouterr().out

    return call


def found(path: Path, name: str, free_mb: float = 1) -> list[Check]:
    return [check for check in archive(Location(path, "as given"), free_mb) if check.name == name]


def test_a_sound_machine_is_well_in_few_lines(sound: Path, doctor: Doctor) -> None:
    code, out = doctor(sound)
    assert (code, out.count("\n") < 60) == (0, True)
    assert all(f"      {name} " in out for name in NAMES)
    assert f"{sound} (as given)" in out
    assert "1 articles" in out
    assert "no crawl is running" in out
    starts = {line[6:].split("  ")[0] for line in out.splitlines()}
    assert {"SQLite", "FTS5", "integrity", "disc", "clock", "console", "settings"} <= starts
    assert "\x1b" not in out


def test_json_says_the_same(sound: Path, doctor: Doctor) -> None:
    code, out = doctor(sound, "--json")
    told = json.loads(out)
    assert (code, told["well"]) == (0, True)
    assert {"name": "integrity", "value": "ok", "level": "ok"} in told["checks"]


def test_there_need_not_be_an_archive(tmp_path: Path, doctor: Doctor) -> None:
    code, out = doctor(tmp_path / "none.db")
    assert code == 0
    assert "is not there yet" in out
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_archive_is_wrong(tmp_path: Path, doctor: Doctor) -> None:
    (tmp_path / "a.db").write_bytes(b"no database" * 500)
    code, out = doctor(tmp_path / "a.db")
    assert code == 2
    assert "WRONG integrity" in out


def test_a_damaged_archive_is_wrong(sound: Path) -> None:
    db = connect(sound)
    for number in range(200):
        store(db, plain(f"{PLAIN}?{number}", body="会议强调。" * 200), "run")
    db.conn.close()
    with sound.open("r+b") as file:
        file.seek(sound.stat().st_size // 2)
        file.write(b"\xff" * 20_000)
    (check,) = found(sound, "integrity")
    assert check.level is CheckLevel.WRONG


def test_a_check_that_takes_too_long_is_no_verdict(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_checks, "PATIENCE", -1.0)
    monkeypatch.setattr(archive_checks, "_STEPS", 1)
    (check,) = found(sound, "integrity")
    assert (check.level, "not known" in check.value) == (CheckLevel.NOTE, True)


def test_a_full_disc_and_an_article_from_the_future_are_wrong(sound: Path) -> None:
    (check,) = found(sound, "disc", free_mb=1e12)
    assert check.level is CheckLevel.WRONG
    db = connect(sound)
    db.execute("update articles set last_seen = '2999-01-01T00:00:00+00:00'")
    db.conn.close()
    (check,) = found(sound, "clock")
    assert check.level is CheckLevel.WRONG


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_pages_on_another_file_system_are_told_with_its_room(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = tmp_path / "far"
    far.mkdir()
    pages = sound.with_name("warc")
    pages.symlink_to(far)
    assert found(sound, "disc of pages") == []  # one file system: told once
    usage, stat = shutil.disk_usage(tmp_path), Path.stat

    def another(path: Path, **how: bool) -> os.stat_result:
        told = stat(path, **how)
        if path != pages:
            return told
        return os.stat_result([*told[:2], told.st_dev + 1, *told[3:10]])

    monkeypatch.setattr(Path, "stat", another)
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: usage._replace(free=1000 if path == pages else 10**12)
    )
    (check,) = found(sound, "disc of pages")
    assert (check.level, check.value[:5]) == (CheckLevel.WRONG, "1.0 k")
    assert found(sound, "disc")[0].level is CheckLevel.OK


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_pages_on_a_disc_that_is_not_mounted_are_wrong(sound: Path, tmp_path: Path) -> None:
    sound.with_name("warc").symlink_to(tmp_path / "not-mounted")
    (check,) = found(sound, "disc of pages")
    assert (check.level, "not-mounted, which is missing" in check.value) == (CheckLevel.WRONG, True)


def test_a_running_crawl_and_a_reserve_left_behind_are_told(sound: Path) -> None:
    lock = SiteLock.take(sound, "gz_gov")
    try:
        sound.with_name(f"{sound.name}-cbg.reserve").write_bytes(b"0")
        values = [check.value for check in archive(Location(sound, ""), 1)]
    finally:
        lock.release()
    assert "crawls are running: gz_gov" in values
    assert any("cbg.reserve was left" in value for value in values)


def test_a_clock_that_was_never_set_is_wrong() -> None:
    assert clock(datetime(1970, 1, 1, tzinfo=UTC)).level is CheckLevel.WRONG
    assert clock().level is CheckLevel.OK


def test_settings_are_told_and_credentials_are_not() -> None:
    environ = {
        "COVIDMEET_WEBHOOK_URL": "https://user:secret@hooks.example/secret",
        "COVIDMEET_HOOK_COMMAND": "notify --token secret",
        "COVIDMEET_CONTACT": "mailto:secret@example.org",
        "COVIDMEET_SITES_DIR": "/data/sites",
        "COVIDMEET_BLOCK_LIMIT": "many",
        "COVIDMEET_DATABSE": "secret",
        "COVIDMEET_OF_THE_HOST": "secret",
        "PATH": "secret",
    }
    checks = {check.name: check for check in settings(environ)}
    assert "secret" not in str(checks)
    assert len(checks) == 7
    assert checks["COVIDMEET_SITES_DIR"].value == "/data/sites"
    assert "must be" in checks["COVIDMEET_BLOCK_LIMIT"].value
    assert checks["COVIDMEET_DATABSE"].value == "is no setting; do you mean COVIDMEET_DATABASE?"
    levels = [checks[f"COVIDMEET_{name}"].level for name in ("BLOCK_LIMIT", "DATABSE", "OF_THE_HOST")]
    assert levels == [CheckLevel.WRONG, CheckLevel.WRONG, CheckLevel.NOTE]


def test_a_wrong_setting_stops_no_doctor(
    sound: Path, doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COVIDMEET_BLOCK_LIMIT", "many")
    code, out = doctor(sound)
    assert code == 2
    assert "WRONG COVIDMEET_BLOCK_LIMIT" in out


def test_the_bug_of_sqlite_is_known_by_its_version() -> None:
    with_bug = [
        version for version in ("3.6.23", "3.7.0", "3.50.6", "3.51.2", "3.52.0") if has_wal_reset_bug(version)
    ]
    assert with_bug == ["3.7.0", "3.50.6", "3.51.2"]


def test_the_extras_are_those_of_the_package() -> None:
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
    assert set(EXTRAS) == set(project["optional-dependencies"])
    for extra, (modules, _) in EXTRAS.items():
        stated = " ".join(project["optional-dependencies"][extra])
        assert all(module in stated for module in modules)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("charset", "told"), [("ascii", "as escapes, set"), ("gbk", "rare characters"), ("utf-8", "; Chinese\n")]
)
def test_the_console_is_told(charset: str, told: str, sound: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "covidmeet", "doctor", "-d", str(sound)],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": charset},
        timeout=60,
    )
    assert told in done.stdout.decode("utf-8" if charset == "ascii" else charset)


def test_a_terminal_without_a_charset_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", open(os.devnull, "w", encoding="ascii"))  # noqa: PTH123, SIM115
    assert console().level is CheckLevel.NOTE


@pytest.mark.slow
def test_scrapy_has_it_too(sound: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "doctor", "-d", str(sound)],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0
    assert "WAL-reset" in done.stdout or "SQLite" in done.stdout
