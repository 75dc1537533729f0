"""The words of the pages, in the language that the reader chose."""

from __future__ import annotations

from collections.abc import Mapping

from covidmeet.show.words import Words, words_of

_CHINESE = {
    "Search": "检索",
    "Words, “phrases”, OR, -word, site: since: until: source: title:": (
        "词语、“短语”、OR、-排除词、site: since: until: source: title:"
    ),
    "articles": "文章",
    "sites": "站点",
    "revisions": "旧版",
    "copies": "相同文本",
    "repaired articles": "有修复的文章",
    "doubtful articles": "存疑的文章",
    "rejected pages": "未收录的网页",
    "meetings": "会议",
    "Articles a week, by day of publication": "每周文章数（按发布日期）",
    "Coverage by site and month": "各站点逐月覆盖情况",
    "Places repaired, by rule": "修复处数（按规则）",
    "Meetings a week": "每周会议数",
    "Newest articles": "最新文章",
    "All tables": "全部数据表",
    "No data.": "暂无数据。",
    "site": "站点",
    "year": "年份",
    "month": "月份",
    "count": "数量",
    "no date": "日期不详",
    "Filter": "筛选",
    "shown": "显示",
    "{first}–{last} of {total}": "第 {first}–{last} 篇，共 {total} 篇",
    "at least": "至少",
    "Earlier page": "上一页",
    "Next page": "下一页",
    "Nothing was found.": "未找到结果。",
    "Facets count the first {} hits.": "筛选数目按前 {} 条结果统计。",
    "Page": "网页原貌",
    "The stored page": "已存网页",
    "Open alone": "单独打开",
    "without scripts, and without anything from outside": "不运行脚本，不加载外部内容",
    "Repairs": "修复",
    "places marked in the text": "处已在文中标出",
    "Nothing was repaired.": "未作修复。",
    "sure": "把握",
    "else": "或为",
    "stood there": "原为",
    "Not repaired": "未修复",
    "Changes": "改动",
    "Copies": "相同文本",
    "Sentence": "原句",
    "There is no such article.": "没有这篇文章。",
    "There is no such page.": "没有这一页。",
    "Articles, a month a cell": "每格为一个月的文章数",
    "gap": "缺口",
    "Skip to the text": "跳至正文",
    "Newest first": "由新到旧",
    "By relevance": "按相关度",
    "Text": "正文",
}


def browse_words(language: str) -> Mapping[str, str]:
    """English word → word of ``language`` (``en`` or ``zh``), of these pages and of an article's views."""
    return Words({**words_of("zh"), **_CHINESE}, language)


def language_of(asked: str | None, kept: str | None, preferred: str) -> str:
    """``en`` or ``zh``: what the address asks, else the cookie, else the header Accept-Language.

    >>> language_of(None, None, "zh-TW,zh;q=0.9,en;q=0.8"), language_of("en", "zh", "zh")
    ('zh', 'en')
    """
    for word in (asked, kept):
        if word in ("en", "zh"):
            return word
    return "zh" if preferred.strip().lower().startswith("zh") else "en"
