"""What a schedule is installed with: units that systemd takes, a crontab and a container file."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from covidmeet.crawl.settings_table import PREFIX, SETTINGS

SERVICE = Path("deploy/systemd/covidmeet.service").read_text("utf-8")
CRONTAB = Path("deploy/cron/covidmeet").read_text("utf-8")
CONTAINER = Path("deploy/Containerfile").read_text("utf-8")
ANALYZE = shutil.which("systemd-analyze")


@pytest.mark.slow
@pytest.mark.skipif(ANALYZE is None, reason="no systemd-analyze")
def test_systemd_takes_the_units() -> None:
    units = sorted(map(str, Path("deploy/systemd").iterdir()))
    assert len(units) == 2
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.skipif(ANALYZE is None, reason="no systemd-analyze")
def test_the_service_is_locked_in() -> None:
    unit = "deploy/systemd/covidmeet.service"
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", unit],
        capture_output=True,
        text=True,
        timeout=60,
    )
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert exposure, done.stderr
    assert float(exposure[1]) < 2.0  # of 10


def test_the_service_runs_unprivileged_and_writes_its_folder_only() -> None:
    options = dict(line.split("=", 1) for line in SERVICE.splitlines() if re.match(r"[A-Z]\w+=", line))
    assert options["User"] not in ("", "root")
    assert (options["ProtectSystem"], options["StateDirectory"]) == ("strict", "covidmeet")
    assert "ReadWritePaths" not in options
    assert "COVIDMEET_DATABASE=/var/lib/covidmeet/" in SERVICE
    assert options["SuccessExitStatus"] == "3"


@pytest.mark.parametrize("text", [SERVICE, CRONTAB, CONTAINER], ids=["service", "crontab", "container"])
def test_every_setting_that_is_named_exists(text: str) -> None:
    named = set(re.findall(rf"{PREFIX}([A-Z_]+)(?==)", text)) - {"NAME"}
    assert named <= {setting.name for setting in SETTINGS}
    assert "DATABASE" in named


def test_the_crontab_is_one() -> None:
    for line in CRONTAB.splitlines():
        if line and not line.startswith("#") and not re.match(r"[A-Z_]+=", line):
            minute, hour, *_, user, _, folder = line.split()[:8]
            assert 0 <= int(minute) < 60
            assert 0 <= int(hour) < 24
            assert (user, folder) == ("covidmeet", "/opt/covidmeet")
    assert CRONTAB.endswith("\n")  # cron leaves out a last line without an end


def test_the_container_copies_what_there_is_and_runs_unprivileged() -> None:
    sources = re.findall(r"^COPY (\S+) ", CONTAINER, re.MULTILINE)
    assert all(Path(source).exists() for source in sources)
    assert {"scrapy.cfg", "covidmeet", "requirements.lock"} <= set(sources)
    user = re.search(r"^USER (\d+):", CONTAINER, re.MULTILINE)
    assert user
    assert int(user[1]) >= 1000
    assert CONTAINER.index("useradd") < CONTAINER.index("\nUSER") < CONTAINER.index("\nENTRYPOINT")


def test_the_container_names_its_python_and_checks_what_it_installs() -> None:
    assert re.search(r"^FROM python:3\.\d+\.\d+-\S+$", CONTAINER, re.MULTILINE)
    assert re.findall(r"pip install (.*)", CONTAINER) == ["--require-hashes -r requirements.lock"]
