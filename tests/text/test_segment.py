"""Telling an article from its page: invented documents in the shapes that dumps of news pages have."""

from __future__ import annotations

import pytest

from covidmeet.crawl.site_registry import all_sites
from covidmeet.sites import Sites
from covidmeet.text.lines import Line, split
from covidmeet.text.script import fold
from covidmeet.text.segment import Parts, segment

SITES = Sites(all_sites())
FIRST = "3月3日，河湾区召开疫情防控工作会议，区委书记方青主持会议并讲话。"
SECOND = "会议强调，要压实各方责任，把各项措施落到实处。"


def parts_of(*lines: str) -> Parts:
    text = "\n".join(lines)
    return segment(split(Line(text)), SITES.recognise(fold(text)).chrome)


def site_of(*lines: str) -> str:
    return SITES.recognise(fold("\n".join(lines))).name


def title(parts: Parts) -> str | None:
    return parts.title.text if parts.title else None


def texts(parts: Parts, name: str) -> list[str]:
    return [line.text for line in getattr(parts, name)]


def test_a_bare_report_is_all_text() -> None:
    parts = parts_of(FIRST, SECOND)
    assert (title(parts), texts(parts, "deck")) == (None, [])
    assert texts(parts, "body") == [FIRST, SECOND]
    assert not parts.stripped


def test_headline_lines_stand_right_above_the_text() -> None:
    parts = parts_of("首页 新闻 政务 服务", "河湾区召开会议", "方青主持并讲话 林晚出席", FIRST, SECOND)
    assert title(parts) == "河湾区召开会议"
    assert texts(parts, "deck") == ["方青主持并讲话 林晚出席"]
    assert parts.counts["navigation"] == 1


def test_all_that_stands_above_a_breadcrumb_is_menu() -> None:
    parts = parts_of(
        "河湾日报社召开编务会议", "您当前的位置 ： 首页 >> 要闻 >> 正文", "河湾区部署春季防控", FIRST
    )
    assert title(parts) == "河湾区部署春季防控"
    assert texts(parts, "deck") == []
    assert (parts.counts["navigation"], parts.counts["breadcrumb"]) == (1, 1)


def test_page_title_and_repeated_headline_go() -> None:
    parts = parts_of("河湾区部署防控_河湾新闻网", "河湾区部署防控", "河湾区部署防控", FIRST)
    assert title(parts) == "河湾区部署防控"
    assert parts.counts["repeated_title"] == 2


def test_a_headline_that_joins_its_deck_is_no_repetition() -> None:
    parts = parts_of("首页 > 正文", "县委召开会议 研究防控工作", "县委召开会议", "研究防控工作", FIRST)
    assert title(parts) == "县委召开会议 研究防控工作"
    assert texts(parts, "deck") == ["县委召开会议", "研究防控工作"]


def test_labelled_lines_between_headline_and_text_become_facts() -> None:
    parts = parts_of(
        "首页 > 正文", "河湾区部署防控", "2022-03-04 10:07　来源： 河湾日报 作者：苏木 浏览次数：12", FIRST
    )
    assert parts.facts.published_at == "2022-03-04T10:07:00+08:00"
    assert (parts.facts.source, parts.facts.reporters) == ("河湾日报", ["苏木"])
    assert title(parts) == "河湾区部署防控"


def test_the_source_named_below_the_text_is_the_first_publisher() -> None:
    parts = parts_of("河湾区部署防控会议", "2022-03-04 来源：河湾发布", FIRST, "（来源：北渚日报）")
    assert parts.facts.source == "北渚日报"
    assert texts(parts, "body") == [FIRST]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("（记者 孟 秋 罗一诺）", ["孟秋", "罗一诺"]),
        ("(河湾日报记者 孙七 实习生 周八)", ["孙七"]),
        ("记者：苏木、何小满 通讯员：夏竹", ["苏木", "何小满"]),
        ("本报记者 苏木", ["苏木"]),
        ("【全媒体记者】苏木", ["苏木"]),
        ("文/苏木 图/夏竹", ["苏木"]),
    ],
)
def test_reporters_on_a_line_of_their_own(line: str, names: list[str]) -> None:
    parts = parts_of(FIRST, line)
    assert parts.facts.reporters == names
    assert texts(parts, "body") == [FIRST]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("编辑 何小满 审读 秦月 二审 杜若 三审 白露", ["何小满"]),
        ("（  責任編輯：田野  ）", ["田野"]),
        ("[责任编辑：何小满]", ["何小满"]),
        ("责任编辑：何小满_NB12345", ["何小满"]),
        ("编辑：何小满 田野 校对：杜若", ["何小满", "田野"]),
    ],
)
def test_editors_end_the_text(line: str, names: list[str]) -> None:
    parts = parts_of(FIRST, line, "别人的新闻，读起来也像新闻。")
    assert parts.facts.editors == names
    assert texts(parts, "body") == [FIRST]
    assert parts.counts["prose_outside"] == 1


