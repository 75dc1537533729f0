"""The measurement of list pages, on an invented one."""

from __future__ import annotations

from bench import lists

ROOT = "http://www.linshui.example/yw"
HEADLINES = ["临水县部署渡口值守", "河道清淤工程完工验收", "老人送药上门服务启动", "采样点增加到三十五个"]


def test_a_list_is_measured_against_what_a_reader_follows() -> None:
    rows = (
        f"<li><a href='{n}.html#top'>{words}</a><span>2022-04-0{n}</span></li>"
        for n, words in enumerate(HEADLINES, 1)
    )
    body = f"<html><body><ul>{''.join(rows)}</ul></body></html>".encode()
    gold = {"url": f"{ROOT}/", "articles": [f"{ROOT}/{n}.html" for n in (1, 2, 3, 9)], "next": None}
    result = lists.measured("one", gold, body)
    assert (result.precision, result.recall, result.further) == (0.75, 0.75, True)
