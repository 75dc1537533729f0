"""One answer to where the archive is, in the order that is promised."""

from __future__ import annotations

from pathlib import Path

import pytest

from covidmeet.archive.location import locate
from covidmeet.archive.sqlite_errors import ArchiveError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, and a home with a folder for data."""
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: home / "data")
    here = tmp_path / "project" / "here"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    return home


def make(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_the_order(home: Path) -> None:
    own = home / "data" / "covidmeet.db"
    assert locate(environ={}).path == own  # though it is not there: a crawl would make it
    demo = make(Path("covidmeet-demo/covidmeet.db"))
    assert locate(environ={}).path == demo
    assert locate(environ={}, to_write=True).path == own
    make(own)
    assert locate(environ={}).path == own
    make(Path("../scrapy.cfg"))
    project = Path.cwd().parent / "data" / "covidmeet.db"
    assert locate(environ={}).path == own
    assert locate(environ={}, to_write=True).path == project
    make(project)
    assert locate(environ={}).path == project
    here = make(Path("covidmeet.db"))
    for to_write in (True, False):
        assert locate(environ={}, to_write=to_write).path == here
        assert locate(environ={"COVIDMEET_DATABASE": "v.db"}, to_write=to_write).path == Path("v.db")
        assert locate("g.db", environ={"COVIDMEET_DATABASE": "v.db"}, to_write=to_write).path == Path("g.db")


def test_in_the_projects_own_folder_the_path_is_short() -> None:
    make(Path("scrapy.cfg"))
    assert str(locate(environ={}, to_write=True)) == f"{Path('data/covidmeet.db')} (beside scrapy.cfg)"


def test_why_it_was_chosen() -> None:
    assert locate("x.db").why == "as given"
    assert locate(environ={"COVIDMEET_DATABASE": "x.db"}).why == "by COVIDMEET_DATABASE"
    assert locate(environ={"COVIDMEET_DATABASE": " "}).why == "in your folder for data"
    make(Path("covidmeet-demo/covidmeet.db"))
    assert locate(environ={}).why == "of the demo; there is no other one"
    make(Path("covidmeet.db"))
    assert locate(environ={}).why == "in this folder"


def test_a_tilde_is_the_home(home: Path) -> None:
    assert locate("~/x.db").path == home / "x.db"
    assert locate(environ={"COVIDMEET_DATABASE": "~/x.db"}).path == home / "x.db"


@pytest.mark.parametrize("path", ["", "  ", "a\0b", "~nobody_of_that_name/x.db"])
def test_a_path_that_cannot_be_meant(path: str) -> None:
    with pytest.raises(ArchiveError):
        locate(path)
