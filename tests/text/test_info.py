"""Time, source and names in the line between headline and text."""

from __future__ import annotations

import pytest

from covidmeet.text.info import read_info


@pytest.mark.parametrize(
    ("text", "published", "source", "editors", "reporters"),
    [
        ("2022-11-10 08:02 来源:青禾日报", "2022-11-10T08:02:00+08:00", "青禾日报", [], []),
        ("2024-05-13 09:16:04　来源: 青禾发布　江苏　举报", "2024-05-13T09:16:04+08:00", "青禾发布", [], []),
        ("青禾日报 2022-11-10 08:02", "2022-11-10T08:02:00+08:00", "青禾日报", [], []),
        ("读特客户端2022-11-10 08:02", "2022-11-10T08:02:00+08:00", "读特客户端", [], []),
        ("青禾特区报 2023年01月09日 A03:时政", "2023-01-09", "青禾特区报", [], []),
        (
            "2022-11-10 来源：青禾日报 作者：林知秋 责任编辑：江晚舟_NB12",
            "2022-11-10",
            "青禾日报",
            ["江晚舟"],
            ["林知秋"],
        ),
        ("发布时间：2022-03-01 10:00 来源：视界网", "2022-03-01T10:00:00+08:00", "视界网", [], []),
        ("來源：青禾日報", None, "青禾日報", [], []),
        ("来源:Qinghe Daily", None, "Qinghe Daily", [], []),
        ("[责任编辑：许 可]", None, None, ["许可"], []),
        ("[责任编辑：林知秋 实习编辑：江晚舟]", None, None, ["林知秋", "江晚舟"], []),
        ("2022-11-10 08:02 字号：大 中 小 打印", "2022-11-10T08:02:00+08:00", None, [], []),
        ("听全文", None, None, [], []),
        ("分享到 微信 微博", None, None, [], []),
        ("阅读 1234 次", None, None, [], []),
    ],
)
def test_info(
    text: str, published: str | None, source: str | None, editors: list[str], reporters: list[str]
) -> None:
    facts = read_info([text])
    assert (facts.published_at, facts.source, facts.editors, facts.reporters) == (
        published,
        source,
        editors,
        reporters,
    )


def test_the_first_word_on_a_fact_stands() -> None:
    assert read_info(["来源:青禾日报", "来源:别家 2022-01-02"]).source == "青禾日报"
