"""Arbitrary texts for property tests: any characters, and lists of what news pages and damage are made of."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = st.sampled_from(
    [
        "会议强调，要落实。",
        "原标题：",
        "首页 > ",
        "编辑 苏木",
        "（记者 苏木）",
        "來源:",
        "2022-03-04",
        "會(huì)",
        "?bào)",
        "<b id=",
        "|",
        "\n",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))
