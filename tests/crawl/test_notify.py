"""Somebody is told when a verdict turned worse, and only then."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

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
