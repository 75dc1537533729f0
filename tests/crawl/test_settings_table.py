"""Settings: each stated once, read from text and the environment, refused where they cannot be used."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings

from covidmeet import settings as in_settings
from covidmeet.crawl.settings_table import SETTINGS, BadSetting, check, in_force, suspects
from tools.settings_table import table

DOCUMENT = Path("docs/scheduling.md").read_text("utf-8")


def test_the_documented_table_is_the_codes() -> None:
    found = re.search(r"<!-- settings -->\n(.*?)<!-- /settings -->", DOCUMENT, re.DOTALL)
    assert found
    assert found[1] == table()


def test_every_setting_has_a_default_that_it_would_take() -> None:
    for setting in SETTINGS:
        if setting.default not in (None, "", []):
            shown = str(int(setting.default)) if isinstance(setting.default, bool) else str(setting.default)
            assert setting.read(shown, setting.name) == setting.default, setting.name


def test_every_setting_is_in_the_settings_module_and_nowhere_else_in_it() -> None:
    source = Path(in_settings.__file__).read_text("utf-8")
    for setting in SETTINGS:
        assert hasattr(in_settings, setting.name)
        assert not re.search(rf"^{setting.name}\b", source, re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DATABASE", "/var/lib/x.db", "/var/lib/x.db"),
        ("DOWNLOAD_DELAY", "2.5", 2.5),
        ("CRAWLS_AT_ONCE", " 4 ", 4),
        ("PROGRESS", "0", False),
        ("PROGRESS", "True", True),
        ("PROGRESS", "off", False),
        ("LOG_LEVEL", "warning", "WARNING"),
        ("PRIVATE_HOSTS", "10.0.0.7, localhost:8080,", ["10.0.0.7", "localhost:8080"]),
        ("HOOK_COMMAND", "mail -s 'a b' me", "mail -s 'a b' me"),
        ("WEBHOOK_URL", "https://hooks.example/T0/secret", "https://hooks.example/T0/secret"),
    ],
)
def test_values(name: str, value: str, expected: object) -> None:
    assert in_force({f"COVIDMEET_{name}": value})[name] == expected
    given = Settings({name: value})  # the same after -s
    check(given, {})
    assert given[name] == expected


@pytest.mark.parametrize(
    ("name", "value", "must_be"),
    [
        ("DOWNLOAD_DELAY", "fast", "a number, 0 or more"),
        ("DOWNLOAD_DELAY", "-1", "a number, 0 or more"),
        ("DOWNLOAD_DELAY", "nan", "a number, 0 or more"),
        ("CLOSESPIDER_TIMEOUT", "inf", "a number, 0 or more"),
        ("CRAWLS_AT_ONCE", "0", "a whole number, 1 or more"),
        ("LISTS_PER_RUN", "2.5", "a whole number, 1 or more"),
        ("PROGRESS", "maybe", "1, 0 or json"),
        ("LOG_LEVEL", "LOUD", "one of CRITICAL, ERROR, WARNING, INFO, DEBUG"),
        ("DATABASE", "a\0b", "a path"),
        ("PRIVATE_HOSTS", "http://10.0.0.7/", "host names, separated by commas"),
        ("WEBHOOK_URL", "file:///etc/passwd", "an http or https address"),
        ("HOOK_COMMAND", "echo 'open", "a command with its quotes closed"),
    ],
)
def test_values_that_cannot_be_used(name: str, value: str, must_be: str) -> None:
    environ = {f"COVIDMEET_{name}": value}
    assert in_force(environ)[name] == value  # text, until it is checked
    with pytest.raises(BadSetting) as caught:
        check(Settings(in_force(environ)), environ)
    shown = "" if name in ("WEBHOOK_URL", "HOOK_COMMAND") else f"={value}"  # they may hold a secret
    assert str(caught.value) == f"COVIDMEET_{name}{shown}: must be {must_be}"
    with pytest.raises(BadSetting) as caught:  # the same after -s
        check(Settings({name: value}), {})
    assert str(caught.value) == f"{name}{shown}: must be {must_be}"


def test_empty_is_not_set_and_other_names_are_left_alone() -> None:
    environ = {"COVIDMEET_DOWNLOAD_DELAY": " ", "COVIDMEET_PORT": "tcp://10.0.0.1", "HOME": "/"}
    assert in_force(environ) == {setting.name: setting.default for setting in SETTINGS}


def test_misspelt_names_are_told() -> None:
    environ = {"COVIDMEET_DATABSE": "x", "COVIDMEET_PORT_80_TCP": "tcp", "COVIDMEET_CONTACT": "a"}
    assert suspects(environ) == ["COVIDMEET_DATABSE is no setting; do you mean COVIDMEET_DATABASE?"]


def scrapy(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | environ,
    )


@pytest.mark.slow
def test_the_environment_reaches_a_command_and_the_command_line_wins(tmp_path: Path) -> None:
    done = scrapy("status", COVIDMEET_DATABASE=str(tmp_path / "a.db"), COVIDMEET_OVERDU_HOURS="2")
    assert f"{tmp_path / 'a.db'}: there is no archive here" in done.stderr
    assert "COVIDMEET_OVERDU_HOURS is no setting; do you mean COVIDMEET_OVERDUE_HOURS?" in done.stderr
    named = f"DATABASE={tmp_path / 'b.db'}"
    done = scrapy("status", "-s", named, COVIDMEET_DATABASE=str(tmp_path / "a.db"))
    assert f"{tmp_path / 'b.db'}: there is no archive here" in done.stderr


BAD = {"COVIDMEET_DOWNLOAD_DELAY": "soon"}
SENTENCE = "COVIDMEET_DOWNLOAD_DELAY=soon: must be a number, 0 or more"


@pytest.mark.slow
@pytest.mark.parametrize("words", ["list", "crawl cbg", "crawlall", "status", "report"])
def test_a_bad_value_in_the_environment_ends_with_1_and_one_sentence(words: str) -> None:
    done = scrapy(*words.split(), **BAD)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"covidmeet: {SENTENCE}\n")


@pytest.mark.slow
def test_a_bad_value_after_s_ends_with_1_and_one_sentence(tmp_path: Path) -> None:
    database = tmp_path / "x.db"
    done = scrapy("crawl", "cbg", "-s", "DOWNLOAD_DELAY=soon", "-s", f"DATABASE={database}", "--nolog")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "scrapy crawl: DOWNLOAD_DELAY=soon: must be a number, 0 or more\n"
    assert not database.exists()


@pytest.mark.slow
def test_scrapys_other_commands_name_the_bad_value_too() -> None:
    done = scrapy("fetch", "http://127.0.0.1:1/", **BAD)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].endswith(f"BadSetting: {SENTENCE}")


@pytest.mark.slow
def test_importing_the_settings_neither_prints_nor_exits() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from covidmeet import settings; print(settings.DOWNLOAD_DELAY)"],
        capture_output=True,
        text=True,
        env=os.environ | BAD | {"COVIDMEET_DATABSE": "x"},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "soon\n", "")
