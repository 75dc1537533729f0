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
    "found by": "取法",
    "found in": "字段出处",
    "from": "来源",
    "gateway": "网关",
    "hash": "文本哈希",
    "headed": "原标题",
    "last seen": "最近见到",
    "form": "形式",
    "held": "召开",
    "convener": "召开单位",
    "level": "层级",
    "measures": "措施",
    "orders": "部署",
    "people": "人员",
    "place": "地点",
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
    "original_title": "原标题",
    "published_at": "发布",
    "source": "来源",
    "title": "标题",
    "after": "晚于",
    "to": "至",
    "by the site": "网站改动",
    "by reprocess, not by the site": "重新处理（非网站改动）",
    "only the beginning had been received": "此前只收到页面开头",
    "paragraphs unchanged": "未变段落",
    "As published": "原文",
    "Change": "改动",
    "Not by the site, shown with --all": "另有非网站改动的旧文，用 --all 显示",
    "The site changed nothing that the archive knows of.": "存档中未见网站改动。",
    "The text is the same.": "正文未变。",
    "Before and after": "修复前后",
    "Lines of the page": "网页各行",
    "Meeting": "会议",
    "By its words a report of a meeting on prevention; no meeting was found that it reports as held.": (
        "依用词判为防控会议报道，但未识别出文中确已召开的会议。"
    ),
    "Provenance": "出处",
    "Simplified": "简体",
}


class Words(dict[str, str]):
    """English word → word of a language by its ``table``; English itself where that has none."""

    def __init__(self, table: Mapping[str, str], language: str | None) -> None:
        super().__init__(table if language == "zh" else {})

    def __missing__(self, word: str) -> str:
        return word


def words_of(language: str | None) -> Mapping[str, str]:
    """English word → word of ``language``, for ``en`` itself; English where none is named."""
    return _CHINESE if language == "zh" else {word: word for word in _CHINESE}