def test_the_title_as_first_printed() -> None:
    parts = parts_of("河湾区部署防控会议", FIRST, "(原标题《河湾区部署春季防控 方青讲话》)")
    assert parts.facts.original_title == "河湾区部署春季防控 方青讲话"
    parts = parts_of("首页 > 正文", "河湾区部署防控", "原标题：河湾区部署春季防控", FIRST)
    assert parts.facts.original_title == "河湾区部署春季防控"
    assert title(parts) == "河湾区部署防控"


def test_a_label_alone_marks_the_headline_below_it() -> None:
    parts = parts_of("某某公司 某某中心", "原標題:", "河灣區召開會議", "方青主持", FIRST)
    assert (title(parts), texts(parts, "deck")) == ("河灣區召開會議", ["方青主持"])
    assert parts.facts.original_title is None


def test_datelines_give_source_and_reporters_and_stay_in_the_text() -> None:
    first = "河湾日报讯（记者唐小棠 通讯员夏竹）" + FIRST
    parts = parts_of(first, SECOND)
    assert (parts.facts.source, parts.facts.reporters) == ("河湾日报", ["唐小棠"])
    assert texts(parts, "body")[0] == first
    assert parts_of("本报讯（记者 苏木）" + FIRST).facts.source is None
    assert parts_of("中新网河湾3月3日电 (记者 苏木)会议今天召开。").facts.source == "中新网"


def test_reporters_at_the_very_end_of_the_last_paragraph() -> None:
    parts = parts_of(FIRST, SECOND + "（记者 苏木 摄影报道）")
    assert parts.facts.reporters == ["苏木"]
    assert texts(parts, "body")[1].endswith("（记者 苏木 摄影报道）")


def test_subheadings_and_short_sentences_stay() -> None:
    body = [FIRST, "一、强化组织领导", "各部门要各负其责。", "二、强化督导检查", "及时整改。"]
    assert texts(parts_of(*body), "body") == body


def test_a_notice_keeps_lead_in_signature_and_date() -> None:
    body = ["为做好防控工作，现将有关事项通告如下：", "一、少聚集。", "河湾市疫情防控指挥部", "2022年1月10日"]
    parts = parts_of("关于做好防控工作的通告", "（第12号）", *body)
    assert (title(parts), texts(parts, "deck")) == ("关于做好防控工作的通告", ["（第12号）"])
    assert texts(parts, "body") == body
    assert parts.facts.published_at == "2022-01-10"


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("相关新闻", "related"),
        ("【版权声明】本网所有作品，未经授权不得转载。", "disclaimer"),
        ("版权所有 河湾新闻网", "footer"),
        ("京ICP备00000000号-1", "footer"),
        ("河湾区人民政府主办", "footer"),
        ("上一篇：全区冬季农田水利现场会召开", "previous_next"),
        ("网友评论（3）", "comments"),
    ],
)
def test_what_a_page_carries_below_the_text_goes(line: str, rule: str) -> None:
    parts = parts_of(FIRST, SECOND, line, "河湾区开展安全生产检查，发现问题当场整改。")
    assert texts(parts, "body") == [FIRST, SECOND]
    assert parts.counts[rule] == 2


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("分享到：", "share"),
        ("听全文", "listen"),
        ("【字体：大 中 小】", "page_tools"),
        ("-", "separator"),
        ("0", "counter"),
    ],
)
def test_page_tools_go_from_anywhere(line: str, rule: str) -> None:
    parts = parts_of("首页 > 正文", "河湾区部署防控", line, FIRST, line, SECOND)
    assert (title(parts), texts(parts, "body")) == ("河湾区部署防控", [FIRST, SECOND])
    assert parts.counts[rule] == 2


