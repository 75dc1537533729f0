"""A shell completes names of commands, options, sites and files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from covidmeet.cli.completion import SHELLS
from covidmeet.crawl.site_registry import all_sites

pytestmark = pytest.mark.slow


def run(*words: str, **environ: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "covidmeet", *words],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"} | environ,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    return done.stdout


def completed(line: str) -> list[str]:
    """What bash is told."""
    words = line.split(" ")
    told = run(_COVIDMEET_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1))
    return told.split()


def test_names_of_commands_options_and_sites() -> None:
    assert completed("covidmeet cr") == ["plain,crawl", "plain,crawlall"]
    assert completed("covidmeet search --li") == ["plain,--limit"]
    assert completed("covidmeet crawl gz") == ["plain,gz_gov"]
    sites = {f"plain,{site.name}" for site in all_sites()}
    assert set(completed("covidmeet crawlall cbg ")) == sites | {"plain,documents", "plain,pages"}
    assert completed("covidmeet search --lang ") == ["plain,en", "plain,zh"]


@pytest.mark.parametrize("line", ["covidmeet search -d x", "covidmeet export -o x", "covidmeet repair x"])
def test_names_of_files_are_left_to_the_shell(line: str) -> None:
    assert completed(line) == ["file,x"]


def test_powershell_is_told_too() -> None:
    told = run(_COVIDMEET_COMPLETE="powershell_complete", COMP_WORDS="covidmeet crawl gz", COMP_WORD="gz")
    assert told.splitlines() == ["plain\tgz_gov\tgz_gov"]
    told = run(_COVIDMEET_COMPLETE="powershell_complete", COMP_WORDS="covidmeet ", COMP_WORD="")
    assert "plain\tsearch\t" in told


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_a_script_that_it_can_read(shell: str) -> None:
    script = run("completion", shell)
    assert "_COVIDMEET_COMPLETE" in script
    program = shutil.which({"powershell": "pwsh"}.get(shell, shell))
    if program is None:
        pytest.skip(f"{shell} is not installed")
    check = {"bash": "-n", "zsh": "-n", "fish": "--no-execute"}.get(shell)
    if check:
        subprocess.run([program, check], input=script, text=True, check=True, timeout=60)
