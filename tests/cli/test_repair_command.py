"""``covidmeet repair``: files and pipes in any charset, and what its exit code says."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from covidmeet.cli.main import main

DAMAGED = "云溪日?qǐng)?bào)：ÒßÇé·À¿Ø¹¤×÷»áÒé\n"
REPAIRED = "云溪日報：疫情防控工作会议\n"
CLEAN = "全市召开疫情防控工作会议。\n"


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "utf-16"])
def test_a_file_in_any_charset(
    charset: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(CLEAN.encode(charset))
    assert main(["repair", str(path), "-q"]) == 0
    assert capfdbinary.readouterr().out.decode("utf-8") == CLEAN


def test_what_was_undone_is_told(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "page.txt"
    path.write_text(DAMAGED, "utf-8", newline="")
    assert main(["repair", str(path)]) == 0
    told = capfdbinary.readouterr()
    assert told.out.decode("utf-8") == REPAIRED
    assert told.err.decode() == f"covidmeet repair: {path}: gbk_as_latin1 1, lost_byte 1; left damaged: 0\n"


@pytest.mark.parametrize("words", [[], ["-"]])
def test_standard_input(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(DAMAGED.encode())))
    assert main(["repair", "-q", *words]) == 0
    assert capfdbinary.readouterr().out.decode("utf-8") == REPAIRED


def test_line_ends_are_kept(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes("会议\r\n第二行\r\n".encode())
    assert main(["repair", str(path), "-q"]) == 0
    assert capfdbinary.readouterr().out == path.read_bytes()


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        (CLEAN, [], 0),
        (DAMAGED, [], 0),
        (CLEAN.encode() + b"\xff", [], 2),
        (CLEAN, ["--check"], 0),
        (DAMAGED, ["--check"], 1),
        (CLEAN.encode() + b"\xff", ["--check"], 2),
    ],
)
def test_the_exit_code(
    text: str | bytes, words: list[str], code: int, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    assert main(["repair", "-q", str(path), *words]) == code
    if words:
        assert capfdbinary.readouterr().out == b""


def test_every_repair_is_explained(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "page.txt"
    path.write_text("第一行\n" + DAMAGED, "utf-8", newline="")
    assert main(["repair", "-q", "--check", "--explain", str(path)]) == 1
    told = capfdbinary.readouterr().err.decode().splitlines()
    assert told[0].startswith("line 2: 云溪日〖?qǐng)?bào) → 報〗：疫情防控")
    assert told[1].endswith("(gbk_as_latin1)")


def test_doubt_is_explained(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(CLEAN.encode().decode("gbk", "replace").replace("\ufffd", "?").encode())
    assert main(["repair", "-q", "--explain", str(path)]) == 0
    told = capfdbinary.readouterr()
    assert told.out.decode() == CLEAN
    assert "% sure, else" in told.err.decode()


def test_json_has_text_and_repairs(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    path = tmp_path / "page.txt"
    path.write_text(DAMAGED, "utf-8", newline="")
    assert main(["repair", "-q", "--json", str(path)]) == 0
    found = json.loads(capfdbinary.readouterr().out)
    assert found["text"] == REPAIRED and found["left"] == 0 and found["confidence"] > 0.99
    assert [fix["rule"] for fix in found["fixes"]] == ["lost_byte", "gbk_as_latin1"]