def test_spam_goes_from_anywhere_and_is_counted() -> None:
    spam = "国产精品无码一区二区,亚洲欧美中文字幕在线,久久久久女人毛片"
    parts = parts_of(
        spam,
        "首页 > 正文",
        "河灣區部署防控",
        FIRST,
        spam,
        SECOND,
        "感谢您访问我们的网站，您可能还对以下资源感兴趣：",
        "某某资源站",
    )
    assert (title(parts), texts(parts, "body")) == ("河灣區部署防控", [FIRST, SECOND])
    assert (parts.counts["spam"], parts.counts["spam_tail"]) == (2, 2)


def test_junk_tags_go_from_inside_a_line() -> None:
    parts = parts_of("河湾区部署防控会议", FIRST + '<source id="hk3wm"><tr id="hk3wm"></tr></source>')
    assert texts(parts, "body") == [FIRST]
    assert parts.counts["spam_tag"] == 4


def test_a_police_report_on_gambling_is_no_spam() -> None:
    report = "警方通报，近日捣毁一个网络赌博团伙，抓获嫌疑人5名，涉案的百家乐、老虎机等赌具已被查扣。"
    assert texts(parts_of("警方通报赌博案件", report), "body") == [report]


@pytest.mark.parametrize(
    "line", ["扫\u200b一扫在手机打开\u00ad当前页", "责任\u2060编辑：何小满", "相关\u200b阅读"]
)
def test_rules_see_through_characters_that_nobody_sees(line: str) -> None:
    parts = parts_of(FIRST, SECOND, line)
    assert texts(parts, "body") == [FIRST, SECOND]
    assert [stripped.text for stripped in parts.stripped] == [line]


def test_a_menu_alone_has_no_text() -> None:
    parts = parts_of("首页 新闻 政务 服务", "联系我们")
    assert parts.body == []


@pytest.mark.parametrize("site", SITES.all, ids=lambda site: site.name)
def test_a_sites_rules_match_their_examples(site: object) -> None:
    for rule in site.chrome:  # type: ignore[attr-defined]
        assert rule.matches(fold(rule.example)), rule


def test_sites_are_known_by_their_own_lines_and_not_by_a_mention() -> None:
    assert site_of("網易首頁 > 網易號 > 正文 申請入駐", FIRST) == "netease"
    assert site_of("听全文", "分享到", FIRST, "关注 · 广州政府网") == "gz_gov"
    assert site_of("深圳特区报3月3日讯", FIRST) == "dutenews"
    assert site_of("记者从重庆手机台获悉，" + FIRST) == "generic"
    assert site_of("网易首页 > 网易号 > 正文", "惠州日报讯 (记者苏木)" + FIRST) == "netease"


def test_a_line_keeps_the_offsets_of_its_characters() -> None:
    text = '甲乙<em id="ab3de"></em>丙丁\n\n 　戊己\xa0\r\n'
    first, second = split(Line(text, ((0, len(text)),)))
    assert [text[slice(*span)] for span in second.spans] == ["戊己"]
    parts = segment([first])
    assert parts.counts["spam_tag"] == 2


@pytest.mark.parametrize(
    "day",
    [
        "2023年3月5日",
        "２０２３年３月５日",
        "2023 年 3 月 5 日",
        "二〇二三年三月五日",
        "二○二三年三月五日",
        "二O二三年三月五日",
        "二0二三年三月五日",
        "二 〇 二 三 年 三 月 五 日",
        "二零二三年\u3000三月\u3000五日",
        "二〇二三年三月\u200b五日",
    ],
)
def test_the_date_that_a_notice_ends_with_stays_in_any_spelling(day: str) -> None:
    parts = parts_of(FIRST, SECOND, "河湾区疫情防控指挥部", day)
    assert texts(parts, "body") == [FIRST, SECOND, "河湾区疫情防控指挥部", day]
    assert parts.facts.published_at == "2023-03-05"
    below = parts_of("河湾区部署防控", FIRST, SECOND, "河湾区疫情防控指挥部", day, "责任编辑：江晚舟")
    assert texts(below, "body")[-1] == day


@pytest.mark.parametrize("day", ["2023年3月5日", "二〇二三年三月五日", "二O二三年三月五日"])
def test_a_date_above_the_text_tells_when(day: str) -> None:
    parts = parts_of("首页 新闻", "河湾区部署防控", day, FIRST, SECOND)
    assert (title(parts), texts(parts, "deck")) == ("河湾区部署防控", [])
    assert texts(parts, "body") == [FIRST, SECOND]
    assert parts.facts.published_at == "2023-03-05"
