"""What holds for every file of the project, whatever is in it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

# Folders of one machine, and where its packages come from: neither is there for who clones the project.
_MACHINE = re.compile(
    rb"(?<![\w./-])/(?:work|root|home|Users|mnt|srv)/[\w.]"
    rb"|[A-Z]:\\\\?Users"
    rb"|--(?:extra-)?(?:index-url|find-links)[= ]+[\"']?\w+[:/]"
    rb"|https?://[^\s\"'<>]*(?:pypi|pythonhosted|artifactory|nexus)",
    re.IGNORECASE,
)
_LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)")


@cache
def tracked() -> tuple[Path, ...]:
    """The files under version control, and new ones that are not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a clone of the repository")
    paths = (Path(name) for name in done.stdout.decode().split("\0") if name)
    return tuple(path for path in paths if path.is_file() and path != Path(__file__).relative_to(Path.cwd()))


@pytest.mark.slow
def test_no_file_names_a_folder_or_an_index_of_one_machine() -> None:
    found = {str(path): match[0] for path in tracked() if (match := _MACHINE.search(path.read_bytes()))}
    assert not found


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (b"cd /home/somebody/covidmeet", True),
        (b'"/root/.cache"', True),
        (b"--index-url https://packages.example/simple", True),
        (b"https://pypi.org/simple", True),
        (b"covidmeet.crawl.site_registry, pypinyin, /opt/covidmeet, /var/lib/covidmeet", False),
        (b"http://www.qinghe.example/home/2022/1.html", False),
    ],
)
def test_what_names_a_machine(text: bytes, named: bool) -> None:
    assert bool(_MACHINE.search(text)) is named


def links() -> Iterator[tuple[Path, str]]:
    for path in tracked():
        if path.suffix == ".md":
            yield from ((path, target) for target in _LINK.findall(path.read_text("utf-8")))


def exists(path: Path, target: str) -> bool:
    # Templates of issues are shown at another address than their own.
    if target.startswith("../blob/HEAD/"):
        return Path(target.removeprefix("../blob/HEAD/")).exists()
    return (path.parent / target).exists()


@pytest.mark.slow
def test_the_links_between_documents_lead_somewhere() -> None:
    assert not [(str(path), target) for path, target in links() if not exists(path, target)]
