"""What a user installs: the wheel holds all that is used, and works in any folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.version import Version

from covidmeet.archive.export import read_csv

setuptools = pytest.importorskip("setuptools")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        Version(setuptools.__version__) < Version("77"), reason="setuptools is too old to build it"
    ),
]

ROOT = Path(__file__).parents[1]
_LARGEST = 12_000_000  # bytes


@dataclass(frozen=True)
class Installed:
    """covidmeet from the wheel: its package, its script, and an empty folder and a home to run it in."""

    package: Path
    script: Path
    folder: Path
    home: Path

    def run(self, *words: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
        own = ("COVIDMEET", "SCRAPY", "XDG", "PYTHONPATH")
        clean = {key: value for key, value in os.environ.items() if not key.startswith(own)}
        homes = dict.fromkeys(("HOME", "USERPROFILE", "LOCALAPPDATA"), str(self.home))
        return subprocess.run(
            [self.script, *words],
            cwd=self.folder,
            env=clean | homes | {"PYTHONIOENCODING": "utf-8"},
            input=text,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("not a clone of the repository")
    return [name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def build(what: str, source: Path, target: Path) -> Path:
    """Build with setuptools alone, which asks for nothing from the network."""
    program = f"import sys; from setuptools import build_meta as b; print(b.build_{what}(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", program, str(target)], cwd=source, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert "absent from" not in done.stdout + done.stderr
    return target / done.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clone")
    for name in tracked():
        if not name.startswith("tests/"):
            folder.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", clone, tmp_path_factory.mktemp("wheel"))


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_file_of_the_package_and_every_sample_is_in_the_wheel(wheel: Path) -> None:
    packed = contents(wheel)
    wanted = [name for name in tracked() if name.startswith("covidmeet/")]
    assert not [name for name in wanted if packed.get(name) != (ROOT / name).read_bytes()]
    samples = [name for name in tracked() if name.startswith("data/samples/")]
    assert len(samples) > 8
    for name in samples:
        assert packed[name.replace("data/", "covidmeet/", 1)] == (ROOT / name).read_bytes()
    assert {name.split("/")[0] for name in packed if ".dist-info" not in name} == {"covidmeet"}
    assert wheel.stat().st_size < _LARGEST


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    packed = contents(wheel)
    told = {name.rpartition("/")[2]: text for name, text in packed.items() if ".dist-info/" in name}
    metadata = told["METADATA"].decode()
    assert (ROOT / "README.md").read_text("utf-8").strip() in metadata.replace("\r\n", "\n")
    for line in ("License-Expression: MIT", "Description-Content-Type: text/markdown"):
        assert line in metadata
    for extra in ("browse", "data", "corpus", "notify"):
        assert f"Provides-Extra: {extra}" in metadata
    assert "covidmeet = covidmeet.cli.main:main" in told["entry_points.txt"].decode()


def test_the_sdist_builds_the_same_wheel(clone: Path, wheel: Path, tmp_path: Path) -> None:
    sdist = build("sdist", clone, tmp_path)
    with tarfile.open(sdist) as archive:
        if hasattr(tarfile, "data_filter"):  # from 3.11.4 on
            archive.extraction_filter = tarfile.data_filter
        archive.extractall(tmp_path / "unpacked")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    again = build("wheel", unpacked, tmp_path)
    assert contents(again) == contents(wheel)


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Installed:
    """What covidmeet needs comes from the environment of the tests; covidmeet itself does not."""
    environment = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(subprocess.check_output([python, "-c", ask], text=True).strip())
    packages.joinpath("needed.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True)
    for name in ("home", "empty"):
        (tmp_path / name).mkdir()
    return Installed(packages / "covidmeet", scripts / "covidmeet", tmp_path / "empty", tmp_path / "home")


def files_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if "__pycache__" not in path.parts}


def test_a_newcomers_path_from_an_empty_folder_with_only_the_wheel(installed: Installed) -> None:
    folder, home, package = installed.folder, installed.home, installed.package
    before = files_in(package)
    demo = installed.run("demo")
    assert demo.returncode == 0, demo.stderr
    lines = demo.stdout.splitlines()
    words = [line.split()[1:] for line in lines[lines.index("Now try:") + 1 :]]
    assert len(words) == 3
    for command in words:
        done = installed.run(*command)
        assert done.returncode == 0, (command, done.stderr)
        assert "of the demo; there is no other one" in done.stderr
    assert len(list(read_csv(folder / "covidmeet-demo" / "covidmeet.csv"))) > 70
    assert installed.run("search", "从未说过的话").returncode == 1
    wrong = installed.run("search", "会议", "-s", "DATABSE=x")
    assert (wrong.returncode, wrong.stderr) == (
        1,
        "covidmeet search: there is no setting DATABSE; did you mean DATABASE?\n",
    )
    done = installed.run("repair", "-q", text="云溪日?qǐng)?bào)\n")
    assert (done.returncode, done.stdout) == (0, "云溪日報\n")
    # A site of one's own, seen by every command from any folder.
    (folder / "page.html").write_text("<h1>青禾县召开会议</h1>", "utf-8")
    url = "http://news.qinghe.example/yq/202203/t20220318_1001.html"
    done = installed.run("newsite", "qinghe", url, "--saved", "page.html")
    assert done.returncode == 0, done.stderr
    assert installed.run("newsite", "qinghe", url, "--saved", "page.html").returncode == 1
    assert "qinghe" in installed.run("list").stdout.split()
    assert "never" in installed.run("status", "qinghe").stdout
    done = installed.run("crawl", "qinghe", "-a", "pages=x")
    assert (done.returncode, "pages: x: must be a number" in done.stderr) == (1, True)
    # What is crawled goes to the user's own archive, never into the demo's or beside the package.
    (folder / "text.txt").write_text("青禾县召开疫情防控会议\n会议要求，各乡镇把登记做好。\n", "utf-8")
    done = installed.run("crawl", "documents", "-a", "path=text.txt", "-L", "INFO")
    assert "in your folder for data" in done.stderr
    assert [path.name for path in home.rglob("covidmeet.db")] == ["covidmeet.db"]
    assert "in your folder for data" in installed.run("report").stderr
    assert files_in(package) == before
