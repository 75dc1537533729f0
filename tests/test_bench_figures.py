"""The check that compares a run's figures with the last ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.last_figures import keep, last_ratios, report, slower


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
