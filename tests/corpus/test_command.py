"""What the command says where it cannot begin, and how it ends."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datatrove")

from covidmeet.cli.main import main
from tests.corpus.in_process import use_this_process
from tests.corpus.test_losses import failing, files

__all__ = ["files"]


def test_the_closing_table_and_exit_codes(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["corpus", *map(str, files), "--out", str(tmp_path / "corpus"), "--near-copies", "--workers", "1"]
    use_this_process(monkeypatch, [failing(2)])
    assert main(words) == 2
    told = capsys.readouterr()
    assert f"{files[2]}: its task failed" in told.err
    assert "not read" in told.out
    use_this_process(monkeypatch)
    assert main(words) == 0
    told = capsys.readouterr()
    assert "10 articles of 10 captures" in told.out
    assert "its task failed" not in told.err
    assert "near copies of articles to cite" in told.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["missing.warc.gz"], "no such file"),
        (["--since", "2022-11-02", "--until", "2022-11-01"], "--since 2022-11-02 is after --until"),
        (["--option", "partition"], "'partition' is not NAME=VALUE"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(
    words: list[str], told: str, files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["corpus", str(files[0]), *words, "--out", str(tmp_path / "corpus")]) == 1
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(("missing", "extra"), [("pyarrow", "data"), ("datatrove.utils.logging", "corpus")])
def test_an_extra_that_is_not_installed_is_named(
    missing: str,
    extra: str,
    files: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole = builtins.__import__

    def without(name: str, *more: Any, **named: Any) -> Any:
        if name == missing:
            raise ImportError(f"No module named {name!r}", name=name)
        return whole(name, *more, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    assert main(["corpus", str(files[0]), "--out", str(tmp_path / "corpus")]) == 1
    assert f"pip install 'covidmeet[{extra}]'" in capsys.readouterr().err
