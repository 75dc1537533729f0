"""``covidmeet demo``: never over somebody's archive; and the command in a clone's environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from covidmeet.cli.demo import crawls, samples_folder
from covidmeet.cli.main import main
from covidmeet.crawl.site_registry import all_sites
from tools.link_command import link


def test_the_samples_are_documents_and_pages_of_every_site() -> None:
    named = [words[1] for _, words in crawls(samples_folder())]
    assert named == ["documents", *(site.name for site in all_sites())]


@pytest.mark.parametrize("name", ["covidmeet.db", "covidmeet.csv"])
def test_what_no_demo_made_is_left_alone(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text("mine", "utf-8")
    assert main(["demo", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        f"covidmeet demo: {tmp_path}: what is here was not made by a demo; name another folder\n"
    )
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {name: "mine"}


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a script for sh")
def test_a_clones_command_works_in_any_folder(tmp_path: Path) -> None:
    script = link(tmp_path, tmp_path)
    (link_file,) = tmp_path.glob("*.pth")
    environ = os.environ | {"PYTHONPATH": link_file.read_text("utf-8").strip()}
    done = subprocess.run([script, "--version"], cwd=tmp_path, env=environ, capture_output=True, text=True)
    assert done.stdout.startswith("covidmeet "), done.stderr
    assert sys.executable in script.read_text("utf-8")
