"""The check that compares a run's figures with the last ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.cost import cost_of
from bench.last_figures import keep, last_ratios, report, slower
from bench.rows import Row, keep_rows


def test_only_what_became_more_than_15_percent_slower_is_told() -> None:
    last = {"search": 4.0, "show": 5.0, "status": 6.0}
    now = {"search": 4.5, "show": 6.0, "status": 3.0, "export": 9.0}
    assert slower(now, last) == {"show": pytest.approx(1.2)}


def test_figures_are_kept_by_group(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "figures.json"
    assert last_ratios("start", file) == {}
    keep("start", {"search": 4.0}, file)
    keep("pages", {"3 kB": 2.0}, file)
    assert last_ratios("start", file) == {"search": 4.0}
    assert report("start", {"search": 4.4}, file)
    assert not report("start", {"search": 6.0}, file)
    assert capsys.readouterr().out == "slower: start, search: 1.50 x the last ratio\n"


def test_a_part_of_the_table_takes_the_place_of_its_last_one(tmp_path: Path) -> None:
    file = tmp_path / "table.md"
    keep_rows("pages", [Row("process", 650.0, "us a page", "lxml", 6.5)], file)
    keep_rows("store", [Row("store", 400.0, "us")], file)
    keep_rows("pages", [Row("process", 600.0, "us a page", "lxml", 6.0)], file)
    text = file.read_text("utf-8")
    assert text.index("## pages") < text.index("## store")
    assert [line.split() for line in text.splitlines() if line.startswith(("process", "store"))] == [
        ["process", "600.00", "us", "a", "page", "6.00", "x", "lxml"],
        ["store", "400.00", "us"],
    ]
    assert "650" not in text


@pytest.mark.slow
def test_the_cost_of_a_command_is_told_by_process(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    both = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {busy!r}]).wait()"
    alone, parent = cost_of(["-c", busy], tmp_path), cost_of(["-c", both], tmp_path)
    assert alone.own >= 0.3
    assert alone.others == 0
    assert alone.own_peak > 1
    assert parent.own < alone.own + 0.3
    with pytest.raises(RuntimeError, match="failed"):
        cost_of(["-c", "raise SystemExit(1)"], tmp_path)
