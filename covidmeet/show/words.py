"""The words around an article, in the language that was asked for; what is stored stays as it is."""

from __future__ import annotations

from collections.abc import Mapping

_CHINESE = {
    "(no title)": "（无标题）",
    "a copy of": "转自",
    "access": "访问",
    "archived": "归档",
    "captured": "采集",
    "charset": "编码",
    "copies": "相同文本",
    "deck": "副题",
    "doubtful": "存疑",
    "editors": "编辑",
    "first seen": "首次归档",
    "from": "来源",
    "gateway": "网关",
    "hash": "文本哈希",
    "headed": "原标题",
    "last seen": "最近见到",
    "layout": "版式",
    "page": "网页",
    "published": "发布",
    "repaired": "修复",
    "reporters": "记者",
    "revisions": "旧版",
    "run": "运行",
    "script": "字体",
    "site": "站点",
    "stripped": "去除",
    "url": "网址",
    "As published": "原文",
    "Before and after": "修复前后",
    "Lines of the page": "网页各行",
    "Provenance": "出处",
    "Simplified": "简体",
}


def words_of(language: str | None) -> Mapping[str, str]:
    """English word → word of ``language``, for ``en`` itself; English where none is named."""
    return _CHINESE if language == "zh" else {word: word for word in _CHINESE}
