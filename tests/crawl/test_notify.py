"""Somebody is told when a verdict turned worse, and only then."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from scrapy.settings import Settings
from werkzeug import Request, Response

from covidmeet.crawl.settings_table import BadSetting, check, in_force

SAMPLE = Path("data/samples/documents/netease-nanpu.txt")

SCRIPT = """
import json, os, pathlib, sys
news = json.load(sys.stdin)
news["environment"] = {name: value for name, value in os.environ.items() if name.startswith("RUN_")}
with pathlib.Path(sys.argv[1]).open("a") as stream:
    stream.write(json.dumps(news) + "\\n")
"""


def crawl(folder: Path, database: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    named = {f"COVIDMEET_{name}": value for name, value in environ.items()}
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", "documents", "-a", f"path={folder}", "-L", "ERROR"],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | named | {"COVIDMEET_DATABASE": str(database)},
    )


@pytest.mark.slow
def test_worse_is_told_once_and_better_is_not(tmp_path: Path, database: Path, httpserver: HTTPServer) -> None:
    folder, said, script = tmp_path / "in", tmp_path / "said", tmp_path / "hook.py"
    folder.mkdir()
    script.write_text(SCRIPT)
    posted: list[dict[str, str]] = []

    def take(request: Request) -> Response:
        posted.append(json.loads(request.get_data()))
        return Response(status=204)

    httpserver.expect_request("/hook", method="POST").respond_with_handler(take)
    hooks = {
        "HOOK_COMMAND": f"{sys.executable} {script} '{said}'",
        "WEBHOOK_URL": httpserver.url_for("/hook"),
    }
    assert crawl(folder, database, **hooks).returncode == 2
    news = {
        "site": "documents",
        "verdict": "broken",
        "previous": None,
        "reason": "nothing was found",
        "archive": str(database),
    }
    (told,) = [json.loads(line) for line in said.read_text().splitlines()]
    environment = told.pop("environment")
    assert (told, posted) == (news, [news])
    assert environment == {
        "RUN_SITE": "documents",
        "RUN_VERDICT": "broken",
        "RUN_PREVIOUS": "",
        "RUN_REASON": "nothing was found",
        "RUN_ARCHIVE": str(database),
    }
    assert crawl(folder, database, **hooks).returncode == 2  # as bad as before
    (folder / "a.txt").write_bytes(SAMPLE.read_bytes())
    assert crawl(folder, database, **hooks).returncode == 0  # better
    assert len(posted) == len(said.read_text().splitlines()) == 1


@pytest.mark.slow
def test_what_goes_wrong_with_a_hook_is_logged_and_changes_nothing(
    tmp_path: Path, database: Path, httpserver: HTTPServer
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    httpserver.expect_request("/T0SECRET").respond_with_data("", status=500)
    hooks = {"HOOK_COMMAND": "/no/such/command", "WEBHOOK_URL": httpserver.url_for("/T0SECRET")}
    done = crawl(folder, database, **hooks)
    assert done.returncode == 2
    assert "HOOK_COMMAND failed: [Errno 2] No such file or directory: '/no/such/command'" in done.stderr
    assert "WEBHOOK_URL: localhost answered 500" in done.stderr
    assert "T0SECRET" not in done.stderr


@pytest.mark.slow
def test_services_are_told_and_their_secrets_are_not(
    tmp_path: Path, database: Path, httpserver: HTTPServer
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    posted: list[dict[str, str]] = []

    def take(request: Request) -> Response:
        posted.append(json.loads(request.get_data()))
        return Response(status=200)

    httpserver.expect_request("/T0SECRET", method="POST").respond_with_handler(take)
    httpserver.expect_request("/T1SECRET", method="POST").respond_with_data("", status=500)
    place = f"{httpserver.host}:{httpserver.port}"
    urls = f"json://me:hush-hush@{place}/T0SECRET  json://{place}/T1SECRET nosuch://T2SECRET"
    done = crawl(folder, database, NOTIFY_URLS=urls)
    assert done.returncode == 2
    (told,) = posted
    assert told["title"] == "covidmeet: documents is broken"
    assert told["message"] == f"documents: broken: nothing was found\n{database}"
    assert "NOTIFY_URLS: service 2 (json) did not take the message" in done.stderr
    assert "NOTIFY_URLS: service 3 (nosuch): apprise knows no such address" in done.stderr
    for secret in ("T0SECRET", "T1SECRET", "T2SECRET", "hush-hush", place):
        assert secret not in done.stderr
    assert crawl(folder, database, NOTIFY_URLS=urls).returncode == 2  # as bad as before
    assert len(posted) == 1


@pytest.mark.parametrize(
    "url", ["wecombot://k", "dingtalk://token/", "feishu://t", "mailto://u:p@mail.example"]
)
def test_the_services_of_the_documentation_are_known_to_the_library(url: str) -> None:
    import apprise

    assert apprise.Apprise.instantiate(url) is not None


@pytest.mark.parametrize("name", ["NOTIFY_URLS", "WEBHOOK_URL"])
def test_a_secret_that_cannot_be_read_is_not_repeated(name: str) -> None:
    with pytest.raises(BadSetting, match=rf"^COVIDMEET_{name}: must be ") as told:
        check(Settings(in_force({f"COVIDMEET_{name}": "T0SECRET"})), {f"COVIDMEET_{name}": "T0SECRET"})
    assert "T0SECRET" not in str(told.value)
