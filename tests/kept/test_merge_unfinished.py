"""Archives of which some have only the beginning of a page: the whole is kept, in every order."""

from __future__ import annotations

from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest

from covidmeet.archive.articles import store
from covidmeet.archive.db import connect
from covidmeet.archive.reader import open_read_only
from covidmeet.kept.merging import merge
from tests.made_articles import made

URL = "https://qinghe.example/a/1"
LINES = ("青禾市召开疫情防控工作会议，市长江晚舟主持会议。", "会议要求备足药品。", "会议强调，值守不能断。")
WHY = {"unfinished": "captured in part (length)"}
# Lines of the page that each archive has, whether they are all, and the day on which it was fetched.
ARCHIVES = {
    "a shorter beginning, last": [(1, False, 3), (2, False, 2), (3, True, 1)],
    "two whole pages": [(1, False, 2), (3, True, 3), (2, True, 1)],
    "beginnings only": [(2, False, 1), (1, False, 3), (1, False, 2)],
}
KEPT = {
    "a shorter beginning, last": (3, ["unfinished", "unfinished"]),
    "two whole pages": (3, ["site", "unfinished"]),
    "beginnings only": (2, ["unfinished", "unfinished"]),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_the_fuller_text_is_kept_in_every_order(name: str, tmp_path: Path) -> None:
    files = []
    for number, (lines, whole, day) in enumerate(ARCHIVES[name]):
        files.append(tmp_path / f"{number}.db")
        with closing(connect(files[-1])) as db:
            article = made(URL, "\n".join(LINES[:lines]), extraction={} if whole else WHY)
            store(db, article, f"run-{number}", f"2026-01-0{day}T00:00:00+00:00")
    lines, causes = KEPT[name]
    found = []
    for number, order in enumerate(permutations(files)):
        target = tmp_path / f"all{number}.db"
        merge(order, target)
        with closing(open_read_only(target)) as db:
            (row,) = db.execute("select body, last_seen, run_id from articles").fetchall()
            found.append((row, sorted(db.execute("select seen_at, body, cause from revisions").fetchall())))
    assert found[0][0][0] == "\n".join(LINES[:lines])
    assert sorted(cause for *_, cause in found[0][1]) == causes
    assert all(one == found[0] for one in found)
